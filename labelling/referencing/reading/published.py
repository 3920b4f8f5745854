"""What the annuaire publishes of a referencing once it is validated."""

from directory.annuaire.facts import ListingFacts, PublishedReference
from labelling.referencing.models import Mission, Referencing


def facts_of(referencing: Referencing) -> ListingFacts:
    """As it stands; of its missions, those that it lets be published. One query."""
    missions = Mission.objects.listed().filter(referencing=referencing, publishable=True)
    return ListingFacts(
        presentation=referencing.presentation,
        website=referencing.website,
        whole_approach=referencing.whole_approach,
        domains=frozenset(referencing.domains),
        accompanies=referencing.accompanies,
        trains=referencing.trains,
        departments=frozenset(referencing.departments),
        at_a_distance=referencing.at_a_distance,
        references=tuple(
            PublishedReference(
                client=mission.client_label,
                year=mission.year,
                theme=mission.theme,
                description=mission.description,
            )
            for mission in missions.select_related("client").order_by("-year", "pk")
        ),
    )
