"""The internal bodies of a structure: value, French label. Values are contracts."""

from django.db import models


class InternalBody(models.TextChoices):
    """The internal stakeholders whom the charter wants told (principle 5)."""

    BOARD = "board", "Conseil d’administration"
    STAFF = "staff", "Salariés"
    WORKS_COUNCIL = "works_council", "Comité social et économique (CSE)"
