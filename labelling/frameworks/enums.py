"""The states of a framework: value, French label. Values are contracts."""

from django.db import models

from directory.charters.enums import PrincipleKey


class FrameworkState(models.TextChoices):
    CANDIDATE = "candidate", "Candidat"
    RECOGNISED = "recognised", "Reconnu"
    WITHDRAWN = "withdrawn", "Retiré"


# The presentation to the general assembly is asked of every structure (charter, fifth principle):
# no referential stands in for it.
COVERABLE = [key.value for key in PrincipleKey if key != PrincipleKey.PRESENTATION]
