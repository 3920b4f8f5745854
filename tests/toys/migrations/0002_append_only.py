from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("toys", "0001_initial"),
    ]

    operations = [
        AppendOnly("HistoricalRepair"),
        AppendOnly("HistoricalThanks"),
    ]
