"""What the oversight keeps of a person; and nothing of complaints, which have no account."""

from directory.own_data.registry import apart, own, untold
from labelling.oversight.complaints.models import Complaint, Entry
from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.identities.models import Opening
from labelling.oversight.reviews.models import ComplianceReview, Finding

own(
    "urgent_suspensions",
    "Les suspensions urgentes que vous avez prononcées",
    ComplianceReview,
    of="interim_by",
    review="reference",
)
own(
    "findings",
    "Les constats que vous avez écrits",
    Finding,
    of="author",
    review="review__reference",
    observed="observed",
    grade="grade",
)
own(
    "conformity_files",
    "Les dossiers de conformité que vous avez demandés",
    ConformityFile,
    of="asked_by",
    asked_at="asked_at",
)
COMPLAINTS = (
    "Les réclamations n’y sont pas\u00a0: qui réclame n’a pas de compte, et ce que vous avez fait "
    "en les traitant ne sort pas d’ici."
)
apart(Entry, "author", why=COMPLAINTS)
apart(Opening, "asked_by", "settled_by", why=COMPLAINTS)
untold(Complaint)
untold(Opening)
