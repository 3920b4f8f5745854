"""Whom a command is about."""

from django.core.management.base import CommandError

from directory.people.models import User


def person_at(email: str) -> User:
    """The person whose account has this address; CommandError when there is none."""
    user = User.objects.reachable_at(email)
    if user is None:
        raise CommandError(f"Aucun compte n’a l’adresse {email}.")
    return user
