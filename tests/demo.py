"""A world that is long to make, made once for the tests of a module."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction

from workflows.files import pdf, pdf_reading


@contextmanager
def kept_meanwhile(blocker: Any) -> Iterator[None]:
    """What is written inside is there for all of them, then rolled back.

    Its PDF are ours, two hundred for the demo: they are read here, without a process for each.
    """
    with blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_read_apart", lambda content, _: pdf_reading.finding(BytesIO(content)))
        yield
        transaction.set_rollback(True)
