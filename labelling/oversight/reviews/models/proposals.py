"""What the committee may decide of a review: at first, on an appeal, on lifting a suspension."""

from labelling.oversight.reviews.enums import Question, ReviewOutcome
from workflows.deliberation import Proposal

DISMISS = Proposal(
    key="dismiss",
    label="Classer sans sanction",
    question="Classez-vous ce contrôle sans sanction\u00a0?",
    decided="Classé sans sanction",
    transition="dismiss",
    tone="ok",
    icon="check-circle",
    reasoned=True,
)
WARN = Proposal(
    key="warn",
    label="Avertir",
    question="Adressez-vous un avertissement à l’organisation\u00a0?",
    decided="Conclu par un avertissement",
    transition="warn",
    tone="wait",
    icon="alert",
    reasoned=True,
    contestable=True,
)
SUSPEND = Proposal(
    key="suspend",
    label="Suspendre",
    question="Suspendez-vous la reconnaissance, pour la durée et aux conditions proposées\u00a0?",
    decided="Conclu par une suspension",
    transition="suspend",
    tone="wait",
    icon="pause",
    reasoned=True,
    contestable=True,
)
WITHDRAW = Proposal(
    key="withdraw_recognition",
    label="Retirer la reconnaissance",
    question="Retirez-vous la reconnaissance\u00a0?",
    decided="Conclu par un retrait",
    transition="withdraw_recognition",
    tone="stop",
    icon="x-circle",
    reasoned=True,
    contestable=True,
)
UPHOLD = Proposal(
    key="uphold",
    label="Maintenir la décision",
    question="Maintenez-vous la décision contestée\u00a0?",
    decided="Maintenu après recours",
    transition="uphold",
    tone="stop",
    icon="scale",
    reasoned=True,
)
ANNUL = Proposal(
    key="annul",
    label="Annuler la décision",
    question="Annulez-vous la décision contestée\u00a0?",
    decided="Annulé après recours",
    transition="annul",
    tone="ok",
    icon="check-circle",
    reasoned=True,
)
LIFT = Proposal(
    key="lift",
    label="Lever la suspension",
    question="Levez-vous la suspension\u00a0?",
    decided="Suivi d’une levée de la suspension",
    transition="lift",
    tone="ok",
    icon="check-circle",
    reasoned=True,
)
KEEP = Proposal(
    key="keep_suspended",
    label="Maintenir la suspension jusqu’à son terme",
    question="Maintenez-vous la suspension jusqu’à son terme\u00a0?",
    decided="Suspendu jusqu’au terme prévu",
    transition="keep_suspended",
    tone="wait",
    icon="pause",
    reasoned=True,
)
PROPOSALS = (DISMISS, WARN, SUSPEND, WITHDRAW, UPHOLD, ANNUL, LIFT, KEEP)
SANCTIONED = {
    WARN.key: ReviewOutcome.WARNED,
    SUSPEND.key: ReviewOutcome.SUSPENDED,
    WITHDRAW.key: ReviewOutcome.WITHDRAWN,
}
REFERABLE = (DISMISS, WARN, SUSPEND, WITHDRAW)
# What answers each question; an appeal may only lighten what was decided.
LIGHTER = {
    ReviewOutcome.WARNED: (),
    ReviewOutcome.SUSPENDED: (WARN,),
    ReviewOutcome.WITHDRAWN: (SUSPEND, WARN),
}
ANSWERS = {Question.FIRST: REFERABLE, Question.LIFTING: (LIFT, KEEP)}
