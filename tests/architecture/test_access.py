"""The access matrix: every URL × role × method, by hand. A URL without a row fails."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.architecture.access_matrix import MATRIX, ROLES, WITHOUT_LOGIN
from tests.architecture.access_urls import kwargs_of
from tests.architecture.access_world import World, build_world
from tests.intact import prove_every_history

# Each visit is undone: the world's history is proven once, as it is built.
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]
LOGIN = "/compte/login/"


LETTERS = {200: "2", 204: "2", 302: "R", 400: "B", 403: "3", 404: "4", 405: "M", 409: "S", 422: "U"}


def letter_of(response: Any) -> str:
    """What a response means, in one letter of the matrix; L sends to the login page."""
    if response.status_code == 302 and response["Location"].startswith(LOGIN):
        return "L"
    return LETTERS[response.status_code]


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


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for the whole matrix, gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        prove_every_history()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, django_db_blocker: Any) -> Iterator[World]:
    """The same world for each visit: what the one before changed is undone, and not counted."""
    cache.clear()  # who asks too often is known there
    with django_db_blocker.unblock(), transaction.atomic():
        yield built
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_what_the_matrix_says(name: str, world: World) -> None:
    found = tuple(
        "".join(visit(world, role, name, method) for role in ROLES) for method in ("get", "post")
    )
    assert found == MATRIX[name], f"roles: {', '.join(ROLES)}"


def visit(world: World, role: str, name: str, method: str) -> str:
    """What one request gets, in one letter. Shown to one person, it is kept by nobody else."""
    response = answer(world, role, name, method)
    if world.people[role] is not None:
        kept = response.get("Cache-Control", "").split(", ")
        assert {"private", "no-store"} <= set(kept), (role, name, method)
    return letter_of(response)


def answer(world: World, role: str, name: str, method: str) -> Any:
    """The response to one request, whose changes are undone."""
    client = Client(raise_request_exception=True)
    client.cookies.load(world.cookies[role])
    with transaction.atomic():
        url = reverse(name, kwargs=kwargs_of(world, name))
        response = getattr(client, method)(url)
        if response.streaming:
            b"".join(response)  # read to its end, or the file stays open
        transaction.set_rollback(True)
    return response


def test_without_an_account_one_sees_the_public_pages_and_the_entrance_only(world: World) -> None:
    seen = {name for name in MATRIX if visit(world, "anonymous", name, "get") != "L"}
    assert seen == set(WITHOUT_LOGIN)


# What everyone reads alike may be kept on the way.
KEPT = ("committee:members", "directory:charter", "directory:charter_text", "directory:recognition")
KEPT_TOO = (
    "directory:annuaire",
    "directory:listing",
    "directory:register_figures",
    "frameworks:list",
    "directory:register",
    "directory:verify",
    "legal",
    "privacy",
    "accessibility",
)
WITH_A_TOKEN = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "directory:contact",
)


@pytest.mark.parametrize("name", [*KEPT, *KEPT_TOO])
def test_a_public_page_may_be_kept(name: str, world: World) -> None:
    assert "Cache-Control" not in answer(world, "anonymous", name, "get")


@pytest.mark.parametrize("name", WITH_A_TOKEN)
def test_a_form_is_kept_by_nobody(name: str, world: World) -> None:
    assert "no-store" in answer(world, "anonymous", name, "get")["Cache-Control"]
