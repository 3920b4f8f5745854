from pathlib import Path

import pytest

from tests.browser.markup import complaints_about, what_is_missing

PAGE = '<!DOCTYPE html><html lang="fr"><head><title>Page</title></head><body{}>{}</body></html>'


@pytest.mark.browser
@pytest.mark.skipif(bool(what_is_missing()), reason=what_is_missing())
def test_what_is_not_html_is_told_with_the_name_of_its_page(tmp_path: Path) -> None:
    moment = '<p><time datetime="{}">midi</time>'
    pages = {
        "sound": PAGE.format(" data-hx-headers=''", moment.format("2026-11-13T12:00:00+01:00")),
        "headers": PAGE.format(" hx-headers=''", "<p>Bonjour"),
        "moment": PAGE.format("", moment.format("2026-11-13T12:00:00.123456+01:00")),
    }
    told = complaints_about(pages, tmp_path)
    assert sorted(line.partition(":")[0] for line in told) == ["headers", "moment"]
