"""The life of an invitation: sent, opened, accepted once, expired, withdrawn."""

import hashlib
import re
import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.joining.models import Invitation
from directory.joining.operations.invitations import accept_invitation, invite, withdraw_invitation
from directory.memberships.enums import MembershipRole
from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from tests import factories
from tests.directory.accounts.test_entrance import confirm, sign_up
from tests.directory.making import declaration, logged_in
from tests.notifications.draining import drain
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db
CONTRIBUTOR = MembershipRole.CONTRIBUTOR
ADDRESS = "maelle@exemple.fr"


@pytest.fixture
def organisation():
    return factories.organisation("Les Jardins du Bocage")


@pytest.fixture
def founder(organisation):
    return factories.representative(organisation)


@pytest.fixture
def link(founder, organisation) -> str:
    """The path of the link received by ADDRESS."""
    logged_in(founder).post(
        reverse("directory:invite", kwargs={"pk": organisation.pk}),
        {"email": "Maelle@Exemple.fr", "role": "contributor"},
    )
    drain()
    message = mail.outbox[-1]
    assert message.to == [ADDRESS]
    assert (
        message.subject
        == "Dominique Lebreton vous invite à rejoindre Les Jardins du Bocage sur OSE"
    )
    found = re.search(r"https?://[^/]+(/invitations/[0-9a-f]{64}/)", str(message.body))
    assert found
    return found[1]


def test_the_secret_is_in_the_message_and_in_no_table(link) -> None:
    secret = link.split("/")[2]
    assert Invitation.objects.get().secret_digest == hashlib.sha256(secret.encode()).hexdigest()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert secret not in str(cursor.fetchall()), table


def test_an_account_under_the_address_accepts_once(link, organisation) -> None:
    person = factories.user(email=ADDRESS)
    client = logged_in(person)
    assert "Accepter l’invitation" in client.get(link).content.decode()
    response = client.post(link, {"function": "Comptable"}, follow=True)
    assert "Vous avez rejoint Les Jardins du Bocage." in response.content.decode()
    membership = Membership.objects.get(user=person)
    assert (membership.organisation, membership.role) == (organisation, "contributor")
    assert (membership.state, membership.function) == ("active", "Comptable")
    assert client.get(link)["Location"] == organisation.get_absolute_url()
    other = logged_in(factories.user()).get(link)
    assert other.status_code == 410
    assert "Cette invitation a déjà servi" in other.content.decode()


def test_a_person_without_account_signs_up_and_comes_back_to_the_invitation(link) -> None:
    client = Client()
    page = client.get(link).content.decode()
    sign_up_url = f"{reverse('account_signup')}?next={link}"
    assert sign_up_url in page
    assert client.post(link, {"function": "Comptable"})["Location"].startswith(
        reverse("account_login")
    )
    sign_up(client, next=link)
    response = confirm(client)
    assert response.redirect_chain[-1][0] == link
    assert "Accepter l’invitation" in response.content.decode()


def test_another_address_does_not_accept(link) -> None:
    person = factories.user(email="autre@exemple.fr")
    client = logged_in(person)
    assert "Cette invitation est pour maelle@exemple.fr" in client.get(link).content.decode()
    response = client.post(link, {"function": "Comptable"})
    assert response.status_code == 403
    assert not Membership.objects.filter(user=person).exists()


def test_a_wrong_secret_opens_nothing(link) -> None:
    wrong = f"{link[:-2]}{'1' if link[-2] == '0' else '0'}/"
    response = Client().get(wrong)
    assert response.status_code == 404
    assert "Ce lien ne mène à aucune invitation" in response.content.decode()


def test_an_expired_link_says_so_and_may_be_sent_anew(link, founder, organisation) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        response = Client().get(link)
        assert response.status_code == 410
        assert "Cette invitation a expiré" in response.content.decode()
        with pytest.raises(Refused, match="pas possible"):
            accept_invitation(
                Invitation.objects.get(), user=factories.user(email=ADDRESS), function="Comptable"
            )
        invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
        drain()
    assert Invitation.objects.count() == 1
    assert Client().get(link).status_code == 404
    assert link not in mail.outbox[-1].body


def test_an_expired_link_gets_another_at_the_same_address_in_one_click(link) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        visitor = Client()
        assert "Recevoir un nouveau lien" in visitor.get(link).content.decode()
        renewed = visitor.post(link)
        assert renewed.status_code == 200
        assert f"envoyons à {ADDRESS}" in renewed.content.decode()
        drain()
        assert mail.outbox[-1].to == [ADDRESS]
        fresh = reverse("directory:invitation", args=[Invitation.objects.get().secret])
        assert fresh != link
        assert fresh in mail.outbox[-1].body
        assert visitor.post(link).status_code == 404
        assert visitor.get(fresh).status_code == 200
        assert len(mail.outbox) == 2


def test_an_expired_link_gets_none_once_its_author_has_left(link, founder) -> None:
    founder.is_active = False
    founder.save()
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        refused = Client().post(link)
        assert refused.status_code == 410
        assert "ne représente plus cette organisation" in refused.content.decode()
        drain()
    assert len(mail.outbox) == 1


def test_whoever_invited_invites_again_in_one_click_once_it_has_expired(
    link, founder, organisation
) -> None:
    invitation = Invitation.objects.get()
    again = reverse("directory:renew_invitation", args=[organisation.pk, invitation.pk])
    client = logged_in(founder)
    assert again not in client.get(organisation.get_absolute_url()).content.decode()
    refused = client.post(again, follow=True)
    assert "Cette personne est déjà invitée" in refused.content.decode()
    with time_machine.travel(timezone.now() + timedelta(days=15), tick=False):
        client = logged_in(founder)
        assert again in client.get(organisation.get_absolute_url()).content.decode()
        done = client.post(again, follow=True)
        assert f"Invitation envoyée à {ADDRESS}" in done.content.decode()
        drain()
    assert [message.to for message in mail.outbox] == [[ADDRESS], [ADDRESS]]


def test_a_withdrawn_link_opens_nothing_and_its_message_does_not_leave(
    founder, organisation
) -> None:
    invitation = invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
    link = reverse("directory:invitation", kwargs={"secret": invitation.secret})
    withdraw = reverse(
        "directory:withdraw_invitation",
        kwargs={"pk": organisation.pk, "invitation": invitation.pk},
    )
    logged_in(founder).post(withdraw)
    drain()
    assert mail.outbox == []
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("active", "fait déjà partie"),
        ("requested", "a demandé à vous rejoindre"),
    ],
)
def test_inviting_someone_who_is_there_says_so(founder, organisation, state, sentence) -> None:
    person = factories.user(email=ADDRESS)
    factories.membership(person, organisation, "contributor", state=state)
    response = logged_in(founder).post(
        reverse("directory:invite", kwargs={"pk": organisation.pk}),
        {"email": ADDRESS.upper(), "role": "contributor"},
    )
    assert response.status_code == 422
    assert sentence in str(response.context["form"].errors["email"])


def test_inviting_twice_says_since_when(link, founder, organisation) -> None:
    response = logged_in(founder).post(
        reverse("directory:invite", kwargs={"pk": organisation.pk}),
        {"email": ADDRESS, "role": "representative"},
    )
    assert response.status_code == 422
    assert "Cette personne est déjà invitée, depuis le" in str(
        response.context["form"].errors["email"]
    )


def test_asking_to_join_while_invited_points_to_the_message(link, organisation) -> None:
    client = logged_in(factories.user(email=ADDRESS))
    join = reverse("directory:join", kwargs={"pk": organisation.pk})
    response = client.post(join, {"role": "representative", "function": "Comptable"})
    assert response.status_code == 422
    assert "Une invitation vous attend déjà" in response.content.decode()


def test_only_a_representative_invites(organisation, founder) -> None:
    contributor = factories.user()
    factories.membership(contributor, organisation, "contributor")
    with pytest.raises(Forbidden):
        invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=contributor)


def test_a_mail_server_that_is_down_is_tried_again_later(
    founder, organisation, monkeypatch
) -> None:
    def refuse(self: EmailMessage, fail_silently: bool = False) -> int:
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(EmailMessage, "send", refuse)
    invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
    drain()
    waiting = DBTaskResult.objects.get(status="READY", task_path__endswith="send_invitation")
    assert waiting.run_after > timezone.now()
    assert waiting.args_kwargs["kwargs"]["attempt"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_on_accept_makes_one_member() -> None:
    organisation = factories.organisation()
    founder = factories.representative(organisation)
    invitation = invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
    person = factories.user(email=ADDRESS)
    results = at_once(
        [lambda: accept_invitation(invitation, user=person, function="Comptable")] * 4
    )
    assert sum(isinstance(result, Membership) for result in results) == 1
    assert sum(isinstance(result, Refused) for result in results) == 3
    assert Membership.objects.filter(user=person).count() == 1


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [unmet.code for unmet in refused.value.unmet]


@pytest.mark.parametrize("ended", ["membership", "account"])
def test_an_invitation_is_worth_what_its_author_is(founder, organisation, ended) -> None:
    invitation = invite(
        organisation=organisation, email=ADDRESS, role=MembershipRole.REPRESENTATIVE, by=founder
    )
    other = factories.representative(organisation)
    if ended == "membership":
        own = Membership.objects.get(user=founder)
        perform(own, "end", actor=Actor.of(other))
    else:
        founder.is_active = False
        founder.save()
    person = factories.user(email=ADDRESS)
    link = reverse("directory:invitation", kwargs={"secret": invitation.secret})
    response = logged_in(person).post(link, {"function": "Présidente"})
    assert response.status_code == 422
    assert "ne représente plus cette organisation" in response.content.decode()
    assert not Membership.objects.filter(user=person).exists()


def test_withdrawing_does_not_allow_writing_to_the_same_address_again_and_again(
    founder, organisation
) -> None:
    first = invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
    withdraw_invitation(first, actor=Actor.of(founder))
    with pytest.raises(Refused) as refused:
        invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
    assert codes(refused) == ["invited_lately"]
    with time_machine.travel(timezone.now() + timedelta(minutes=61), tick=False):
        second = invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
        accept_invitation(second, user=factories.user(email=ADDRESS), function="Comptable")
    with pytest.raises(Refused, match="pas possible"):
        accept_invitation(first, user=factories.user(), function="Comptable")


def test_an_organisation_sends_so_many_invitations_a_day(founder, organisation, settings) -> None:
    settings.OSE_INVITATIONS_A_DAY = 3

    def write_to(number: int) -> Invitation:
        address = f"personne-{number}@exemple.fr"
        return invite(organisation=organisation, email=address, role=CONTRIBUTOR, by=founder)

    for number in range(3):
        withdraw_invitation(write_to(number), actor=Actor.of(founder))
    with pytest.raises(Refused) as refused:
        write_to(3)
    assert codes(refused) == ["too_many_invitations"]
    elsewhere = factories.organisation()
    invite(
        organisation=elsewhere,
        email=ADDRESS,
        role=CONTRIBUTOR,
        by=factories.representative(elsewhere),
    )
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        write_to(3)


def test_a_line_break_in_a_name_stops_no_invitation() -> None:
    person = factories.user("Do\rminique", "Le\nbreton")
    assert person.get_full_name() == "Do minique Le breton"
    client = logged_in(person)
    client.post(reverse("directory:declare"), declaration(name="Les Jardins\r\nBcc: x@exemple.fr"))
    organisation = Organisation.objects.get()
    assert organisation.name == "Les Jardins Bcc: x@exemple.fr"
    amended = {**declaration(), "name": "Les\rJardins", "city": "An\ngers", "seen": ""}
    client.post(reverse("directory:amend", kwargs={"pk": organisation.pk}), amended)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.city) == ("Les Jardins", "An gers")


@pytest.mark.breaks_history
def test_a_line_break_kept_from_before_stops_no_invitation(founder, organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(name="Les\rJardins\n")
    invite(organisation=organisation, email=ADDRESS, role=CONTRIBUTOR, by=founder)
    drain()
    subject = mail.outbox[-1].subject
    assert subject == "Dominique Lebreton vous invite à rejoindre Les Jardins sur OSE"
