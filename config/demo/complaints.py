"""What some people complained about: three complaints, of which one is the chair's to handle."""

from datetime import timedelta

from config.demo.cast import Cast
from config.demo.data import TEXTS
from config.demo.dates import days_from, moment
from config.demo.files import photo
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.files import without_author
from labelling.oversight.complaints.operations import say
from labelling.oversight.followup.operations import Account, lodge
from labelling.oversight.identities.models import Identity
from workflows.actors import Actor
from workflows.pages.traps import stamp

WORDS = TEXTS["complaints"]
NOBODY = Identity()


def tell_complaints(cast: Cast) -> None:
    """One answered, one with a question that waits, one about the CRESS, just received."""
    granted = Recognition.objects.filter(kind=RecognitionKind.LABEL, state=RecognitionState.ACTIVE)
    first, second = granted.order_by("pk")[:2]
    handler = Actor.of(cast.second_instructor)
    today = cast.today
    told = days_from(today, -70)
    answered = lodge(
        Account(About.ORGANISATION, first, WORDS["answered"]["account"]),
        identity=NOBODY,
        opened=stamp(),
        at=moment(told, 20),
    ).complaint
    say(answered, "admit", words="", actor=handler, at=moment(days_from(told, 6), 9))
    answer = WORDS["answered"]["answer"]
    say(answered, "answer", words=answer, actor=handler, at=moment(days_from(told, 40), 11))

    told = days_from(today, -12)
    asked = lodge(
        Account(
            About.ORGANISATION,
            second,
            WORDS["asked"]["account"],
            [without_author(photo("vitrine.jpg", 3))],
        ),
        identity=Identity(**WORDS["asked"]["identity"]),
        opened=stamp(),
        at=moment(told, 19),
    ).complaint
    at = moment(days_from(told, 5), 10)
    say(asked, "admit", words=WORDS["asked"]["word"], actor=handler, at=at)
    question = WORDS["asked"]["question"]
    say(asked, "ask", words=question, actor=handler, at=at + timedelta(minutes=4))

    lodge(
        Account(About.SCHEME, None, WORDS["scheme"]["account"]),
        identity=NOBODY,
        opened=stamp(),
        at=moment(days_from(today, -3), 21),
    )
