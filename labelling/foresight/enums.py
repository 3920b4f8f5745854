"""The notices of a renewal: value, French label. Values are contracts."""

from django.db import models


class NoticeKind(models.TextChoices):
    M12 = "m12", "à douze mois de la fin"
    M9 = "m9", "à neuf mois de la fin"
    M6 = "m6", "à six mois de la fin"
    M3 = "m3", "à trois mois de la fin"
    M1 = "m1", "à un mois de la fin"
    LAST_SESSION = "last_session", "avant la dernière séance utile"
    NO_SESSION = "no_session", "sans séance à temps"
