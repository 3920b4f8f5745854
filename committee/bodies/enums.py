"""The words of the bodies: value, French label. Values are contracts."""

from django.db import models


class CollegeKey(models.TextChoices):
    """The three colleges of the comité scientifique et éthique."""

    NETWORKS = "networks", "Têtes de réseaux ESS"
    INSTITUTIONS = "institutions", "Institutionnels"
    EXPERTS = "experts", "Académiques et experts"


class MandateRole(models.TextChoices):
    MEMBER = "member", "Membre"
    CHAIR = "chair", "Présidence"
