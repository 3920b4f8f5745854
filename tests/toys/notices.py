from tests.toys.models import Repair
from workflows.outbox.notices import silence

silence(Repair, why="only tests know it")
