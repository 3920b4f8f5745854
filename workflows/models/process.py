"""viewflow's process and task, on our own tables: real foreign keys, one open process per case."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import PROCESS

from workflows.models.case import Case
from workflows.models.stored_names import FlowName, NodeName


class Process(AbstractProcess):
    """The course of a case through its flow."""

    flow_class = FlowName("parcours")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="processes")

    class Meta:
        verbose_name = "parcours"
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(status=PROCESS.NEW),
                name="one_open_process_per_case",
            ),
        ]


class TaskQuerySet(models.QuerySet["Task"]):
    """Questions about who is asked for what."""

    def open(self) -> "TaskQuerySet":
        """Not finished, in the words of the partial indexes below."""
        return self.filter(finished__isnull=True)

    def requests(self) -> "TaskQuerySet":
        """Only what a person is asked for: flow plumbing left out."""
        return self.exclude(audience="")

    def overdue(self, moment: object) -> "TaskQuerySet":
        """Open requests whose time-out has come at `moment` (aware datetime)."""
        return self.open().filter(times_out_at__lte=moment)


class Task(AbstractTask):
    """A request to a person: `audience` is the inbox key of those asked, `due_at` by when.

    `times_out_at` is when the flow stops waiting (null: never); `tick` fires it.
    """

    # A reminder, before the deadline or once it has passed (see `Request`).
    ANNOUNCED = ("due_soon", "overdue")

    flow_task = NodeName("demande")
    # Whom we ask is an audience, resolved by policies: viewflow's own assignment is left out,
    # save the generic key that an abstract base cannot lose.
    owner = None
    owner_permission = None
    external_task_id = None
    scheduled = None
    owner_permission_content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="task_set")
    audience = models.CharField("destinataires", max_length=80, blank=True)
    asks = models.CharField("action attendue", max_length=60, blank=True)
    due_at = models.DateTimeField("échéance", null=True, blank=True)
    times_out_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "tâche"
        indexes = [
            # The requests to each, the most pressing first; with what is null in every row of it,
            # or SQLite would look it up in the table.
            models.Index(
                fields=["audience", "due_at", "id", "finished"],
                condition=models.Q(finished__isnull=True),
                name="task_inbox",
            ),
            models.Index(
                fields=["times_out_at"],
                condition=models.Q(finished__isnull=True),
                name="task_time_out",
            ),
        ]

    @property
    def case(self) -> Case:
        return self.process.case

    @property
    def case_id(self) -> int:
        return self.process.case_id
