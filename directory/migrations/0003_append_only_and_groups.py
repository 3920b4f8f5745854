from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from directory.organisations.following import FollowOrganisation
from directory.organisations.indexing import WordIndex
from directory.people.enums import ROLE_GROUPS
from workflows.triggers import AppendOnly


def create_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    group_model = apps.get_model("auth", "Group")
    for name in ROLE_GROUPS:
        group_model.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        AppendOnly("HistoricalAccompaniment"),
        AppendOnly("HistoricalCharterVersion"),
        AppendOnly("HistoricalDelayChange"),
        AppendOnly("HistoricalInterest"),
        AppendOnly("HistoricalLabelImport"),
        AppendOnly("HistoricalLogoRemoval"),
        AppendOnly("HistoricalMembership"),
        AppendOnly("HistoricalNameChange"),
        AppendOnly("HistoricalOfficialLogo"),
        AppendOnly("HistoricalOrganisation"),
        AppendOnly("HistoricalRecognition"),
        AppendOnly("HistoricalRepresentationClaim"),
        AppendOnly("HistoricalTeamRole"),
        AppendOnly("Principle"),
        AppendOnly("Signature"),
        WordIndex("Organisation", "folded_name"),
        WordIndex("User", "folded_name"),
        FollowOrganisation("Recognition", ("folded_name", "department")),
        FollowOrganisation("Listing", ("folded_name", "city")),
        # After it: of two triggers on one table, SQLite fires the newer first, and the index has to
        # know the words of a row before they change.
        WordIndex("Listing", "folded_words"),
        migrations.RunPython(create_groups, migrations.RunPython.noop),
    ]
