"""What the members of the committee do, each in front of their own page of the room."""

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.scenarios.structure_acts import NAME

DIRECTIONS = ("pour", "contre", "abstention", "blanc")


def deliberate(members: list[Person], url: str, series: str = "OSE") -> str:
    """The first member presides: open, vote, close, proclaim. Returns the number granted."""
    chair, *others = members
    for member in members:
        member.go(url)
        member.press("Entrer dans la salle")
    for member in others[:2]:
        member.press("Je suis là")
        expect(member.page.locator(".o-here")).to_contain_text("Votre présence est enregistrée.")
    open_session(chair, names=5)
    for member in others:
        member.page.reload()
        expect(member.page.locator("[data-live]")).to_be_visible()
    chair.press("Ouvrir ce point")
    witness = others[-1]
    vote(members, witness)
    return close_and_decide(chair, witness, series)


def open_session(chair: Person, *, names: int) -> None:
    chair.press("Ouvrir la séance")
    boxes = chair.page.get_by_role("group", name="Membres présents").get_by_role("checkbox")
    expect(boxes).to_have_count(names)
    for box in boxes.all():
        box.check()
    chair.press("Enregistrer les présences")
    expect(chair.page.get_by_text("Présences enregistrées.")).to_be_visible()


def vote(members: list[Person], witness: Person) -> None:
    """Three members vote, one of each college; one recuses; the witness sees it come."""
    first, second, third, recused, _ = members
    received = witness.page.locator("[data-region=bulletins] .o-big")
    expect(received).to_have_text("0 sur 5 attendus")
    recuse(recused)
    expect(received).to_have_text("0 sur 4 attendus")
    cast(first, "Pour")
    expect(received).to_have_text("1 sur 4 attendus")
    cast(second, "Contre")
    second.press("Changer mon vote")  # Until the closing, one may change one's mind.
    cast(second, "Pour")
    cast(third, "Abstention")
    expect(received).to_have_text("3 sur 4 attendus")
    witness.shoot("salle-vote")
    first.shoot("salle-presidence")
    for member in members:
        see_no_direction(member)


def recuse(member: Person) -> None:
    member.page.get_by_text("Je me déporte").first.click()
    member.field("Lien avec ce point").fill("J’ai accompagné cette structure.")
    member.button("Je me déporte").click()
    expect(member.page.get_by_text("Votre déport sur ce point est noté")).to_be_visible()


def cast(member: Person, choice: str) -> None:
    """Press the ballot; « enregistré » comes from the server."""
    button = member.button(choice)
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("enregistré")


def see_no_direction(member: Person) -> None:
    """Before the closing, nobody's page says how the others vote, not even in its source."""
    expect(member.page.locator(".o-tally, .o-stack, .o-result")).to_have_count(0)
    source = member.page.content()
    assert source.count('aria-pressed="true"') <= 1
    for direction in DIRECTIONS:
        assert f"<span>{direction}</span>" not in source


def close_and_decide(chair: Person, witness: Person, series: str) -> str:
    """Close the vote, then proclaim what it gave. The others see it without reloading."""
    chair.page.get_by_text("Clore sans attendre").click()
    chair.press("Clore le vote")
    expect(witness.page.get_by_text("Il reste à proclamer le résultat")).to_be_visible()
    chair.press("Proclamer le résultat")
    tally = witness.page.locator(".o-tally")
    expect(tally).to_contain_text("pour")
    assert tally.inner_text().split()[:6] == ["2", "pour", "0", "contre", "1", "abstention"]
    decided = witness.page.get_by_text("Dossier validé par le comité")
    expect(decided.first).to_be_visible()
    witness.shoot("salle-decision")
    chair.page.get_by_role("link", name="Lire le dossier").click()
    link = chair.page.get_by_role("link", name=f"{series}-")
    number = link.inner_text()
    assert NAME in chair.page.title()
    return number
