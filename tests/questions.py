"""A policy that asks a compiled question of one person asks the very one that its users come from.

The first time that a test asks it, in each of its shapes, the ORM writes the question again, and it
is compared: no query more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from workflows.policies import Policy

_admits_person = Policy.admits_person
_compared: set[tuple[str, str]] = set()


class AnotherQuestion(AssertionError):
    """What a policy asks of one person is not what it asks of all."""


@contextmanager
def policies_compared() -> Iterator[None]:
    Policy.admits_person = admits_person  # type: ignore[method-assign]
    try:
        yield
    finally:
        Policy.admits_person = _admits_person  # type: ignore[method-assign]


def compare_again() -> None:
    """A test begins."""
    _compared.clear()


def admits_person(
    self: Policy, obj: Any, user_id: int, asked: dict[Any, Any] | None = None
) -> bool:
    answer = _admits_person(self, obj, user_id, asked)
    if self.one is not None:
        question, given = self.one(obj)
        once = question.asked(person=user_id, **given)
        if (self.name, once[0]) not in _compared:
            _compare(self, once, self.users_who_may(obj).filter(pk=user_id), answer)
            _compared.add((self.name, once[0]))
    return answer


def _compare(policy: Policy, once: tuple[str, Any], found: Any, answer: bool) -> None:
    try:
        sql, params = found.query.exists().get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        if answer:
            raise AnotherQuestion(policy.name) from None
        return
    if (_bare(once[0]), once[1]) != (_bare(sql), params):
        raise AnotherQuestion(f"{policy.name}\n{once}\n{(sql, params)}")


def _bare(sql: str) -> str:
    """An expression stands in brackets of its own, a value does not."""
    return sql.replace("(%s)", "%s")
