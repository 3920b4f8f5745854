"""The outcomes and the usual question in other words: the tables stay as they are.

The state alone: for a new default SQLite would remake the history table, without its append-only
triggers, and a default written in Python is none of the database's.
"""

from django.db import migrations, models

QUESTION = models.CharField(
    default="Validez-vous ce dossier\u00a0?", max_length=300, verbose_name="question posée"
)
OUTCOMES = [("favourable", "Validé"), ("adjourned", "Ajourné"), ("unfavourable", "Refusé")]


def outcome(verbose_name):
    return models.CharField(choices=OUTCOMES, max_length=20, verbose_name=verbose_name)


class Migration(migrations.Migration):
    dependencies = [("committee", "0003_mandate_cancelled")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField("agendaitem", "question", QUESTION),
                migrations.AlterField("historicalagendaitem", "question", QUESTION),
                migrations.AlterField("decision", "outcome", outcome("décision")),
                migrations.AlterField("decision", "proposal", outcome("proposition")),
                migrations.AlterField("historicalvotinground", "proposal", outcome("proposition")),
                migrations.AlterField("votinground", "proposal", outcome("proposition")),
            ]
        )
    ]
