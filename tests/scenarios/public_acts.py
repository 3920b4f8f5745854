"""What anybody may check, without an account."""

from datetime import date

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.people import Person
from workflows.presentation.french import format_date


def three_years_later(start: date) -> date:
    """The same calendar day three years later, or the last day of that February."""
    is_leap_day = (start.month, start.day) == (2, 29)
    return start.replace(year=start.year + 3, day=28 if is_leap_day else start.day)


def find_in_register(person: Person, name: str, label: str) -> None:
    """Find the label by the organisation's name, then check its number."""
    page = person.page
    today = timezone.localdate()
    until = format_date(three_years_later(today))
    person.go("/")
    page.get_by_role("searchbox").fill(name)
    person.press("Chercher")
    row = page.get_by_role("row", name=name)
    expect(row).to_contain_text(label)
    expect(row).to_contain_text(until)
    person.shoot("registre")
    row.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("main")).to_contain_text(f"Du {format_date(today)} au {until}")
    person.shoot("label")
    person.go("/verifier/")
    person.field("Numéro").fill(label.lower().replace("-", " "))
    person.press("Vérifier", exact=True)
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
