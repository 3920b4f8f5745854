"""Every notice has its words, and every template its notice."""

from pathlib import Path

import pytest
from django.conf import settings

from notifications.checks import check_words
from workflows.outbox import notices
from workflows.outbox.notices import Category, Notice, all_notices


def test_every_template_is_used():
    folder = Path(settings.BASE_DIR) / "templates/notifications/email"
    used = {notice.template for notices in all_notices().values() for notice in notices}
    assert {path.stem for path in folder.glob("*.txt")} - {"letter"} == used


def test_mandatory_categories_carry_what_has_a_deadline():
    asked = {item.category for items in all_notices().values() for item in items if item.asks}
    assert asked == {Category.REQUESTS, Category.SESSIONS}


def test_a_notice_without_words_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert check_words(None) == []
    lost = Notice("nobody_wrote_it", lambda subject: subject, Category.PROGRESS)
    monkeypatch.setitem(notices._notices, "dossier.open", (lost,))
    [error] = check_words(None)
    assert error.id == "notifications.E001"
    assert "nobody_wrote_it" in error.msg
