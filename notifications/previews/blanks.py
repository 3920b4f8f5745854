"""A made-up object for the sample of a letter, when nothing real would do."""

from collections.abc import Iterator
from typing import Any

NAME = "Les Jardins de la Sèvre"
PERSON = "Camille Martin"
EXAMPLES: dict[str, Any] = {
    "title": NAME,
    "organisation": NAME,
    "identity": "SIREN 123\u00a0456\u00a0789",
    "reference": "D-2026-0021",
    "number": "OSE-2026-0001",
    "place": "Nantes",
    "function": "Présidente",
    "college": "Institutionnels",
    "body": "Comité scientifique et éthique",
    "get_kind_display": "Label OSE",
    "get_role_display": "Contribution",
    "get_group_display": "Instruction",
    "get_absolute_url": "/",
    **dict.fromkeys(("user", "author", "assignee", "invited_by", "name"), PERSON),
    **dict.fromkeys(("pk", "id", "session_id", "case_id", "organisation_id"), 1),
}
# A day, as the filters of our dates read one: jeudi 10 décembre 2026, 14 h.
DAY = {"year": 2026, "month": 12, "day": 10, "hour": 14, "minute": 0}


class Blank(str):
    """Whatever a template asks for: a word, a date, a list of one; what it has is another.

    By an example of ours, or else « … ».
    """

    def __getitem__(self, name: Any) -> Any:
        """What templates ask first of an object."""
        found = EXAMPLES.get(name, "…")
        return Blank(found) if isinstance(found, str) else found

    def __getattr__(self, name: str) -> Any:
        """What filters ask of a date."""
        try:
            return DAY[name]
        except KeyError:
            raise AttributeError(name) from None

    def weekday(self) -> int:
        return 3

    def utcoffset(self) -> None:
        return None

    def __iter__(self) -> Iterator["Blank"]:
        yield self
