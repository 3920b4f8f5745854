"""What an accompanist gave, group by group of the charter, for those who read it filed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from directory.charters.enums import CommitmentKey
from directory.organisations.departments import named
from labelling.instruction.allowed import allows
from labelling.instruction.forms.assessments import AssessmentsForm
from labelling.instruction.reading.criteria import Content
from labelling.instruction.reading.filed import filed_context, files_by_slot
from labelling.referencing.models import Acceptance, Mission, Referencing, TrainedPerson
from labelling.referencing.reading.alerts import alerts_of
from labelling.referencing.reading.commitments import Group, groups_of
from labelling.referencing.reading.contents import (
    APPROVAL_SLOT,
    CONTRACT_SLOT,
    TAX_SLOT,
    Contents,
    contents_in,
)
from labelling.referencing.reading.whole import contacts_of, with_their_contacts
from labelling.rulebook import LabellingRules
from workflows.actors import Actor
from workflows.presentation.files import FileLine
from workflows.presentation.french import count

K = CommitmentKey
SLOTS = {APPROVAL_SLOT: K.BELONGING, CONTRACT_SLOT: K.CLIENTS, TAX_SLOT: K.LOYALTY}
DETAILS = {
    K.BELONGING: "referencing/parts/belonging.html",
    K.EXPERIENCE: "referencing/parts/experience.html",
    K.CLIENTS: "referencing/parts/clients.html",
}


def filed_referencing_context(
    referencing: Referencing,
    actor: Actor,
    *,
    refused: AssessmentsForm | None = None,
    shown: str = "",
) -> dict[str, Any]:
    """What `referencing/instruction_detail.html` shows, for a reader of the CRESS or the committee,
    opened on the group `shown`. Contacts are for the CRESS alone."""
    acts = LabellingRules.read_queue.verdict(actor, referencing).permitted
    files = files_by_slot(referencing)
    contents = contents_in(referencing)
    asked = Mission.objects.listed().filter(referencing=referencing).order_by("-year", "pk")
    checked = asked.select_related("client").prefetch_related("checks__made_by")
    logs = LabellingRules.instructor_in_charge.verdict(actor, referencing).permitted
    return {
        "alerts": alerts_of(referencing),
        "departments": [named(code) for code in referencing.departments],
        "people": contents.people,
        **filed_context(
            referencing,
            actor,
            contents=group_contents(referencing, contents, files),
            files=files,
            refused=refused,
            shown=shown,
        ),
        "missions": with_their_contacts(checked, contacts_of(referencing) if acts else {}),
        "logs": logs and allows(referencing, "log_contact"),
    }


def group_contents(
    referencing: Referencing, contents: Contents, files: Mapping[str, Sequence[FileLine]]
) -> list[Content]:
    """The four groups in the charter's order."""
    changed = _changed_at(referencing)
    training = [line for person in contents.people for line in files.get(person.slot, [])]
    held: dict[str, list[FileLine]] = {
        K.BELONGING: list(files.get(APPROVAL_SLOT, [])),
        K.CLIENTS: [*files.get(CONTRACT_SLOT, []), *training],
        K.LOYALTY: list(files.get(TAX_SLOT, [])),
    }
    groups = {group.key: group for group in groups_of(contents.version, contents.acceptances)}
    return [
        Content(
            key=key.value,
            wording=_wording_of(groups.get(key)),
            text=_said_of(groups.get(key)),
            files=held.get(key, []),
            changed_at=changed.get(key),
            details=DETAILS.get(key, ""),
        )
        for key in K
    ]


def _wording_of(group: Group | None) -> str:
    return "\n".join([group.text, *(item.text for item in group.commitments)]) if group else ""


def _said_of(group: Group | None) -> str:
    if group is None:
        return "Aucune charte n’est en vigueur."
    if not group.left:
        return "Chaque engagement de ce groupe est accepté."
    return f"À accepter encore\u00a0: {count(group.left, 'engagement', 'engagements')}."


def _changed_at(referencing: Referencing) -> dict[str, datetime]:
    """By group, when something of it was last written, given or taken off. Four queries."""
    moments: dict[str, list[datetime | None]] = {key.value: [] for key in K}
    written = Acceptance.history.filter(referencing_id=referencing.pk).order_by()
    for name, moment in written.values_list("group").annotate(Max("history_date")):
        moments[name].append(moment)
    for model, key in ((Mission, K.EXPERIENCE), (TrainedPerson, K.CLIENTS)):
        rows = model.history.filter(referencing_id=referencing.pk)
        moments[key].append(rows.aggregate(last=Max("history_date"))["last"])
    files = referencing.attachments.values_list("slot", "uploaded_at", "removed_at")
    for slot, uploaded_at, removed_at in files:
        group = K.CLIENTS if slot.startswith("training:") else SLOTS.get(slot)
        if group:
            moments[group].append(removed_at or uploaded_at)
    found = {key: [at for at in ats if at] for key, ats in moments.items()}
    return {key: max([referencing.opened_at, *ats]) for key, ats in found.items()}
