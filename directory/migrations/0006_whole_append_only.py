"""The triggers again: they now refuse TRUNCATE, and on SQLite an INSERT that replaces a row."""

from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ('directory', '0005_known_words_and_followers'),
    ]

    operations = [
        AppendOnly("HistoricalCharterVersion", again=True),
        AppendOnly("HistoricalMembership", again=True),
        AppendOnly("HistoricalOrganisation", again=True),
        AppendOnly("HistoricalRecognition", again=True),
        AppendOnly("HistoricalTeamRole", again=True),
        AppendOnly("Principle"),
        AppendOnly("Signature", again=True),
    ]
