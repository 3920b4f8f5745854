"""A page for each part that an accompanist writes. What is sound is kept, a file refused or not."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from directory.charters.models import CharterVersion
from labelling.instruction.allowed import allows
from labelling.instruction.links import page_url
from labelling.instruction.views.application import NOTHING_NEW, SAVED
from labelling.referencing.enums import Part
from labelling.referencing.forms.parts import (
    CommitmentsForm,
    OfferForm,
    PieceForm,
    StandingForm,
    TerritoryForm,
)
from labelling.referencing.operations import (
    accept_commitments,
    describe_offer,
    state_standing,
    state_territory,
)
from labelling.referencing.reading.alerts import alerts_of
from labelling.referencing.reading.commitments import groups_of
from labelling.referencing.reading.completeness import PartStatus, part_statuses
from labelling.referencing.reading.contents import (
    APPROVAL_SLOT,
    CONTRACT_SLOT,
    TAX_SLOT,
    contents_in,
)
from labelling.referencing.views.pages import ReferencingPage
from workflows.correspondence.operations import attachments_of, taken_off
from workflows.files.allowance import Allowance
from workflows.pages.cases.files import attach_accepted
from workflows.pages.forms import tell_changed, tell_refusal
from workflows.pages.uploads import WithFiles
from workflows.presentation.files import any_unscanned, file_lines, taken_off_lines
from workflows.verdicts import Refused, Stale


class PartPage(ReferencingPage):
    """One part among the others: its number, what it lacks, and the way to the next."""

    part: Part

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        statuses = part_statuses(self.object)
        return super().get_context_data(**around(self.part, statuses), **kwargs)

    def saved(self, said: str = SAVED) -> HttpResponse:
        """Back to the page, or to what the button pressed leads to; what it lacks is told."""
        self.object.refresh_from_db()
        statuses = part_statuses(self.object)
        found = around(self.part, statuses)
        lacks = found["status"].hint if found["status"] else ""  # not asked for: it lacks nothing
        messages.success(self.request, f"{said} {lacks}".rstrip())
        following = found["following"]
        if self.request.POST.get("next"):
            return redirect(following.url if following else page_url("check", self.object))
        return redirect(page_url(self.part.value, self.object))

    def slot_context(self, slot: str) -> dict[str, Any]:
        """What `workflows/parts/files.html` shows of `slot`."""
        editable = allows(self.object, "change_files")
        lines = file_lines(attachments_of(self.object, slot), removable=editable)
        return {
            "files": lines,
            "removed": taken_off_lines(taken_off(self.object, slot) if editable else ()),
            "unscanned": any_unscanned(lines),
        }


def around(part: Part, statuses: Sequence[PartStatus]) -> dict[str, Any]:
    """The part, and its neighbours; one that is not asked for stands after all the others."""
    keys = [status.key for status in statuses]
    at = keys.index(part) if part in keys else len(keys)
    return {
        "statuses": statuses,
        "status": statuses[at] if part in keys else None,
        "part": part,
        "following": statuses[at + 1] if at + 1 < len(statuses) else None,
    }


class WrittenPart(PartPage):
    """A part that is one form, whose fields are those of the application itself."""

    form_class: Any
    slot = ""

    @abstractmethod
    def write(self, form: Any) -> None:
        """Record what `form` holds. Raises as the operation."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.form_class(initial=self.form_class.recorded(self.object)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        recorded = self.form_class.recorded(self.object)
        form = self.form_class(request.POST, request.FILES, initial=recorded)
        form.is_valid()
        attached = bool(self.slot) and attach_accepted(self.object, self.slot, form, self.actor)
        sound = not form.errors.keys() - {"uploads"}
        rewritten = bool({*form.changed_data} - {"uploads", "seen"})
        status = self._write(form) if sound and rewritten else 200
        if form.errors:
            return self._page(form, status=422 if status == 200 else status)
        return self.saved(SAVED if rewritten or attached else NOTHING_NEW)

    def _write(self, form: Any) -> int:
        try:
            self.write(form)
        except Refused as refused:
            tell_refusal(form, refused)
            return 422
        except Stale:
            if not allows(self.object, "describe_offer"):
                raise
            self.object.refresh_from_db()
            tell_changed(form, self.form_class.recorded(self.object))
            return 409
        return 200

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        shown = self.slot_context(self.slot) if self.slot else {}
        return self.page(status=status, form=form, **shown)


class StandingView(WrittenPart):
    """Who asks: legal form, and until when the approval of a company runs."""

    part = Part.STANDING
    template_name = "referencing/standing.html"
    form_class = StandingForm
    slot = APPROVAL_SLOT

    def write(self, form: StandingForm) -> None:
        data = form.cleaned_data
        state_standing(
            self.object,
            esus_until=data["esus_until"],
            seen=data["seen"] or None,
            actor=self.actor,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(alerts=alerts_of(self.object), **kwargs)


class OfferView(WrittenPart):
    """What the organisation does, as the annuaire will say it."""

    part = Part.OFFER
    template_name = "referencing/offer.html"
    form_class = OfferForm

    def write(self, form: OfferForm) -> None:
        seen = form.cleaned_data["seen"] or None
        describe_offer(self.object, offer=form.offer, seen=seen, actor=self.actor)


class TerritoryView(WrittenPart):
    """Where it does it."""

    part = Part.TERRITORY
    template_name = "referencing/territory.html"
    form_class = TerritoryForm

    def write(self, form: TerritoryForm) -> None:
        seen = form.cleaned_data["seen"] or None
        state_territory(self.object, territory=form.territory, seen=seen, actor=self.actor)


class CommitmentsView(PartPage):
    """The four groups of commitments, accepted one by one."""

    part = Part.COMMITMENTS
    template_name = "referencing/commitments.html"
    form_class = CommitmentsForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self._form(request.POST)
        version = CharterVersion.objects.in_force(self.object.charter)
        if not form.is_valid() or version is None:
            return self._page(form, status=422)
        if form.cleaned_data["version"] != version.digest:
            return self._page(self._form(), status=409, replaced=True)
        accept_commitments(self.object, version=version, accepted=form.accepted, actor=self.actor)
        return self.saved(SAVED if form.changed_data else NOTHING_NEW)

    def _form(self, data: Any = None) -> CommitmentsForm:
        contents = contents_in(self.object)
        self.version = contents.version
        return self.form_class(
            data,
            groups=groups_of(contents.version, contents.acceptances),
            initial={"version": contents.version.digest if contents.version else ""},
        )

    def _page(
        self, form: CommitmentsForm, status: int = 200, *, replaced: bool = False
    ) -> HttpResponse:
        return self.page(status=status, form=form, version=self.version, replaced=replaced)


class PiecesView(PartPage):
    """The tax attestation and the standard contract, each in its place: one page, one save."""

    part = Part.PIECES
    template_name = "referencing/pieces.html"
    form_class = PieceForm

    SLOTS = (
        (TAX_SLOT, "Attestation fiscale", "Elle dit que vous êtes à jour de vos impôts."),
        (
            CONTRACT_SLOT,
            "Contrat ou convention type",
            "Il dit l’objectif, la méthode, le prix, et la sous-traitance s’il y en a.",
        ),
    )

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self._forms())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        forms = self._forms(request.POST, request.FILES)
        attached = list(self._attach(forms))
        if any(form.errors for form in forms):
            return self._page(forms, status=422)
        return self.saved(SAVED if any(attached) else NOTHING_NEW)

    def _attach(self, forms: Sequence[PieceForm]) -> Iterator[bool]:
        for (slot, *_), form in zip(self.SLOTS, forms, strict=True):
            form.is_valid()
            yield bool(attach_accepted(self.object, slot, form, self.actor))

    def _forms(self, data: Any = None, files: Any = None) -> list[PieceForm]:
        allowance = Allowance()
        return [
            self.form_class(data, files, prefix=slot, allowance=allowance)
            for slot, *_ in self.SLOTS
        ]

    def _page(self, forms: Sequence[WithFiles], status: int = 200) -> HttpResponse:
        items = [
            {"slot": slot, "label": label, "why": why, "form": form, **self.slot_context(slot)}
            for (slot, label, why), form in zip(self.SLOTS, forms, strict=True)
        ]
        return self.page(
            status=status, items=items, unscanned=any(item["unscanned"] for item in items)
        )
