from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0001_initial"),
    ]

    operations = [
        AppendOnly("Candidate"),
        AppendOnly("HistoricalCampaign"),
        AppendOnly("HistoricalComplaint"),
        AppendOnly("HistoricalComplianceReview"),
        AppendOnly("HistoricalCorrectiveAction"),
        AppendOnly("HistoricalFinding"),
        AppendOnly("HistoricalOpening"),
    ]
