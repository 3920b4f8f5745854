"""The access matrix: every URL × role × method, by hand. A URL without a row fails."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.access_matrix import MATRIX, ROLES, WITHOUT_LOGIN
from tests.architecture.access_world import World, build_world

LOGIN = "/compte/login/"


@dataclass(frozen=True)
class Outcome:
    """What a response means, in one letter of the matrix."""

    letter: str

    @classmethod
    def of(cls, response: HttpResponse) -> "Outcome":
        if response.status_code == 302:
            target = response["Location"]
            return cls("L" if target.startswith(LOGIN) else "R")
        return cls(LETTERS.get(response.status_code, str(response.status_code)))


LETTERS = {200: "2", 204: "2", 302: "R", 400: "B", 403: "3", 404: "4", 405: "M", 409: "S", 422: "U"}


def every_url(patterns: list[Any] | None = None, namespace: str = "") -> list[str]:
    """The name of every URL of the product, with its namespace."""
    names = []
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            names += every_url(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            names.append(f"{namespace}{entry.name}")
    return names


def test_every_url_has_its_row_and_every_row_its_url() -> None:
    assert sorted(set(every_url())) == sorted(MATRIX)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_what_the_matrix_says(
    name: str, method: str, django_user_model: Any
) -> None:
    world = build_world()
    row = MATRIX[name]
    found = "".join(visit(world, role, name, method) for role in ROLES)
    assert found == getattr(row, method), f"{name} {method}: {' '.join(ROLES)}"


def visit(world: World, role: str, name: str, method: str) -> str:
    client = Client(raise_request_exception=True)
    person = world.people[role]
    if person is not None:
        client.force_login(person)
    url = reverse(name, kwargs=world.kwargs(name))
    return Outcome.of(getattr(client, method)(url)).letter


@pytest.mark.django_db
def test_without_an_account_one_sees_the_public_pages_and_the_entrance_only() -> None:
    world = build_world()
    client = Client()
    seen = {
        name
        for name in MATRIX
        if Outcome.of(client.get(reverse(name, kwargs=world.kwargs(name)))).letter != "L"
    }
    assert seen == set(WITHOUT_LOGIN)


@pytest.mark.django_db
def test_a_file_of_another_structure_is_not_served() -> None:
    world = build_world()
    client = Client()
    client.force_login(world.people["other"])
    response = client.get(reverse("workflows:attachment", kwargs={"pk": world.attachment.pk}))
    assert response.status_code == 403
