"""What the tests of the structure's pages share: a browser of one person, a dossier's URLs."""

from datetime import timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.people.models import User
from labelling.dossiers.models import Dossier


def client_of(person: User | None) -> Client:
    """A browser in which `person` is logged in."""
    assert person is not None
    client = Client()
    client.force_login(person)
    return client


def location(response: HttpResponseBase) -> str:
    """Where a redirect leads."""
    assert response.status_code == 302
    return response.headers["Location"]


def url(name: str, dossier: Dossier, *args: Any) -> str:
    """The URL of one of the dossier's pages."""
    return reverse(f"labelling:{name}", args=[dossier.pk, *args])


def shared(name: str, thing: Any) -> str:
    """The URL of one of the pages that cases of every kind have, or their files."""
    return reverse(f"workflows:{name}", args=[thing.pk])


def days_ago(days: int) -> str:
    """The day `days` before today, as a browser sends it."""
    return (timezone.localdate() - timedelta(days=days)).isoformat()


def presentation_data(**changes: str) -> dict[str, str]:
    """A presentation form filled in as it should be, save `changes`."""
    return {
        "held_on": days_ago(40),
        "member_count": "58",
        "present_count": "31",
        "debated": "yes",
        "debate_summary": "Un débat sur les priorités.",
        "board_told_on": days_ago(50),
        "board_not_applicable": "",
        "staff_told_on": days_ago(45),
        "staff_not_applicable": "",
        "works_council_told_on": "",
        "works_council_not_applicable": "Moins de onze salariés.",
    } | changes
