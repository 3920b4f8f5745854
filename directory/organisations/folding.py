"""Names compared without case, accents or punctuation: « théâtre » finds « Théâtre de la Levée ».

`fold` is the definition. The database keeps what it gives of each name in a generated column
(`Folded`), that lists are sorted by, É beside E, and that words are looked for in: a name and what
was folded of it cannot disagree, whoever wrote it. To change the rule, migrate that column.
"""

import unicodedata
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Value
from django.db.models.functions import Replace, Trim
from django.db.models.sql.compiler import SQLCompiler

# Latin, Greek, Cyrillic and Armenian, combining marks, punctuation, every blank.
_COVERED = (range(1, 0x590), range(0x1E00, 0x2070), (0x1680, 0x3000))
# What Unicode holds for letters of their own, and people type without.
_TYPED_PLAIN = {"ø": "o", "đ": "d", "ł": "l"}
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ẞ": "ss"}
SQLITE_FUNCTION = "ose_fold"


def _folded_letters() -> Iterator[tuple[str, str]]:
    """Each character that folds to another, to a space, or to nothing."""
    for char in map(chr, chain(*_COVERED)):
        category = unicodedata.category(char)
        if char in _LIGATURES or category == "Cn":
            continue
        if category == "Cf" or category[0] == "M":
            yield char, ""
        elif category[0] not in "LN":
            yield char, " "
        else:
            plain = _plain(char)
            if len(plain) == 1 and plain != char:
                yield char, plain


def _plain(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char).casefold()
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    return _TYPED_PLAIN.get(bare, bare)


_FOLDED = dict(_folded_letters())
_DROPPED = "".join(char for char, plain in _FOLDED.items() if not plain)
FOLDED_TO = "".join(_FOLDED.values())
FOLDED_FROM = "".join(char for char, plain in _FOLDED.items() if plain) + _DROPPED
_TABLE = str.maketrans(_FOLDED | _LIGATURES | {"\0": " "})


def fold(text: str) -> str:
    """Return the words of `text` in lower case, plain, one space between two of them.

    A word is what stands between blanks, punctuation and symbols: « L’Œuvre » has two, « l » and
    « oeuvre ».
    """
    return " ".join(text.translate(_TABLE).split())


class FoldedField(CharField):
    """What `Folded` gives, 400 characters at most for 200; sorted by code point on both engines."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 400} | kwargs)

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}


class Folded(Func):
    """`fold` of a text expression, computed by the database."""

    arity = 1
    output_field = FoldedField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(compiler, connection, function=SQLITE_FUNCTION, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        plain = self.source_expressions[0]
        for ligature, letters in _LIGATURES.items():
            plain = Replace(plain, Value(ligature), Value(letters))
        # What TRANSLATE has no counterpart for is left out.
        plain = _text("TRANSLATE", plain, Value(FOLDED_FROM), Value(FOLDED_TO))
        spaced = _text("REGEXP_REPLACE", plain, Value(" +"), Value(" "), Value("g"))
        return compiler.compile(Trim(spaced))


def _text(function: str, *expressions: Any) -> Func:
    return Func(*expressions, function=function, output_field=CharField())


def teach_sqlite(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give each new SQLite connection the function that PostgreSQL composes."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 1, fold, deterministic=True)


connection_created.connect(teach_sqlite, dispatch_uid="directory.organisations.folding")
