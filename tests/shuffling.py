"""Rows that nobody ordered come in no order: what leaned on luck fails here, before it fails there.

A database gives unordered rows as it likes, most often as they were written, until a vacuum, an
index or a plan changes that. Here they are shuffled as they are fetched, chunk by chunk, so that
`iterator()` still streams. Counting, aggregates and subqueries fetch no rows this way, and a query
with an order is left alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.db.models.query import MAX_GET_RESULTS
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.constants import GET_ITERATOR_CHUNK_SIZE, MULTI

_results_iter = SQLCompiler.results_iter
_luck = Random()


class UnorderedSlice(AssertionError):
    """Some rows are taken from a query without an order: which ones is luck."""


def shuffle_from(seed: str) -> None:
    """Begin again: the same queries after the same seed come in the same disorder."""
    _luck.seed(seed)


@contextmanager
def unordered_rows_shuffled() -> Iterator[None]:
    """Meanwhile, rows without an order come shuffled, and cannot be sliced."""
    SQLCompiler.results_iter = results_shuffled  # type: ignore[method-assign]
    try:
        yield
    finally:
        SQLCompiler.results_iter = _results_iter  # type: ignore[method-assign]


def results_shuffled(
    self: Any,
    results: Any = None,
    tuple_expected: bool = False,
    chunked_fetch: bool = False,
    chunk_size: int = GET_ITERATOR_CHUNK_SIZE,
) -> Iterator[Any]:
    """`SQLCompiler.results_iter`, over chunks that are shuffled when nothing orders them."""
    if results is None:
        results = self.execute_sql(MULTI, chunked_fetch=chunked_fetch, chunk_size=chunk_size)
    if not is_ordered(self.query):
        if self.query.is_sliced and self.query.high_mark != MAX_GET_RESULTS:
            raise UnorderedSlice(str(self.query))
        results = (_luck.sample(chunk, len(chunk)) for chunk in results)
    return _results_iter(self, results, tuple_expected, chunked_fetch, chunk_size)


def is_ordered(query: Query) -> bool:
    """Whether an order is asked for; that of Meta falls when rows are grouped."""
    if query.order_by or query.extra_order_by:
        return True
    ordering = query.default_ordering and query.get_meta().ordering
    return bool(ordering and not query.group_by)
