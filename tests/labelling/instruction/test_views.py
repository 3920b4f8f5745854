"""The instruction in a browser: take charge, assess, ask, declare admissible, and each refusal."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.delays.in_force import delay
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.evidence.operations import write_evidence
from labelling.instruction.enums import ApplicationState, Finding
from labelling.instruction.links import criterion_url
from labelling.instruction.operations import answer_complement, assess_criterion
from tests import factories
from tests.committee import making
from tests.files import pdf
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file
from workflows.correspondence.operations import attachments_of
from workflows.engine import perform
from workflows.models import Attachment

pytestmark = pytest.mark.django_db

REWRITTEN = "Autrement dit, et de façon bien plus détaillée."


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def in_charge() -> tuple[Dossier, Client]:
    """A dossier under instruction, and the browser of whoever instructs it."""
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    assert dossier.assignee is not None
    return dossier, browser(dossier.assignee)


def step(dossier: Dossier, name: str) -> str:
    return reverse("labelling:transition", args=[dossier.pk, name])


def assess_url(dossier: Dossier) -> str:
    return reverse("labelling:assess", args=[dossier.pk])


def typed(key: str, finding: str, reasons: str) -> dict[str, str]:
    return {f"finding_{key}": finding, f"reasons_{key}": reasons}


def as_shown(client: Client, dossier: Dossier) -> dict[str, str]:
    """All that the form of assessments would send back, untouched."""
    page = client.get(dossier.get_absolute_url())
    form = page.context["assessments"]
    values = {name: form[name].value() or "" for name in form.fields}
    # A browser ends the lines of a text its own way.
    return {name: value.replace("\n", "\r\n") for name, value in values.items()} | {
        "seen": seen_on(page)
    }


def seen_on(page: Any) -> str:
    """The marks of all that the page shows, criterion after criterion."""
    return " ".join(card.seen for card in page.context["cards"])


def ask_url(dossier: Dossier) -> str:
    return reverse("labelling:request_complements", args=[dossier.pk])


def text_of(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]


def test_from_taking_charge_to_admissible() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    sacha = factories.instructor()
    client = browser(sacha)
    page = dossier.get_absolute_url()
    assert "Prendre en charge" in text_of(client.get(page))

    client.post(step(dossier, "take_charge"), {"expected": "submitted"})
    for key in PrincipleKey:
        answer = client.post(
            assess_url(dossier),
            typed(key, Finding.ESTABLISHED, f"Vu : {key.label}.") | {"next": key},
        )
        assert answer.headers["Location"] == criterion_url(dossier, key)
    shown = text_of(client.get(criterion_url(dossier, "action_plan")))
    assert "6 sur 6 appréciés" in shown
    assert "Vu : Plan d’actions." in shown

    answer = client.post(
        ask_url(dossier),
        {
            "rows": "1",
            "criterion_0": PrincipleKey.ACTION_PLAN,
            "request_0": "Nommer un responsable par action.",
            "due_on": timezone.localdate() + timedelta(days=10),
        },
    )
    assert answer.headers["Location"] == page
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.TO_COMPLETE
    assert "En attente de réponse" in text_of(client.get(page))

    person = Actor.of(factories.representative_of(dossier))
    asked = dossier.complements.get()
    answer_complement(dossier, complement_id=asked.pk, answer="Camille les porte.", actor=person)
    perform(dossier, "resubmit", actor=person)
    shown = text_of(client.get(page))
    assert "Camille les porte." in shown
    assert "Complément reçu" in shown

    client.post(step(dossier, "declare_admissible"), {"expected": "under_instruction"})
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.ADMISSIBLE
    shown = text_of(client.get(page))
    assert "On attend <b>le comité</b>. Prochaine étape\u00a0: inscrire" in shown


def test_an_assessment_without_a_motive_is_refused_beside_its_field() -> None:
    dossier, client = in_charge()
    answer = client.post(assess_url(dossier), typed("action_plan", Finding.TO_CLARIFY, "   "))
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Écrivez le motif" in shown
    assert 'href="#id_reasons_action_plan"' in shown
    assert answer.context["assessments"]["finding_action_plan"].value() == Finding.TO_CLARIFY
    assert not dossier.assessments.exists()


def test_an_assessment_without_a_finding_keeps_the_motive_typed() -> None:
    dossier, client = in_charge()
    answer = client.post(assess_url(dossier), typed("practices", "", "Neuf pratiques illustrées."))
    assert answer.status_code == 422
    assert "Choisissez une appréciation." in text_of(answer)
    assert "Neuf pratiques illustrées." in text_of(answer)


def test_saving_takes_all_that_is_complete_each_by_its_own_action() -> None:
    dossier, client = in_charge()
    answer = client.post(
        assess_url(dossier),
        typed("practices", Finding.ESTABLISHED, "Neuf pratiques illustrées.")
        | typed("action_plan", Finding.TO_CLARIFY, "Deux actions sans responsable.")
        | {"next": "action_plan"},
    )
    assert answer.headers["Location"] == criterion_url(dossier, "action_plan")
    told = "Appréciations enregistrées\u00a0: Pratiques existantes, Plan d’actions."
    assert told in text_of(client.get(dossier.get_absolute_url()))
    assert dossier.assessments.count() == 2
    assert dossier.history.filter(transition="assess").count() == 2


def test_what_is_not_complete_comes_back_and_holds_back_nothing_else() -> None:
    dossier, client = in_charge()
    answer = client.post(
        assess_url(dossier),
        typed("practices", Finding.ESTABLISHED, "Neuf pratiques illustrées.")
        | typed("stakeholders", Finding.TO_CLARIFY, "")
        | typed("accessibility", "", "Affichage vu,\r\nreste à"),
    )
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Appréciation enregistrée\u00a0: Pratiques existantes." in shown
    assert "Deux points à reprendre" in shown
    form = answer.context["assessments"]
    assert form["reasons_accessibility"].value() == "Affichage vu,\r\nreste à"
    assert answer.context["opened"].card.key == "stakeholders"
    assert form["finding_stakeholders"].value() == Finding.TO_CLARIFY
    assert list(dossier.assessments.values_list("criterion", flat=True)) == ["practices"]


def test_what_was_not_touched_is_not_written_again() -> None:
    dossier, client = in_charge()
    client.post(assess_url(dossier), typed("practices", Finding.ESTABLISHED, "Un.\r\nDeux."))
    sent = as_shown(client, dossier) | typed("action_plan", Finding.ESTABLISHED, "Daté.")
    client.post(assess_url(dossier), sent)
    client.post(assess_url(dossier), sent)
    assert dossier.assessments.count() == 2
    assert dossier.history.filter(transition="assess").count() == 2
    assert "Rien de nouveau" in text_of(client.get(dossier.get_absolute_url()))


def test_a_page_opened_earlier_does_not_undo_what_was_written_since() -> None:
    dossier, client = in_charge()
    client.post(assess_url(dossier), typed("practices", Finding.TO_CLARIFY, "Deux exemples."))
    earlier = as_shown(client, dossier)
    client.post(
        assess_url(dossier),
        as_shown(client, dossier)
        | typed("practices", Finding.ESTABLISHED, "Les exemples sont venus.")
        | typed("stakeholders", Finding.ESTABLISHED, "Carte à jour."),
    )
    client.post(assess_url(dossier), earlier | typed("action_plan", Finding.ESTABLISHED, "Daté."))
    found = dict(dossier.assessments.values_list("criterion", "reasons"))
    assert found == {
        "practices": "Les exemples sont venus.",
        "stakeholders": "Carte à jour.",
        "action_plan": "Daté.",
    }


def test_two_pages_that_revise_one_finding_do_not_write_over_each_other() -> None:
    dossier, client = in_charge()
    client.post(assess_url(dossier), typed("practices", Finding.TO_CLARIFY, "Deux exemples."))
    shown = as_shown(client, dossier)
    first = shown | typed("practices", Finding.ESTABLISHED, "Les exemples sont venus.")
    second = shown | typed("practices", Finding.NOT_ESTABLISHED, "Rien ne le montre.")
    assert client.post(assess_url(dossier), first).status_code == 302
    refused = client.post(assess_url(dossier), second)
    assert refused.status_code == 422
    assert "Rien ne le montre." in refused.text
    assert "«\u00a0Établi. Les exemples sont venus.\u00a0»" in refused.text
    assert dossier.assessments.get().finding == Finding.ESTABLISHED
    again = second | {"seen": seen_on(refused)}
    assert client.post(assess_url(dossier), again).status_code == 302
    assert dossier.assessments.get().reasons == "Rien ne le montre."


def test_a_page_that_comes_back_shows_what_another_recorded_meanwhile() -> None:
    dossier, client = in_charge()
    client.post(assess_url(dossier), typed("practices", Finding.TO_CLARIFY, "Ancien."))
    shown = as_shown(client, dossier)
    newer = shown | typed("practices", Finding.ESTABLISHED, "Nouveau.")
    client.post(assess_url(dossier), newer)
    refused = client.post(assess_url(dossier), shown | typed("stakeholders", "established", ""))
    assert refused.status_code == 422
    form = refused.context["assessments"]
    assert form["reasons_practices"].value() == "Nouveau."
    again = {name: form[name].value() or "" for name in form.fields} | {"seen": seen_on(refused)}
    client.post(assess_url(dossier), again | {"reasons_stakeholders": "Carte à jour."})
    found = dict(dossier.assessments.values_list("criterion", "reasons"))
    assert found == {"practices": "Nouveau.", "stakeholders": "Carte à jour."}


def test_what_changed_since_the_finding_is_to_be_read_again() -> None:
    dossier, client = in_charge()
    charge = Actor.of(dossier.assignee)
    person = Actor.of(factories.representative_of(dossier))

    def find(key: PrincipleKey, reasons: str) -> None:
        assess_criterion(
            dossier, criterion=key, finding=Finding.ESTABLISHED, reasons=reasons, actor=charge
        )

    def to_read() -> list[str]:
        page = client.get(dossier.get_absolute_url())
        changed = [card.key for card in page.context["cards"] if card.changed]
        assert page.text.count(", à relire</span>") == len(changed)
        return changed

    assessed = [PrincipleKey.QUESTIONING, PrincipleKey.PRACTICES, PrincipleKey.PRESENTATION]
    for key in assessed:
        find(key, "Étayé.")
    factories.ask(dossier, factories.representative_of(dossier))
    for key in (PrincipleKey.QUESTIONING, PrincipleKey.ACTION_PLAN):
        write_evidence(dossier, principle=key, text=REWRITTEN, actor=person)
    files = attachments_of(dossier, "principle:practices")
    remove_file(dossier, attachment=files.latest("pk"), actor=person)
    attach_files(dossier, slot="principle:practices", uploads=[pdf("Autre.pdf")], actor=person)
    [asked] = dossier.complements.all()
    answer_complement(dossier, complement_id=asked.pk, answer="Camille les porte.", actor=person)
    perform(dossier, "resubmit", actor=person)
    assert to_read() == ["questioning", "practices"]

    find(PrincipleKey.QUESTIONING, "Étayé, relu.")
    assert to_read() == ["practices"]
    client.post(assess_url(dossier), as_shown(client, dossier) | {"confirm": "practices"})
    assert to_read() == []
    assert dossier.assessments.get(criterion="practices").reasons == "Étayé."


def test_the_finding_may_be_revised() -> None:
    dossier, client = in_charge()
    client.post(assess_url(dossier), typed("practices", Finding.TO_CLARIFY, "Sans exemple."))
    shown = as_shown(client, dossier)
    assert shown["reasons_practices"] == "Sans exemple."
    client.post(assess_url(dossier), shown | typed("practices", Finding.ESTABLISHED, "Venus."))
    assert dossier.assessments.get().finding == Finding.ESTABLISHED


def test_assessments_typed_on_a_dossier_that_moved_on_are_given_back() -> None:
    dossier, client = in_charge()
    factories.ask(dossier, factories.representative_of(dossier))
    answer = client.post(assess_url(dossier), typed("practices", "", "Un motif commencé."))
    assert answer.status_code == 422
    assert "ce n’est pas possible" in text_of(answer)
    assert "Un motif commencé." in text_of(answer)


def test_the_address_left_by_a_refusal_leads_back_to_the_dossier() -> None:
    dossier, client = in_charge()
    answer = client.get(assess_url(dossier))
    assert answer.headers["Location"] == f"{dossier.get_absolute_url()}#appreciations"


def test_one_principle_at_a_time_the_first_to_assess_or_the_one_asked_for() -> None:
    dossier, client = in_charge()
    page = client.get(dossier.get_absolute_url())
    assert page.context["opened"].card.key == "questioning"
    assert page.text.count('<article class="o-reading"') == 1
    assert 'rel="prev"' not in page.text

    client.post(assess_url(dossier), typed("questioning", Finding.ESTABLISHED, "Vu."))
    assert client.get(dossier.get_absolute_url()).context["opened"].card.key == "stakeholders"
    assert client.get(f"{page.request['PATH_INFO']}?critere=zzz").status_code == 200
    last = client.get(criterion_url(dossier, "accessibility"))
    assert last.context["opened"].card.key == "accessibility"
    assert f'rel="prev" href="{criterion_url(dossier, "presentation")}"' in last.text
    assert 'rel="next"' not in last.text


def test_a_page_that_shows_one_principle_leaves_the_findings_on_the_others() -> None:
    dossier, client = in_charge()
    client.post(assess_url(dossier), typed("practices", Finding.ESTABLISHED, "Vu."))
    shown = client.get(criterion_url(dossier, "action_plan")).context["opened"].card
    answer = client.post(
        assess_url(dossier),
        typed("action_plan", Finding.TO_CLARIFY, "Daté ?")
        | {"seen": shown.seen, "next": "presentation"},
    )
    assert answer.headers["Location"] == criterion_url(dossier, "presentation")
    found = dict(dossier.assessments.values_list("criterion", "reasons"))
    assert found == {"practices": "Vu.", "action_plan": "Daté ?"}


def test_its_files_open_in_a_frame_and_office_files_are_downloaded() -> None:
    dossier, client = in_charge()
    Attachment.objects.filter(case=dossier, slot="principle:practices").update(
        media_type="application/msword"
    )
    page = client.get(criterion_url(dossier, "practices"))
    assert "<iframe" not in page.text
    assert "téléchargez-les" in page.text
    framed = client.get(criterion_url(dossier, "questioning"))
    shown = framed.context["opened"].card.content.first_shown
    assert f'src="{shown.show_url}"' in text_of(framed)
    assert f'href="{shown.show_url}" target="piece"' in text_of(framed)
    assert "frame-src 'self'" in framed.headers["Content-Security-Policy"]
    assert "Que veut dire «\u00a0non analysée\u00a0»" in text_of(framed)


def test_who_asks_is_shown_with_the_way_to_its_page() -> None:
    dossier, client = in_charge()
    page = client.get(dossier.get_absolute_url())
    assert dossier.organisation.legal_form_label in text_of(page)
    assert reverse("directory:organisation", args=[dossier.organisation_id]) in page.text


def test_declaring_admissible_is_confirmed_knowing_what_follows() -> None:
    dossier, client = in_charge()
    url = reverse("labelling:declare_admissible", args=[dossier.pk])
    assert client.get(url).status_code == 422
    for key in PrincipleKey:
        finding = Finding.TO_CLARIFY if key == PrincipleKey.PRACTICES else Finding.ESTABLISHED
        assess_criterion(
            dossier,
            criterion=key,
            finding=finding,
            reasons=f"Vu {key}.",
            actor=Actor.of(dossier.assignee),
        )
    page = client.get(dossier.get_absolute_url())
    assert f'href="{url}">Déclarer recevable' in page.text
    assert step(dossier, "declare_admissible") not in page.text
    manager = factories.manager()
    shown = text_of(client.get(url))
    assert all(f"Vu {key}." in shown for key in PrincipleKey)
    assert "demandez des compléments" in shown
    assert str(factories.representative_of(dossier)) in shown
    assert str(manager) in shown
    assert step(dossier, "declare_admissible") in shown
    letter = client.post(step(dossier, "declare_admissible"), {"preview": "1"})
    assert "Votre dossier est recevable" in text_of(letter)
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.UNDER_INSTRUCTION


def test_admissible_waits_for_each_principle_and_says_which() -> None:
    dossier, client = in_charge()
    for key in list(PrincipleKey)[:4]:
        assess_criterion(
            dossier,
            criterion=key,
            finding=Finding.ESTABLISHED,
            reasons="Vu.",
            actor=Actor.of(dossier.assignee),
        )
    shown = text_of(client.get(dossier.get_absolute_url()))
    assert 'aria-disabled="true" aria-describedby="pourquoi">Déclarer recevable' in shown
    assert f'<a href="{criterion_url(dossier, "presentation")}">le principe 5</a> et ' in shown
    assert f'<a href="{criterion_url(dossier, "accessibility")}">le principe 6</a>' in shown
    answer = client.post(step(dossier, "declare_admissible"))
    assert answer.status_code == 422
    assert "Apprécier le principe" in text_of(answer)


def test_adding_a_request_keeps_all_that_was_typed_and_checks_nothing_yet() -> None:
    dossier, client = in_charge()
    answer = client.post(
        ask_url(dossier),
        {
            "rows": "2",
            "criterion_0": PrincipleKey.PRACTICES,
            "request_0": "Illustrer deux pratiques.",
            "criterion_1": "",
            "request_1": "",
            "due_on": "demain",
            "add": "1",
        },
    )
    assert answer.status_code == 200
    shown = text_of(answer)
    assert "Illustrer deux pratiques." in shown
    assert 'value="demain"' in shown
    assert 'name="request_2"' in shown
    assert 'role="alert"' not in shown
    assert not dossier.complements.exists()


def test_what_the_assessments_found_lacking_is_proposed() -> None:
    dossier, client = in_charge()
    assess_criterion(
        dossier,
        criterion=PrincipleKey.STAKEHOLDERS,
        finding=Finding.TO_CLARIFY,
        reasons="Les usagers manquent.",
        actor=Actor.of(dossier.assignee),
    )
    shown = text_of(client.get(ask_url(dossier)))
    assert "Les usagers manquent." in shown
    assert "ne se reprennent pas" in shown
    assert str(factories.representative_of(dossier)) in shown
    due_on = delay("complements").after(timezone.localdate())
    assert f'value="{due_on:%Y-%m-%d}"' in shown


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"rows": "1", "request_0": "  "}, "Écrivez au moins une demande."),
        ({"rows": "1", "request_0": "Joindre le PV.", "due_on": ""}, "Fixez une échéance"),
        ({"rows": "1", "request_0": "Joindre le PV.", "due_on": "2020-01-01"}, "échéance à venir"),
        ({"rows": "1", "request_0": "Joindre le PV.", "due_on": "31/02/2027"}, "Écrivez une date"),
        ({"rows": "x", "request_0": ""}, "Écrivez au moins une demande."),
    ],
)
def test_a_request_that_says_nothing_or_ends_yesterday_is_refused(
    typed: dict[str, str], told: str
) -> None:
    dossier, client = in_charge()
    tomorrow = str(timezone.localdate() + timedelta(days=1))
    answer = client.post(ask_url(dossier), {"due_on": tomorrow, **typed})
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not dossier.complements.exists()


def test_several_items_go_together_and_empty_ones_are_left_out() -> None:
    dossier, client = in_charge()
    client.post(
        ask_url(dossier),
        {
            "rows": "3",
            "criterion_0": PrincipleKey.PRACTICES,
            "request_0": "Illustrer deux pratiques.",
            "request_1": "",
            "request_2": "Joindre le PV signé.",
            "due_on": str(timezone.localdate() + timedelta(days=20)),
        },
    )
    asked = list(dossier.complements.values_list("criterion", "request", "round"))
    assert asked == [
        (PrincipleKey.PRACTICES, "Illustrer deux pratiques.", 1),
        ("", "Joindre le PV signé.", 1),
    ]


def test_asking_is_for_a_dossier_under_instruction() -> None:
    dossier, client = in_charge()
    factories.ask(dossier, factories.representative_of(dossier))
    answer = client.get(ask_url(dossier))
    assert answer.status_code == 422
    assert "À compléter" in text_of(answer)


def test_a_colleague_reads_but_does_not_act_in_another_s_place() -> None:
    dossier, _ = in_charge()
    alix = browser(factories.instructor("Alix", "Perrot"))
    shown = text_of(alix.get(dossier.get_absolute_url()))
    assert "Sacha Guérin instruit ce dossier." in shown
    assert "Enregistrer mes appréciations" not in shown
    assert 'aria-disabled="true" aria-describedby="pourquoi">Déclarer recevable' in shown
    answer = alix.post(assess_url(dossier), typed("practices", "established", "Vu."))
    assert answer.status_code == 403
    assert "la personne qui instruit ce dossier" in text_of(answer)


def test_whoever_belongs_to_the_structure_never_instructs_it() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    linked = factories.instructor("Charlie", "Roux")
    factories.membership(linked, dossier.organisation, role="contributor")
    answer = browser(linked).post(step(dossier, "take_charge"))
    assert answer.status_code == 403
    assert "La CRESS, hors des personnes liées à la structure." in text_of(answer)
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.SUBMITTED


@pytest.mark.django_db(transaction=True)
def test_two_instructors_at_once_one_takes_charge_the_other_is_told_by_whom() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    people = [factories.instructor("Sacha", "Guérin"), factories.instructor("Alix", "Perrot")]
    clients = [browser(person) for person in people]
    barrier = threading.Barrier(2)

    def click(client: Client) -> tuple[int, str]:
        try:
            barrier.wait(timeout=30)
            answer = client.post(step(dossier, "take_charge"), {"expected": "submitted"})
            return answer.status_code, text_of(answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, clients))
    assert sorted(status for status, _ in answers) == [302, 409]
    dossier.refresh_from_db()
    winner = [person for person, (status, _) in zip(people, answers, strict=True) if status == 302]
    assert [dossier.assignee] == winner
    refusal = next(page for status, page in answers if status == 409)
    assert winner[0].get_full_name() in refusal
    assert "Dossier pris en charge" in refusal
    assert "<time" in refusal


def test_a_member_of_the_committee_reads_without_acting_nor_messages() -> None:
    dossier = factories.dossier(ApplicationState.ADMISSIBLE)
    made = making.committee()
    session = making.opened(made, dossier)
    answer = browser(made.mandates[1].user).get(dossier.get_absolute_url())
    assert answer.status_code == 200
    shown = text_of(answer)
    assert f'href="{session.get_absolute_url()}">À l’ordre du jour' in shown
    assert "Étayé par les pièces." in shown
    assert "Empreinte du texte" in shown
    assert reverse("workflows:messages", args=[dossier.pk]) not in shown
    assert "/transitions/" not in shown
    assert f'<a href="{reverse("committee:sessions")}">Séances</a>' in shown


def test_the_cress_goes_back_to_its_dossiers() -> None:
    dossier, client = in_charge()
    page = text_of(client.get(dossier.get_absolute_url()))
    assert f'<a href="{reverse("labelling:queue")}">Dossiers</a>' in page


def test_what_the_structure_writes_is_never_markup() -> None:
    dossier, client = in_charge()
    assess_criterion(
        dossier,
        criterion=PrincipleKey.PRACTICES,
        finding=Finding.ESTABLISHED,
        reasons="<script>alert(1)</script>",
        actor=Actor.of(dossier.assignee),
    )
    assert b"<script>alert" not in client.get(dossier.get_absolute_url()).content


@pytest.mark.parametrize(
    "state",
    [state for state in ApplicationState if state not in ("draft", "committed", "presented")],
)
def test_the_page_shows_in_every_state(state: ApplicationState) -> None:
    dossier = factories.dossier(state)
    answer = browser(factories.instructor("Alix", "Perrot")).get(dossier.get_absolute_url())
    assert answer.status_code == 200
    assert state.label in text_of(answer)
