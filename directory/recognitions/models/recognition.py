"""The right granted: the OSE label and the accompanist's listing, one law for both."""

from directory.recognitions.enums import RUNNING, RecognitionState
from directory.recognitions.inputs import Extension, Sanction, Suspension
from directory.recognitions.models.record import RecognitionRecord
from directory.rulebook import DirectoryRules
from workflows.lifecycles import law
from workflows.rules import Context
from workflows.verdicts import Stale

S = RecognitionState


class Recognition(RecognitionRecord):
    """A right granted to an organisation under a signed charter version, for a time.

    A renewal lives by what it renews: withdrawn or renounced before it begins, that takes the
    renewal along; suspended, that makes it wait.

    It is suspended and withdrawn by a case that examined it, `sanction`, never by hand: who may is
    said by the app that holds those cases (docs/decisions/0042).
    """

    class Meta(RecognitionRecord.Meta):
        abstract = False

    @property
    def next(self) -> "Recognition | None":
        """The renewal of this one, the last granted if a first was given up. One query at most."""
        return max(self.followers.all(), key=lambda follower: follower.pk, default=None)

    @property
    def successor(self) -> "Recognition | None":
        """The renewal that takes its place, or will; None once that was given up or ended."""
        following = self.next
        return following if following is not None and following.state in RUNNING else None

    @law(
        source=S.SCHEDULED,
        target=S.ACTIVE,
        label="Faire commencer",
        done="Validité commencée",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.start_date_reached, DirectoryRules.previous_gives_way],
        effects=[DirectoryRules.lift_removal],
    )
    def start(self, context: Context) -> None:
        """On `valid_from`, by the system; later, if the one before is suspended that day.

        The CRESS settles it: reinstated, that one is renewed and this one starts at the next
        tick; withdrawn, it takes this one along.
        """

    @law(
        source=S.ACTIVE,
        target=None,
        label="Prolonger",
        done="Prolongation",
        policy=DirectoryRules.cress_manager,
        takes=Extension,
        guards=[DirectoryRules.extension_possible, DirectoryRules.extension_bounded],
        reasoned=True,
    )
    def extend(self, context: Context) -> None:
        """No grace is silent: it is decided before the last day, with reasons, and bounded."""
        if context.seen not in (None, self.valid_until.isoformat()):
            raise Stale("Sa dernière journée a changé depuis que vous avez ouvert la page.")
        if self.granted_until is None:
            self.granted_until = self.valid_until
            self.extendable_until = self.furthest_extension
        self.valid_until = context.given(Extension).until

    @law(
        source=S.ACTIVE,
        target=S.SUSPENDED,
        label="Suspendre",
        done="Suspension",
        policy=DirectoryRules.suspending_review,
        takes=Suspension,
        guards=[DirectoryRules.suspension_bounded],
        effects=[DirectoryRules.ask_removal],
        reasoned=True,
    )
    def suspend(self, context: Context) -> None:
        """Until a day at most: lifted, or turned into a withdrawal, or over by then."""
        given = context.given(Suspension)
        self.sanction_id = given.case
        self.suspended_on = context.today
        self.suspension_due_on = given.until

    @law(
        source=S.SUSPENDED,
        target=None,
        label="Confirmer la suspension",
        done="Suspension confirmée",
        policy=DirectoryRules.sanctioning_decision,
        takes=Suspension,
        guards=[DirectoryRules.suspension_bounded],
        reasoned=True,
    )
    def confirm_suspension(self, context: Context) -> None:
        """What was suspended in an emergency is so by a decision, from the same first day."""
        given = context.given(Suspension)
        self.sanction_id = given.case
        self.suspension_due_on = given.until

    @law(
        source=S.SUSPENDED,
        target=S.ACTIVE,
        label="Rétablir",
        done="Rétablissement",
        policy=DirectoryRules.reinstating_review,
        effects=[DirectoryRules.lift_removal],
        reasoned=True,
    )
    def reinstate(self, context: Context) -> None:
        self._end_suspension()

    @law(
        source=S.SUSPENDED,
        target=S.ACTIVE,
        label="Constater la fin de la suspension",
        done="Fin de la suspension",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.suspension_term_passed],
        effects=[DirectoryRules.lift_removal],
    )
    def resume(self, context: Context) -> None:
        """Its last day is past: no suspension outlasts its term because nobody decided."""
        self._end_suspension()

    @law(
        source=[S.SCHEDULED, S.ACTIVE, S.SUSPENDED],
        target=S.WITHDRAWN,
        label="Retirer",
        done="Retrait",
        policy=DirectoryRules.sanctioning_decision,
        takes=Sanction,
        effects=[DirectoryRules.take_next_along, DirectoryRules.ask_removal],
        reasoned=True,
    )
    def withdraw(self, context: Context) -> None:
        """With the renewal that has not begun: a label withdrawn does not come back by itself."""
        self.sanction_id = context.given(Sanction).case
        self.ended_on = context.today

    @law(
        source=S.WITHDRAWN,
        target=S.ACTIVE,
        label="Annuler le retrait",
        done="Retrait annulé",
        policy=DirectoryRules.sanctioning_decision,
        guards=[DirectoryRules.no_other_live],
        effects=[DirectoryRules.bring_next_back, DirectoryRules.lift_removal],
        reasoned=True,
    )
    def restore(self, context: Context) -> None:
        """As if it had never been withdrawn: its dates are those that it was granted with."""
        self.ended_on = None
        self._end_suspension()

    @law(
        source=S.WITHDRAWN,
        target=S.SCHEDULED,
        label="Annuler le retrait, avant le premier jour",
        done="Retrait annulé",
        policy=DirectoryRules.sanctioning_decision,
        reasoned=True,
    )
    def restore_ahead(self, context: Context) -> None:
        """A renewal that was taken along, before it had begun."""
        self.ended_on = None
        self._end_suspension()

    @law(
        source=[S.SCHEDULED, S.ACTIVE, S.SUSPENDED],
        target=S.RENOUNCED,
        label="Renoncer",
        done="Renonciation",
        policy=DirectoryRules.recognition_representative,
        guards=[DirectoryRules.representative_verified],
        effects=[DirectoryRules.take_next_along, DirectoryRules.ask_removal],
    )
    def renounce(self, context: Context) -> None:
        """With the renewal that has not begun, as for `withdraw`."""
        self.ended_on = context.today

    @law(
        source=S.ACTIVE,
        target=S.RENEWED,
        label="Renouveler",
        done="Renouvellement",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.next_recognition_ready],
    )
    def renew(self, context: Context) -> None:
        """Never from a suspension: it would end it, and nobody would have decided so."""
        self.ended_on = context.today

    @law(
        source=[S.ACTIVE, S.SUSPENDED],
        target=S.EXPIRED,
        label="Faire expirer",
        done="Expiration",
        policy=DirectoryRules.time,
        guards=[DirectoryRules.end_date_passed, DirectoryRules.suspension_settled],
        effects=[DirectoryRules.ask_removal],
    )
    def expire(self, context: Context) -> None:
        """Suspended or not, unless a renewal waits for the suspension to be settled.

        The public reads « expiré » from the day after the last, whatever the state.
        """
        self.ended_on = self.valid_until

    def _end_suspension(self) -> None:
        """Nothing weighs on it any more; what did is in its history."""
        self.sanction_id = self.suspended_on = self.suspension_due_on = None
