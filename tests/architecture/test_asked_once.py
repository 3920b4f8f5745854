"""A page of one case sends no statement twice: what it needs in two places, it asks once."""

from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.people.models import User
from labelling.instruction.enums import ApplicationState as S
from tests import factories
from tests.committee import making

pytestmark = pytest.mark.django_db
Asked = tuple[User, str]


def home(state: S) -> Asked:
    return factories.representative_of(factories.dossier(state)), reverse("home")


def of_the_structure(state: S) -> Asked:
    dossier = factories.dossier(state)
    return factories.representative_of(dossier), dossier.get_absolute_url()


def of_the_instructor(state: S) -> Asked:
    dossier = factories.dossier(state)
    assert dossier.assignee is not None
    return dossier.assignee, dossier.get_absolute_url()


def room(seat: int) -> Asked:
    made = making.committee()
    item = making.voting(made)
    return made.mandates[seat].user, reverse("committee:room", args=[item.session_id])


@pytest.mark.parametrize(
    "page",
    [
        *(lambda state=state: home(state) for state in (S.COMMITTED, S.TO_COMPLETE)),
        *(lambda state=state: of_the_structure(state) for state in (S.COMMITTED, S.TO_COMPLETE)),
        *(lambda state=state: of_the_instructor(state) for state in (S.UNDER_INSTRUCTION,)),
        lambda: room(1),
    ],
)
def test_a_page_of_one_case_asks_each_thing_once(page: Callable[[], Asked]) -> None:
    person, address = page()
    client = Client()
    client.force_login(person)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    # Two policies are two questions, even when their answer is the same today.
    asked = Counter(
        query["sql"] for query in captured if 'SELECT DISTINCT 1 AS "a"' not in query["sql"]
    )
    assert [sql for sql, times in asked.items() if times > 1] == []
