"""A rule is declared once, written once, and named after where it is declared."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.toys.models import Repair
from tests.toys.rulebook import ToyRules
from workflows import checks, policies
from workflows.access import CaseRules
from workflows.lifecycles import machine_of
from workflows.policies import Rule
from workflows.rules import Context, Effect, Guard


@pytest.fixture(autouse=True)
def _declared_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "_declared", dict(policies._declared))


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        (CaseRules.read_case, "workflows.read_case"),
        (ToyRules.part_dated, "toys.part_dated"),
    ],
)
def test_its_name_says_the_app_and_the_attribute(rule: Rule, name: str) -> None:
    assert rule.name == name


def test_it_is_declared_once() -> None:
    class Mine:
        swept = Effect()

    with pytest.raises(RuntimeError) as refusal:

        class Theirs:
            swept = Effect()

    assert isinstance(refusal.value.__cause__, ImproperlyConfigured)
    assert str(refusal.value.__cause__) == "workflows.swept is declared twice"


def test_it_is_written_once() -> None:
    class Mine:
        swept = Effect()

    def sweep(context: Context) -> None: ...

    Mine.swept.does(sweep)
    with pytest.raises(ImproperlyConfigured, match=r"workflows\.swept is written twice"):
        Mine.swept.does(sweep)


def test_what_nobody_wrote_is_found_though_no_law_names_it() -> None:
    class Mine:
        swept = Guard()

    assert [(error.id, error.msg) for error in checks.check_rules(None)] == [
        ("workflows.E028", "nobody wrote <Guard workflows.swept>")
    ]


def test_what_a_law_names_is_told_with_its_law_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = machine_of(Repair).transitions["ask"].law.policy
    monkeypatch.setattr(owner, "is_written", False)
    assert checks.check_rules(None) == []
    assert (
        "workflows.E006",
        "toys.Repair: ask names a rule that nobody wrote: <Policy toys.owner>",
    ) in [(error.id, error.msg) for error in checks.check_model(Repair)]
