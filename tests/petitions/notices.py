from tests.petitions.models import Petition
from workflows.outbox.notices import silence

silence(Petition, why="only tests know it")
