"""What dossiers are made under: the versions of the charter."""

from directory.charters.models import CharterVersion
from directory.charters.operations import put_in_force
from directory.people.models import User
from tests import factories
from tests.scenes.scene import Acts, Scene, again
from workflows.actors import Actor

ENACTED = "charterversion.propose+charterversion.supersede+charterversion.enact"


def charter_acts(manager: User) -> Acts:
    """Two drafts, either of which `manager` may put in force; the next one is written."""
    factories.charter_version()
    drafts: list[CharterVersion] = [factories.charter_version(in_force=False) for _ in range(2)]
    actor = Actor.of(manager)
    return {
        ENACTED: lambda: put_in_force(again(drafts[0]), actor=actor),
        f"{ENACTED} another": lambda: put_in_force(again(drafts[1]), actor=actor),
        "charterversion.create": lambda: factories.charter_version(in_force=False),
    }


SCENES = [
    Scene("charter", lambda: (charter_acts(factories.manager()),)),
]
