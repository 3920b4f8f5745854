"""Taking up a confirmed file, out of any request."""

from django.db import transaction
from django_tasks import task

from directory.imports.drafts import confirm, open_again, take_up_draft
from directory.imports.issues import ImportRefused
from directory.imports.models import ImportDraft
from workflows.actors import Actor
from workflows.verdicts import Refusal


@transaction.atomic
def confirm_import(draft: ImportDraft, *, seen: str, actor: Actor) -> None:
    """Confirm `draft` and hand it to the worker; a second time changes nothing. As `confirm`."""
    if confirm(draft, seen=seen, actor=actor):
        take_up.enqueue(pk=draft.pk)


@task()
def take_up(pk: int) -> None:
    """Take it up; run again, it does nothing more. What refuses it is said on its page."""
    try:
        take_up_draft(pk)
    except (ImportRefused, Refusal):
        open_again(pk)
    except Exception:
        open_again(pk)
        raise
