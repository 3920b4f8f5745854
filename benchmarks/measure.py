"""How a figure is made: rounds of ours and of the floor in turn, the median of their ratios."""

import gc
import json
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One benchmark on one engine. `ratio` is ours over the floor's time, median over rounds.

    `sql` and `floor_sql` count statements, BEGIN and COMMIT included; `per_second` are medians.
    """

    name: str
    engine: str
    ratio: float
    sql: int
    floor_sql: int
    per_second: float
    floor_per_second: float
    rounds: int


@dataclass(frozen=True, slots=True)
class SpreadFigure(Figure):
    """A Figure of `size` at once, and the spread of both sides over the rounds, in milliseconds."""

    size: int
    p50: float
    p95: float
    floor_p50: float
    floor_p95: float


class StatementCounter:
    """Counts statements sent through Django; BEGIN and COMMIT counted once each by the caller."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        self.statements.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def counted() -> Iterator[StatementCounter]:
    """Count the statements of the block; savepoints included, the outer transaction not."""
    counter = StatementCounter()
    with connection.execute_wrapper(counter):
        yield counter
    counter.statements = [sql for sql in counter.statements if not sql.startswith("BEGIN")]


def seconds(run: Callable[[], object], times: int, clock: Clock = time.perf_counter) -> float:
    """The time of `times` runs, in seconds, without the garbage collector's moods."""
    gc.collect()
    gc.disable()
    try:
        start = clock()
        for _ in range(times):
            run()
        return clock() - start
    finally:
        gc.enable()


def processor_clock() -> Clock:
    """Seconds of processor that this process uses, and the server of its connection with it.

    A busy machine lengthens the wait, and not these. Where the system does not tell what the server
    uses (another machine, another system), the clock on the wall.
    """
    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not told.exists():
        return time.perf_counter
    return lambda: time.process_time() + int(told.read_text().split()[0]) / 1e9


def compare(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    sql: int,
    floor_sql: int,
    rounds: int,
    times: int,
    clock: Clock = time.perf_counter,
) -> Figure:
    """Run ours and the floor in turn, `times` each a round, after one round not counted."""
    seconds(ours, times), seconds(floor, times)
    pairs = [(seconds(ours, times, clock), seconds(floor, times, clock)) for _ in range(rounds)]
    return Figure(
        name=name,
        engine=connection.vendor,
        ratio=round(statistics.median(a / b for a, b in pairs), 2),
        sql=sql,
        floor_sql=floor_sql,
        per_second=round(times / statistics.median(a for a, _ in pairs), 1),
        floor_per_second=round(times / statistics.median(b for _, b in pairs), 1),
        rounds=rounds,
    )


def as_json(figures: list[Any]) -> str:
    return json.dumps([asdict(figure) for figure in figures])
