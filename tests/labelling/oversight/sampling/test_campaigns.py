"""A campaign: prepared, announced, drawn once, and drawn again by anybody from what is public."""

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from labelling.oversight.sampling import operations
from labelling.oversight.sampling.draw import draw as draw_lots
from labelling.oversight.sampling.models import Campaign, Candidate
from labelling.oversight.sampling.operations import draw_campaign
from labelling.oversight.sampling.proofs import draws_are_what_their_seed_gives
from tests import factories, sanctions
from tests.directory.making import logged_in
from tests.labelling.oversight.sampling.campaigns import (
    announced,
    drawn,
    labels,
    prepared,
    why_refused,
)
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def draw(campaign: Campaign, value: str = "") -> Campaign:
    return draw_campaign(campaign, value=value, actor=factories.SYSTEM)


def words(response: Any) -> str:
    text: str = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def numbers_of(campaign: Campaign) -> set[str]:
    return set(campaign.candidates.filter(drawn=True).values_list("number", flat=True))


def test_a_draw_opens_a_review_of_each_it_takes() -> None:
    made = labels(4)
    campaign = drawn()
    taken = campaign.candidates.filter(drawn=True)
    assert (campaign.state, taken.count(), campaign.candidates.count()) == ("drawn", 2, 4)
    for candidate in taken:
        assert candidate.review
        assert candidate.review.origin == ReviewOrigin.SAMPLING
        assert candidate.review.recognition == candidate.recognition
        assert campaign.number in candidate.review.account
    assert ComplianceReview.objects.count() == 2
    assert {line.number for line in campaign.candidates.all()} == {item.number for item in made}


def test_anybody_draws_it_again_from_what_is_public(client: Client) -> None:
    labels(3)
    labels(4, department="44")
    sanctions.suspend(labels(1)[0])
    campaign = drawn(rate=40)
    page = f"/tirages/{campaign.number}/"
    rule = json.loads(client.get(f"{page}tirage.json").content)
    text = client.get(f"{page}base.csv").content.decode("utf-8-sig")
    frame = list(csv.DictReader(StringIO(text), delimiter=";"))
    assert recomputed(rule["graine"], rule["part_pour_cent"], frame) == set(rule["tirees"])
    assert {row["numero"] for row in frame if row["tiree"] == "oui"} == set(rule["tirees"])
    assert rule["identique"] is True
    shown = words(client.get(page))
    assert "Refait à l’instant, le tirage donne les mêmes numéros." in shown
    assert all(number in shown for number in rule["tirees"])
    assert "CTR-" not in shown  # what a review is about is not public


def recomputed(seed: str, rate: int, frame: list[dict[str, str]]) -> set[str]:
    """As its page says it, with a pocket calculator."""

    def sha(text: str) -> str:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    may = [row for row in frame if row["trop_recente"] == "non"]
    size = (len(frame) * rate + 99) // 100
    size = min(size, len(may))
    parts: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in may:
        tickets = [sha(f"{seed}|{row['numero']}|{n + 1}") for n in range(int(row["billets"]))]
        assert min(tickets) == row["plus_petit_billet"]
        key = (row["nature"], row["departement"])
        parts.setdefault(key, []).append((min(tickets), row["numero"]))
    whole = {key: divmod(size * len(rows), len(may)) for key, rows in parts.items()}
    missing = size - sum(quotient for quotient, _ in whole.values())
    served = sorted(whole, key=lambda key: (-whole[key][1], sha(f"{seed}|{key[0]}|{key[1]}")))
    return {
        number
        for key, rows in parts.items()
        for _, number in sorted(rows)[: whole[key][0] + (key in served[:missing])]
    }


def test_it_is_announced_ahead_and_drawn_no_sooner() -> None:
    labels(2)
    today = timezone.localdate()
    soon = prepared(ago=0, draw_on=today + timedelta(days=2))
    with pytest.raises(Refused) as refused:
        perform(soon, "publish", actor=factories.SYSTEM)
    assert why_refused(refused.value) == ["too_soon"]
    waiting = announced(ago=5)
    with pytest.raises(Refused) as refused:
        draw(waiting)
    assert why_refused(refused.value) == ["not_yet"]
    with pytest.raises(Stale):
        draw(prepared())


def test_the_seed_waits_for_its_public_value() -> None:
    labels(4)
    campaign = announced(awaited="Les numéros du premier Loto d’avril, dans l’ordre.")
    with pytest.raises(Refused) as refused:
        draw(campaign, "  ")
    assert why_refused(refused.value) == ["no_value"]
    draw(campaign, "3-14-15-26-41")
    assert campaign.whole_seed == "graine d’essai|3-14-15-26-41"


@pytest.mark.parametrize("rate", [-5, 0, 101])
def test_a_rate_out_of_bounds_is_refused_and_stays_typed(rate: int) -> None:
    with pytest.raises(Refused):
        prepared(rate=rate)
    client = logged_in(factories.monitor())
    typed = {"rate": str(rate), "rest_years": "3", "seed": "abc", "draw_on": "2030-01-01"}
    answer = client.post("/tirages/preparer/", typed)
    assert answer.status_code == 422
    assert "Choisissez une part de 1 à 100 %." in words(answer)
    assert 'value="abc"' in words(answer)
    assert not Campaign.objects.exists()


def test_the_database_bounds_the_rate_and_keeps_the_frame() -> None:
    labels(2)
    campaign = drawn()
    changes: list[dict[str, Any]] = [{"rate": 0}, {"rate": 101}, {"drawn_on": None}]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            Campaign.objects.filter(pk=campaign.pk).update(**change)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Candidate.objects.filter(campaign=campaign).update(drawn=False, review=None)


def test_a_stratum_without_members_and_a_register_without_labels_are_said() -> None:
    with pytest.raises(Refused) as refused:
        announced()
    assert why_refused(refused.value) == ["nothing_active"]
    labels(2)
    with pytest.raises(Refused) as refused:
        announced(departments=("49", "53"))
    assert [unmet.message for unmet in refused.value.unmet] == [
        "Mayenne (53) n’a aucune reconnaissance active à tirer."
    ]
    with pytest.raises(Refused):
        prepared(departments=("20",))


def test_what_was_drawn_rests() -> None:
    labels(2)
    first = numbers_of(drawn(rate=50))
    second = numbers_of(drawn(rate=50))
    assert len(first) == len(second) == 1
    assert not first & second
    with pytest.raises(Refused) as refused:
        drawn(rate=50)
    assert why_refused(refused.value) == ["nothing_active"]
    assert numbers_of(drawn(rate=100, rest_years=0)) == first | second


def test_one_that_is_being_reviewed_keeps_its_review() -> None:
    [made] = labels(1)
    review = open_review(
        made, origin=ReviewOrigin.SURVEILLANCE, account="Vu.", actor=factories.SYSTEM
    )
    campaign = drawn(rate=100)
    assert campaign.candidates.get().review == review
    assert ComplianceReview.objects.count() == 1


def test_a_draw_cut_short_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    labels(4)
    campaign = announced()
    real, opened = open_review, []

    def cut(*args: Any, **kwargs: Any) -> Any:
        opened.append(args)
        if len(opened) == 2:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(operations, "open_review", cut)
    with pytest.raises(KeyboardInterrupt):
        draw(campaign)
    campaign = Campaign.objects.get(pk=campaign.pk)
    assert (campaign.state, ComplianceReview.objects.count()) == ("published", 0)
    assert not Candidate.objects.exists()
    monkeypatch.undo()
    assert len(numbers_of(draw(campaign))) == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_at_once_draw_once() -> None:
    labels(4)
    campaign = announced()
    acts: list[Callable[[], Any]] = [
        lambda: draw(Campaign.objects.get(pk=campaign.pk)) for _ in range(2)
    ]
    results = at_once(acts)
    assert sum(isinstance(result, Stale) for result in results) == 1
    assert ComplianceReview.objects.count() == len(numbers_of(campaign)) == 2


def test_only_whoever_watches_draws() -> None:
    labels(2)
    campaign = announced()
    for person in (factories.manager(), factories.instructor(), factories.representative()):
        with pytest.raises(Forbidden):
            draw_campaign(campaign, actor=Actor.of(person))
        assert logged_in(person).get("/tirages/preparer/").status_code == 403
    watcher = factories.monitor()
    client = logged_in(watcher)
    assert "Tirer au sort" in words(client.get(campaign.get_absolute_url()))
    page = words(client.post(f"/tirages/{campaign.pk}/tirer/", follow=True))
    assert "Tirage effectué." in page
    assert campaign.history.latest("history_id").actor == Actor.of(watcher).reference


def test_a_campaign_being_prepared_is_nobody_else_s(client: Client) -> None:
    labels(1)
    campaign = prepared()
    page = campaign.get_absolute_url()
    assert client.get(page).status_code == 404
    assert campaign.number not in words(client.get("/tirages/"))
    perform(campaign, "publish", actor=factories.SYSTEM, at=timezone.now() - timedelta(days=20))
    assert campaign.seed in words(client.get(page))
    assert client.get(f"{page}base.csv").status_code == 404
    perform(campaign, "cancel", actor=factories.SYSTEM, reason="Une autre la remplace.")
    assert "Une autre la remplace." in words(client.get(page))


def test_the_command_draws_then_draws_again() -> None:
    labels(4)
    campaign = announced()

    def run(*options: str) -> str:
        out = StringIO()
        call_command("draw_sample", "--campaign", *options, stdout=out)
        return out.getvalue()

    first = json.loads(run(campaign.number, "--json"))
    again = json.loads(run(str(campaign.pk), "--json"))
    assert (first["nouveau"], again["nouveau"]) == (True, False)
    assert first["tirees"] == again["tirees"]
    assert set(first["tirees"]) == numbers_of(campaign)
    assert "tirage refait, identique" in run(campaign.number)
    with pytest.raises(CommandError, match="Aucune campagne"):
        run("TIR-1999-0001")
    with pytest.raises(CommandError, match="pas avant"):
        run(announced(ago=2).number)


@pytest.mark.breaks_history
def test_the_proof_finds_a_draw_that_was_bent() -> None:
    labels(4)
    campaign = drawn()
    assert not list(draws_are_what_their_seed_gives())
    Campaign.objects.filter(pk=campaign.pk).update(seed="une autre")
    frame = [line.entry for line in campaign.candidates.order_by("number")]
    changed = numbers_of(campaign) != set(draw_lots("une autre", 50, frame).drawn)
    assert bool(list(draws_are_what_their_seed_gives())) is changed
