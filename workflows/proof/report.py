"""The whole proof, read again in one go."""

import logging
from collections.abc import Generator
from contextlib import closing, nullcontext
from dataclasses import dataclass

from django.db import connection, transaction

from workflows.history import audited_models
from workflows.proof.chains import Problem, broken_chains
from workflows.proof.registry import all_proofs
from workflows.proof.roles import remembering
from workflows.proof.snapshot import one_snapshot

logger = logging.getLogger(__name__)

Problems = Generator[Problem, None, None]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the proof: a model's chains, or a check of an app, by its title.

    `problems` is to be closed by whoever does not read it to its end.
    """

    title: str
    problems: Problems


def all_parts() -> Generator[Part, None, None]:
    """Every part, its problems found as they are read; consume them in order.

    All of it is of one moment. A part that cannot be read to its end says so as a problem of its
    own: what is broken enough to stop a check must not hide what the others find.
    """
    with one_snapshot(), remembering():
        for model in audited_models():
            label = model._meta.label
            yield Part(label, _to_the_end(label, broken_chains(model)))
        for title, check in all_proofs().items():
            found = (Problem(title, what) for what in check())
            yield Part(title, _to_the_end(title, found))


def _to_the_end(title: str, problems: Problems) -> Problems:
    # On PostgreSQL a statement that fails ends its transaction, unless a savepoint takes it.
    part = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with part, closing(problems):
            yield from problems
    except Exception as error:
        # Any error: rows forged by hand hold anything, and each must end as a finding.
        logger.exception("verify_history: %s could not be read to its end", title)
        yield Problem(title, f"la lecture s’est arrêtée ({type(error).__name__}\u00a0: {error})")
