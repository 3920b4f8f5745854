from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("candidacies", "0001_initial"),
    ]

    operations = [
        AppendOnly("HistoricalCandidacy"),
    ]
