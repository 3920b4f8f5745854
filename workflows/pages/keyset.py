"""SQL that lists need to be read along an index, and that Django has no words for."""

from typing import Any

from django.db.models import BooleanField, Func, Value


class Literal(Value):
    """A constant of ours, written into the SQL; ValueError for anything but a plain word.

    SQLite uses a partial index only where it reads the very text of its condition, which a bound
    parameter would hide.
    """

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        if not str(self.value).isidentifier():
            raise ValueError(f"{self.value!r} is no constant of ours")
        return f"'{self.value}'", ()


class RowAfter(Func):
    """`(a, b) > (x, y)`: one comparison, which an index in that order answers by itself."""

    output_field = BooleanField()

    def __init__(self, *expressions: Any, operator: str = ">") -> None:
        """First half of `expressions` on the left, second half on the right."""
        super().__init__(*expressions)
        self.operator = operator

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        compiled = [compiler.compile(item) for item in self.source_expressions]
        half = len(compiled) // 2
        left = ", ".join(sql for sql, _ in compiled[:half])
        right = ", ".join(sql for sql, _ in compiled[half:])
        params = [param for _, given in compiled for param in given]
        return f"(({left}) {self.operator} ({right}))", params
