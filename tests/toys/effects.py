"""What else changes when a repair moves on."""

from tests.toys.models import Thanks
from tests.toys.rulebook import ToyRules
from workflows.engine import create
from workflows.rules import Context


@ToyRules.thank.does
def thank(context: Context) -> None:
    words = f"Merci pour : {context.case.title}"
    create(Thanks(repair=context.case, words=words), actor=context.actor, at=context.at)
