"""What links a person to an organisation, and who may sign for it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from directory.memberships.enums import MembershipRole, MembershipState, Verification
from directory.memberships.inputs import RepresentationEstablished, RepresentationShown
from directory.memberships.querysets import LIVE_MEMBERSHIPS, TO_VERIFY, MembershipQuerySet
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.rules import Context


class Membership(Lifecycle):
    """The link between a person and an organisation: asked for, active, ended.

    A representative signs and files once verified: `verification` says what convinced, by whom
    (`verified_by`; null: the system) and when. Whoever declares an organisation is not, until the
    CRESS is convinced; whoever a verified representative names is, by that act.
    """

    ACTIONS: ClassVar = {
        "create": "Premier accès",
        "request": "Demande d’accès",
        "accept_invitation": "Invitation acceptée",
        "recognise": "Représentation reconnue par la CRESS",
    }
    STATES = (
        State(
            MembershipState.REQUESTED,
            "Demandée",
            "wait",
            "clock",
            awaits="une personne qui représente l’organisation",
        ),
        State(MembershipState.ACTIVE, "Active", "ok", "check"),
        State(MembershipState.DECLINED, "Déclinée", "mute", "x", final=True),
        State(MembershipState.ENDED, "Terminée", "mute", "archive", final=True),
    )
    BIRTHS = {
        "create": MembershipState.ACTIVE,
        "request": MembershipState.REQUESTED,
        "accept_invitation": MembershipState.ACTIVE,
        "recognise": MembershipState.ACTIVE,
    }
    ERASABLE = ("function", "verification_note")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField("rôle", max_length=20, choices=MembershipRole.choices)
    function = models.CharField("fonction", max_length=120, blank=True)
    state = StateField(choices=MembershipState.choices, default=MembershipState.REQUESTED)
    since = models.DateTimeField("depuis", default=timezone.now)
    verified_at = models.DateTimeField("confirmé le", null=True, blank=True)
    verified_by = models.ForeignKey(
        User,
        verbose_name="confirmé par",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    # Null, not empty, while unknown: the seals of the rows written before these columns still hold.
    verification = models.CharField(
        "ce qui l’a confirmé", max_length=20, choices=Verification.choices, null=True, blank=True
    )
    verification_note = models.TextField("ce qui a été vérifié", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "adhésion"
        indexes = [
            models.Index(fields=["since"], condition=TO_VERIFY, name="membership_to_verify"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(state__in=LIVE_MEMBERSHIPS),
                name="one_live_membership",
            ),
            models.CheckConstraint(
                condition=state_is_known(MembershipState), name="membership_state_known"
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values), name="membership_role_known"
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verification__isnull=True)
                # An unknown value is neither in a list nor out of it: null is said apart.
                | Q(
                    verified_at__isnull=False,
                    verification__isnull=False,
                    verification__in=Verification.values,
                ),
                name="membership_verification_whole",
            ),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True) | Q(role=MembershipRole.REPRESENTATIVE),
                name="membership_verified_represents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {MembershipRole(self.role).label.lower()}"

    def get_absolute_url(self) -> str:
        """The page of the organisation; once it is over, the one where to ask again."""
        page = "join" if self.state_info.final else "organisation"
        return reverse(f"directory:{page}", kwargs={"pk": self.organisation_id})

    @property
    def represents(self) -> bool:
        """Whether the person legally represents the organisation today, verified or not."""
        active = self.state == MembershipState.ACTIVE
        return bool(active and self.role == MembershipRole.REPRESENTATIVE)

    @property
    def awaits_verification(self) -> bool:
        """Whether the person says they represent the organisation, and nobody confirmed it."""
        return self.represents and self.verified_at is None

    @law(
        source=MembershipState.REQUESTED,
        target=MembershipState.ACTIVE,
        label="Accepter la demande",
        done="Demande acceptée",
        policy=DirectoryRules.organisation_representative,
    )
    def accept(self, context: Context) -> None:
        self.since = context.at
        self.vouch(context.actor.user, context.at)

    @law(
        source=MembershipState.REQUESTED,
        target=MembershipState.DECLINED,
        label="Décliner la demande",
        done="Demande déclinée",
        policy=DirectoryRules.organisation_representative,
    )
    def decline(self, context: Context) -> None:
        """The person is told; they may ask again."""

    @law(
        source=MembershipState.ACTIVE,
        target=None,
        label="Confier la représentation légale",
        done="Représentation légale confiée",
        policy=DirectoryRules.organisation_representative,
        guards=[DirectoryRules.not_yet_representative],
    )
    def promote(self, context: Context) -> None:
        self.role = MembershipRole.REPRESENTATIVE
        self.vouch(context.actor.user, context.at)

    @law(
        source=MembershipState.ACTIVE,
        target=None,
        label="Confirmer la représentation",
        done="Représentation vérifiée par la CRESS",
        policy=DirectoryRules.membership_verifier,
        takes=RepresentationShown,
        guards=[DirectoryRules.awaits_verification, DirectoryRules.verification_told],
    )
    def verify(self, context: Context) -> None:
        self._verified(context)

    @law(
        source=MembershipState.ACTIVE,
        target=MembershipState.ENDED,
        label="Ne pas confirmer",
        done="Représentation non confirmée",
        policy=DirectoryRules.membership_verifier,
        guards=[DirectoryRules.awaits_verification],
        reasoned=True,
    )
    def reject_verification(self, context: Context) -> None:
        """The CRESS is not convinced: the access ends, though it be the last."""

    @law(
        source=[MembershipState.REQUESTED, MembershipState.ACTIVE],
        target=MembershipState.ACTIVE,
        label="Reconnaître la représentation légale",
        done="Représentation reconnue par la CRESS",
        policy=DirectoryRules.membership_director,
        takes=RepresentationEstablished,
        guards=[DirectoryRules.verification_told],
    )
    def establish(self, context: Context) -> None:
        """A claim was accepted: what the person was there, or asked to be, no longer matters."""
        self.role = MembershipRole.REPRESENTATIVE
        self.function = context.given(RepresentationEstablished).function
        if self.state == MembershipState.REQUESTED:
            self.since = context.at
        self._verified(context)

    @law(
        source=MembershipState.ACTIVE,
        target=MembershipState.ENDED,
        label="Mettre fin à l’accès",
        done="Accès terminé",
        policy=DirectoryRules.membership_party,
        guards=[DirectoryRules.not_the_last_representative, DirectoryRules.within_reach],
        effects=[DirectoryRules.keep_a_representative],
    )
    def end(self, context: Context) -> None:
        """The organisation keeps at least one representative."""

    @law(
        source=MembershipState.ACTIVE,
        target=MembershipState.ENDED,
        label="Retirer l’accès",
        done="Accès retiré par la CRESS",
        policy=DirectoryRules.membership_director,
        reasoned=True,
    )
    def revoke(self, context: Context) -> None:
        """Even the last representative: the organisation then has none, and its dossiers say so."""

    def vouch(self, peer: User | None, at: Any) -> None:
        """Verify this representative, named by `peer`, if `peer` is one who is verified."""
        if self.role != MembershipRole.REPRESENTATIVE or peer is None:
            return
        verified = Membership.objects.verified().filter(organisation_id=self.organisation_id)
        if verified.filter(user=peer).exists():
            self.verified_at, self.verified_by = at, peer
            self.verification = Verification.PEER

    def _verified(self, context: Context) -> None:
        self.verified_at, self.verified_by = context.at, context.actor.user
        shown = context.given(RepresentationShown)
        self.verification, self.verification_note = shown.verification, shown.note
