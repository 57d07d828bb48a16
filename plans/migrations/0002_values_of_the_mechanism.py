import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0001_national_action_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveField(
            model_name="indicatorvalue",
            name="is_verified",
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="below",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="origin",
            field=models.CharField(
                choices=[
                    ("entered", "Entered by hand"),
                    ("mechanism", "From the mechanism’s own figures"),
                ],
                default="entered",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="verified_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="indicatorvalue",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="indicatorvalue",
            name="value",
            field=models.DecimalField(
                decimal_places=2, max_digits=14, null=True, verbose_name="value"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("below__isnull", True), ("value__isnull", False)),
                    models.Q(
                        ("below__isnull", False), ("origin", "mechanism"), ("value__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="value_or_below",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", "entered"),
                    models.Q(
                        ("by__isnull", True),
                        ("verified_at__isnull", True),
                        ("verified_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="value_of_the_mechanism_is_nobodys",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                    models.Q(
                        ("verified_at__isnull", False),
                        ("verified_by__isnull", False),
                        models.Q(
                            ("by__isnull", True),
                            models.Q(("verified_by", models.F("by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="value_verified_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorvalue",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", "mechanism")),
                fields=("plan", "code", "period"),
                name="value_of_the_mechanism_once",
            ),
        ),
    ]
