"""Names compared without case, accents or punctuation: « théâtre » finds « Théâtre de la Levée ».

The same rule in Python (`fold`), SQLite and PostgreSQL (`Folded`), so that what is typed and what
is stored meet whatever the engine. It also sorts names as people expect, É beside E.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Value
from django.db.models.functions import Lower, Replace
from django.db.models.sql.compiler import SQLCompiler

_LETTERS = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyy"
_MARKS = "’'-.\u00a0"
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}
# Upper case is translated too: in the C locale, LOWER() of PostgreSQL leaves É as it is.
FOLDED_FROM = _LETTERS + _LETTERS.upper() + _MARKS
FOLDED_TO = _PLAIN + _PLAIN + " " * len(_MARKS)
_TABLE = str.maketrans(dict(zip(FOLDED_FROM, FOLDED_TO, strict=True)) | _LIGATURES)
SQLITE_FUNCTION = "ose_fold"


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, apostrophes, hyphens and dots as spaces."""
    return text.translate(_TABLE).lower()


class Folded(Func):
    """`fold` of a text expression, computed by the database."""

    arity = 1
    output_field = CharField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(compiler, connection, function=SQLITE_FUNCTION, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        plain: Func = Func(
            self.source_expressions[0],
            Value(FOLDED_FROM),
            Value(FOLDED_TO),
            function="TRANSLATE",
            output_field=CharField(),
        )
        for ligature, letters in _LIGATURES.items():
            plain = Replace(plain, Value(ligature), Value(letters))
        return compiler.compile(Lower(plain))


def teach_sqlite(sender: Any, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Give each new SQLite connection the function that PostgreSQL composes."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_FUNCTION, 1, fold, deterministic=True)


connection_created.connect(teach_sqlite, dispatch_uid="directory.organisations.folding")
