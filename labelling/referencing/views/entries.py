"""People and references, line by line; and what a client said, written by who instructs."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from directory.charters.enums import CommitmentKey
from labelling.instruction.allowed import allows
from labelling.instruction.links import criterion_url, page_url
from labelling.instruction.views.application import NOTHING_NEW, SAVED
from labelling.instruction.views.requests import InstructionView
from labelling.referencing.enums import Part
from labelling.referencing.forms.entries import ContactLogForm, MissionForm, PersonForm
from labelling.referencing.models import Mission, TrainedPerson
from labelling.referencing.operations import (
    log_contact,
    remove_mission,
    remove_person,
    write_mission,
    write_person,
)
from labelling.referencing.reading.whole import contacts_of, with_their_contacts
from labelling.referencing.views.pages import ReferencingPage
from labelling.referencing.views.parts import PartPage
from workflows.correspondence.operations import attachments_of
from workflows.pages.cases.files import attach_accepted
from workflows.pages.forms import tell_changed, tell_refusal
from workflows.presentation.files import file_lines
from workflows.verdicts import Refused, Stale


class EntryPage(PartPage):
    """One line, new or changed. A refusal is told beside its field, what was typed stays."""

    entry_model: ClassVar[type[models.Model]]
    entry: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        key = kwargs.get("entry")
        if key is None or not request.user.is_authenticated:
            return
        own = self.entry_model._default_manager.filter(referencing=self.object, removed_at=None)
        self.entry = own.filter(pk=key).first()
        if self.entry is None:
            raise Http404

    @property
    def entry_pk(self) -> int | None:
        return self.entry.pk if self.entry else None

    def written(self, form: Any, write: Any) -> int:
        """Write what `form` holds; the status of the page that says what is wrong, 0 for none."""
        try:
            write(form)
        except Refused as refused:
            tell_refusal(form, refused)
            return 422
        except Stale:
            if self.entry is None or not allows(self.object, "describe_offer"):
                raise
            self.entry.refresh_from_db()
            if self.entry.removed_at:
                raise
            tell_changed(form, form.recorded(self.entry))
            return 409
        return 0


class PeopleView(EntryPage):
    """Those trained to the private part, and the form that adds one, or changes the one named."""

    part = Part.PEOPLE
    template_name = "referencing/people.html"
    form_class = PersonForm
    entry_model = TrainedPerson

    def get(self, request: HttpRequest, pk: int, entry: int | None = None) -> HttpResponse:
        return self._page(PersonForm(initial=PersonForm.recorded(self.entry)))

    def post(self, request: HttpRequest, pk: int, entry: int | None = None) -> HttpResponse:
        recorded = PersonForm.recorded(self.entry)
        form = PersonForm(request.POST, request.FILES, initial=recorded)
        form.is_valid()
        if form.errors.keys() - {"uploads"}:
            return self._page(form, status=422)
        if status := self.written(form, self._write):
            return self._page(form, status=status)
        attached = bool(attach_accepted(self.object, self.person.slot, form, self.actor))
        if form.errors:
            self.entry = self.person
            return self._page(form, status=422)
        new = attached or bool({*form.changed_data} - {"uploads", "seen"})
        return self.saved(SAVED if new else NOTHING_NEW)

    def _write(self, form: PersonForm) -> None:
        self.person = write_person(
            self.object,
            entry=form.entry(self.entry_pk),
            seen=form.cleaned_data["seen"] if self.entry else None,
            actor=self.actor,
        )

    def _page(self, form: PersonForm, status: int = 200) -> HttpResponse:
        editable = allows(self.object, "change_files")
        people = [
            (person, file_lines(attachments_of(self.object, person.slot), removable=editable))
            for person in TrainedPerson.objects.listed().filter(referencing=self.object)
        ]
        return self.page(status=status, form=form, people=people, changed=self.entry)


class MissionsView(PartPage):
    """The references given so far, and what they prove."""

    part = Part.MISSIONS
    template_name = "referencing/missions.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = Mission.objects.listed().filter(referencing=self.object).select_related("client")
        return self.page(missions=with_their_contacts(found, contacts_of(self.object)))


class MissionView(EntryPage):
    """One reference, new or changed."""

    part = Part.MISSIONS
    template_name = "referencing/mission.html"
    form_class = MissionForm
    entry_model = Mission

    def get(self, request: HttpRequest, pk: int, entry: int | None = None) -> HttpResponse:
        return self.page(form=MissionForm(mission=self.entry), mission=self.entry)

    def post(self, request: HttpRequest, pk: int, entry: int | None = None) -> HttpResponse:
        form = MissionForm(request.POST, mission=self.entry)
        status = 422 if not form.is_valid() else self.written(form, self._write)
        if status:
            return self.page(status=status, form=form, mission=self.entry)
        return self.saved(SAVED if form.changed_data else NOTHING_NEW)

    def _write(self, form: MissionForm) -> None:
        write_mission(
            self.object,
            entry=form.entry(self.entry_pk),
            seen=form.cleaned_data["seen"] if self.entry else None,
            actor=self.actor,
        )


class RemoveEntryView(ReferencingPage):
    """Take a line off, with a button."""

    http_method_names = ("post",)
    part = Part.MISSIONS
    done = "Référence retirée. Son contact est effacé."

    def post(self, request: HttpRequest, pk: int, entry: int) -> HttpResponse:
        self.remove(entry)
        messages.success(request, self.done)
        return redirect(page_url(self.part.value, self.object))

    def remove(self, entry: int) -> None:
        remove_mission(self.object, pk=entry, actor=self.actor)


class RemovePersonView(RemoveEntryView):
    part = Part.PEOPLE
    done = "Personne retirée de la liste."

    def remove(self, entry: int) -> None:
        remove_person(self.object, pk=entry, actor=self.actor)


class LogContactView(ReferencingPage, InstructionView):
    """What a client said of a mission: each contact is a line that the committee reads."""

    policy = InstructionView.policy
    template_name = "referencing/log_contact.html"
    action = "log_contact"
    form_class = ContactLogForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            own = Mission.objects.listed().filter(referencing=self.object)
            shown = own.select_related("client").prefetch_related("checks__made_by")
            self.mission: Mission = get_object_or_404(shown, pk=kwargs["entry"])

    def operate(self, form: ContactLogForm) -> str:
        log_contact(self.object, log=form.log(self.mission.pk), actor=self.actor)
        return "Contact noté. Le comité le lira."

    def get_success_url(self) -> str:
        return criterion_url(self.object, CommitmentKey.EXPERIENCE)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = contacts_of(self.object).get(self.mission.pk)
        return super().get_context_data(mission=self.mission, contact=contact, **kwargs)
