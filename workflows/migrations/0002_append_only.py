from django.db import migrations

from workflows.triggers import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0001_initial"),
    ]

    operations = [
        AppendOnly("Message"),
        AppendOnly("RetiredPseudonym"),
    ]
