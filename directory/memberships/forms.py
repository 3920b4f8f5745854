"""What someone says they are in an organisation."""

from typing import Any

from directory.organisations.forms import required
from workflows.pages.forms import LineField

FUNCTION_LENGTH = 120


class FunctionField(LineField):
    """What someone is in the organisation, in their own words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Votre fonction dans l’organisation",
            max_length=FUNCTION_LENGTH,
            help_text="Par exemple présidente, gérant, directrice générale.",
            error_messages=required("Indiquez votre fonction."),
            **kwargs,
        )
