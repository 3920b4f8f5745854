"""The days around today: dossiers in every state, a session under way, another convened."""

from datetime import timedelta

from django.utils import timezone

from committee.sessions.models import Session
from config.demo.cast import Cast
from config.demo.dates import days_from, moment, next_session_day
from config.demo.files import pdf
from config.demo.journeys import WRITTEN, Journey
from config.demo.past import Journeys
from config.demo.people import CHAIR, CONTRIBUTOR, MEMBER
from config.demo.reviews import Review
from config.demo.revisions import consult_on_a_revision
from config.demo.sessions import ABSTENTION, AGAINST, FOR
from directory.charters.enums import PrincipleKey
from directory.representation.operations import open_claim
from labelling.oversight.reviews.enums import ReviewOrigin
from workflows.engine import perform
from workflows.models import Case

UNDER_WAY = (FOR, FOR, ABSTENTION, FOR, AGAINST, FOR)


def tell_present(cast: Cast) -> Journeys:
    """What was done before the last few days; every filing in the order of its day."""
    journeys = {
        **withdrawn(cast),
        **admissible(cast),
        **in_instruction(cast),
        **in_preparation(cast),
    }
    exchange_letters(cast, journeys)
    cast.organisation("fanal", days_from(cast.today, -40))
    consult_on_a_revision(cast)
    return journeys


def withdrawn(cast: Cast) -> Journeys:
    """One given up while preparing, one during its instruction."""
    today = cast.today
    lien = cast.journey("lien", days_from(today, -120)).until_filed()
    lien.take_charge()
    lien.withdraw(on=days_from(today, -96))
    comptoir = cast.journey("comptoir", days_from(today, -10))
    comptoir.sign()
    comptoir.write(WRITTEN[:2])
    comptoir.withdraw(on=days_from(today, -40))
    return {"lien": lien, "comptoir": comptoir}


def admissible(cast: Cast) -> Journeys:
    """Three that wait for the committee."""
    return {
        "nuits": cast.journey("nuits", days_from(cast.today, -75)).until_admissible(),
        "terres": cast.journey("terres", days_from(cast.today, -68)).until_admissible(),
        "gazette": cast.journey(
            "gazette", days_from(cast.today, -55), instructor=cast.second_instructor
        ).until_admissible(),
    }


def in_instruction(cast: Cast) -> Journeys:
    """One late, one back from complements, one about to be asked for some, two just filed."""
    today = cast.today
    tri = cast.journey("tri", days_from(today, -29)).until_filed()
    tri.take_charge()
    tri.assess(WRITTEN[:3])
    aidants = cast.journey(
        "aidants", days_from(today, -25), framework=cast.frameworks["accueil"]
    ).until_filed()
    aidants.take_charge()
    aidants.assess(tuple(PrincipleKey)[:4])
    aidants.ask(
        (PrincipleKey.PRESENTATION, "Joindre le procès-verbal signé de l’assemblée générale."),
        (PrincipleKey.ACTION_PLAN, "Dire qui porte les actions 3 et 5, et pour quelle échéance."),
        on=days_from(today, -16),
    )
    sentiers = cast.journey("sentiers", days_from(today, -20)).until_filed()
    sentiers.take_charge()
    recre = cast.journey("recre", days_from(today, -11)).until_filed()
    bocal = cast.journey(
        "bocal", days_from(today, -9), instructor=cast.second_instructor
    ).until_filed()
    bocal.take_charge()
    return {"tri": tri, "aidants": aidants, "sentiers": sentiers, "recre": recre, "bocal": bocal}


def in_preparation(cast: Cast) -> Journeys:
    """What structures prepare: nothing of it is filed yet."""
    today = cast.today
    levee = cast.journey("levee", days_from(today, 70))
    levee.write(WRITTEN[:1])
    vallee = cast.journey("vallee", days_from(today, 95))
    estran = cast.journey("estran", days_from(today, 100))  # a renewal, opened a few days ago
    haies = cast.journey("haies", days_from(today, 50))
    haies.sign()
    haies.write(WRITTEN[:2])
    petitspas = cast.journey("petitspas", days_from(today, 60))
    petitspas.sign()
    littoral = cast.journey("littoral", days_from(today, 6)).until_presented()
    phare = cast.journey("phare", days_from(today, -2)).until_presented()
    return {
        "levee": levee,
        "vallee": vallee,
        "estran": estran,
        "haies": haies,
        "petitspas": petitspas,
        "littoral": littoral,
        "phare": phare,
        "bocage": bocage(cast),
    }


def bocage(cast: Cast) -> Journey:
    """The dossier of the demo's representative: presented, and short of two principles."""
    today = cast.today
    journey = cast.journey("bocage", days_from(today, 3))
    camille = cast.people.account(CONTRIBUTOR)
    membership = cast.ask_to_join(
        "bocage", camille, function="Coordinatrice", on=days_from(today, -105)
    )
    perform(membership, "accept", actor=journey.structure, at=moment(days_from(today, -104), 19))
    journey.sign()
    journey.write(WRITTEN[:3], by=camille)
    journey.sketch_action_plan(by=camille)
    journey.present()
    journey.commit()
    return journey


def exchange_letters(cast: Cast, journeys: Journeys) -> None:
    """Messages of the last weeks."""
    today, sacha = cast.today, cast.instructor
    tri, aidants = journeys["tri"], journeys["aidants"]
    tri.say(
        tri.team.representative,
        "Bonjour, nous avons oublié le compte rendu du troisième atelier. Pouvons-nous vous "
        "l’envoyer ici\u00a0?",
        on=days_from(today, -21),
    )
    tri.say(
        sacha,
        "Bonjour, oui, bien sûr. Je l’ajouterai aux pièces du premier principe. Votre carte des "
        "parties prenantes est très parlante, merci.",
        on=days_from(today, -21),
        hour=15,
    )
    aidants.say(
        aidants.team.representative,
        "L’action 5 est portée par une bénévole. Est-ce possible\u00a0?",
        on=days_from(today, -9),
    )
    aidants.say(
        sacha,
        "Oui, tout à fait. Dites seulement qui en rend compte au conseil d’administration.",
        on=days_from(today, -9),
        hour=11,
        minute=40,
    )


def tell_news(cast: Cast, journeys: Journeys) -> None:
    """The last days: what these people are told of when the demo opens."""
    today = cast.today
    journeys["sentiers"].ask(
        (PrincipleKey.STAKEHOLDERS, "Situer les communes traversées sur la carte."),
        (
            PrincipleKey.ACCESSIBILITY,
            "Décrire comment les riverains sans internet accèdent à la démarche.",
        ),
        on=days_from(today, -6),
    )
    journeys["aidants"].answer(
        "Le procès-verbal signé est joint. L’action 3 est portée par Bernard Cordier pour juin, "
        "l’action 5 par une bénévole, qui en rend compte au conseil.",
        on=days_from(today, -4),
    )
    journeys["phare"].file()
    journey = journeys["bocage"]
    journey.say(
        cast.people.account(CONTRIBUTOR),
        "Bonjour, notre plan d’actions est presque prêt. La version facile à lire compte-t-elle "
        "comme une pièce du sixième principe\u00a0?",
        on=days_from(today, -2),
        minute=12,
    )
    journey.say(
        cast.instructor,
        "Bonjour Camille, oui, c’est exactement ce qu’il faut. Quelques lignes suffisent pour dire "
        "à qui vous l’avez remise.",
        on=days_from(today, -2),
        hour=11,
        minute=40,
    )
    cast.ask_to_join(
        "bocage",
        cast.people.named("Sofiane Lucas"),
        function="Encadrant technique",
        on=days_from(today, -1),
    )
    speak_for(cast)
    review_boussole(cast)
    convene_next(cast, journeys)
    open_today(cast, journeys)


def speak_for(cast: Cast) -> None:
    """A representative left to verify, with her minutes; and someone who contests another."""
    minutes = pdf(
        "pv-election.pdf",
        "Procès-verbal de l’assemblée générale",
        ["Le Moulin des Savoirs", "L’assemblée élit Rozenn Allain présidente, à l’unanimité."],
    )
    cast.declare("moulin", days_from(cast.today, -3), proof=minutes)
    open_claim(
        organisation=cast.organisations["fanal"],
        user=cast.people.named("Soizic Prigent"),
        function="Gérante",
        explanation="J’ai été élue gérante en juin. L’ancien directeur a quitté la coopérative et "
        "garde l’accès\u00a0: nous ne pouvons rien signer.",
        proof=pdf(
            "extrait-registre.pdf",
            "Extrait du registre",
            ["Coopérative du Fanal", "Gérante\u00a0: Soizic Prigent, depuis le mois de juin."],
        ),
        at=moment(days_from(cast.today, -2), 15),
    )


def review_boussole(cast: Cast) -> None:
    """An accompanist is asked about a reference: it has some days left to answer."""
    review = Review(cast, "boussole", days_from(cast.today, -6), origin=ReviewOrigin.COMPLAINT)
    review.file().notify()


def convene_next(cast: Cast, journeys: Journeys) -> None:
    """The next session, in two to three weeks, called two days ago."""
    candidate = cast.propose("cooperatives", days_from(cast.today, -12))
    dossiers = [journeys[key].dossier for key in ("toit", "lin", "deuxrives", "terres")]
    agenda: list[Case] = [*dossiers, candidate]
    session = Session.objects.get(starts_at__date=next_session_day(cast.today))
    cast.committee.convene(session, agenda, at=moment(days_from(cast.today, -2), 10))


def open_today(cast: Cast, journeys: Journeys) -> None:
    """A session under way, on what the last one deferred: two members have not voted yet."""
    start = max(moment(cast.today, 0), timezone.now() - timedelta(minutes=25))
    committee = cast.committee
    agenda = [journeys["granges"].dossier, journeys["gazette"].dossier]
    session = committee.plan(
        cast.today,
        agenda,
        notice=9,
        starts_at=timezone.localtime(start).time().replace(second=0, microsecond=0),
    )
    committee.open(session, at=start)
    item = session.items.listed()[0]
    committee.deliberate(item, UNDER_WAY, at=start, awaited=(MEMBER.name, CHAIR.name))
