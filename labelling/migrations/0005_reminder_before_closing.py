from datetime import timedelta

from django.db import migrations, models


from workflows.triggers import AppendOnly


def mark_reminded(apps, schema_editor):
    """Dossiers closed so far were reminded by e-mail the day after their deadline."""
    closed = apps.get_model("labelling", "Dossier").objects.filter(state="closed")
    for dossier in closed.filter(reminded_on__isnull=True):
        dossier.reminded_on = dossier.complements_due_on + timedelta(days=1)
        dossier.save(update_fields=["reminded_on"])


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_append_only_and_groups'),
        ('labelling', '0004_queue_indexes'),
        ('workflows', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='dossier',
            name='reminded_on',
            field=models.DateField(blank=True, null=True, verbose_name='retard rappelé le'),
        ),
        migrations.AddField(
            model_name='historicaldossier',
            name='reminded_on',
            field=models.DateField(blank=True, null=True, verbose_name='retard rappelé le'),
        ),
        AppendOnly("HistoricalDossier"),
        migrations.RunPython(mark_reminded, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(('reminded_on__isnull', True), models.Q(('complements_due_on__isnull', False), ('reminded_on__gt', models.F('complements_due_on'))), _connector='OR'), name='dossier_reminded_when_late'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('reminded_on__isnull', False), _connector='OR'), name='dossier_closed_after_reminder'),
        ),
    ]
