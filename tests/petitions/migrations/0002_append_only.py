from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("petitions", "0001_initial"),
    ]

    operations = [
        AppendOnly("HistoricalPetition"),
        AppendOnly("HistoricalTally"),
    ]
