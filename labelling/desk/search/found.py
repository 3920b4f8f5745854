"""What one box finds for the CRESS: organisations, labels, cases, people; no further than it shows.

Words are looked for as everywhere (record 0029), a number or an identifier as such and as nothing
else. What is listed is what the CRESS reads whole: a complaint is opened by its number alone, by
those who may.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from directory.memberships.models import Membership
from directory.organisations.indexing import look_up_words, reading_words, with_words
from directory.organisations.models import Organisation
from directory.organisations.named import FEW, Named
from directory.organisations.plurals import sought
from directory.organisations.querysets import identified_by
from directory.people.enums import ROLE_GROUPS
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.recognitions.verification import validity_of
from labelling.dossiers.models import Dossier
from labelling.instruction.held.badges import no_longer_valid, words_of
from labelling.instruction.models import Application
from labelling.instruction.queue.selection import ALL, Filters, rows_selected
from labelling.oversight.reviews.models import ComplianceReview
from labelling.referencing.models import Referencing
from workflows.deliberation import seats
from workflows.lifecycles import State, machine_of
from workflows.presentation.badges import drawn_badge

MOST = 10  # of each kind
ALONE = "sans organisation"
SITTING = "siège au comité"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found; `url` is empty for what has no page, `badge` None for what has no state."""

    url: str
    name: str
    detail: str
    badge: SafeString | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The first MOST of a kind; `all_url` is its own list, empty when it has none."""

    title: str
    key: str
    hits: Sequence[Hit]
    more: bool
    all_url: str = ""

    @property
    def number(self) -> str:
        """« 3 », « 10+ »."""
        return f"{len(self.hits)}{'+' if self.more else ''}"


def search(text: str, *, user: User, today: date) -> list[Group]:
    """What is found of `text`, kinds with nothing left out. As many queries however many rows."""
    identified = identified_by(text)
    named = Named.look_up("" if identified else text)
    found = [
        _group("Organisations", "organisations", _organisations(text, named)),
        _group("Labels et référencements", "labels", _recognitions(text, named, today)),
        _of_kind("Dossiers", Dossier, text, user=user, today=today),
        # « Référencements » alone would be told of what is granted too.
        _of_kind("Dossiers de référencement", Referencing, text, user=user, today=today),
        _group("Contrôles", "controles", _reviews(text, named)),
        _group("Personnes", "personnes", [] if identified else _people(text)),
    ]
    return [group for group in found if group.hits]


def _group(title: str, key: str, hits: Sequence[Hit], all_url: str = "") -> Group:
    return Group(title, key, hits[:MOST], len(hits) > MOST, all_url)


def _narrowed(found: "QuerySet[Any]", text: str, named: Named, **where: str) -> "QuerySet[Any]":
    """Those of `found` whose organisation has the identifier, or the words."""
    key = where.get("key", "organisation")
    identified = identified_by(text, "" if key == "pk" else f"{key}__")
    return found.filter(identified) if identified else named.narrow(found, **where)


def _organisations(text: str, named: Named) -> list[Hit]:
    found = _narrowed(Organisation.objects.all(), text, named, key="pk")
    return [
        Hit(row.get_absolute_url(), row.name, f"{row.place}, {row.legal_form_label}")
        for row in found.order_by("folded_name", "pk")[: MOST + 1]
    ]


def _recognitions(text: str, named: Named, today: date) -> list[Hit]:
    found = _narrowed(Recognition.objects.select_related("organisation"), text, named)
    return [
        Hit(
            row.get_absolute_url(),
            row.organisation.name,
            row.number,
            validity_of(row, today).badge,
        )
        for row in found.order_by("standing", "folded_name", "pk")[: MOST + 1]
    ]


def _of_kind(title: str, kind: type[Application], text: str, *, user: User, today: date) -> Group:
    machine = machine_of(kind)
    filters = Filters(state=ALL, text=text)
    rows = rows_selected(kind, filters, user=user, today=today, most=MOST + 1)
    page = f"{kind.pages}:detail"
    held = no_longer_valid([(pk, state) for pk, state, *_ in rows])
    hits = [
        Hit(
            reverse(page, args=[pk]),
            name,
            ", ".join(filter(None, [reference, words_of(held.get(pk)).lower()])),
            _badge(machine.state(state)),
        )
        for pk, state, reference, _, _, name, *_ in rows
    ]
    return _group(title, kind.pages, hits, reverse(f"{kind.pages}:queue"))


def _reviews(text: str, named: Named) -> list[Hit]:
    machine = machine_of(ComplianceReview)
    reviews = ComplianceReview.objects.select_related("organisation")
    found = _narrowed(reviews, text, named, name="organisation__folded_name")
    return [
        Hit(
            row.get_absolute_url(),
            row.organisation.name,
            row.reference,
            _badge(machine.state(row.state)),
        )
        for row in found.order_by("-pk")[: MOST + 1]
    ]


def _badge(state: State) -> SafeString:
    return drawn_badge(state.tone, state.icon, state.label)


def _people(text: str) -> list[Hit]:
    """By the beginnings of their names, or by their whole address; whom an organisation has leads
    to it. Those who were forgotten have no name to be found by."""
    address = text.strip().lower()
    if "@" in address:
        found = User.objects.filter(email=address)
    else:
        words = sought(text)
        if not words:
            return []
        many, keys = look_up_words(User, "folded_name", words, few=FEW)
        if keys == ():
            return []
        if keys is not None:
            found = User.objects.filter(pk__in=keys)
        elif many:
            found = reading_words(User.objects.all(), "folded_name", words)
        else:
            found = with_words(User.objects.all(), "folded_name", words)
    memberships = Membership.objects.live().select_related("organisation")
    sits = ExpressionWrapper(seats().members(), BooleanField())
    people = found.exclude(Q(first_name="") & Q(last_name="")).annotate(sits=sits)
    people = people.prefetch_related(
        Prefetch("memberships", memberships, to_attr="seats"), "groups"
    )
    return [_person(row) for row in people.order_by("folded_name", "pk")[: MOST + 1]]


def _person(row: Any) -> Hit:
    places = [seat.organisation for seat in row.seats]
    groups = [str(ROLE_GROUPS[group.name].label) for group in row.groups.all()]
    sitting = [SITTING] if row.sits else []
    detail = ", ".join([*(place.name for place in places), *groups, *sitting]) or ALONE
    return Hit(places[0].get_absolute_url() if places else "", str(row), detail)
