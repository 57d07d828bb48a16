"""All tables of people and organisations, in one file for the three with which they grew: a fresh installation waited for each."""

import accounts.models.invitation
import accounts.models.user
import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from shell.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_throttle"),
        ("accounts", "0003_choose_notices_by_mail"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="User",
                    fields=[
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                max_length=254, unique=True, verbose_name="e-mail address"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "language",
                            models.CharField(default="en", max_length=8, verbose_name="language"),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Europe/Rome", max_length=40, verbose_name="time zone"
                            ),
                        ),
                        (
                            "appearance",
                            models.CharField(
                                choices=[
                                    ("device", "As the device"),
                                    ("light", "Light"),
                                    ("dark", "Dark"),
                                ],
                                default="device",
                                max_length=8,
                                verbose_name="appearance",
                            ),
                        ),
                        (
                            "keys_on",
                            models.BooleanField(
                                default=True, verbose_name="single-letter shortcuts"
                            ),
                        ),
                        ("knows_leave_quickly", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                        (
                            "notice_mail",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once"),
                                    ("digest", "Once a day, from eight in the morning"),
                                    ("never", "No e-mail"),
                                ],
                                default="digest",
                                max_length=8,
                                verbose_name="notices by e-mail",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                    managers=[
                        ("objects", accounts.models.user.UserManager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("ngo", "Non-governmental organisation"),
                                    ("shelter", "Shelter"),
                                    ("social_service", "Public social service"),
                                    ("health", "Health service"),
                                    ("legal", "Legal service"),
                                    ("police", "Police"),
                                    ("authority", "Competent authority"),
                                    ("consulate", "Embassy or consulate"),
                                    ("guardianship", "Guardianship office"),
                                    ("return", "Return organiser"),
                                    ("coordination", "National coordination"),
                                    ("international", "International organisation"),
                                    ("operator", "Operator of this installation"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(db_index=True, max_length=2, verbose_name="country"),
                        ),
                        (
                            "represents",
                            models.CharField(
                                blank=True, max_length=2, verbose_name="represents the country"
                            ),
                        ),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                        (
                            "services",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "languages",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=8),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "takes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="places"
                            ),
                        ),
                        (
                            "places_free",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="places free"
                            ),
                        ),
                        (
                            "usual_answer_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="usually answers in (days)"
                            ),
                        ),
                        (
                            "verified_on",
                            models.DateField(blank=True, null=True, verbose_name="verified on"),
                        ),
                        (
                            "accepts_referrals",
                            models.BooleanField(default=False, verbose_name="accepts referrals"),
                        ),
                        (
                            "has_account",
                            models.BooleanField(
                                default=True, verbose_name="works in this installation"
                            ),
                        ),
                        ("is_demo", models.BooleanField(default=False)),
                        ("is_active", models.BooleanField(default=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("places_free__isnull", True),
                                    ("capacity__isnull", True),
                                    ("places_free__lte", models.F("capacity")),
                                    _connector="OR",
                                ),
                                name="organisation_free_places_within_capacity",
                                violation_error_message="There cannot be more free places than places.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("represents", ""), ("kind", "consulate"), _connector="OR"
                                ),
                                name="organisation_represents_only_as_consulate",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("first_contact", "First contact"),
                                    ("case_manager", "Case manager"),
                                    ("supervisor", "Supervisor"),
                                    ("focal_point", "Focal point"),
                                    ("competent_authority", "Competent authority"),
                                    ("service_worker", "Service worker"),
                                    ("health", "Health professional"),
                                    ("lawyer", "Lawyer"),
                                    ("police", "Police"),
                                    ("consular", "Consular protection"),
                                    ("visa_section", "Visa section"),
                                    ("return_organiser", "Return organiser"),
                                    ("guardian", "Guardian"),
                                    ("panel", "Best-interests panel"),
                                    ("national_coordinator", "National coordinator"),
                                    ("data_protection", "Data protection officer"),
                                    ("organisation_admin", "Organisation administrator"),
                                    ("operator", "Operator"),
                                    ("analyst", "Analyst"),
                                ],
                                max_length=24,
                                verbose_name="role",
                            ),
                        ),
                        ("token_digest", models.CharField(max_length=64, unique=True)),
                        ("invited_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "expires_at",
                            models.DateTimeField(default=accounts.models.invitation.expiry),
                        ),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "invited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "group",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="team",
                                to="auth.group",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="teams",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "name"),
                                name="team_name_once_per_organisation",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("first_contact", "First contact"),
                                    ("case_manager", "Case manager"),
                                    ("supervisor", "Supervisor"),
                                    ("focal_point", "Focal point"),
                                    ("competent_authority", "Competent authority"),
                                    ("service_worker", "Service worker"),
                                    ("health", "Health professional"),
                                    ("lawyer", "Lawyer"),
                                    ("police", "Police"),
                                    ("consular", "Consular protection"),
                                    ("visa_section", "Visa section"),
                                    ("return_organiser", "Return organiser"),
                                    ("guardian", "Guardian"),
                                    ("panel", "Best-interests panel"),
                                    ("national_coordinator", "National coordinator"),
                                    ("data_protection", "Data protection officer"),
                                    ("organisation_admin", "Organisation administrator"),
                                    ("operator", "Operator"),
                                    ("analyst", "Analyst"),
                                ],
                                max_length=24,
                                verbose_name="role",
                            ),
                        ),
                        ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "cleared_until",
                            models.DateField(
                                blank=True,
                                help_text="Training on data protection is valid until then.",
                                null=True,
                            ),
                        ),
                        ("last_used_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "teams",
                            models.ManyToManyField(
                                blank=True, related_name="members", to="accounts.team"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("user", "organisation", "role"),
                                name="membership_once_per_role",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Throttle",
                    fields=[
                        ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("tries", models.PositiveIntegerField(default=0)),
                        ("last_at", models.DateTimeField()),
                        ("closed_until", models.DateTimeField(blank=True, null=True)),
                    ],
                ),
            ]
        ),
    ]
