"""Who could give a recognition up, on a day gone by."""

from directory.memberships.past import represented_its_organisation
from directory.recognitions.policies import recognition_representative
from workflows.proof.roles import held_then

held_then(recognition_representative)(represented_its_organisation)
