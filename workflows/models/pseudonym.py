"""What is left of a person who was erased."""

from django.db import models


class RetiredPseudonym(models.Model):
    """A pseudonym that somebody bore: whose it was is forgotten, that it was real is not.

    Without it, an actor nobody knows could be an erased person as well as an invented one.
    Append-only.
    """

    APPEND_ONLY = True

    pseudonym = models.UUIDField(primary_key=True)

    class Meta:
        verbose_name = "pseudonyme retiré"

    def __str__(self) -> str:
        return str(self.pseudonym)
