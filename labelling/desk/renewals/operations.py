"""Making and revoking the link of a calendar, and what a link opens."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from directory.people.models import User
from directory.people.operations import lock_person
from directory.rulebook import DirectoryRules
from labelling.desk.renewals.models import CalendarLink, digest_of
from workflows.actors import Actor
from workflows.compiled_sql import Given, Question


@transaction.atomic
def make_link(*, actor: Actor) -> CalendarLink:
    """Give `actor` a new link; the one they had opens nothing any more.

    Raises Forbidden for anyone but the CRESS.
    """
    DirectoryRules.cress_staff.require(actor, actor.user)
    at, _ = _revoke(actor.user)
    link = CalendarLink(person=actor.user, made_at=at)
    link.digest = digest_of(link.secret)
    link.save()
    return link


@transaction.atomic
def revoke_link(*, actor: Actor) -> bool:
    """Close the link that `actor` has; False when they have none. Theirs to do for ever."""
    _, found = _revoke(actor.user)
    return found


def link_of(person: User) -> CalendarLink | None:
    """The link that opens something, for `person`."""
    link: CalendarLink | None = _open_link.first(person=person.pk)
    return link


@Question
def _open_link() -> "QuerySet[CalendarLink]":
    return CalendarLink.objects.filter(person=Given("person"), revoked_at=None).order_by("pk")[:1]


def opened_by(secret: str) -> CalendarLink | None:
    """The link of `secret`, revoked or not; None when there never was one."""
    return CalendarLink.objects.select_related("person").filter(digest=digest_of(secret)).first()


def opens(link: CalendarLink) -> bool:
    """Whether it still does: its person is asked again each time, as on a page."""
    if link.revoked_at is not None or not link.person.is_active:
        return False
    actor = Actor.of(link.person)
    return DirectoryRules.cress_staff.verdict(actor, link.person).permitted


def _revoke(person: User) -> tuple[datetime, bool]:
    """When it was done, and whether there was one to close."""
    # Two browsers of one person take turns.
    lock_person(person)
    at = timezone.now()
    found = CalendarLink.objects.filter(person=person, revoked_at=None)
    return at, bool(found.update(revoked_at=at))
