"""What dossiers are made under: the versions of the charter, the frameworks of other networks."""

from django.utils import timezone

from directory.charters.models import CharterVersion
from directory.charters.operations import put_in_force
from directory.people.models import User
from labelling.frameworks.models import Framework
from tests import factories
from tests.scenes.scene import Acts, Scene, again, performing
from workflows.actors import Actor
from workflows.engine import create

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


def framework(*, recognised: bool = False) -> Framework:
    found = create(Framework(name=f"Référentiel {timezone.now()}"), actor=factories.SYSTEM)
    if recognised:
        for act in performing(found, "recognise", Actor.of(factories.manager())).values():
            act()
    return again(found)


def framework_acts(found: Framework, manager: User) -> Acts:
    actor = Actor.of(manager)
    return {
        **performing(found, "recognise", actor),
        **performing(found, "withdraw", actor, reason="Essai."),
        "framework.create": framework,
    }


SCENES = [
    Scene("charter", lambda: (charter_acts(factories.manager()),)),
    Scene("candidate", lambda: (framework_acts(framework(), factories.manager()),)),
    Scene(
        "recognised",
        lambda: (framework_acts(framework(recognised=True), factories.manager()),),
    ),
]
