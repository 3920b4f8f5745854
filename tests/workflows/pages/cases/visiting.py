"""A browser of one person, and the addresses that cases of every kind have."""

from typing import Any

from django.test import Client
from django.urls import reverse


def client_of(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(name: str, thing: Any) -> str:
    """The page `name` of a case, or of one of its files."""
    return reverse(f"workflows:{name}", args=[thing.pk])


def said_by(response: Any) -> list[str]:
    """What the page that one was sent on to says, once."""
    return [str(message) for message in response.context["messages"]]
