"""The charter that an application is made under."""

from directory.charters.models import CharterVersion
from labelling.instruction.models import Application


def charter_of(application: Application) -> CharterVersion | None:
    """The version signed for it, or the one in force while it is not signed."""
    if application.signature:
        return application.signature.version
    version: CharterVersion | None = CharterVersion.objects.in_force(application.charter)
    return version
