"""A charter being written tells nobody."""

from directory.charters.models import CharterVersion
from workflows.outbox.notices import silence

silence(CharterVersion, "create", why="a draft: nobody waits for it")
