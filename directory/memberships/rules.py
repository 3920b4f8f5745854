"""Guards and effects of memberships: who may be confirmed, and who must stay."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from directory.memberships.enums import SHOWN_TO_CRESS, MembershipRole
from directory.memberships.inputs import RepresentationShown
from directory.memberships.models import Membership
from directory.memberships.representing import representations_on
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Refused, Unmet

LAST_REPRESENTATIVE = Unmet(
    "last_representative",
    "Personne d’autre ne la représente.",
    hint="Confiez d’abord la représentation à quelqu’un, parmi les membres ou par une invitation.",
)


@DirectoryRules.not_the_last_representative.checks("quelqu’un représente encore l’organisation")
def not_the_last_representative(context: Context) -> Iterator[Unmet]:
    membership = context.case
    if membership.role != MembershipRole.REPRESENTATIVE:
        return
    others = Membership.objects.representatives().filter(organisation_id=membership.organisation_id)
    if not others.exclude(pk=membership.pk).exists():
        yield LAST_REPRESENTATIVE


@DirectoryRules.keep_a_representative.does
def keep_a_representative(context: Context) -> None:
    """Two representatives who end each other's access at once both pass the guard.

    The organisation's row makes the second wait here, and look again.
    """
    if context.case.role != MembershipRole.REPRESENTATIVE:
        return
    organisation_id = context.case.organisation_id
    Organisation.objects.select_for_update().get(pk=organisation_id)
    representatives = Membership.objects.representatives()
    if not representatives.filter(organisation_id=organisation_id).exists():
        raise Refused(
            "Quelqu’un doit continuer à représenter l’organisation.", unmet=[LAST_REPRESENTATIVE]
        )


@DirectoryRules.not_yet_representative.checks("la personne ne représente pas déjà l’organisation")
def not_yet_representative(context: Context) -> Iterator[Unmet]:
    """A verified representative may name anew one whom nobody confirmed: that confirms them."""
    membership = context.case
    if membership.role != MembershipRole.REPRESENTATIVE:
        return
    if membership.verified_at or not _is_verified(membership.organisation_id, context.actor.user):
        yield Unmet("already_representative", "Cette personne représente déjà l’organisation.")


@DirectoryRules.within_reach.checks("une représentation vérifiée répond d’une autre")
def within_reach(context: Context) -> Iterator[Unmet]:
    """Whoever only says they represent the organisation ends no access that the CRESS confirmed."""
    membership, person = context.case, context.actor.user
    if membership.verified_at is None or person is None or person.pk == membership.user_id:
        return
    if not _is_verified(membership.organisation_id, person):
        yield Unmet(
            "out_of_reach",
            "La CRESS a vérifié la représentation de cette personne, et pas encore la vôtre.",
            hint="La CRESS peut mettre fin à son accès.",
        )


@DirectoryRules.awaits_verification.checks("la représentation n’est pas encore vérifiée")
def awaits_verification(context: Context) -> Iterator[Unmet]:
    membership = context.case
    if membership.role != MembershipRole.REPRESENTATIVE:
        yield Unmet("no_representative", "Cette personne ne représente pas l’organisation.")
    elif membership.verified_at is not None:
        who = f" par {membership.verified_by}" if membership.verified_by else ""
        day = format_date(membership.verified_at)
        yield Unmet("already_verified", f"Cette représentation est vérifiée{who} depuis le {day}.")


@DirectoryRules.verification_told.checks("ce qui a été montré est dit", needs_data=True)
def verification_told(context: Context) -> Iterator[Unmet]:
    shown = context.given(RepresentationShown)
    if shown.verification not in SHOWN_TO_CRESS:
        yield Unmet("nothing_shown", "Dites ce qui vous a convaincu.", field="verification")
    if not shown.note.strip():
        yield Unmet(
            "no_note",
            "Écrivez ce que vous avez vérifié\u00a0: une ligne suffit.",
            field="note",
        )


@DirectoryRules.representative_verified.checks("la représentation est vérifiée")
def representative_verified(context: Context) -> Iterator[Unmet]:
    """What engages the organisation, a signature or a filing, is for those confirmed."""
    here = context.once(representations_on)
    yield from why_not_yet(context.case.organisation, context.actor.user, here)


def why_not_yet(
    organisation: Organisation, person: User | None, here: Sequence[Membership]
) -> Iterator[Unmet]:
    """Why nothing engages `organisation` yet, in the words that `person` needs.

    `here` is who represents it. For one of them, that they are not confirmed; for another person,
    that nobody is.
    """
    own = [found for found in here if person is not None and found.user_id == person.pk]
    if any(found.verified_at for found in own):
        return
    if own:
        yield Unmet(
            "representative_unverified",
            f"La CRESS vérifie que vous représentez {organisation}.",
            reverse("directory:prove", args=[organisation.pk]),
            "Vous pouvez préparer le dossier en attendant, et joindre ici une preuve\u00a0: un "
            "mandat, un procès-verbal.",
        )
    elif not here:
        yield Unmet(
            "nobody_represents",
            f"Plus personne ne représente {organisation}.",
            reverse("directory:open_claim", args=[organisation.pk]),
            "La personne qui la représente le dit à la CRESS, par cette page.",
        )
    elif not any(found.verified_at for found in here):
        yield Unmet(
            "nobody_verified",
            f"La CRESS vérifie qui représente {organisation}.",
            hint="Vous pouvez préparer le dossier en attendant.",
        )


def _is_verified(organisation_id: int, person: User | None) -> bool:
    verified = Membership.objects.verified().filter(organisation=organisation_id)
    return person is not None and verified.filter(user=person).exists()
