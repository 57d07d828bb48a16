"""Two more kinds of files that leave, and who went out in one, for which the rules of their rows are written anew."""

from django.conf import settings
import django.db.models.deletion
from django.db import migrations, models

from referral.row_security import apply


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_choose_notices_by_mail"),
        ("exchange", "0002_exports"),
        ("referral", "0012_give_up_with_a_reason"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="export",
            name="export_has_a_second_person",
        ),
        migrations.AlterField(
            model_name="export",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person", "Case file for the person"),
                    ("court", "Extract for a court"),
                    ("handover", "Case file for hand-over"),
                    ("costs", "Costs by who pays"),
                    ("cases", "List of cases"),
                    ("referrals", "List of referrals"),
                    ("htcds", "All my cases in IOM’s case data standard"),
                    ("htcdsstat", "For statistics, in IOM’s case data standard"),
                    ("ctdc", "For statistics, in the columns of CTDC"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="export",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waits for a second person"),
                    ("queued", "Being made"),
                    ("ready", "Ready"),
                    ("empty", "Empty: nothing was open to be put in it"),
                    ("refused", "Refused by the second person"),
                    ("stopped", "Stopped"),
                    ("ended", "Destroyed"),
                ],
                default="queued",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["court", "ctdc", "htcds", "htcdsstat"]), _negated=True),
                    ("state__in", ["waiting", "refused", "stopped", "ended"]),
                    models.Q(
                        ("answered_by__isnull", False),
                        models.Q(("answered_by", models.F("by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="export_has_a_second_person",
            ),
        ),
        migrations.CreateModel(
            name="WentOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="referral.case",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.export",
                    ),
                ),
            ],
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
