"""The triggers again: they now refuse TRUNCATE, and on SQLite an INSERT that replaces a row."""

from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ('committee', '0004_outcome_words'),
    ]

    operations = [
        AppendOnly("Decision", again=True),
        AppendOnly("HistoricalAgendaItem", again=True),
        AppendOnly("HistoricalAttendance", again=True),
        AppendOnly("HistoricalBody", again=True),
        AppendOnly("HistoricalMandate", again=True),
        AppendOnly("HistoricalRecusal", again=True),
        AppendOnly("HistoricalSession", again=True),
        AppendOnly("HistoricalVotingRound", again=True),
    ]
