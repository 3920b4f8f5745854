"""What the apps have to show of the scheme besides files: texts, each for those who may read it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from workflows.policies import Policy


@dataclass(frozen=True, slots=True)
class Document:
    """A text, the folder and the name that it goes by, and what tells who may read it: `policy`
    asked of `subject`."""

    folder: str
    name: str
    text: str
    made_at: datetime
    policy: Policy
    subject: Any


Source = Callable[[], Iterable[Document]]
_sources: list[Source] = []


def shows_documents(source: Source) -> Source:
    """Register what gives the documents of an app, in order."""
    _sources.append(source)
    return source


def documents() -> Iterator[Document]:
    for source in _sources:
        yield from source()
