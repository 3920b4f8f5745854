"""The pages of the direction alone: labels taken up, what is kept; examined as all are."""

import pytest
from django.utils import timezone

from directory.imports.models import ImportDraft
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import look_at
from tests.directory.imports import making as imports
from workflows.actors import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_taking_labels_up(person: NewPerson) -> None:
    """Nothing yet, a file to correct, one whose columns are to be said, one ready, one taken up."""
    factories.charter_version()
    manager = factories.manager()
    actor = Actor.of(manager)
    direction = person().hold_session(manager)
    look_at(direction, ["/labels/reprendre/"])
    wrong = imports.draft(actor, imports.row(1, starts="31/02/2024"), imports.row(1, name=""))
    unknown = imports.draft(actor)
    ImportDraft.objects.filter(pk=unknown.pk).update(places={}, failed_at=timezone.now())
    ready, under_way = imports.draft(actor), imports.draft(actor)
    ImportDraft.objects.filter(pk=under_way.pk).update(
        confirmed_by=manager, confirmed_at=timezone.now()
    )
    drafts = [draft.get_absolute_url() for draft in (wrong, unknown, ready, under_way)]
    report = imports.imported(actor).get_absolute_url()
    look_at(direction, ["/labels/reprendre/", *drafts, report])


def test_what_is_kept(person: NewPerson) -> None:
    label = factories.dossier("validated").recognitions.get()
    factories.dossier("refused")
    direction = person().hold_session(factories.manager())
    far = f"{label.valid_until.year + 6}-01-01"
    look_at(direction, ["/conservation/", f"/conservation/?le={far}"])
    look_at(direction, ["/conservation/?le=9999-12-31"], status=422)
