"""What people write to each other on a case, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from workflows.compiled_sql import Given, Question
from workflows.kinds import kind_of
from workflows.models import Message
from workflows.pages.cases.forms import MessageForm
from workflows.presentation.files import FileLine, file_lines

LATEST = 5  # on the page of the case itself; a page of their own has them all


@dataclass(frozen=True, slots=True)
class Line:
    """One message; `voice` is on whose behalf its author writes, empty for their own."""

    message: Message
    mine: bool
    voice: str
    files: Sequence[FileLine]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The end of what was written on `case`, oldest first, and the form to go on."""

    case: Any
    lines: Sequence[Line]
    has_older: bool
    form: MessageForm

    @property
    def last(self) -> int:
        """The key of the last message, 0 while there is none: tells whether one came since."""
        return self.lines[-1].message.pk if self.lines else 0


def newest_first(case: Any) -> Any:
    """The messages on `case`, with all that `lines_of` shows of them."""
    return _newest_on(case.pk)


def _newest_on(case_id: Any) -> Any:
    found = Message.objects.filter(case_id=case_id).select_related("author")
    return found.prefetch_related("attachments").order_by("-sent_at", "-pk")


@Question
def _latest() -> "QuerySet[Any]":
    return _newest_on(Given("case"))[: LATEST + 1]


def lines_of(case: Any, messages: Sequence[Message], reader: Any) -> list[Line]:
    """`messages` of `case`, in their order, as `reader` sees them."""
    authors = {message.author_id for message in messages}
    voices = kind_of(case).voices(case, authors) if authors else {}
    return [
        Line(
            message,
            mine=message.author_id == reader.pk,
            voice=voices.get(message.author_id, ""),
            files=file_lines(message.attachments.all()),
        )
        for message in messages
    ]


def conversation_on(case: Any, reader: Any) -> Conversation:
    """What the page of `case` shows `reader`, who is known to correspond on it."""
    last = _latest.objects(case=case.pk)
    lines = lines_of(case, last[:LATEST][::-1], reader)
    return Conversation(case, lines, has_older=len(last) > LATEST, form=MessageForm())
