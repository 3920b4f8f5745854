"""A campaign of reviews: announced with its rule and its seed, then drawn, recomputable by all."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.rulebook import OversightRules
from labelling.oversight.sampling.draw import FULL, Entry
from labelling.oversight.sampling.enums import CampaignState, Risk
from labelling.oversight.sampling.inputs import DrawValue
from labelling.oversight.sampling.querysets import CampaignQuerySet, CandidateQuerySet
from workflows.lifecycles import Lifecycle, State, StateField, law, state_is_known
from workflows.rules import Context

S = CampaignState
LONGEST_REST = 10  # years


class Campaign(Lifecycle):
    """So many of the recognitions that are active, taken by lot to be reviewed.

    What is announced on `published_on` (see `CampaignRule`) holds on `draw_on` and after. The seed
    of the draw is `seed`, then a bar and `value` when a public value was `awaited`.
    """

    STATES = (
        State(S.DRAFT, S.DRAFT.label, "mute", "edit", awaits="le contrôle indépendant"),
        State(S.PUBLISHED, S.PUBLISHED.label, "info", "calendar", awaits="le contrôle indépendant"),
        State(S.DRAWN, S.DRAWN.label, "ok", "check-circle", final=True),
        State(S.CANCELLED, S.CANCELLED.label, "mute", "archive", final=True),
    )
    BIRTHS = {"prepare": S.DRAFT}
    ACTIONS: ClassVar = {"prepare": "Campagne préparée"}
    KEPT = ("number", "departments", "seed", "awaited", "value", "cancelled_because")
    series = "TIR"

    number = models.CharField("numéro", max_length=20, unique=True)
    rate = models.PositiveSmallIntegerField("part tirée, en pour cent")
    rest_years = models.PositiveSmallIntegerField("années sans nouveau tirage")
    kind = models.CharField(
        "nature", max_length=20, choices=RecognitionKind.choices, blank=True, default=""
    )
    departments = models.CharField("départements", max_length=500, blank=True, default="")
    seed = models.CharField("graine", max_length=100)
    awaited = models.CharField("valeur publique attendue", max_length=300, blank=True, default="")
    value = models.CharField("valeur publique", max_length=200, blank=True, default="")
    draw_on = models.DateField("tirage à partir du")
    state = StateField(choices=S.choices, default=S.DRAFT)
    published_on = models.DateField("annoncée le", null=True, blank=True)
    drawn_on = models.DateField("tirée le", null=True, blank=True)
    cancelled_because = models.TextField("motif de l’abandon", blank=True, default="")

    objects: ClassVar = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne de contrôles"
        verbose_name_plural = "campagnes de contrôles"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=state_is_known(S), name="campaign_state_known"),
            models.CheckConstraint(
                condition=Q(rate__gte=1, rate__lte=FULL), name="campaign_rate_bounded"
            ),
            models.CheckConstraint(
                condition=Q(rest_years__lte=LONGEST_REST), name="campaign_rest_bounded"
            ),
            models.CheckConstraint(
                condition=Q(published_on=None) | Q(draw_on__gt=F("published_on")),
                name="campaign_announced_before",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.PUBLISHED, S.DRAWN]) | Q(published_on__isnull=False),
                name="campaign_publication_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DRAWN)
                | (
                    Q(drawn_on__isnull=False, drawn_on__gte=F("draw_on"))
                    & (Q(awaited="") | ~Q(value=""))
                ),
                name="campaign_draw_dated",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("sampling:campaign", args=[self.number])

    @property
    def places(self) -> tuple[str, ...]:
        """The codes of the departments; none: all of them."""
        return tuple(filter(None, self.departments.split(",")))

    @property
    def whole_seed(self) -> str:
        """The seed of the draw, once it is whole."""
        return f"{self.seed}|{self.value}" if self.awaited else self.seed

    @law(
        source=S.DRAFT,
        target=S.PUBLISHED,
        label="Annoncer la campagne",
        done="Campagne annoncée",
        policy=OversightRules.draws_campaigns,
        guards=[OversightRules.announced_ahead, OversightRules.strata_filled],
    )
    def publish(self, context: Context) -> None:
        """From now on nobody changes anything of it."""
        self.published_on = context.today

    @law(
        source=S.PUBLISHED,
        target=S.DRAWN,
        label="Tirer au sort",
        done="Tirage effectué",
        policy=OversightRules.draws_campaigns,
        takes=DrawValue,
        guards=[
            OversightRules.draw_day_come,
            OversightRules.value_known,
            OversightRules.something_to_draw,
        ],
    )
    def draw(self, context: Context) -> None:
        """Once, by `draw_campaign`: in one transaction with its frame and the reviews it opens."""
        self.value = context.given(DrawValue).value.strip() if self.awaited else ""
        self.drawn_on = context.today

    @law(
        source=[S.DRAFT, S.PUBLISHED],
        target=S.CANCELLED,
        label="Abandonner la campagne",
        done="Campagne abandonnée",
        policy=OversightRules.draws_campaigns,
        reasoned=True,
        silent=True,
    )
    def cancel(self, context: Context) -> None:
        """Its page says why: one that was announced does not vanish."""
        self.cancelled_because = context.reason


class Candidate(models.Model):
    """A line of the frame of a draw, for ever: what the draw knew of it, and whether it took it.

    `risks` are the keys of what added to its `weight`; `rank` is its smallest ticket, empty for one
    that is `aside`. A review is that which the draw opened, or the one that was under way.
    """

    APPEND_ONLY = True

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="candidates")
    recognition = models.ForeignKey(
        Recognition, on_delete=models.PROTECT, related_name="candidacies"
    )
    number = models.CharField("numéro", max_length=30)
    kind = models.CharField("nature", max_length=20, choices=RecognitionKind.choices)
    department = models.CharField("département", max_length=3)
    weight = models.PositiveSmallIntegerField("billets")
    risks = models.CharField("ce qui en ajoute", max_length=100, blank=True)
    aside = models.BooleanField("tirée trop récemment")
    rank = models.CharField("plus petit billet", max_length=64, blank=True)
    drawn = models.BooleanField("tirée")
    review = models.ForeignKey(
        ComplianceReview,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drawn_candidates",
    )

    objects: ClassVar = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’une base de tirage"
        verbose_name_plural = "lignes d’une base de tirage"
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "recognition"], name="one_candidacy_in_a_draw"
            ),
            models.CheckConstraint(
                condition=Q(drawn=False, review=None) | Q(drawn=True, review__isnull=False),
                name="candidate_drawn_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(aside=False) | Q(drawn=False), name="candidate_aside_not_drawn"
            ),
            models.CheckConstraint(condition=Q(weight__gte=1), name="candidate_has_a_ticket"),
        ]
        indexes = [models.Index(fields=["campaign", "number"], name="candidate_by_number")]

    def __str__(self) -> str:
        return self.number

    @property
    def entry(self) -> Entry:
        """What the rule of the draw knows of it."""
        return Entry(self.number, self.kind, self.department, self.weight, self.aside)

    @property
    def risk_words(self) -> list[str]:
        return [Risk(key).label for key in self.risks.split(",") if key]
