from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("committee", "0001_initial"),
    ]

    operations = [
        AppendOnly("Decision"),
        AppendOnly("HistoricalAgendaItem"),
        AppendOnly("HistoricalAttendance"),
        AppendOnly("HistoricalBody"),
        AppendOnly("HistoricalMandate"),
        AppendOnly("HistoricalRecusal"),
        AppendOnly("HistoricalSession"),
        AppendOnly("HistoricalVotingRound"),
    ]
