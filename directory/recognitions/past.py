"""Who could give a recognition up, on a day gone by."""

from directory.memberships.past import represented_its_organisation
from directory.rulebook import DirectoryRules
from workflows.proof.roles import held_then

held_then(DirectoryRules.recognition_representative)(represented_its_organisation)
