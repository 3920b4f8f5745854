"""The files of a case by what they are there for, and what a form adds to them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.actors import Actor
from workflows.correspondence.files import attach_files
from workflows.correspondence.operations import MESSAGE_SLOT, attachments_of, taken_off
from workflows.engine import verdict
from workflows.kinds import Slot, kind_of, slot_of
from workflows.models import Attachment
from workflows.pages.forms import tell_refusal
from workflows.pages.uploads import WithFiles
from workflows.presentation.files import FileLine, TakenOff, file_lines, taken_off_lines
from workflows.verdicts import Refused, Verdict


@dataclass(frozen=True, slots=True)
class FileGroup:
    """The files in one slot; `open` when the reader may add some and take some off.

    `removed` are those that were just taken off, where the page offers to put them back.
    """

    slot: Slot
    files: Sequence[FileLine]
    open: bool
    removed: Sequence[TakenOff] = ()


def file_groups(
    case: Any,
    *,
    allowed: Collection[str] = (),
    files: Iterable[Attachment] | None = None,
    slots: Iterable[Slot] | None = None,
) -> list[FileGroup]:
    """The files of `case` slot by slot, those of messages left out; those of no slot come last.

    A slot is open when its action is one of `allowed`; empty ones are left out unless they are.
    `files` are the attachments of the case and `slots` its own, where the page has them already.
    """
    found: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in attachments_of(case) if files is None else files:
        if attachment.slot != MESSAGE_SLOT:
            found[attachment.slot].append(attachment)
    off: dict[str, list[Attachment]] = defaultdict(list)
    for attachment in taken_off(case) if allowed else ():
        off[attachment.slot].append(attachment)
    groups = []
    for slot in kind_of(case).slots(case) if slots is None else slots:
        is_open = slot.action in allowed
        lines = file_lines(found.pop(slot.key, ()), removable=is_open)
        removed = taken_off_lines(off[slot.key] if is_open else ())
        groups.append(FileGroup(slot, lines, is_open, removed))
    rest = [item for key in sorted(found) for item in found[key]]
    if rest:
        groups.append(FileGroup(slot_of(case, ""), file_lines(rest), open=False))
    return [group for group in groups if group.files or group.open]


def verdicts_on_files(case: Any, actor: Actor) -> Mapping[str, Verdict]:
    """By action of the law that changes files of `case`: may `actor` perform it now?"""
    actions = {slot.action: None for slot in kind_of(case).slots(case) if slot.action}
    return {action: verdict(case, action, actor=actor) for action in actions}


def attach_accepted(case: Any, slot: str, form: WithFiles, actor: Actor) -> list[Attachment]:
    """Keep the sound files of `form`; a limit that they pass is said in it."""
    try:
        return attach_files(case, slot=slot, uploads=form.accepted, actor=actor)
    except Refused as refused:
        tell_refusal(form, refused)
        return []
