"""More than the site takes: too large a file, too many pages open."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.fixtures import NewPerson

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Voici la vidéo de l’assemblée."
MIB = 1024 * 1024


def test_a_file_too_large_is_said_and_what_was_typed_stays(
    person: NewPerson, settings: Any
) -> None:
    settings.OSE_UPLOAD_REQUEST_MAX_BYTES = 4 * MIB
    dossier = factories.dossier("submitted")
    # With scripts the file does not even leave (test_instruction): this is what the server says.
    someone = person(java_script_enabled=False)
    someone.hold_session(factories.representative_of(dossier))
    someone.go(dossier.get_absolute_url())
    someone.fill({"Votre message": WORDS})
    video = {"name": "film.pdf", "mimeType": "application/pdf", "buffer": bytes(12 * MIB)}
    someone.field("Joindre des pièces").set_input_files(video)  # type: ignore[arg-type]
    someone.press("Envoyer le message")
    heading = someone.page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Cet envoi est trop volumineux")
    expect(someone.page.locator("main")).to_contain_text("4\u00a0Mo au plus en une fois")
    someone.page.go_back()
    expect(someone.field("Votre message")).to_have_value(WORDS)


def test_the_oldest_page_says_that_it_is_still(person: NewPerson, settings: Any) -> None:
    settings.OSE_SOCKETS_PER_PERSON = 1
    someone = person().hold_session(factories.user())
    someone.page.clock.install()
    asked: list[str] = []
    someone.page.on("websocket", lambda socket: asked.append(socket.url))
    someone.go("/registre/")
    oldest, newest = someone.page, someone.context.new_page()
    with newest.expect_websocket():
        newest.goto("/registre/")
    expect(oldest.get_by_text("Cette page ne se met plus à jour")).to_be_visible()
    oldest.clock.run_for(120_000)  # a page that lost its socket asks again within a minute
    assert len(asked) == 1
    expect(newest.get_by_text("Cette page ne se met plus à jour")).to_be_hidden()
    oldest.get_by_role("link", name="actualisez celle-ci").click()
    expect(newest.get_by_text("Cette page ne se met plus à jour")).to_be_visible()
