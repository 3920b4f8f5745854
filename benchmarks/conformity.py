"""The conformity file over 10,000 recognitions: how long, and how much memory at its peak."""

from django.db import connection
from django.utils import timezone

from benchmarks.public_pages import PublicFigure, made_apart
from benchmarks.public_rows import fill
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.making import accompanist, label

SIZE = 10_000


def conformity() -> list[PublicFigure]:
    """Made in a process that does nothing else; beside one that makes none."""
    today = timezone.localdate()
    fill(
        label(factories.organisation(), today).signature,
        accompanist(factories.organisation(), today).signature,
        0,
        SIZE,
    )
    spent, peak = made_apart("zip", "benchmarks.conformity_export")
    _, idle = made_apart("", "benchmarks.conformity_export")
    return [
        PublicFigure(
            name="dossier de conformité",
            engine=connection.vendor,
            ratio=round(peak / idle, 2),
            sql=0,
            floor_sql=0,
            per_second=round(1 / spent, 2),
            floor_per_second=0,
            rounds=1,
            size=Recognition.objects.count(),
            milliseconds=round(1000 * spent),
            mebibytes=round(peak, 1),
        )
    ]
