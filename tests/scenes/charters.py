"""What dossiers are made under: the versions of the charter."""

from directory.charters.models import CharterVersion
from directory.charters.operations import put_in_force
from tests import factories
from tests.scenes.scene import Acts, Scene, again

ENACTED = "charterversion.propose+charterversion.supersede+charterversion.enact"


def charter_acts() -> Acts:
    """Two drafts, either of which may come into force; the next one is written."""
    factories.charter_version()
    drafts: list[CharterVersion] = [factories.charter_version(in_force=False) for _ in range(2)]
    return {
        ENACTED: lambda: put_in_force(again(drafts[0]), actor=factories.SYSTEM),
        f"{ENACTED} another": lambda: put_in_force(again(drafts[1]), actor=factories.SYSTEM),
        "charterversion.create": lambda: factories.charter_version(in_force=False),
    }


SCENES = [
    Scene("charter", lambda: (charter_acts(),)),
]
