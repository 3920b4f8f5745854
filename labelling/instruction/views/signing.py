"""The charter of an application, read in full, then signed."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from directory.charters.charter_text import parse_charter
from directory.charters.models import CharterVersion
from directory.memberships.models import Membership
from directory.memberships.policies import representatives_of
from labelling.instruction.forms.signing import SignForm
from labelling.instruction.reading.charter import charter_of
from labelling.instruction.reading.consequences import consequences_of
from labelling.instruction.views.application import ApplicationFormPage
from workflows.engine import verdict


class SignatureView(ApplicationFormPage):
    """Read the charter in force in full, then sign it. Once signed, the page shows what was.

    A kind writes `sign`, the operation of `transition`, and says what its button `does`, what its
    parts are called, and of which moves the page tells what they entail.
    """

    template_name = "labelling/sign.html"
    form_class: type[SignForm] = SignForm
    transition: str
    does: str
    parts_title: str
    entails: Sequence[str]
    done: str

    @abstractmethod
    def sign(self, version: CharterVersion, name: str, function: str) -> None:
        """Sign `version` for the application."""

    def get_initial(self) -> dict[str, Any]:
        membership = Membership.objects.active().filter(
            user=self.actor.user, organisation=self.object.organisation_id
        )
        version = charter_of(self.object)
        return {
            "name": self.actor.user.get_full_name(),
            "function": membership.values_list("function", flat=True).first() or "",
            "digest": version.digest if version else "",
        }

    def form_valid(self, form: SignForm) -> HttpResponse:
        self.version = CharterVersion.objects.in_force(self.object.charter)
        if self.version is None or form.cleaned_data["digest"] != self.version.digest:
            return self.page(status=409, form=self._read_again(form), replaced=True)
        return super().form_valid(form)

    def operate(self, form: SignForm) -> str:
        self.sign(self.version, form.cleaned_data["name"], form.cleaned_data["function"])
        return self.done

    def _read_again(self, form: SignForm) -> SignForm:
        """Name and function stay; the new text must be read and the box ticked again."""
        kept = {key: form.cleaned_data[key] for key in ("name", "function")}
        return self.form_class(initial=self.get_initial() | kept)

    def get_context_data(self, *, replaced: bool = False, **kwargs: Any) -> dict[str, Any]:
        version, today = charter_of(self.object), timezone.localdate()
        return super().get_context_data(
            version=version,
            reading=parse_charter(version.text) if version else None,
            principles=list(version.principles.all()) if version else [],
            signature=self.object.signature,
            verdict=verdict(self.object, self.transition, actor=self.actor),
            representatives=list(representatives_of(self.object.organisation_id)),
            consequences=[
                said for move in self.entails for said in consequences_of(self.object, move, today)
            ],
            does=self.does,
            parts_title=self.parts_title,
            today=today,
            replaced=replaced,
            **kwargs,
        )
