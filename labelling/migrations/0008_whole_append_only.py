"""The triggers again: they now refuse TRUNCATE, and on SQLite an INSERT that replaces a row."""

from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ('labelling', '0007_due_dates_in_words'),
    ]

    operations = [
        AppendOnly("HistoricalAssemblyPresentation", again=True),
        AppendOnly("HistoricalAssessment", again=True),
        AppendOnly("HistoricalComplement", again=True),
        AppendOnly("HistoricalDossier", again=True),
        AppendOnly("HistoricalEvidence", again=True),
        AppendOnly("HistoricalFramework", again=True),
        AppendOnly("HistoricalInternalPresentation", again=True),
    ]
