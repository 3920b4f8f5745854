"""The conditions of a revision's moves, and what they write beside it."""

from collections.abc import Iterator

from directory.charters.charter_text import CharterTextError, find_parts, first_title
from directory.charters.enums import CharterKind, CharterVersionState
from directory.charters.models import CharterVersion
from directory.charters.operations import digest_of, load_version, put_in_force, sign
from directory.delays.in_force import delay
from labelling.revisions.inputs import (
    Alignment,
    ConsultationPlan,
    HolderAnswer,
    PartyAnswer,
    PartyAsked,
    RevisionAccount,
)
from labelling.revisions.models import CharterRevision, ConsultedParty, ShownAlignment
from labelling.revisions.policies import represented_holders
from labelling.rulebook import LabellingRules
from workflows.engine import amend, create
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Stale, Unmet

LONGEST_TITLE = CharterVersion._meta.get_field("title").max_length or 0


def unreadable(revision: CharterRevision, text: str) -> Iterator[Unmet]:
    """What keeps `text` from being a version of the charter: its parts, its title, its novelty."""
    try:
        find_parts(text, CharterKind(revision.charter.kind))
    except CharterTextError as error:
        yield Unmet("no_parts", str(error), field="text")
    if len(first_title(text)) > LONGEST_TITLE:
        yield Unmet(
            "title_too_long",
            f"Le premier paragraphe est le titre\u00a0: {LONGEST_TITLE} caractères au plus.",
            field="text",
        )
    if revision.charter.versions.filter(digest=digest_of(text)).exists():
        yield Unmet(
            "same_text",
            "Ce texte est déjà celui d’une version de la charte\u00a0: rien n’y change.",
            field="text",
        )


@LabellingRules.revision_readable.checks("le texte a les parties de la charte", needs_data=True)
def revision_readable(context: Context) -> Iterator[Unmet]:
    yield from unreadable(context.case, context.given(RevisionAccount).text)


@LabellingRules.revision_dated.checks("les dates se suivent", needs_data=True)
def revision_dated(context: Context) -> Iterator[Unmet]:
    given = context.given(RevisionAccount)
    if given.in_force_on <= context.today:
        yield Unmet(
            "in_force_past",
            "La date d’entrée en vigueur est à venir\u00a0: le comité décide avant.",
            field="in_force_on",
        )
    if bool(given.transition_asks) != (given.transition_until is not None):
        missing = "transition_until" if given.transition_asks else "transition_asks"
        yield Unmet(
            "transition_half",
            "Dites ce qui est demandé aux signataires, et jusqu’à quand\u00a0: les deux, ou aucun.",
            field=missing,
        )
    elif given.transition_until and given.transition_until <= given.in_force_on:
        yield Unmet(
            "transition_too_short",
            f"La transition finit après l’entrée en vigueur, le {format_date(given.in_force_on)}.",
            field="transition_until",
        )


@LabellingRules.consultation_long_enough.checks("la consultation dure assez", needs_data=True)
def consultation_long_enough(context: Context) -> Iterator[Unmet]:
    least = delay("charter_consultation", on=context.today)
    first = least.after(context.today)
    if context.given(ConsultationPlan).until < first:
        yield Unmet(
            "consultation_too_short",
            f"Laissez au moins {least} pour répondre\u00a0: "
            f"jusqu’au {format_date(first)}, ou plus tard.",
            field="until",
        )


@LabellingRules.consultation_open.checks("les réponses sont attendues")
def consultation_open(context: Context) -> Iterator[Unmet]:
    until = context.case.consultation_until
    if until is not None and context.today > until:
        yield Unmet("consultation_ended", f"On pouvait répondre jusqu’au {format_date(until)}.")


@LabellingRules.consultation_over.checks("le délai de réponse est passé")
def consultation_over(context: Context) -> Iterator[Unmet]:
    until = context.case.consultation_until
    if until is not None and context.today <= until:
        yield Unmet("consultation_running", f"On peut répondre jusqu’au {format_date(until)}.")


@LabellingRules.party_asked_once.checks("la personne n’est pas déjà interrogée", needs_data=True)
def party_asked_once(context: Context) -> Iterator[Unmet]:
    name = context.given(PartyAsked).name
    if context.case.parties.filter(name__iexact=name).exists():
        yield Unmet("asked_already", "Vous avez déjà demandé cet avis.", field="name")


@LabellingRules.answers_for_a_holder.checks("l’organisation est reconnue", needs_data=True)
def answers_for_a_holder(context: Context) -> Iterator[Unmet]:
    own = represented_holders(context.case, context.actor.user)
    if not own.filter(pk=context.data.organisation.pk).exists():
        yield Unmet(
            "not_a_holder",
            "Vous ne représentez pas cette organisation, ou sa reconnaissance a pris fin.",
            field="organisation",
        )


@LabellingRules.text_still_in_force.checks("le texte est celui en vigueur")
def text_still_in_force(context: Context) -> Iterator[Unmet]:
    """Another revision may follow before the transition of this one is over."""
    version = context.case.version
    if version is None or version.state != CharterVersionState.IN_FORCE:
        yield Unmet(
            "charter_replaced", "Ce texte n’est plus en vigueur\u00a0: un autre l’a remplacé."
        )


@LabellingRules.alignment_worded.checks("ce qui est montré est dit", needs_data=True)
def alignment_worded(context: Context) -> Iterator[Unmet]:
    given = context.given(Alignment)
    if context.case.alignments.filter(organisation=given.organisation).exists():
        yield Unmet("aligned_already", "Votre organisation a déjà signé ce texte.")
    elif not given.words.strip():
        yield Unmet("nothing_shown", "Dites ce que vous montrez.", field="words")


@LabellingRules.revision_to_come.checks("l’entrée en vigueur est à venir")
def revision_to_come(context: Context) -> Iterator[Unmet]:
    revision: CharterRevision = context.case
    if revision.in_force_on <= context.today:
        yield Unmet(
            "in_force_past",
            f"L’entrée en vigueur était prévue le {format_date(revision.in_force_on)}\u00a0: "
            "repoussez-la.",
        )
    yield from unreadable(revision, revision.text)


@LabellingRules.revision_day_come.checks("le jour prévu est venu")
def revision_day_come(context: Context) -> Iterator[Unmet]:
    if context.today < context.case.in_force_on:
        day = format_date(context.case.in_force_on)
        yield Unmet("not_in_force_yet", f"Ce texte entre en vigueur le {day}.")


@LabellingRules.transition_over.checks("la transition est finie")
def transition_over(context: Context) -> Iterator[Unmet]:
    until = context.case.transition_until
    if until is not None and context.today <= until:
        yield Unmet("transition_running", f"La transition court jusqu’au {format_date(until)}.")


@LabellingRules.ask_party.does
def ask_party(context: Context) -> None:
    _record(context, ConsultedParty(name=context.given(PartyAsked).name, asked_on=context.today))


@LabellingRules.write_party_answer.does
def write_party_answer(context: Context) -> None:
    given = context.given(PartyAnswer)
    party = context.case.parties.filter(pk=given.pk, organisation=None).first()
    if party is None:
        raise Stale("Cet avis n’est plus demandé.")
    _answer(context, party, given)


@LabellingRules.write_holder_answer.does
def write_holder_answer(context: Context) -> None:
    """The revision's row is locked: of two answers for one organisation, the second changes it."""
    given = context.given(HolderAnswer)
    party = context.case.parties.filter(organisation=given.organisation).first()
    if party is None:
        party = ConsultedParty(organisation=given.organisation, asked_on=context.case.consulted_on)
        party.position, party.words, party.answered_on = given.position, given.words, context.today
        _record(context, party)
    else:
        _answer(context, party, given)


@LabellingRules.publish_version.does
def publish_version(context: Context) -> None:
    """The text becomes a version of the charter, in the place of the one before."""
    revision: CharterRevision = context.case
    kind = CharterKind(revision.charter.kind)
    version, _ = load_version(
        kind=kind,
        title=first_title(revision.text),
        text=revision.text,
        principles=find_parts(revision.text, kind),
        actor=context.actor,
        at=context.at,
    )
    put_in_force(version, actor=context.actor, at=context.at)


@LabellingRules.align_holder.does
def align_holder(context: Context) -> None:
    given = context.given(Alignment)
    signature = sign(
        context.case.version,
        organisation=given.organisation,
        user=context.actor.user,
        name=given.name,
        function=given.function,
        at=context.at,
    )
    _record(
        context,
        ShownAlignment(
            organisation=given.organisation,
            signature=signature,
            words=given.words,
            shown_on=context.today,
        ),
    )


def _record(context: Context, made: ConsultedParty | ShownAlignment) -> None:
    made.revision_id = context.case.pk
    create(made, actor=context.actor, action=context.action, at=context.at)


def _answer(context: Context, party: ConsultedParty, given: PartyAnswer | HolderAnswer) -> None:
    amend(
        party,
        action=context.action,
        actor=context.actor,
        at=context.at,
        position=given.position,
        words=given.words,
        answered_on=context.today,
    )
