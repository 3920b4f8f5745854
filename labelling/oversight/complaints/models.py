"""What somebody says went wrong, with the holder of a recognition or with the scheme itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from labelling.oversight.complaints.enums import (
    THEIR_OWN,
    About,
    Addressee,
    ComplaintState,
    EntryKind,
)
from labelling.oversight.complaints.inputs import Reviewed, Said, commitment
from labelling.oversight.complaints.querysets import ComplaintQuerySet
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.rulebook import OversightRules
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.models import Case, StoredFile
from workflows.rules import Context

S = ComplaintState
OPEN = (S.RECEIVED, S.ADMISSIBLE, S.UNDER_REVIEW)
OVER = (S.INADMISSIBLE, S.ANSWERED, S.WITHDRAWN)
TITLE = "Réclamation"


class Complaint(Lifecycle, Case):
    """A complaint about a recognition, or about the scheme: then the chair handles it, nobody else.

    No word of it stands here, nor in its history: they are entries, that are forgotten on
    `forget_on`. Each act that says something leaves its commitment in `words_seal` (see `Said`).
    `due_on` is the last day of what is to be done next, None once it is over. Its title names
    nobody: inboxes show it.
    """

    STATES = (
        State(S.RECEIVED, S.RECEIVED.label, "wait", "inbox", awaits="qui la traite"),
        State(S.ADMISSIBLE, S.ADMISSIBLE.label, "info", "check", awaits="qui la traite"),
        State(S.INADMISSIBLE, S.INADMISSIBLE.label, "mute", "x-circle", final=True),
        State(S.UNDER_REVIEW, S.UNDER_REVIEW.label, "info", "search", awaits="qui la traite"),
        State(S.ANSWERED, S.ANSWERED.label, "ok", "check-circle", final=True),
        State(S.WITHDRAWN, S.WITHDRAWN.label, "mute", "archive", final=True),
    )
    BIRTHS = {"lodge": S.RECEIVED}
    ACTIONS: ClassVar = {"lodge": "Réclamation reçue"}
    KEPT: ClassVar[tuple[str, ...]] = ("words_seal",)
    flow = "labelling.oversight.complaints.flows.ComplaintFlow"
    series = "REC"

    about = models.CharField("au sujet de", max_length=12, choices=About.choices)
    addressee = models.CharField("traitée par", max_length=5, choices=Addressee.choices)
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, null=True, blank=True, related_name="complaints"
    )
    review = models.ForeignKey(
        ComplianceReview,
        verbose_name="contrôle",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complaints",
    )
    state = StateField(choices=S.choices, default=S.RECEIVED)
    due_on = models.DateField("au plus tard le", null=True, blank=True)
    answer_due_on = models.DateField("réponse au plus tard le")
    words_seal = models.CharField("engagement sur ce qui est dit", max_length=64)
    forget_on = models.DateField("effacée à partir du", null=True, blank=True)
    forgotten_on = models.DateField("effacée le", null=True, blank=True)

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = "réclamation"
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="complaint_state_known"),
            models.CheckConstraint(
                condition=Q(about=About.SCHEME, addressee=Addressee.CHAIR, recognition__isnull=True)
                | Q(
                    about__in=[About.ORGANISATION, About.ACCOMPANIST],
                    addressee=Addressee.CRESS,
                    recognition__isnull=False,
                ),
                name="complaint_addressed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, due_on__isnull=False, forget_on__isnull=True)
                | Q(state__in=OVER, due_on__isnull=True, forget_on__isnull=False),
                name="complaint_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.UNDER_REVIEW) | Q(review__isnull=False),
                name="complaint_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_on__isnull=True) | Q(forgotten_on__gte=models.F("forget_on")),
                name="complaint_forgotten_in_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["addressee", "due_on", "case_ptr"],
                condition=Q(due_on__isnull=False),
                name="complaint_by_deadline",
            ),
            models.Index(
                fields=["addressee", "-forget_on", "-case_ptr"],
                condition=Q(due_on__isnull=True),
                name="complaint_lately_over",
            ),
            # The same for whoever reads them all.
            models.Index(
                fields=["due_on", "case_ptr"],
                condition=Q(due_on__isnull=False),
                name="any_complaint_by_deadline",
            ),
            models.Index(
                fields=["-forget_on", "-case_ptr"],
                condition=Q(due_on__isnull=True),
                name="any_complaint_lately_over",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("complaints:detail", args=[self.pk])

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @law(
        source=S.RECEIVED,
        target=S.ADMISSIBLE,
        label="Déclarer recevable",
        done="Réclamation recevable",
        policy=OversightRules.complaint_handler,
        takes=Said,
        effects=[OversightRules.keep_words, OversightRules.tell_complainant],
    )
    def admit(self, context: Context) -> None:
        """It will be examined, and answered; a word goes with it or not."""
        self.words_seal = context.given(Said).seal
        self.due_on = self.answer_due_on

    @law(
        source=S.RECEIVED,
        target=S.INADMISSIBLE,
        label="Déclarer irrecevable",
        done="Réclamation irrecevable",
        policy=OversightRules.complaint_handler,
        takes=Said,
        guards=[OversightRules.something_said],
        effects=[OversightRules.keep_words, OversightRules.tell_complainant],
    )
    def reject(self, context: Context) -> None:
        """With the reasons, which whoever complained reads."""
        self.words_seal = context.given(Said).seal
        self._close(context)

    @law(
        source=S.ADMISSIBLE,
        target=S.UNDER_REVIEW,
        label="Ouvrir un contrôle",
        done="Contrôle ouvert",
        policy=OversightRules.complaint_handler,
        takes=Reviewed,
        guards=[OversightRules.complaint_about_recognition],
        effects=[OversightRules.tell_complainant],
    )
    def open_review(self, context: Context) -> None:
        """A review of the recognition, in the words of the CRESS: nothing of this goes there.

        One that is open already serves for this too.
        """
        self.review = context.given(Reviewed).review

    @law(
        source=[S.ADMISSIBLE, S.UNDER_REVIEW],
        target=S.ANSWERED,
        label="Répondre",
        done="Réponse donnée",
        policy=OversightRules.complaint_handler,
        takes=Said,
        guards=[OversightRules.something_said],
        effects=[OversightRules.keep_words, OversightRules.tell_complainant],
    )
    def answer(self, context: Context) -> None:
        """The reasoned answer; a review that is still under way goes on without it."""
        self.words_seal = context.given(Said).seal
        self._close(context)

    @law(
        source=OPEN,
        target=S.WITHDRAWN,
        label="Retirer la réclamation",
        done="Réclamation retirée",
        policy=OversightRules.complainant,
    )
    def withdraw(self, context: Context) -> None:
        """What was seen meanwhile stays seen: a review that is open goes on."""
        self._close(context)

    @law(
        source=OPEN,
        target=None,
        label="Ajouter des faits",
        done="Faits ajoutés",
        policy=OversightRules.complainant,
        takes=Said,
        guards=[OversightRules.something_said],
        effects=[OversightRules.keep_words],
    )
    def write(self, context: Context) -> None:
        """Whoever complained adds facts and files, or answers a question."""
        self.words_seal = context.given(Said).seal

    @law(
        source=OPEN,
        target=None,
        label="Poser une question",
        done="Question posée",
        policy=OversightRules.complaint_handler,
        takes=Said,
        guards=[OversightRules.something_said],
        effects=[OversightRules.keep_words, OversightRules.tell_complainant],
    )
    def ask(self, context: Context) -> None:
        """It waits on the follow-up page, where it is answered."""
        self.words_seal = context.given(Said).seal

    @law(
        source=OPEN,
        target=None,
        label="Demander à lire l’identité",
        done="Lecture de l’identité demandée",
        policy=OversightRules.complaint_handler,
        takes=Said,
        guards=[
            OversightRules.something_said,
            OversightRules.identity_sealed,
            OversightRules.no_opening_pending,
        ],
        effects=[OversightRules.keep_words, OversightRules.ask_opening],
        silent=True,
    )
    def ask_identity(self, context: Context) -> None:
        """With the reasons, which a second person reads, then whoever complained if it is opened.

        Its opening is told, not this.
        """
        self.words_seal = context.given(Said).seal

    @law(
        source=OPEN,
        target=None,
        label="Accepter la lecture de l’identité",
        done="Lecture de l’identité acceptée",
        policy=OversightRules.second_person,
        guards=[OversightRules.opening_pending, OversightRules.another_person],
        effects=[OversightRules.settle_opening, OversightRules.tell_complainant],
        silent=True,
    )
    def agree_identity(self, context: Context) -> None:
        """Nobody opens the seal alone: whoever asked does not agree."""

    @law(
        source=OPEN,
        target=None,
        label="Refuser la lecture de l’identité",
        done="Lecture de l’identité refusée",
        policy=OversightRules.second_person,
        takes=Said,
        guards=[
            OversightRules.something_said,
            OversightRules.opening_pending,
            OversightRules.another_person,
        ],
        effects=[OversightRules.keep_words, OversightRules.settle_opening],
        silent=True,
    )
    def refuse_identity(self, context: Context) -> None:
        """With the reasons, for whoever asked."""
        self.words_seal = context.given(Said).seal

    @law(
        source=OPEN,
        target=None,
        label="Lire l’identité",
        done="Identité lue",
        policy=OversightRules.second_person,
        guards=[OversightRules.identity_open],
        silent=True,
    )
    def read_identity(self, context: Context) -> None:
        """By the two who agreed, for a time: each reading leaves its row."""

    @law(
        source=OVER,
        target=None,
        label="Effacer ce qui est dit",
        done="Mots, pièces et identité effacés",
        policy=DirectoryRules.time,
        guards=[OversightRules.retention_over],
        effects=[
            OversightRules.forget_words,
            OversightRules.forget_identity,
            OversightRules.forget_receipt,
        ],
        silent=True,
    )
    def forget(self, context: Context) -> None:
        """Some months after it is over. That there was one stays, with its dates."""
        self.forgotten_on = context.today

    def _close(self, context: Context) -> None:
        self.due_on = None
        self.forget_on = delay("complaint_kept_months", on=context.today).after(context.today)
        self.closed_at = context.at


class Entry(models.Model):
    """What somebody wrote on a complaint. It stands here alone, and leaves when time says so.

    `author` is None for whoever complained. The row of the history that `seal` is in commits to
    `salt`, to the words and to the files: while they are here it proves them.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    author = models.ForeignKey(
        "directory.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    words = models.TextField("mots")
    salt = models.CharField(max_length=32)
    seal = models.CharField("engagement", max_length=64, unique=True)
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "écrit d’une réclamation"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="complaint_entry_said"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(THEIR_OWN), author__isnull=True)
                | Q(kind__in=sorted(set(EntryKind) - THEIR_OWN), author__isnull=False),
                name="complaint_entry_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def holds(self) -> bool:
        """Whether the words and the files are those that the history committed to."""
        digests = [file.sha256 for file in self.files.all()]
        return commitment(self.salt, self.words, digests) == self.seal


class ComplaintFile(StoredFile):
    """A file sent with an entry: under a name of ours, without what it said of whoever made it."""

    uploaded_by = None  # type: ignore[assignment]
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="files")

    class Meta(StoredFile.Meta):
        verbose_name = "pièce d’une réclamation"
