"""The conditions of what is done on a complaint, and what is kept, then forgotten, of its words."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.db import transaction

from labelling.oversight.complaints.enums import EntryKind
from labelling.oversight.complaints.inputs import Said
from labelling.oversight.complaints.models import Complaint, ComplaintFile, Entry
from labelling.oversight.rulebook import OversightRules
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet

# What each action writes.
WRITES = {
    "admit": EntryKind.WORD,
    "reject": EntryKind.REASONS,
    "ask": EntryKind.QUESTION,
    "answer": EntryKind.ANSWER,
    "write": EntryKind.FACTS,
    "ask_identity": EntryKind.OPENING,
    "refuse_identity": EntryKind.CLOSED,
}
FIELD = "words"
NO_RECOGNITION = Unmet("no_recognition", "Un contrôle porte sur un label ou un référencement.")


@OversightRules.something_said.checks("quelque chose est dit", needs_data=True)
def something_said(context: Context) -> Iterator[Unmet]:
    if not context.given(Said).words.strip():
        yield Unmet("nothing_said", "Écrivez au moins une phrase.", field=FIELD)


@OversightRules.complaint_about_recognition.checks("elle vise une reconnaissance")
def about_recognition(context: Context) -> Iterator[Unmet]:
    if context.case.recognition_id is None:
        yield NO_RECOGNITION


@OversightRules.retention_over.checks("le temps de la garder est passé")
def retention_over(context: Context) -> Iterator[Unmet]:
    complaint: Complaint = context.case
    if complaint.forgotten_on is not None:
        yield Unmet("forgotten", "Elle est déjà effacée.")
    elif complaint.forget_on is None or context.today < complaint.forget_on:
        day = format_date(complaint.forget_on) if complaint.forget_on else "sa fin"
        yield Unmet("still_kept", f"Elle se garde jusqu’au {day}.")


@OversightRules.keep_words.does
def keep_words(context: Context) -> None:
    """What was said, beside the row that commits to it; nothing for no words."""
    said = context.given(Said)
    if said.words:
        write_entry(
            context.case, WRITES[context.action], said, author=context.actor.user, at=context.at
        )


def write_entry(
    complaint: Complaint, kind: EntryKind, said: Said, *, author: Any, at: Any
) -> Entry:
    """Keep `said`, which the history of `complaint` commits to."""
    return Entry.objects.create(
        complaint=complaint,
        kind=kind,
        author=author,
        words=said.words,
        salt=said.salt,
        seal=said.seal,
        written_at=at,
    )


@OversightRules.forget_words.does
def forget_words(context: Context) -> None:
    """The words and the files; the bytes once it is sure."""
    files = ComplaintFile.objects.filter(entry__complaint=context.case)
    for kept in files:
        transaction.on_commit(partial(kept.file.storage.delete, str(kept.file.name)))
    files.delete()
    Entry.objects.filter(complaint=context.case).delete()
