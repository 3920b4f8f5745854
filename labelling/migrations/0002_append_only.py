from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("labelling", "0001_initial"),
    ]

    operations = [
        AppendOnly("HistoricalAcceptance"),
        AppendOnly("HistoricalAssemblyPresentation"),
        AppendOnly("HistoricalAssessment"),
        AppendOnly("HistoricalCharterRevision"),
        AppendOnly("HistoricalComplement"),
        AppendOnly("HistoricalConsultedParty"),
        AppendOnly("HistoricalCoverage"),
        AppendOnly("HistoricalDossier"),
        AppendOnly("HistoricalEvidence"),
        AppendOnly("HistoricalFramework"),
        AppendOnly("HistoricalInternalPresentation"),
        AppendOnly("HistoricalMission"),
        AppendOnly("HistoricalProgressExchange"),
        AppendOnly("HistoricalReferenceCheck"),
        AppendOnly("HistoricalReferencing"),
        AppendOnly("HistoricalRenewalNotice"),
        AppendOnly("HistoricalShownAlignment"),
        AppendOnly("HistoricalTermReport"),
        AppendOnly("HistoricalTrainedPerson"),
    ]
