"""A label is renewed by a dossier that takes the last one over, and asks what is bound to time."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import override_settings
from django.urls import reverse

from directory.charters.enums import PrincipleKey
from directory.delays.calendar import months_before
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from labelling.dossiers.enums import Approach
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier
from labelling.evidence.models import AssemblyPresentation, Evidence
from labelling.evidence.operations import take_over, write_evidence
from labelling.instruction.enums import ApplicationState as S
from labelling.renewal.models import TermReport
from labelling.renewal.opening import is_renewable, obstacles
from labelling.renewal.operations import open_renewal
from tests import factories, sanctions
from tests.directory.making import label, noon
from tests.labelling.browsing import client_of, location, url
from tests.labelling.renewal import making
from tests.racing import Overlap
from workflows.actors import Actor
from workflows.correspondence.operations import attachments_of
from workflows.engine import perform
from workflows.presentation.french import format_date
from workflows.verdicts import Forbidden, Refusal, Refused

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [unmet.code for unmet in refused.value.unmet]


def renew_url(recognition: Recognition) -> str:
    return reverse("labelling:renew", args=[recognition.pk])


def test_what_was_written_comes_along_and_the_rest_is_asked() -> None:
    held = making.labelled()
    former = Dossier.objects.get(pk=held.case_id)
    with making.before_end(held, 11):
        made = making.opened(held)
    assert (made.state, made.renews, made.signature) == (S.DRAFT, held, None)
    assert made.commitments == former.commitments != ""
    texts = dict(Evidence.objects.filter(dossier=made).values_list("principle", "text"))
    assert texts == dict(Evidence.objects.filter(dossier=former).values_list("principle", "text"))
    assert len(texts) == 5
    assert attachments_of(made).count() == attachments_of(former).count() - 1  # the minutes stay
    assert not AssemblyPresentation.objects.filter(dossier=made).exists()
    reason = made.history.get(transition="take_over").reason
    assert held.number in reason
    assert str(former.reference) in reason


def test_it_opens_a_year_before_the_end_and_not_a_day_sooner() -> None:
    held = label(factories.organisation(), date(2024, 2, 29))
    opens = months_before(held.valid_until, 12)
    assert not is_renewable(held, opens - timedelta(days=1))
    assert is_renewable(held, opens)
    assert is_renewable(held, held.valid_until)
    assert not is_renewable(held, held.valid_until + timedelta(days=1))
    (early,) = obstacles(held, opens - timedelta(days=1))
    assert (early.code, early.message) == (
        "too_early",
        "Le renouvellement s’ouvre le 28\u00a0février\u00a02026.",
    )
    (late,) = obstacles(held, held.valid_until + timedelta(days=1))
    assert late.code == "not_active"


def test_a_suspended_label_is_not_renewed_by_its_holder() -> None:
    held = label(factories.organisation(), date(2024, 2, 29))
    during = noon(date(2026, 12, 1))
    sanctions.suspend(held, reason="Enquête.", at=during)
    held.refresh_from_db()
    assert [unmet.code for unmet in obstacles(held, date(2026, 12, 1))] == ["not_active"]


def test_nobody_renews_the_label_of_others() -> None:
    held = making.labelled()
    with making.before_end(held, 6), pytest.raises(Forbidden):
        making.opened(held, factories.representative())
    assert held.organisation.dossiers.count() == 1


def test_opened_twice_it_is_refused_and_leads_to_the_first() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        first = making.opened(held)
        with pytest.raises(Refused) as refused:
            making.opened(held)
        assert codes(refused) == ["renewal_open"]
        assert refused.value.unmet[0].url == first.get_absolute_url()
    assert held.organisation.dossiers.count() == 2


def test_the_database_keeps_one_open_renewal_of_a_label() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        making.opened(held)
    elsewhere = factories.dossier()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dossier.objects.filter(pk=elsewhere.pk).update(renews=held)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_at_once_one_opens_it_and_the_other_is_told() -> None:
    with transaction.atomic():
        held = making.labelled()
        person = Actor.of(making.holder(held))
    day = noon(months_before(held.valid_until, 6))

    def act() -> Dossier:
        return open_renewal(
            held, approach=Approach.ESS_PRATIQUES, framework=None, actor=person, at=day
        )

    with Overlap() as overlap:
        done, refused = overlap.run(act, act)
    assert isinstance(done, Dossier)
    assert isinstance(refused, Refusal)
    assert Dossier.objects.filter(renews=held).count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_given_up_while_its_renewal_is_opened_it_is_not_renewed() -> None:
    with transaction.atomic():
        held = making.labelled()
        person = Actor.of(making.holder(held))
    day = noon(months_before(held.valid_until, 6))

    def give_up() -> Recognition:
        return perform(Recognition.objects.get(pk=held.pk), "renounce", actor=person, at=day)

    def act() -> Dossier:
        return open_renewal(
            held, approach=Approach.ESS_PRATIQUES, framework=None, actor=person, at=day
        )

    with Overlap() as overlap:
        done, refused = overlap.run(give_up, act)
    assert not isinstance(done, Refusal)
    assert isinstance(refused, Refusal)
    assert not Dossier.objects.filter(renews=held).exists()


def test_without_the_report_of_the_period_it_is_not_filed() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        made = making.ready_to_file(held)
        person = Actor.of(making.holder(held))
        with pytest.raises(Refused) as refused:
            perform(made, "submit", actor=person)
        assert codes(refused) == ["no_term_report"]
        making.reported(made)
        assert perform(made, "submit", actor=person).state == S.SUBMITTED


def test_a_first_dossier_has_no_period_to_report_on() -> None:
    with pytest.raises(Refused) as refused:
        making.reported(factories.dossier(S.PRESENTED))
    assert codes(refused) == ["no_renewal"]
    assert not TermReport.objects.exists()


def test_the_label_that_follows_begins_when_the_former_ends() -> None:
    held = making.labelled()
    with making.before_end(held, 2):
        following = making.labelled(held.organisation)
    assert following.previous == held
    assert following.valid_from == held.valid_until
    apply_time(noon(held.valid_until))
    held.refresh_from_db()
    following.refresh_from_db()
    assert (held.state, following.state) == ("renewed", "active")


def at_decision(settings_: dict[str, object]) -> dict[str, object]:
    kinds = {**settings_}
    kinds["label"] = {**kinds["label"], "renewal_begins": ((date(2014, 7, 31), "decision"),)}  # type: ignore[dict-item]
    return kinds


def test_or_on_the_day_of_the_decision_where_the_rule_says_so(settings: object) -> None:
    held = making.labelled()
    day = months_before(held.valid_until, 2)
    with (
        override_settings(OSE_RECOGNITIONS=at_decision(settings.OSE_RECOGNITIONS)),  # type: ignore[attr-defined]
        making.day(day),
    ):
        following = making.labelled(held.organisation)
        assert following.valid_from == day
        apply_time(noon(day))
        held.refresh_from_db()
        following.refresh_from_db()
        assert (held.state, held.ended_on, following.state) == ("renewed", day, "active")


def test_its_page_says_when_the_next_one_begins_by_the_rule_in_force(settings: Any) -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        client = client_of(making.holder(held))
        assert "commence quand celui-ci finit" in client.get(renew_url(held)).text
        with override_settings(OSE_RECOGNITIONS=at_decision(settings.OSE_RECOGNITIONS)):
            assert "commence le jour de sa validation" in client.get(renew_url(held)).text


def test_its_page_is_one_button_and_leads_to_the_charter() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        client = client_of(making.holder(held))
        shown = client.get(Dossier.objects.get(pk=held.case_id).get_absolute_url()).text
        assert f'href="{renew_url(held)}">Préparer le renouvellement</a>' in shown
        asked = client.get(renew_url(held)).text
        assert "Faire le bilan de la période" in asked
        answer = client.post(renew_url(held), {"approach": "ess_pratiques"})
        made = held.organisation.dossiers.latest("pk")
        assert location(answer) == url("sign", made)
        again = client.post(renew_url(held), {"approach": "ess_pratiques"})
        assert again.status_code == 422
        assert "Votre structure a déjà un dossier ouvert" in again.text


def test_whoever_opens_a_dossier_is_led_to_the_renewal() -> None:
    held = making.labelled()
    address = reverse("labelling:open", args=[held.organisation_id])
    way = f'href="{renew_url(held)}">Préparer le renouvellement'
    choice = {"approach": "ess_pratiques"}
    for months in (13, 6):
        with making.before_end(held, months):
            client = client_of(making.holder(held))
            told, listed = client.get(address).text, client.get(reverse("labelling:list")).text
            refused = client.post(address, choice)
            assert (way in told, way in listed) == (months == 6, months == 6)
            assert "Ouvrir le dossier</button>" not in told
            assert f'href="{address}"' not in listed
            assert refused.status_code == 422
            assert held.organisation.dossiers.count() == 1
            opens = format_date(months_before(held.valid_until, 12))
            for page in (told, listed, refused.text):
                assert (f"Son renouvellement s’ouvre le {opens}" in page) == (months == 13)
    with making.after_end(held):
        client = client_of(making.holder(held))
        assert "Ouvrir le dossier</button>" in client.get(address).text
        assert client.post(address, choice).status_code == 302


def test_beside_a_label_that_runs_the_operation_itself_opens_none() -> None:
    held = making.labelled()
    actor, organisation = Actor.of(making.holder(held)), held.organisation
    first = {"organisation": organisation, "approach": Approach.ESS_PRATIQUES, "framework": None}
    with pytest.raises(Refused) as refused:
        open_dossier(**first, actor=actor)  # type: ignore[arg-type]
    assert codes(refused) == ["too_early"]
    sanctions.suspend(held)
    with pytest.raises(Refused) as refused:
        open_dossier(**first, actor=actor)  # type: ignore[arg-type]
    assert codes(refused) == ["running"]
    perform(held, "renounce", actor=actor, reason="Essai.")
    assert open_dossier(**first, actor=actor).renews is None  # type: ignore[arg-type]


def test_a_renewal_that_was_given_up_is_taken_over_as_a_renewal() -> None:
    held = making.labelled()
    with making.before_end(held, 11):
        actor = Actor.of(making.holder(held))
        first = perform(making.opened(held), "withdraw", actor=actor, reason="Essai.")
        page = client_of(making.holder(held)).get(url("take_over", first)).text
        assert "Ouvrir le nouveau dossier</button>" in page
        again = take_over(first, approach=Approach.ESS_PRATIQUES, framework=None, actor=actor)
    assert again.renews == held


def test_too_early_its_page_says_from_when() -> None:
    held = making.labelled()
    opens = months_before(held.valid_until, 12)
    with time_machine.travel(noon(opens - timedelta(days=1)), tick=False):
        answer = client_of(making.holder(held)).get(renew_url(held))
    assert answer.status_code == 422
    assert "Le renouvellement s’ouvre le" in answer.text
    assert "<h1>Pas encore possible</h1>" in answer.text
    assert f'href="{held.get_absolute_url()}">Voir {held.number}</a>' in answer.text


def test_what_will_never_be_renewed_is_not_said_to_be_a_matter_of_time() -> None:
    held = making.labelled()
    perform(held, "renounce", actor=Actor.of(making.holder(held)), reason="Essai.")
    answer = client_of(making.holder(held)).get(renew_url(held))
    assert answer.status_code == 422
    assert "<h1>Ce n’est pas possible</h1>" in answer.text
    assert "Pas encore possible" not in answer.text
    assert "Il ne peut pas être renouvelé." in answer.text


def test_a_renewal_that_is_open_is_led_to() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        made = making.opened(held)
        page = client_of(making.holder(held)).get(renew_url(held)).text
    assert "<h1>Ce n’est pas possible</h1>" in page
    way = f'href="{made.get_absolute_url()}">Continuer le dossier de renouvellement</a>'
    assert way in page


def test_a_dossier_that_renews_nothing_leads_back_to_itself() -> None:
    made = factories.dossier(S.PRESENTED)
    answer = client_of(factories.representative_of(made)).get(url("renewal", made))
    assert "<h1>Ce n’est pas possible</h1>" in answer.text
    assert f'href="{made.get_absolute_url()}">Voir ' in answer.text


def test_then_and_now_are_read_side_by_side_by_all_who_read_the_dossier() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        made = making.ready_to_file(held)
        person = making.holder(held)
        write_evidence(
            made,
            principle=PrincipleKey.ACTION_PLAN,
            text="Un second plan, de douze actions.",
            actor=Actor.of(person),
        )
        making.reported(made)
        for reader in (person, factories.instructor()):
            page = client_of(reader).get(url("renewal", made)).text
            assert "Un second plan, de douze actions." in page
            assert "Voici comment nous étayons le principe : Plan d’actions." in page.replace(
                "&#x27;", "’"
            )
            assert making.ACCOUNT.results in page
            assert f"Renouvellement du label {held.number}" in page
            # The plan and the assembly; the rest is as it was.
            assert "2\u00a0parties changées" in page


def test_whoever_instructs_sees_that_it_is_a_renewal() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        made = making.reported(making.ready_to_file(held))
        page = client_of(factories.instructor()).get(made.get_absolute_url()).text
    assert f"Renouvellement du label {held.number}" in page
    assert url("renewal", made) in page


def test_the_report_of_the_period_is_written_on_its_page_and_kept_when_it_lacks() -> None:
    held = making.labelled()
    with making.before_end(held, 6):
        made = making.opened(held)
        client = client_of(making.holder(held))
        lacking = client.post(
            url("term_report", made), {"results": "Tout est fait.", "figures": ""}
        )
        assert lacking.status_code == 422
        assert "Donnez vos chiffres d’aujourd’hui." in lacking.text
        assert "Tout est fait." in lacking.text
        given = {"results": "Tout est fait.", "figures": "58 membres", "seen": ""}
        assert client.post(url("term_report", made), given).status_code == 302
        report = TermReport.objects.get(dossier=made)
        assert (report.results, report.figures) == ("Tout est fait.", "58 membres")
        stale = client.post(url("term_report", made), {**given, "results": "Autre."})
        assert stale.status_code == 409
        report.refresh_from_db()
        assert report.results == "Tout est fait."
