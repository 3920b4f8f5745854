"""A policy that asks a compiled question of one person asks the very one that its users come from.

Each time that it is asked, the ORM writes the question again, and it is compared: no query more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

from workflows.policies import Policy

_admits_person = Policy.admits_person


class AnotherQuestion(AssertionError):
    """What a policy asks of one person is not what it asks of all."""


@contextmanager
def policies_compared() -> Iterator[None]:
    Policy.admits_person = admits_person  # type: ignore[method-assign]
    try:
        yield
    finally:
        Policy.admits_person = _admits_person  # type: ignore[method-assign]


def admits_person(
    self: Policy, obj: Any, user_id: int, asked: dict[Any, Any] | None = None
) -> bool:
    answer = _admits_person(self, obj, user_id, asked)
    if self.one is not None:
        question, given = self.one(obj)
        once = question.asked(person=user_id, **given)
        found = self.users_who_may(obj).filter(pk=user_id)
        try:
            sql, params = found.query.exists().get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            if answer:
                raise AnotherQuestion(self.name) from None
        else:
            if (_bare(once[0]), once[1]) != (_bare(sql), params):
                raise AnotherQuestion(f"{self.name}\n{once}\n{(sql, params)}")
    return answer


def _bare(sql: str) -> str:
    """An expression stands in brackets of its own, a value does not."""
    return sql.replace("(%s)", "%s")
