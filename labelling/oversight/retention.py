"""How long the words of complaints are kept. Which complaints is for those who handle them."""

from django.db.models import F

from directory.retention.registry import RetentionRule, retention
from labelling.oversight.complaints.models import Complaint

retention(
    RetentionRule(
        key="complaints",
        title="Réclamations",
        does="Ce qui a été dit, les pièces et l’identité s’effacent.",
        why="Chaque réclamation terminée porte le jour où elle s’oublie.",
        rows=Complaint.objects.filter(forgotten_on=None).all,
        months=0,
        since=F("forget_on"),
        done=True,
    )
)
