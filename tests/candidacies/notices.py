from labelling.instruction.notices import OF_ANY_APPLICATION
from tests.candidacies.models import Candidacy
from workflows.outbox.notices import tell

tell(Candidacy, OF_ANY_APPLICATION)
