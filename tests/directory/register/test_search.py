"""The public register: found by any spelling, in order, at the same cost whatever its size."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Value
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from directory.charters.models import Charter
from directory.organisations.folding import FOLDED_FROM, Folded, fold
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.register.orders import ORDERS
from directory.register.search import COUNT_CAP, PAGE_SIZE, Row
from tests import factories, sanctions
from tests.directory.making import label, signature
from workflows.models import Case
from workflows.presentation.french import format_date

REGISTER = reverse("directory:register")
FRENCH = st.text(alphabet=FOLDED_FROM + "abcxyzABCXYZ0123 œŒæÆ«»", max_size=40)


pytestmark = pytest.mark.django_db


class FoldingTest(TestCase):
    """Not a function: hypothesis needs a transaction per example."""

    @given(text=FRENCH)
    def test_the_database_folds_as_python_does(self, text: str) -> None:
        charter, _ = Charter.objects.get_or_create(kind="structures")
        found = Charter.objects.annotate(folded=Folded(Value(text))).get(pk=charter.pk)
        assert found.folded == fold(text)


def test_folding_is_what_people_mean() -> None:
    assert fold("L’Œuvre des ÉCOLES-du-Maïs") == "l oeuvre des ecoles du mais"
    assert fold(fold("Ça")) == fold("Ça") == "ca"


def rows(**query: str) -> list[Row]:
    return list(Client().get(REGISTER, query).context["page"].rows)


def names(**query: str) -> list[str]:
    return [row.recognition.organisation.name for row in rows(**query)]


@pytest.fixture
def labels() -> dict[str, Recognition]:
    today = timezone.localdate()
    places = {
        "Zéphyr": ("44", today),
        "École du Marais": ("85", today),
        "L’Œuvre": ("49", today),
        "Abeille": ("49", today - timedelta(days=1200)),
        "Coop Éole": ("44", today),
    }
    made = {
        name: label(factories.organisation(name, department=department), day)
        for name, (department, day) in places.items()
    }
    sanctions.suspend(made["Zéphyr"], reason="Un motif")
    return made


# What is valid, the suspended one, the one that ended; each by name, as people sort them.
ALL = ["Coop Éole", "École du Marais", "L’Œuvre", "Zéphyr", "Abeille"]


def test_what_is_valid_comes_first_then_names_as_people_sort_them(labels) -> None:
    assert names() == ALL


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ecole", ["École du Marais"]),
        ("ÉCOLE du", ["École du Marais"]),
        ("l'oeuvre", ["L’Œuvre"]),
        ("eol", ["Coop Éole"]),
        ("100%", []),
        ("_", []),
    ],
)
def test_a_name_is_found_however_it_is_typed(labels, typed, found) -> None:
    assert names(q=typed) == found


def test_a_siren_a_siret_or_a_number_is_found(labels) -> None:
    organisation = labels["Zéphyr"].organisation
    assert names(q=f"{organisation.siren[:3]} {organisation.siren[3:]}") == ["Zéphyr"]
    assert names(q=f"{organisation.siren}00015") == ["Zéphyr"]
    assert names(q=labels["Abeille"].number.lower()) == ["Abeille"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"departement": "49"}, ["L’Œuvre", "Abeille"]),
        ({"validite": "suspendu"}, ["Zéphyr"]),
        ({"validite": "termine"}, ["Abeille"]),
        ({"validite": "valide", "departement": "44"}, ["Coop Éole"]),
        ({"validite": "a-venir"}, []),
        ({"validite": "n'importe quoi"}, ALL),
    ],
)
def test_filters_narrow_the_list(labels, query, found) -> None:
    assert names(**query) == found


def test_each_line_says_until_when_or_how_it_ended(labels) -> None:
    sanctions.withdraw(labels["L’Œuvre"], reason="Un motif")
    said = {row.recognition.organisation.name: row.until for row in rows()}
    today = format_date(timezone.localdate())
    assert said["L’Œuvre"] == f"retiré le {today}"
    for name in ("École du Marais", "Zéphyr"):
        assert said[name] == format_date(labels[name].valid_until)
    assert said["Abeille"] == f"expiré le {format_date(labels['Abeille'].valid_until)}"


def test_each_active_filter_is_a_chip_that_lifts_it(labels) -> None:
    response = Client().get(REGISTER, {"q": "école", "departement": "85"})
    chips = dict(response.context["chips"])
    assert chips == {
        "«\u00a0école\u00a0»": f"{REGISTER}?departement=85",
        "Vendée (85)": f"{REGISTER}?q=%C3%A9cole",
    }


def test_nothing_found_says_what_to_do(labels) -> None:
    page = Client().get(REGISTER, {"q": "introuvable"}).content.decode()
    assert "Aucun label ne correspond" in page
    assert "0\u00a0label" in page


def many(number: int) -> None:
    """As many labels, written in bulk: only reading them is at stake here."""
    signed = signature(factories.organisation("Modèle"))
    now = timezone.now()
    today = timezone.localdate()
    case = Case.objects.create(kind="directory.organisation", title="Essai", opened_at=now)
    organisations = Organisation.objects.bulk_create(
        Organisation(
            name=f"Même nom {index // 3}",
            siren=factories.siren(),
            legal_form="9220",
            department="49",
        )
        for index in range(number)
    )
    Recognition.objects.bulk_create(
        Recognition(
            organisation=organisation,
            kind="label",
            number=f"ESSAI-{organisation.pk}",
            signature=signed,
            case=case,
            valid_from=today,
            valid_until=today + timedelta(days=1000),
            state=RecognitionState.ACTIVE,
        )
        for organisation in organisations
    )


@pytest.mark.breaks_history
def test_the_list_costs_the_same_at_ten_and_at_a_thousand() -> None:
    many(10)
    few = count_queries()
    many(990)
    assert count_queries() <= few <= 4  # what many are named is not counted
    response = Client().get(REGISTER)
    assert response.context["page"].count == COUNT_CAP
    assert "Plus de 500 labels" in response.content.decode()


def count_queries() -> int:
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(REGISTER, {"q": "même", "departement": "49"}).status_code == 200
    return len(queries)


@pytest.mark.breaks_history
def test_pages_follow_each_other_without_loss_or_repeat() -> None:
    many(2 * PAGE_SIZE + 7)
    client, url, seen = Client(), REGISTER, []
    while url:
        context = client.get(url).context
        seen += [row.recognition.pk for row in context["page"].rows]
        url = context["pager"].next
    assert len(seen) == len(set(seen)) == 2 * PAGE_SIZE + 7


@pytest.mark.breaks_history
@pytest.mark.parametrize("validite", ["", "valide", "suspendu", "a-venir", "termine"])
def test_pages_in_every_standing_follow_each_other(validite: str) -> None:
    """What is past its last day is among what is over, though its state does not say so yet."""
    many(2 * PAGE_SIZE)
    today = timezone.localdate()
    held = list(Recognition.objects.order_by("pk"))
    for rank, found in enumerate(held):
        state = [RecognitionState.ACTIVE, RecognitionState.SCHEDULED, RecognitionState.EXPIRED]
        lapsed = rank % 4 == 3
        Recognition.objects.filter(pk=found.pk).update(
            state=RecognitionState.ACTIVE if lapsed else state[rank % 3],
            valid_from=today - timedelta(days=9),
            valid_until=today + timedelta(days=-1 if lapsed else 9),
            ended_on=today,
        )
    seen, url = [], f"{REGISTER}?validite={validite}"
    while url:
        context = Client().get(url).context
        seen += [
            (row.validity.word, row.recognition.folded_name, row.recognition.pk)
            for row in context["page"].rows
        ]
        url = context["pager"].next
    places = {"Valide": 1, "Suspendu": 2, "À venir": 3, "Expiré": 4}
    assert seen == sorted(set(seen), key=lambda row: (places[row[0]], row[1], row[2]))
    kept = {"valide": "Valide", "suspendu": "Suspendu", "a-venir": "À venir", "termine": "Expiré"}
    assert {word for word, _, _ in seen} <= {kept.get(validite, word) for word in places}
    if not validite:
        assert len(seen) == len(held)


ORDER = {
    "nom": ["Abeille", "Coop Éole", "École du Marais", "L’Œuvre", "Zéphyr"],
    "numero": ["Zéphyr", "École du Marais", "L’Œuvre", "Coop Éole"],
    "echeance": ["Abeille", "Zéphyr", "École du Marais", "L’Œuvre", "Coop Éole"],
}


@pytest.mark.parametrize("column", ORDER)
def test_each_column_sorts_both_ways(labels, column: str) -> None:
    kept = set(ORDER[column])
    found = [name for name in names(tri=column) if name in kept]
    assert found == ORDER[column]
    found = [name for name in names(tri=f"-{column}") if name in kept]
    if column != "echeance":  # those of one day stay in the order of their keys, turned round
        assert found == ORDER[column][::-1]


def test_the_head_of_a_column_says_how_it_is_sorted_and_turns_it_round(labels) -> None:
    client = Client()
    for query, sorts, link in (
        ({}, ["", "", "", "ascending"], f"{REGISTER}?q=e&tri=nom"),
        ({"tri": "nom"}, ["ascending", "", "", ""], f"{REGISTER}?q=e&tri=-nom"),
        ({"tri": "-nom"}, ["descending", "", "", ""], f"{REGISTER}?q=e&tri=nom"),
    ):
        answer = client.get(REGISTER, {"q": "e", **query})
        headings = answer.context["headings"]
        assert [heading.aria for heading in headings] == sorts
        assert headings[0].url == link
        assert answer.text.count("aria-sort") == 1
        assert [label for label, _ in answer.context["chips"]] == ["«\u00a0e\u00a0»"]


@pytest.mark.breaks_history
@pytest.mark.parametrize("tri", [*ORDERS])
@pytest.mark.parametrize("validite", ["", "valide", "termine"])
def test_sorted_pages_follow_each_other(tri: str, validite: str) -> None:
    """Whatever the order, each label once, though some are past their last day."""
    many(2 * PAGE_SIZE + 3)
    today = timezone.localdate()
    held = list(Recognition.objects.order_by("pk").values_list("pk", flat=True))
    for rank, pk in enumerate(held):
        Recognition.objects.filter(pk=pk).update(
            number=f"OSE-2026-{7919 * rank % 9973:04d}",
            valid_from=today - timedelta(days=99),
            valid_until=today + timedelta(days=rank % 7 - 3),
        )
    seen, url = [], f"{REGISTER}?tri={tri}&validite={validite}"
    while url:
        answer = Client().get(url)
        assert "Cette page n’existe pas" not in answer.text
        seen += [row.recognition for row in answer.context["page"].rows]
        url = answer.context["pager"].next
    order = ORDERS[tri]
    keys = [order.key_of(recognition, today) for recognition in seen]
    assert keys == sorted(set(keys), reverse=order.backwards)
    over = Recognition.objects.filter(valid_until__lt=today).count()
    asked = {"": len(held), "valide": len(held) - over, "termine": over}
    assert len(seen) == asked[validite] > 0


@pytest.mark.breaks_history
@pytest.mark.parametrize("tri", ["nom", "-numero", "echeance", "-echeance"])
def test_a_sorted_register_is_read_along_an_index(tri: str) -> None:
    many(300)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL chooses by size")
    with CaptureQueriesContext(connection) as queries:
        Client().get(REGISTER, {"tri": tri})
    listed = [query["sql"] for query in queries if "ORDER BY" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listed[0]}")
        assert "TEMP B-TREE" not in str(cursor.fetchall())


@pytest.mark.parametrize("key", ["x_1", "2026-02-30_1", "2026-01-01_-1", "2026-01-01", "1_2_3_4"])
def test_a_key_of_another_order_starts_over_and_says_so(key: str) -> None:
    answer = Client().get(REGISTER, {"tri": "echeance", "apres": key})
    assert answer.status_code == 200
    assert "Cette page n’existe pas" in answer.text


@pytest.mark.breaks_history
@pytest.mark.parametrize("validite", ["", "valide"])
def test_the_register_is_read_along_an_index(validite: str) -> None:
    many(1_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        Client().get(REGISTER, {"validite": validite})
    listed = [query["sql"] for query in queries if "ORDER BY" in query["sql"]]
    with connection.cursor() as cursor:
        prefix = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
        cursor.execute(f"{prefix} {listed[0]}")
        plan = str(cursor.fetchall())
    assert "recognition_register" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_a_number_is_found_however_it_is_typed(labels) -> None:
    number = labels["Zéphyr"].number
    series, year, rank = number.split("-")
    for typed in (number.lower(), f"{series} {year} {int(rank)}", f"{year}-{rank}"):
        assert names(q=typed) == ["Zéphyr"]


def test_no_key_leads_to_what_the_register_hides(labels) -> None:
    seen = rows(apres="0_1_a")
    assert [row.recognition.organisation.name for row in seen] == ALL


@pytest.mark.parametrize("key", ["999999", "x", "-1", "9" * 40, "²"])
def test_a_key_that_leads_nowhere_starts_over(key) -> None:
    assert Client().get(REGISTER, {"apres": key}).status_code == 200
