"""What the tests of the committee's pages share: a browser of one person, the URLs of a session."""

import re
from typing import Any

from django.test import Client

from committee.sessions.models import AgendaItem, Session
from directory.people.models import User
from tests.committee import making


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(session: Session, *parts: object) -> str:
    return "/seances/" + "".join(f"{part}/" for part in (session.pk, *parts))


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def neutral(page: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'csrf[^>]*value="[^"]*"|x-csrftoken[^}]*', "", page)


def post_vote(client: Client, item: AgendaItem, choice: str) -> Any:
    data = {"round": making.round_of(item).pk, "choice": choice}
    return client.post(url(item.session, "points", item.pk, "vote"), data)
