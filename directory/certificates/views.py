"""What a recognition gives: its certificate, its badge, and how to use them."""

from datetime import timedelta
from functools import lru_cache
from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page
from django.views.generic import TemplateView

from directory.certificates.typesetting import (
    badge_png,
    badge_svg,
    certificate_pdf,
    framed,
    framed_png,
)
from directory.certificates.words import (
    badge_words,
    certificate_facts,
    check_url,
    is_valid,
    rules_of,
)
from directory.logo.current import current_pixels
from directory.recognitions.codes import shown
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.verification import (
    NOUNS,
    VALIDITIES,
    meaning_of,
    status_line,
    validity_of,
)
from directory.register.guessing import recognition_with
from directory.removals.models import OPEN, LogoRemoval
from directory.rulebook import DirectoryRules
from workflows.pages.views import visitor
from workflows.presentation.links import absolute
from workflows.verdicts import Refused, Unmet

# A site that shows the badge learns within the hour that it is worth nothing any more.
BADGE_KEPT = timedelta(hours=1)
INKS = {
    "clair": {"line": "#12575f", "petal": "#12575f", "word": "#0e3b43", "heart": "#f6c445"},
    "sombre": {"line": "#f6c445", "petal": "#f6c445", "word": "#ffffff", "heart": "#ffffff"},
}
# What a logo stands on: its colours are made for a light ground.
GROUNDS = {"clair": "", "sombre": "#ffffff"}
WORTHLESS = {"line": "#7d8c90", "petal": "#b9c4c6", "word": "#94301b", "heart": "#7d8c90"}
WIDTHS = (160, 320, 640, 1280)  # pixels
SHOWN_WIDTH = 160


class HeldRecognitionMixin:
    """Loads `self.recognition` for the members of its organisation and for the CRESS."""

    request: HttpRequest
    recognition: Recognition

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if not request.user.is_authenticated:
            return
        held = Recognition.objects.select_related("organisation", "signature__version")
        self.recognition = get_object_or_404(held, number=kwargs["number"])
        DirectoryRules.read_organisation.require(visitor(request), self.recognition.organisation)


class IdentityView(HeldRecognitionMixin, TemplateView):
    """What is allowed, until when, for whom; the certificate, the badges, the lines to paste."""

    template_name = "directory/identity.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recognition, today = self.recognition, timezone.localdate()
        validity = validity_of(recognition, today)
        return super().get_context_data(
            recognition=recognition,
            noun=NOUNS[RecognitionKind(recognition.kind)],
            validity=validity,
            means=meaning_of(validity, recognition.kind),
            status=status_line(recognition, today),
            is_valid=is_valid(recognition, today),
            code=shown(recognition.code),
            address=check_url(recognition),
            rules=rules_of(recognition),
            removal=LogoRemoval.objects.filter(recognition=recognition, state__in=OPEN).first(),
            badges=[
                {
                    "theme": theme,
                    "svg": _badge_path(recognition, f"{theme}.svg"),
                    "png": [
                        (width, _badge_path(recognition, f"{theme}-{width}.png"))
                        for width in WIDTHS
                    ],
                    "snippet": _snippet(recognition, theme),
                }
                for theme in INKS
            ],
            **kwargs,
        )


class CertificateView(HeldRecognitionMixin, View):
    """The certificate in PDF, made as it is asked for; Refused once it is not valid."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        recognition, today = self.recognition, timezone.localdate()
        if not is_valid(recognition, today):
            noun, validity = (
                NOUNS[RecognitionKind(recognition.kind)],
                validity_of(recognition, today),
            )
            why = f"Ce {noun} {validity.says}."
            unmet = Unmet("not_valid", why, url=recognition.get_absolute_url())
            raise Refused("Il n’y a pas de certificat à télécharger.", unmet=[unmet])
        return HttpResponse(
            certificate_pdf(certificate_facts(recognition), current_pixels()),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="{number}.pdf"'},
        )


@method_decorator([login_not_required, conditional_page], name="dispatch")
class BadgeView(View):
    """The seal as an image that any site may show: grey, and saying why, once it is not valid.

    The official logo stands in its place, while it is.
    """

    def get(self, request: HttpRequest, code: str, name: str) -> HttpResponse:
        if name not in IMAGES:
            raise Http404
        try:
            recognition = recognition_with(code, request)
        except RateLimited:
            return respond_429(request)
        today = timezone.localdate()
        words = badge_words(validity_of(recognition, today), recognition.kind)
        valid = is_valid(recognition, today)
        answer = HttpResponse(
            _drawn(name, words, valid, current_pixels() if valid else None),
            content_type=IMAGES[name],
            headers={"Cross-Origin-Resource-Policy": "cross-origin"},
        )
        patch_cache_control(answer, public=True, max_age=int(BADGE_KEPT.total_seconds()))
        return answer


IMAGES = {f"{theme}.svg": "image/svg+xml" for theme in INKS} | {
    f"{theme}-{width}.png": "image/png" for theme in INKS for width in WIDTHS
}


@lru_cache(maxsize=len(IMAGES) * len(VALIDITIES) * len(RecognitionKind))
def _drawn(name: str, words: str, valid: bool, logo: bytes | None) -> bytes:
    theme, _, rest = name.partition(".")[0].partition("-")
    if logo is not None:
        ground = GROUNDS[theme]
        return framed_png(logo, int(rest), ground=ground) if rest else framed(logo, ground=ground)
    facts = {"around": words, "inks": INKS[theme] if valid else WORTHLESS}
    return badge_png(facts, int(rest)) if rest else badge_svg(facts)


def _badge_path(recognition: Recognition, name: str) -> str:
    return reverse("directory:badge", args=[recognition.code, name])


def _snippet(recognition: Recognition, theme: str) -> str:
    """The lines of HTML that show the badge and lead to the check."""
    image = absolute(_badge_path(recognition, f"{theme}.svg"))
    noun = NOUNS[RecognitionKind(recognition.kind)]
    return (
        f'<a href="{check_url(recognition)}"><img src="{image}" width="{SHOWN_WIDTH}" '
        f'height="{SHOWN_WIDTH}" alt="{noun.capitalize()} OSE\u00a0: vérifier sa validité"></a>'
    )
