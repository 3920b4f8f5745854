"""Draw the controls of a campaign, or draw them again: `manage.py draw_sample --campaign N`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labelling.oversight.sampling.downloads import facts_of
from labelling.oversight.sampling.enums import CampaignState
from labelling.oversight.sampling.models import Campaign
from labelling.oversight.sampling.operations import draw_campaign
from workflows.actors import Actor
from workflows.numbering import number_in
from workflows.verdicts import Refusal, Refused

ACTOR = Actor.system("draw_sample")


class Command(BaseCommand):
    help = (
        "Tire les contrôles d’une campagne annoncée. D’une campagne déjà tirée, refait le tirage "
        "et le compare."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--campaign", required=True, metavar="N", help="son numéro, TIR-2026-0001, ou sa clé"
        )
        parser.add_argument("--value", default="", help="la valeur publique qui était attendue")
        parser.add_argument("--json", action="store_true", dest="as_json", help="en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = _named(options["campaign"])
        is_new = campaign.state != CampaignState.DRAWN
        if is_new:
            _draw(campaign, options["value"])
        facts = facts_of(campaign) | {"nouveau": is_new}
        if options["as_json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            self._tell(facts)
        if not facts["identique"]:
            raise CommandError("Le tirage refait ne donne pas les mêmes numéros.", returncode=1)

    def _tell(self, facts: dict[str, Any]) -> None:
        done = "tirage effectué" if facts["nouveau"] else "tirage refait, identique"
        self.stdout.write(f"{facts['campagne']}\u00a0: {done}")
        self.stdout.write(f"{len(facts['tirees'])} sur {facts['actives']} actives")
        for number in facts["tirees"]:
            self.stdout.write(number)


def _named(words: str) -> Campaign:
    if words.isdecimal():
        found = Campaign.objects.filter(pk=int(words)).first()
    else:
        number = number_in(words, series=Campaign.series)
        found = Campaign.objects.filter(number=number).first()
    if found is None:
        raise CommandError(f"Aucune campagne ne porte le numéro {words}.")
    return found


def _draw(campaign: Campaign, value: str) -> None:
    try:
        draw_campaign(campaign, value=value, actor=ACTOR)
    except Refused as refusal:
        said = " ".join(unmet.message for unmet in refusal.unmet)
        raise CommandError(said or refusal.message) from None
    except Refusal as refusal:
        raise CommandError(str(refusal)) from None
