"""What makes each list longer: its rows copied by the thousand, only to be read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from committee.bodies.models import Mandate
from committee.sessions.models import Session
from directory.delays.models import DelayChange
from directory.impartiality.models import Interest
from directory.imports.models import ImportDraft, ImportFile
from directory.logo.models import LogoFile, OfficialLogo
from directory.memberships.models import Membership
from directory.people.models import TeamRole, User
from directory.recognitions.models import Recognition
from labelling.frameworks.enums import FrameworkState
from labelling.frameworks.models import Coverage
from labelling.instruction.models import Application
from labelling.oversight.sampling.models import Campaign
from notifications.addresses.models import AddressFlag
from notifications.bells.models import Notification
from notifications.letters.models import Delivery
from tests.architecture.access_world import World
from tests.notifications.making import stopped
from tests.rows import FAR, copy, multiply, next_key, share
from workflows.actors import Actor
from workflows.models import Case, Process, Task

HOLDERS = 2 * FAR  # of labels and listings: those of dossiers come before


def more_dossiers(world: World, person: User | None, count: int) -> None:
    more_applications(world.dossier, person, count)


def more_referencings(world: World, person: User | None, count: int) -> None:
    more_applications(world.referencing, person, count)


def more_applications(template: Application, person: User | None, count: int) -> None:
    # The world's own: PostgreSQL's sequences know nothing of the keys that copies take.
    kind = type(template)
    before = set(kind.objects.values_list("pk", flat=True))
    multiply(template, count)
    made = list(kind.objects.exclude(pk__in=before))
    process = Process.objects.get(case_id=template.pk)
    first_process, first_task = next_key(Process), next_key(Task)
    copy(
        process,
        [{"id": first_process + n, "case_id": item.pk} for n, item in enumerate(made)],
    )
    copy(
        Task.objects.open().get(process=process),
        [
            {
                "id": first_task + n,
                "process_id": first_process + n,
                "audience": "group:cress-manager",
            }
            for n, _ in enumerate(made)
        ],
    )
    seat = Membership.objects.filter(user=person).first()
    if person is not None and seat is not None:
        share(made, person, seat)


def more_notifications(world: World, person: User | None, count: int) -> None:
    now = timezone.now()
    first = Notification.objects.count()
    Notification.objects.bulk_create(
        Notification(
            user=person, event_key=f"essai-{n}", title="Essai", body="", url="/", created_at=now
        )
        for n in range(first, first + count)
    )


def more_flags(world: World, person: User | None, count: int) -> None:
    """Of people who each wait for one letter."""
    first = AddressFlag.objects.count()
    named = [f"signalee-{number}@exemple.fr" for number in range(first, first + count)]
    people = User.objects.bulk_create(User(email=one, failing_email=one) for one in named)
    AddressFlag.objects.bulk_create(
        AddressFlag(
            user=one, address=one.email, finding="refused", problem="550", since=timezone.now()
        )
        for one in people
    )
    Delivery.objects.bulk_create(stopped(one, key="attend", status="held") for one in people)


def more_letters(world: World, person: User | None, count: int) -> None:
    first = Delivery.objects.count()
    Delivery.objects.bulk_create(
        stopped(world.delivery.user, key=f"essai-{n}", case_id=world.dossier.pk)
        for n in range(first, first + count)
    )


def more_sessions(world: World, person: User | None, count: int) -> None:
    """A body sits once at a time: each at its own hour."""
    start, first = next_key(Session), world.session.starts_at
    copy(
        world.session,
        [
            {"id": key, "starts_at": first + timedelta(hours=key)}
            for key in range(start, start + count)
        ],
    )


def more_people(count: int) -> list[User]:
    first = next_key(User)
    return User.objects.bulk_create(
        User(email=f"copie-{n}@exemple.fr", first_name="Copie", last_name=str(n))
        for n in range(first, first + count)
    )


def more_mandates(world: World, person: User | None, count: int) -> None:
    """As many in force, past and to come, each with its line of history."""
    history: Any = Mandate.history
    today = timezone.localdate()
    before, after = today - timedelta(days=9), today + timedelta(days=9)
    for starts_on, ends_on in ((before, None), (before - timedelta(days=9), before), (after, None)):
        start, line = next_key(Mandate), next_key(history.model)
        users = more_people(count)
        days = {"starts_on": starts_on, "ends_on": ends_on}
        copy(
            world.session.chair,
            [{"id": start + n, "user_id": user.pk, **days} for n, user in enumerate(users)],
        )
        copy(
            history.filter(id=world.session.chair_id).get(),
            [
                {
                    "history_id": line + n,
                    "id": start + n,
                    "user_id": user.pk,
                    "actor": Actor.of(person).reference,
                }
                for n, user in enumerate(users)
            ],
        )


def more_staff(world: World, person: User | None, count: int) -> None:
    history: Any = TeamRole.history
    role = TeamRole.objects.get(user=person)
    start, line = next_key(TeamRole), next_key(history.model)
    users = more_people(count)
    group = Group.objects.get(name=role.group)
    User.groups.through.objects.bulk_create(
        User.groups.through(user_id=user.pk, group_id=group.pk) for user in users
    )
    copy(role, [{"id": start + n, "user_id": user.pk} for n, user in enumerate(users)])
    copy(
        role.history.get(),
        [
            {
                "history_id": line + n,
                "id": start + n,
                "user_id": user.pk,
                "actor": Actor.of(person).reference,
            }
            for n, user in enumerate(users)
        ],
    )


def more_labels(world: World, person: User | None, count: int) -> None:
    more_recognitions(world.recognition, count)


def more_at_the_desk(world: World, person: User | None, count: int) -> None:
    """Dossiers, and labels that nobody represents."""
    more_dossiers(world, person, count)
    more_labels(world, person, count)


def more_listings(world: World, person: User | None, count: int) -> None:
    """Each with its domain and its department."""
    keys = more_recognitions(world.listing.recognition, count)
    copy(
        world.listing,
        [{"id": key, "recognition_id": key, "organisation_id": key + HOLDERS} for key in keys],
    )
    for rows in (world.listing.domains, world.listing.departments):
        copy(rows.get(), [{"id": key, "listing_id": key} for key in keys])


def more_recognitions(template: Recognition, count: int) -> range:
    """Each of another organisation; their keys."""
    start = next_key(Recognition)
    keys = range(start, start + count)
    copy(
        template.organisation,
        [{"id": key + HOLDERS, "siren": f"9{key:08d}", "name": f"Copie {key}"} for key in keys],
    )
    copy(
        template,
        [
            {
                "id": key,
                "number": f"COPIE-{key}",
                "code": f"{key:09d}",
                "organisation_id": key + HOLDERS,
            }
            for key in keys
        ],
    )
    return keys


def more_frameworks(world: World, person: User | None, count: int) -> None:
    """As many candidates, recognised and withdrawn, each with what it covers."""
    today = timezone.localdate()
    dates = {"recognised_on": today, "review_on": today + timedelta(days=9), "withdrawn_on": today}
    for state in FrameworkState:
        cases, lines = next_key(Case), next_key(Coverage)
        keys = range(cases, cases + count)
        parent = Case.objects.get(pk=world.framework.pk)
        copy(parent, [{"id": key, "reference": f"COPIE-{key}"} for key in keys])
        copy(
            world.framework,
            [{"case_ptr_id": key, "name": f"Copie {key}", "state": state, **dates} for key in keys],
        )
        covered = world.framework.coverages.get(principle="practices")
        copy(
            covered,
            [{"id": lines + n, "framework_id": key} for n, key in enumerate(keys)],
        )


def more_revisions(world: World, person: User | None, count: int) -> None:
    """As many that are over."""
    cases = next_key(Case)
    parent = Case.objects.get(pk=world.revision.pk)
    keys = range(cases, cases + count)
    copy(parent, [{"id": key, "reference": f"COPIE-{key}"} for key in keys])
    copy(world.revision, [{"case_ptr_id": key, "state": "completed"} for key in keys])


def more_removals(world: World, person: User | None, count: int) -> None:
    """Each of a recognition of its own."""
    more_labels(world, person, count)
    first, cases = next_key(Recognition) - count, next_key(Case)
    parent = Case.objects.get(pk=world.removal.pk)
    copy(parent, [{"id": cases + n, "reference": f"COPIE-{cases + n}"} for n in range(count)])
    copy(
        world.removal,
        [{"case_ptr_id": cases + n, "recognition_id": first + n} for n in range(count)],
    )


def more_endings(world: World, person: User | None, count: int) -> None:
    """Labels that end within the year, each of another organisation, and on another day."""
    keys = more_recognitions(world.recognition, count)
    today = timezone.localdate()
    found = list(Recognition.objects.filter(pk__in=keys))
    for rank, recognition in enumerate(found):
        recognition.valid_until = today + timedelta(days=1 + rank % 300)
        recognition.valid_from = today - timedelta(days=900)
    Recognition.objects.bulk_update(found, ["valid_until", "valid_from"])


def more_exchanges(world: World, person: User | None, count: int) -> None:
    """Each of a recognition of its own."""
    more_labels(world, person, count)
    first, cases = next_key(Recognition) - count, next_key(Case)
    parent = Case.objects.get(pk=world.exchange.pk)
    copy(parent, [{"id": cases + n, "reference": f"COPIE-{cases + n}"} for n in range(count)])
    copy(
        world.exchange,
        [{"case_ptr_id": cases + n, "recognition_id": first + n} for n in range(count)],
    )


def more_complaints(world: World, person: User | None, count: int) -> None:
    """About one recognition, which is all that a row reads of it."""
    cases = next_key(Case)
    keys = range(cases, cases + count)
    parent = Case.objects.get(pk=world.complaint.pk)
    copy(parent, [{"id": key, "reference": f"COPIE-{key}"} for key in keys])
    copy(world.complaint, [{"case_ptr_id": key} for key in keys])


def more_reviews(world: World, person: User | None, count: int) -> None:
    """Each of a recognition of its own."""
    more_labels(world, person, count)
    first, cases = next_key(Recognition) - count, next_key(Case)
    parent = Case.objects.get(pk=world.review.pk)
    copy(parent, [{"id": cases + n, "reference": f"COPIE-{cases + n}"} for n in range(count)])
    copy(
        world.review,
        [{"case_ptr_id": cases + n, "recognition_id": first + n} for n in range(count)],
    )


def more_campaigns(world: World, person: User | None, count: int) -> None:
    first = next_key(Campaign)
    copy(world.campaign, [{"id": first + n, "number": f"COPIE-{first + n}"} for n in range(count)])


def more_interests(world: World, person: User | None, count: int) -> None:
    """Each of an organisation of its own, with another."""
    first = next_key(Interest)
    copy(world.interest, [{"id": first + n} for n in range(count)])


def more_delays(world: World, person: User | None, count: int) -> None:
    """Changes of one delay, each with its line of history."""
    first, lines = next_key(DelayChange), DelayChange.history.count()
    copy(world.delay, [{"id": first + n, "revision": first + FAR + n} for n in range(count)])
    line = DelayChange.history.earliest("history_id")
    copy(line, [{"history_id": FAR + lines + n, "id": first + n} for n in range(count)])


def more_logos(world: World, person: User | None, count: int) -> None:
    files, logos = next_key(LogoFile), next_key(OfficialLogo)
    copy(world.logo.file, [{"id": files + n} for n in range(count)])
    copy(
        world.logo,
        [
            {
                "id": logos + n,
                "file_id": files + n,
                "in_use": False,
                "until": world.logo.since,
            }
            for n in range(count)
        ],
    )


def more_imports(world: World, person: User | None, count: int) -> None:
    assert world.draft.file is not None
    cases, drafts, files = next_key(Case), next_key(ImportDraft), next_key(ImportFile)
    parent = Case.objects.get(pk=world.imported.pk)
    copy(parent, [{"id": cases + n} for n in range(count)])
    copy(world.imported, [{"case_ptr_id": cases + n} for n in range(count)])
    copy(world.draft.file, [{"id": files + n} for n in range(count)])
    copy(world.draft, [{"id": drafts + n, "file_id": files + n} for n in range(count)])


GROWTH: dict[str, Callable[..., None]] = {
    "labelling:list": more_dossiers,
    "labelling:queue": more_dossiers,
    "referencing:list": more_referencings,
    "referencing:queue": more_referencings,
    "workflows:inbox": more_dossiers,
    "notifications:addresses": more_flags,
    "notifications:letters": more_letters,
    "notifications:list": more_notifications,
    "committee:composition": more_mandates,
    "committee:members": more_mandates,
    "committee:sessions": more_sessions,
    "directory:annuaire": more_listings,
    "directory:register": more_labels,
    "directory:register_figures": more_labels,
    "directory:team": more_staff,
    "frameworks:list": more_frameworks,
    "oversight:reviews": more_reviews,
    "sampling:list": more_campaigns,
    "conformity:conformity": more_reviews,
    "revisions:list": more_revisions,
    "directory:removals": more_removals,
    "labelling:exchanges": more_exchanges,
    "desk:foresight": more_endings,
    "desk:forecast": more_dossiers,
    "desk:outcomes": more_dossiers,
    "desk:pipeline": more_at_the_desk,
    "desk:renewals": more_endings,
    "complaints:list": more_complaints,
    "directory:logo": more_logos,
    "directory:imports": more_imports,
    "directory:retention": more_labels,
    "directory:interests": more_interests,
    "directory:delays": more_delays,
    "directory:delays_history": more_delays,
}
