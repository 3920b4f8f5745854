"""A structure's whole journey through its pages, on real files."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.memberships.enums import MembershipRole
from labelling.dossiers.models import Dossier
from labelling.evidence.models import Evidence
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import Complement
from labelling.instruction.operations import request_complements
from tests import factories
from tests.files import jpeg, pdf
from tests.labelling.browsing import client_of, location, presentation_data, shared, url
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Attachment
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db

WRITTEN = [key for key in PrincipleKey if key != PrincipleKey.PRESENTATION]
TEXT = "Diagnostic mené sur les six domaines,\navec les salariés et huit bénévoles."


def open_and_sign(client: Client) -> Dossier:
    organisation = factories.organisation("Les Jardins du Bocage")
    factories.charter_version()
    person = factories.user()
    factories.membership(person, organisation, function="Présidente")
    client.force_login(person)
    opened = client.post(
        reverse("labelling:open", args=[organisation.pk]), {"approach": "ess_pratiques"}
    )
    dossier = Dossier.objects.get()
    assert location(opened) == url("sign", dossier)
    page = client.get(location(opened))
    assert page.context["form"].initial["function"] == "Présidente"
    signed = client.post(
        location(opened),
        {
            "name": "Camille Morin",
            "function": "Présidente",
            "accepted": "on",
            "digest": page.context["version"].digest,
        },
    )
    assert location(signed) == dossier.get_absolute_url()
    return dossier


def test_from_an_empty_list_to_a_filed_dossier() -> None:
    client = Client()
    dossier = open_and_sign(client)
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.COMMITTED
    assert dossier.signature is not None
    assert dossier.signature.digest == factories.charter_version().digest

    saved = client.post(
        url("presentation", dossier), presentation_data() | {"uploads": pdf("PV-AG.pdf")}
    )
    page = client.get(location(saved))
    assert page.context["verdict"].allowed
    client.post(
        url("transition", dossier, "record_presentation"), {"expected": ApplicationState.COMMITTED}
    )

    for key in WRITTEN:
        before = client.get(url("detail", dossier))
        standing = before.context["summary"].standings[list(PrincipleKey).index(key)]
        assert standing.badge[2] == "À faire"
        client.post(
            url("principle", dossier, key),
            {"text": TEXT.replace("\n", "\r\n"), "uploads": [pdf(), jpeg()], "seen": ""},
        )
    client.post(url("commitments", dossier), {"commitments": "Ouvrir nos instances."})

    ready = client.get(url("detail", dossier))
    assert ready.context["summary"].missing == []
    assert ready.context["step"].url == url("check", dossier)
    client.post(url("transition", dossier, "submit"), {"expected": ApplicationState.PRESENTED})
    dossier.refresh_from_db()
    assert dossier.state == ApplicationState.SUBMITTED
    assert dossier.reference == f"D-{timezone.localdate(dossier.submitted_at).year}-0001"
    assert Attachment.objects.filter(case_id=dossier.pk).count() == 11
    assert {evidence.text for evidence in Evidence.objects.all()} == {TEXT}

    history = client.get(shared("history", dossier))
    assert "Pièces jointes\u00a0: pièce.pdf, photo.jpg" in history.text
    assert "Preuve écrite\u00a0: Plan d’actions" in history.text
    assert "Dossier déposé" in history.text


def test_what_is_said_to_be_saved_is_what_was_new() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    client = client_of(factories.representative_of(made))

    def messages_after(page: str, data: dict[str, Any]) -> list[str]:
        return [str(said) for said in client.post(page, data, follow=True).context["messages"]]

    nothing = ["Rien de nouveau à enregistrer."]
    principle = url("principle", made, PrincipleKey.PRACTICES)
    assert messages_after(principle, {"text": "", "seen": ""}) == nothing
    assert messages_after(principle, {"text": TEXT, "seen": ""}) == [
        "Enregistré. Il manque une pièce."
    ]
    assert messages_after(principle, {"text": TEXT, "seen": ""}) == nothing
    assert messages_after(principle, {"text": TEXT, "uploads": [pdf()], "seen": ""}) == [
        "Enregistré."
    ]

    presentation = url("presentation", made)
    assert messages_after(presentation, {}) == nothing
    assert messages_after(presentation, presentation_data()) == [
        "Enregistré. Il manque le procès-verbal."
    ]

    commitments = url("commitments", made)
    assert messages_after(commitments, {"commitments": "Ouvrir nos instances."}) == ["Enregistré."]
    assert messages_after(commitments, {"commitments": "Ouvrir nos instances."}) == nothing


def test_saving_no_answer_is_not_said_to_save_one() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    client = client_of(factories.representative_of(made))
    asked = Complement.objects.get()
    page = url("complements", made)
    for answer, said in (("", "Rien de nouveau à enregistrer."), ("Voici.", "Enregistré.")):
        saved = client.post(page, {f"c{asked.pk}-answer": answer}, follow=True)
        assert [str(message) for message in saved.context["messages"]] == [said]


def test_complements_are_answered_in_any_order_then_sent_back() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    request_complements(
        made,
        items=[("", "Le PV signé."), (PrincipleKey.ACTION_PLAN, "Un responsable par action.")],
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(made.assignee),
    )
    minutes, plan = Complement.objects.order_by("pk")
    client = client_of(factories.representative_of(made))
    page = url("complements", made)

    client.post(page, {f"c{plan.pk}-answer": "Noé Petit porte les cinq actions."})
    assert not client.get(page).context["verdict"].allowed
    early = client.post(url("transition", made, "resubmit"), {"expected": made.state})
    assert early.status_code == 422
    assert f"#demande-{minutes.pk}" in early.text

    client.post(
        page,
        {
            f"c{minutes.pk}-answer": "Le voici.",
            f"c{minutes.pk}-uploads": pdf("PV-signé.pdf"),
            f"c{plan.pk}-answer": "Noé Petit porte les cinq actions.",
        },
    )
    assert client.get(url("detail", made)).context["step"].transition == "resubmit"
    client.post(url("transition", made, "resubmit"), {"expected": made.state})
    made.refresh_from_db()
    assert made.state == ApplicationState.UNDER_INSTRUCTION
    assert Attachment.objects.filter(slot=minutes.slot, name="PV-signé.pdf").exists()
    assert plan.history.count() == 2, "an answer sent again unchanged writes nothing"


def test_a_late_structure_reads_until_when_it_may_still_answer() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    client = client_of(factories.representative_of(made))
    assert made.complements_due_on is not None
    assert "L’échéance est passée" not in client.get(url("detail", made)).text
    late = timezone.now() + timedelta(days=31)
    perform(made, "remind_late", actor=Actor.system("tick"), at=late)
    text = client.get(url("detail", made)).text
    assert made.lapses_on == made.complements_due_on + timedelta(days=31)
    assert f"Vous pouvez répondre jusqu’au {format_date(made.lapses_on)}" in text
    assert "Rappel de l’échéance passée" in client.get(shared("history", made)).text


def test_the_label_shows_on_the_dossier_with_its_public_page() -> None:
    made = factories.dossier(ApplicationState.VALIDATED)
    label = made.recognitions.get()
    page = client_of(factories.representative_of(made)).get(url("detail", made))
    assert page.context["step"].url == url("label", made)
    assert reverse("directory:recognition", args=[label.number]) in page.text


def test_a_refused_structure_appeals_with_its_grounds() -> None:
    made = factories.dossier(ApplicationState.REFUSED)
    client = client_of(factories.representative_of(made))
    empty = client.post(url("appeal", made), {"reason": " ", "expected": made.state})
    assert empty.status_code == 422
    assert empty.context["form"].errors["reason"]
    client.post(url("appeal", made), {"reason": "Le motif 2 est inexact.", "expected": made.state})
    made.refresh_from_db()
    assert (made.state, made.appeal_grounds) == (
        ApplicationState.APPEALED,
        "Le motif 2 est inexact.",
    )


def test_an_appeal_is_refused_once_the_period_is_over() -> None:
    made = factories.dossier(ApplicationState.REFUSED)
    late = timezone.now() + timedelta(days=100)
    client = client_of(factories.representative_of(made))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: late)
        client = client_of(factories.representative_of(made))
        page = client.get(url("appeal", made))
        detail = client.get(made.get_absolute_url())
        sent = client.post(url("appeal", made), {"reason": "Trop tard.", "expected": made.state})
    assert "Le délai de recours a pris fin" in page.text
    assert "de retard" not in page.text
    assert "ce dossier est terminé" in detail.text
    assert sent.status_code == 422
    made.refresh_from_db()
    assert made.state == ApplicationState.REFUSED


def test_withdrawing_keeps_the_reason_in_the_history() -> None:
    made = factories.dossier(ApplicationState.PRESENTED)
    client = client_of(factories.representative_of(made))
    client.post(url("withdraw", made), {"reason": "Nous fusionnons.", "expected": made.state})
    made.refresh_from_db()
    assert made.state == ApplicationState.WITHDRAWN
    assert "Nous fusionnons." in client.get(shared("history", made)).text
    again = client.get(reverse("labelling:open", args=[made.organisation_id]))
    assert again.context["existing"] is None


def test_structure_and_cress_write_to_each_other() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    structure = client_of(factories.representative_of(made))
    cress = client_of(made.assignee)
    structure.post(shared("messages", made), {"body": "Le plan couvre-t-il\r\ntrois ans ?"})
    cress.post(shared("messages", made), {"body": "Oui.", "uploads": pdf("Modèle.pdf")})
    page = structure.get(url("detail", made))
    first, second = page.context["conversation"].lines
    assert (first.mine, first.voice) == (True, made.organisation.name)
    assert (second.mine, second.voice) == (False, "CRESS")
    assert second.files[0].name == "Modèle.pdf"


def test_a_removed_file_leaves_the_page_and_stays_as_evidence() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(made)
    client = client_of(person)
    client.post(url("principle", made, "practices"), {"uploads": [pdf("a.pdf"), pdf("b.pdf")]})
    kept, removed = Attachment.objects.order_by("pk")
    answer = client.post(
        reverse("workflows:remove_file", args=[removed.pk]), headers={"HX-Request": "true"}
    )
    assert "a.pdf" in answer.text
    assert "Pièce retirée&nbsp;: b.pdf." in answer.text
    assert "remettre" in answer.text
    assert f'href="{reverse("workflows:attachment", args=[removed.pk])}"' not in answer.text
    assert answer["HX-Trigger"] == "files-changed", "the badge of the principle is swapped"
    address = reverse("workflows:remove_file", args=[kept.pk])
    assert location(client.post(address)) == url("principle", made, "practices")
    assert client.post(address).status_code == 404
    assert Attachment.objects.filter(removed_at__isnull=False).count() == 2
    assert "Pièce retirée\u00a0: b.pdf" in client.get(shared("history", made)).text


def test_a_contributor_prepares_and_the_representative_signs_and_files() -> None:
    made = factories.dossier(ApplicationState.DRAFT)
    factories.charter_version()
    contributor = factories.user("Alix", "Renaud")
    factories.membership(contributor, made.organisation, MembershipRole.CONTRIBUTOR)
    client = client_of(contributor)
    page = client.get(url("sign", made))
    assert 'aria-disabled="true"' in page.text
    assert "Dominique Lebreton" in page.text
    digest = factories.charter_version().digest
    sent = client.post(
        url("sign", made),
        {"name": "Alix Renaud", "function": "Chargé", "accepted": "on", "digest": digest},
    )
    assert sent.status_code == 403
    written = client.post(url("principle", made, "practices"), {"text": TEXT, "seen": ""})
    assert written.status_code == 302
