"""Whoever is logged in, as our own user."""

from typing import cast

from django.http import HttpRequest

from directory.people.models import User


def person_of(request: HttpRequest) -> User:
    """Who is logged in, on a page that the middleware opens to nobody else."""
    return cast(User, request.user)
