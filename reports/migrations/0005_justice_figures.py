import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_frozen_months'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='JusticeEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('country', models.CharField(max_length=2)),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('measure', models.CharField(max_length=16)),
                ('source', models.CharField(max_length=200, verbose_name='source')),
                ('source_on', models.DateField(verbose_name='date of the source')),
                ('source_url', models.URLField(blank=True, max_length=300, verbose_name='address of the source')),
                ('is_public', models.BooleanField(default=False)),
                ('from_file', models.BooleanField(default=False)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a second person'), ('confirmed', 'Confirmed'), ('refused', 'Not confirmed'), ('withdrawn', 'Taken back')], default='waiting', max_length=10)),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='JusticeNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parting', models.CharField(blank=True, max_length=12)),
                ('category', models.CharField(blank=True, max_length=12)),
                ('number', models.PositiveIntegerField()),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='reports.justiceentry')),
            ],
        ),
        migrations.CreateModel(
            name='JusticeSaid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('parting', models.CharField(blank=True, max_length=12)),
                ('category', models.CharField(blank=True, max_length=12)),
                ('inside', models.BooleanField()),
                ('number', models.PositiveIntegerField(null=True)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='said', to='reports.justiceentry')),
            ],
        ),
        migrations.AddConstraint(
            model_name='justiceentry',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('country', 'year', 'measure'), name='justice_entry_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='justiceentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', None), ('state__in', ['waiting', 'withdrawn'])), models.Q(('answered_at__isnull', False), ('state__in', ['confirmed', 'refused']), models.Q(('answered_by', models.F('entered_by')), _negated=True), ('answered_by__isnull', False)), _connector='OR'), name='justice_entry_has_a_second_person'),
        ),
        migrations.AddConstraint(
            model_name='justiceentry',
            constraint=models.CheckConstraint(condition=models.Q(('is_public', False), models.Q(('source_url', ''), _negated=True), _connector='OR'), name='justice_entry_public_has_an_address'),
        ),
        migrations.AddConstraint(
            model_name='justiceentry',
            constraint=models.CheckConstraint(condition=models.Q(('year__gte', 2000)), name='justice_entry_of_a_year_that_is_over'),
        ),
        migrations.AddConstraint(
            model_name='justicenumber',
            constraint=models.UniqueConstraint(fields=('of', 'parting', 'category'), name='justice_number_once'),
        ),
        migrations.AddConstraint(
            model_name='justicesaid',
            constraint=models.UniqueConstraint(fields=('of', 'inside', 'parting', 'category'), name='justice_said_once'),
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
