"""What a structure writes in its dossier. What is sound is kept, even when a file is refused."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.dossiers.views import DossierFormPage, DossierPage
from labelling.evidence.completeness import principle_statuses
from labelling.evidence.forms import (
    CommitmentsForm,
    EvidenceForm,
    PresentationForm,
    recorded_presentation,
)
from labelling.evidence.models import AssemblyPresentation, Evidence
from labelling.evidence.operations import describe_presentation, write_commitments, write_evidence
from labelling.evidence.standing import standings_of
from labelling.instruction.allowed import allows
from labelling.instruction.enums import ApplicationState
from labelling.instruction.links import page_url
from labelling.instruction.reading.announced import announced_to
from labelling.instruction.reading.charter import charter_of
from labelling.instruction.states import PREPARED
from labelling.instruction.views.application import NOTHING_NEW, SAVED
from workflows.correspondence.operations import attachments_of, taken_off
from workflows.engine import verdict
from workflows.pages.cases.files import attach_accepted
from workflows.pages.forms import tell_changed, tell_refusal
from workflows.pages.timeline import actor_names
from workflows.presentation.files import any_unscanned, file_lines, taken_off_lines
from workflows.verdicts import Refused, Stale


class PrincipleView(DossierPage):
    """One of the five written principles: its words in the charter, a text, files."""

    template_name = "labelling/principle.html"
    form_class = EvidenceForm

    key: PrincipleKey

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if kwargs["key"] not in PrincipleKey.values:
            raise Http404
        self.key = PrincipleKey(kwargs["key"])
        if self.key == PrincipleKey.PRESENTATION:
            return redirect("labelling:presentation", kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        evidence = self._evidence()
        return self._page(self.form_class(initial={"text": evidence.text if evidence else ""}))

    def post(self, request: HttpRequest, pk: int, key: str) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES)
        form.is_valid()
        rewritten = self._is_rewritten(form)
        stale = self._write(form) if rewritten else None
        attached = attach_accepted(self.object, f"principle:{self.key}", form, self.actor)
        if stale:
            return self._page(form, status=409, stale=stale)
        if form.errors:
            return self._page(form, status=422)
        said = _saved(self.object, self.key) if rewritten or attached else NOTHING_NEW
        messages.success(request, said)
        return redirect(_then(self.object, request, self.key))

    def _is_rewritten(self, form: EvidenceForm) -> bool:
        """Whether a sound text differs from what is recorded."""
        evidence = self._evidence()
        text = form.cleaned_data.get("text")
        return text is not None and text != (evidence.text if evidence else "")

    def _write(self, form: EvidenceForm) -> Stale | None:
        """Write the text; return the refusal when someone else wrote meanwhile."""
        try:
            write_evidence(
                self.object,
                principle=self.key,
                text=form.cleaned_data["text"],
                actor=self.actor,
                seen=form.cleaned_data.get("seen"),
            )
        except Stale as stale:
            if not allows(self.object, "write_evidence") or not self._evidence():
                raise
            return stale
        return None

    def _evidence(self) -> Evidence | None:
        return Evidence.objects.filter(dossier=self.object, principle=self.key).first()

    def _page(
        self, form: EvidenceForm, status: int = 200, stale: Stale | None = None
    ) -> HttpResponse:
        evidence = self._evidence()
        return self.page(
            status=status,
            form=form,
            evidence=evidence,
            seen=evidence.history_head if evidence else "",
            **_files(self, f"principle:{self.key}"),
            kept=form.is_bound and not stale and "text" not in form.errors,
            stale=stale,
            changed_by=actor_names([stale.by])[stale.by] if stale and stale.by else "",
            **_about(self.object, self.key),
        )


class CommitmentsView(DossierFormPage):
    """« Ma structure s’est engagée, à ce jour, sur »."""

    template_name = "labelling/commitments.html"
    form_class = CommitmentsForm

    def get_initial(self) -> dict[str, Any]:
        seen = self.object.commitments_digest
        return {"commitments": self.object.commitments, "seen": seen}

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        return self.get_initial() if allows(self.object, "write_commitments") else None

    def get_success_url(self) -> str:
        asked = self.request.POST.get("next") == "check"
        return page_url("check", self.object) if asked else super().get_success_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(fileable=self.object.state in PREPARED, **kwargs)

    def operate(self, form: CommitmentsForm) -> str:
        if form.cleaned_data["commitments"] == self.object.commitments:
            return NOTHING_NEW
        write_commitments(
            self.object,
            commitments=form.cleaned_data["commitments"],
            seen=form.cleaned_data["seen"],
            actor=self.actor,
        )
        return SAVED


class PresentationView(DossierPage):
    """The fifth principle: the AG, its minutes, and the internal bodies."""

    template_name = "labelling/presentation.html"
    form_class = PresentationForm

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.form_class(recorded=self._recorded()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES, recorded=self._recorded())
        form.is_valid()
        slot = AssemblyPresentation.MINUTES_SLOT
        attached = attach_accepted(self.object, slot, form, self.actor)
        stale = form.sound and not self._describe(form)
        if form.errors:
            return self._page(form, status=409 if stale else 422)
        new = form.rewritten or attached
        said = _saved(self.object, PrincipleKey.PRESENTATION) if new else NOTHING_NEW
        messages.success(request, said)
        return redirect("labelling:presentation", pk)

    def _describe(self, form: PresentationForm) -> bool:
        """Write what changed; False, and said in the form, if someone else wrote meanwhile."""
        assembly, bodies = form.assembly(), form.internal_presentations()
        if not form.rewritten or not (assembly or bodies):
            return True
        try:
            describe_presentation(
                self.object,
                assembly=assembly,
                bodies=bodies,
                seen=form.cleaned_data["seen"],
                actor=self.actor,
            )
        except Refused as refused:
            tell_refusal(form, refused)
        except Stale:
            if not allows(self.object, "describe_presentation"):
                raise
            tell_changed(form, self._recorded())
            return False
        return True

    def _recorded(self) -> dict[str, Any]:
        assembly = AssemblyPresentation.objects.filter(dossier=self.object).first()
        return recorded_presentation(assembly, list(self.object.internal_presentations.all()))

    def _page(self, form: PresentationForm, status: int = 200) -> HttpResponse:
        return self.page(
            status=status,
            form=form,
            **_files(self, AssemblyPresentation.MINUTES_SLOT),
            kept=form.is_bound and form.sound,
            described=allows(self.object, "describe_presentation"),
            recordable=allows(self.object, "record_presentation"),
            verdict=verdict(self.object, "record_presentation", actor=self.actor),
            **_about(self.object, PrincipleKey.PRESENTATION),
        )


def _saved(dossier: Dossier, key: PrincipleKey) -> str:
    """« Enregistré. », and what the principle still lacks."""
    hint = principle_statuses(dossier)[list(PrincipleKey).index(key)].hint
    return f"{SAVED} {hint}".rstrip()


def _then(dossier: Dossier, request: HttpRequest, key: PrincipleKey) -> str:
    """Where the button pressed leads: another principle, the commitments, or the same page."""
    asked = request.POST.get("next", "")
    if asked == "commitments":
        return page_url(asked, dossier)
    return page_url("principle", dossier, asked if asked in PrincipleKey.values else key)


def _files(view: DossierPage, slot: str) -> dict[str, Any]:
    """What `workflows/parts/files.html` shows of `slot`, and whether to say what is not scanned."""
    editable = allows(view.object, "write_evidence")
    lines = file_lines(attachments_of(view.object, slot), removable=editable)
    return {
        "files": lines,
        "removed": taken_off_lines(taken_off(view.object, slot) if editable else ()),
        "unscanned": any_unscanned(lines),
    }


def _about(dossier: Dossier, key: PrincipleKey) -> dict[str, Any]:
    """A principle among the six, what the CRESS told and asks of it, and its words in the charter
    signed (or in force)."""
    statuses = principle_statuses(dossier)
    announced = announced_to(dossier)
    standings = standings_of(dossier, statuses, announced, list(dossier.complements.all()))
    index = list(PrincipleKey).index(key)
    version = charter_of(dossier)
    found = version.principles.filter(key=key).first() if version else None
    return {
        "standings": standings,
        "standing": standings[index],
        "announced": announced,
        "overruled": dossier.state in (ApplicationState.REFUSED, ApplicationState.APPEALED),
        "principle": statuses[index],
        "previous": statuses[index - 1] if index else None,
        "following": statuses[index + 1] if index + 1 < len(statuses) else None,
        "words": found.text if found else "",
    }
