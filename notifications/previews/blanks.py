"""A made-up object for the sample of a letter, when nothing real would do."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

MOMENT = (2026, 12, 10, 13, 0)
EXAMPLES = {
    "title": "Les Jardins de la Sèvre",
    "organisation": "Les Jardins de la Sèvre",
    "reference": "D-2026-0021",
    "number": "OSE-2026-0001",
    "place": "Nantes",
    "place_of_meeting": "Nantes",
    "function": "Présidente",
    "get_kind_display": "Label OSE",
    "get_role_display": "Contribution au dossier",
    "get_group_display": "Instruction",
    "get_absolute_url": "/",
}
KEYS = ("pk", "id", "session_id", "case_id", "organisation_id")
PERSON = "Camille Martin"


class Blank(datetime):
    """Whatever a template asks of it: a word, a date, a list of one.

    As itself it is `word`; what it has is another, by an example of ours or « … ».
    """

    word: str

    @classmethod
    def saying(cls, word: str) -> "Blank":
        blank = cls(*MOMENT, tzinfo=UTC)
        blank.word = word
        return blank

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in KEYS:
            return 1
        if name in ("user", "author", "assignee", "invited_by", "name"):
            return Blank.saying(PERSON)
        return Blank.saying(EXAMPLES.get(name, "…"))

    def __getitem__(self, key: str) -> Any:
        # Asked first by templates: « year » is no part of a date there.
        return getattr(self, key)

    def __str__(self) -> str:
        return self.word

    def __iter__(self) -> Iterator["Blank"]:
        yield self
