"""All tables of casework, in one file for the twenty with which they grew: a fresh installation waited for each."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import referral.keys
import referral.models.alert
import referral.models.budget
import referral.models.disclosure
import referral.models.enquiry
import referral.models.journey
import referral.models.partner
import referral.models.referral
import referral.models.task
import referral.stages
import uuid
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from referral.row_security import apply
from shell.tables import CreateTables


def secure_rows(apps, schema_editor):
    apply(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("referral", "0001_casework"),
        ("referral", "0002_remind_bodies"),
        ("referral", "0003_who_may_know_of_a_referral"),
        ("referral", "0004_complaints"),
        ("referral", "0005_households_of_merged_records"),
        ("referral", "0006_one_assessment_of_a_child"),
        ("referral", "0007_look_who_is_with_the_others"),
        ("referral", "0008_budgets_and_plans"),
        ("referral", "0009_notices_are_read"),
        ("referral", "0010_look_at_risk_together"),
        ("referral", "0011_notices_by_mail"),
        ("referral", "0012_give_up_with_a_reason"),
        ("referral", "0013_work_is_given_put_off_and_covered"),
        ("referral", "0014_erase_what_is_over"),
        ("referral", "0015_tasks_go_along_with_the_case"),
        ("referral", "0016_sign_gates_from_their_proofs"),
        ("referral", "0017_register_agreements"),
        ("referral", "0018_order_of_journeys"),
        ("referral", "0019_place_the_journeys"),
        ("referral", "0020_keep_the_head_of_a_sheet"),
    ]

    dependencies = [
        ("accounts", "0001_tables"),
        ("audit", "0001_tables"),
        ("directory", "0001_tables"),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Journey",
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
                            "reference",
                            models.CharField(
                                default=referral.models.journey.new_reference,
                                max_length=16,
                                unique=True,
                            ),
                        ),
                        (
                            "stage",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Detection and identification"),
                                    (2, "Referral"),
                                    (3, "Assistance"),
                                    (4, "Return"),
                                    (5, "Reintegration"),
                                    (6, "Closed"),
                                ],
                                default=1,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("active", "Active"),
                                    ("waiting", "Waiting"),
                                    ("suspended", "Paused"),
                                    ("in_transit", "Travelling"),
                                    ("closed", "Closed"),
                                ],
                                default="active",
                                max_length=12,
                            ),
                        ),
                        (
                            "outlook",
                            models.CharField(
                                choices=[
                                    ("undecided", "Not decided"),
                                    ("stay", "Stay"),
                                    ("return", "Return"),
                                    ("third", "A third country"),
                                ],
                                default="undecided",
                                max_length=12,
                            ),
                        ),
                        ("child", models.BooleanField(default=False)),
                        ("found_in", models.CharField(max_length=2)),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("travel_on", models.DateField(blank=True, null=True)),
                        ("arrives_by", models.DateTimeField(blank=True, null=True)),
                        ("arrived_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("gates_from", models.DateTimeField(blank=True, null=True)),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("changed_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="journey_newest",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("status", "closed")),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        ("closed_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="journey_closed_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "in_transit"), _negated=True),
                                    ("travel_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="journey_in_transit_has_a_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
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
                            "side",
                            models.CharField(
                                choices=[
                                    ("destination", "Country where the person was found"),
                                    ("origin", "Country of origin"),
                                    ("third", "A third country"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "stage",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Detection and identification"),
                                    (2, "Referral"),
                                    (3, "Assistance"),
                                    (4, "Return"),
                                    (5, "Reintegration"),
                                    (6, "Closed"),
                                ],
                                default=1,
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=referral.stages.case_statuses,
                                default="new",
                                max_length=28,
                                verbose_name="status",
                            ),
                        ),
                        ("opened_from", models.UUIDField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="case manager",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="referral.journey",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                models.OrderBy(models.F("opened_at"), descending=True),
                                models.OrderBy(models.F("id"), descending=True),
                                name="case_newest",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("journey", "organisation"),
                                name="case_one_per_journey_and_organisation",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", False), ("stage", 6)),
                                    models.Q(
                                        models.Q(("stage", 6), _negated=True),
                                        ("closed_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="case_closed_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRule",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("role", models.CharField(max_length=24)),
                        ("data_class", models.CharField(max_length=12)),
                        ("side", models.CharField(max_length=12)),
                        ("stage", models.PositiveSmallIntegerField()),
                        ("can_read", models.BooleanField()),
                        ("can_write", models.BooleanField()),
                        ("can_add", models.BooleanField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("role", "data_class", "side", "stage"),
                                name="access_rule_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "met_at",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("came_to_us", "Came to us alone"),
                                    ("outreach", "Outreach in the street or field"),
                                    ("hotline", "Called or wrote to a hotline"),
                                    ("online", "Contact online"),
                                    ("police", "Through the police"),
                                    ("border", "At a border, a port or an airport"),
                                    ("health_service", "At a hospital or health service"),
                                    ("workplace", "At a workplace or an inspection"),
                                    ("school", "At a school"),
                                    ("asylum", "In the asylum procedure or a reception centre"),
                                    ("detention", "In detention"),
                                    ("consulate", "At a consulate"),
                                    ("organisation", "Through another organisation"),
                                    ("family_or_friends", "Through family or friends"),
                                    ("other", "In another way"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=32,
                                verbose_name="how you met",
                            ),
                        ),
                        (
                            "met_on",
                            models.CharField(blank=True, max_length=10, verbose_name="met on"),
                        ),
                        (
                            "noticed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "noticed_note",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what you noticed",
                            ),
                        ),
                        (
                            "trafficking_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "PossibleVictimOfTrafficking",
                                        "Presumed to have been trafficked",
                                    ),
                                    ("ActualVictimOfTrafficking", "Identified as trafficked"),
                                    (
                                        "NotAVictimOfTrafficking",
                                        "Found not to have been trafficked",
                                    ),
                                ],
                                max_length=40,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "decision_body",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("Police", "Police"),
                                    ("NGO", "Non-governmental organisation"),
                                    ("CourtOrProsecution", "Court or prosecution"),
                                    (
                                        "NonPoliceGovernmentalOrganization",
                                        "Public body other than the police",
                                    ),
                                    ("Other", "Another body"),
                                ],
                                max_length=40,
                                verbose_name="decided by",
                            ),
                        ),
                        (
                            "decided_on",
                            models.CharField(blank=True, max_length=10, verbose_name="decided on"),
                        ),
                        (
                            "relationship",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("Familial", "Member of the family"),
                                    ("Acquainted", "Somebody known"),
                                    ("Unaquainted", "A stranger"),
                                ],
                                max_length=20,
                                verbose_name="relation to the exploiter",
                            ),
                        ),
                        (
                            "age_then",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="age when it began"
                            ),
                        ),
                        (
                            "recruitment",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "recruitment_platforms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "recruitment_place",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="place of recruitment",
                            ),
                        ),
                        (
                            "control",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "exploitation",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(
                                blank=True,
                                choices=[
                                    (
                                        "A_AgricultureForestryAndFishing",
                                        "Agriculture, forestry and fishing",
                                    ),
                                    ("B_MiningAndQuarrying", "Mines and quarries"),
                                    ("C_Manufacturing", "Manufacturing"),
                                    (
                                        "D_ElectricityGasSteamAndAirConditioningSupply",
                                        "Electricity, gas and steam",
                                    ),
                                    (
                                        "E_WaterSupplySewerageWasteManagement",
                                        "Water, sewage and waste",
                                    ),
                                    ("F_Construction", "Construction"),
                                    (
                                        "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
                                        "Trade and repair of vehicles",
                                    ),
                                    ("H_TransportationAndStorage", "Transport and storage"),
                                    (
                                        "I_AccommodationAndFoodServiceActivities",
                                        "Hotels, bars and restaurants",
                                    ),
                                    (
                                        "J_InformationAndCommunication",
                                        "Information and communication",
                                    ),
                                    ("K_FinancialAndInsuranceActivities", "Finance and insurance"),
                                    ("L_RealEstateActivities", "Real estate"),
                                    (
                                        "M_ProfessionalScientificAndTechnicalActivities",
                                        "Professional and technical services",
                                    ),
                                    (
                                        "N_AdministrativeAndSupportServiceActivities",
                                        "Cleaning, security and other support",
                                    ),
                                    (
                                        "O_PublicAdministrationAndDefence",
                                        "Public administration and defence",
                                    ),
                                    ("P_Education", "Education"),
                                    (
                                        "Q_HumanHealthAndSocialWorkActivities",
                                        "Health, care and social work",
                                    ),
                                    (
                                        "R_ArtsEntertainmentAndRecreation",
                                        "Arts, entertainment and sport",
                                    ),
                                    ("S_OtherServiceActivities", "Other services"),
                                    (
                                        "T_ActivitiesOfHouseholdsAsEmployers",
                                        "Work in private households",
                                    ),
                                    (
                                        "U_ActivitiesOfExtraterritorialOrganizations",
                                        "Embassies and international bodies",
                                    ),
                                ],
                                max_length=80,
                                verbose_name="industry",
                            ),
                        ),
                        (
                            "sexual_exploitation",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "exploitation_platforms",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "exploitation_countries",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "exploitation_place",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="place of exploitation",
                            ),
                        ),
                        (
                            "vulnerabilities",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "offender_roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "own_words",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="in the person’s own words",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Health",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "conditions",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="conditions"
                            ),
                        ),
                        (
                            "medication",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="medication"
                            ),
                        ),
                        (
                            "allergies",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="allergies"
                            ),
                        ),
                        (
                            "pregnancy",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="pregnancy"
                            ),
                        ),
                        (
                            "care_needed",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="care needed"
                            ),
                        ),
                        (
                            "travel_advice",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="advice for travel",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Identity",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "name_said",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="name as the person says it",
                            ),
                        ),
                        (
                            "name_on_documents",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="name on documents",
                            ),
                        ),
                        (
                            "born",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="date of birth"
                            ),
                        ),
                        (
                            "birth_place",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="place of birth"
                            ),
                        ),
                        (
                            "identity_number",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="identity number",
                            ),
                        ),
                        (
                            "marital_status",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("Single", "Single"),
                                    ("Married", "Married"),
                                    ("Widowed", "Widowed"),
                                    ("Divorced", "Divorced"),
                                    ("Separated", "Separated"),
                                    ("RegisteredPartnership", "In a registered partnership"),
                                ],
                                max_length=24,
                                verbose_name="marital status",
                            ),
                        ),
                        (
                            "children",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="number of children"
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("EarlyChildhoodEducation", "Early childhood education"),
                                    ("PrimaryEducation", "Primary school"),
                                    ("LowerSecondaryEducation", "Lower secondary school"),
                                    ("UpperSecondaryEducation", "Upper secondary school"),
                                    (
                                        "PostSecondaryNonTertiaryEducation",
                                        "After secondary school, not university",
                                    ),
                                    ("ShortCycleTertiaryEducation", "Short higher education"),
                                    ("BachelorsOrEquivalentLevel", "Bachelor or equal"),
                                    ("MastersOrEquivalentLevel", "Master or equal"),
                                    ("DoctoralOrEquivalentLevel", "Doctorate or equal"),
                                ],
                                max_length=40,
                                verbose_name="highest level of education",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "level_staying",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                    ("extreme", "Extreme"),
                                ],
                                max_length=8,
                                verbose_name="risk of staying",
                            ),
                        ),
                        (
                            "level_returning",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                    ("extreme", "Extreme"),
                                ],
                                max_length=8,
                                verbose_name="risk of returning",
                            ),
                        ),
                        (
                            "own_fear",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="the person’s own fear, 0 to 10"
                            ),
                        ),
                        (
                            "assessed_on",
                            models.DateField(blank=True, null=True, verbose_name="assessed on"),
                        ),
                        (
                            "red_lines",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what must never happen",
                            ),
                        ),
                        (
                            "safety_plan",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="safety plan"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Services",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "main_goal",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="main goal in the person’s own words",
                            ),
                        ),
                        (
                            "agreed_on",
                            models.DateField(blank=True, null=True, verbose_name="plan agreed on"),
                        ),
                        (
                            "review_on",
                            models.DateField(blank=True, null=True, verbose_name="next review"),
                        ),
                        (
                            "practical",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="practical arrangements",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Summary",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        (
                            "display_name",
                            models.CharField(
                                blank=True,
                                max_length=40,
                                verbose_name="code name, never the real one",
                            ),
                        ),
                        (
                            "age_band",
                            models.CharField(
                                choices=[
                                    ("0-8", "0 to 8"),
                                    ("9-17", "9 to 17"),
                                    ("18-20", "18 to 20"),
                                    ("21-23", "21 to 23"),
                                    ("24-26", "24 to 26"),
                                    ("27-29", "27 to 29"),
                                    ("30-38", "30 to 38"),
                                    ("39-47", "39 to 47"),
                                    ("48+", "48 or older"),
                                    ("child", "Child, age not known"),
                                    ("adult", "Adult, age not known"),
                                    ("unknown", "Not known if child or adult"),
                                ],
                                max_length=16,
                                verbose_name="age group",
                            ),
                        ),
                        (
                            "gender",
                            models.CharField(
                                choices=[
                                    ("Feminine", "Woman or girl"),
                                    ("Masculine", "Man or boy"),
                                    ("TransgenderFeminine", "Transgender woman or girl"),
                                    ("TransgenderMasculine", "Transgender man or boy"),
                                    ("NonConforming", "Non-binary or another gender"),
                                    ("NonSpecifiedUnknown", "Not stated or not known"),
                                ],
                                max_length=24,
                                verbose_name="gender",
                            ),
                        ),
                        (
                            "citizenships",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=2),
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
                            "interpreter",
                            models.CharField(
                                default="not_asked", max_length=12, verbose_name="interpreter"
                            ),
                        ),
                        (
                            "safety_flags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=24),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "fit_to_travel",
                            models.CharField(
                                choices=[
                                    ("not_asked", "Not asked"),
                                    ("yes", "Yes"),
                                    ("assisted", "With assistance"),
                                    ("no", "No"),
                                ],
                                default="not_asked",
                                max_length=12,
                                verbose_name="fit to travel",
                            ),
                        ),
                        (
                            "risk_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                    ("extreme", "Extreme"),
                                ],
                                max_length=8,
                                verbose_name="risk level",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                ),
                migrations.CreateModel(
                    name="Travel",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "document",
                            models.CharField(
                                blank=True, max_length=16, verbose_name="travel document"
                            ),
                        ),
                        (
                            "document_kind",
                            models.CharField(
                                blank=True, max_length=24, verbose_name="kind of document"
                            ),
                        ),
                        (
                            "document_number",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="number of the document",
                            ),
                        ),
                        (
                            "document_until",
                            models.DateField(blank=True, null=True, verbose_name="valid until"),
                        ),
                        (
                            "leaves_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="leaves"),
                        ),
                        (
                            "arrives_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="arrives"),
                        ),
                        (
                            "route",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="route"
                            ),
                        ),
                        (
                            "means",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("air", "By air"),
                                    ("sea", "By ship"),
                                    ("rail", "By train"),
                                    ("road", "By road"),
                                ],
                                max_length=8,
                                verbose_name="how the person travels",
                            ),
                        ),
                        (
                            "escort",
                            models.CharField(blank=True, max_length=16, verbose_name="escort"),
                        ),
                        (
                            "greeter",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who meets the person",
                            ),
                        ),
                        (
                            "code_word",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="code word at the meeting",
                            ),
                        ),
                        (
                            "first_night",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="first night"
                            ),
                        ),
                        (
                            "emergency_card",
                            models.BooleanField(
                                default=False, verbose_name="carries an emergency card"
                            ),
                        ),
                        (
                            "arrangements",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="arrangements"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Whereabouts",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "ways",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "safe_how",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="safe way to make contact",
                            ),
                        ),
                        (
                            "safe_when",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="safe times"
                            ),
                        ),
                        (
                            "pretext",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who to say you are",
                            ),
                        ),
                        (
                            "code_word",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="code word"
                            ),
                        ),
                        (
                            "never",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="never do this"
                            ),
                        ),
                        (
                            "phone",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="telephone"
                            ),
                        ),
                        (
                            "email",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "address",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="where the person stays",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(blank=True, max_length=2, verbose_name="country now"),
                        ),
                        (
                            "confidential",
                            models.BooleanField(
                                default=True, verbose_name="the address is confidential"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AlertReceipt",
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
                            "number",
                            models.CharField(
                                default=referral.models.alert.new_receipt_number,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("child_protection", "Child protection"),
                                    ("authority", "Competent authority"),
                                    ("coordination", "National coordination"),
                                    ("first_contact", "Organisation for first contact"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("country", models.CharField(max_length=2)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Appointment",
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
                        ("at", models.DateTimeField(verbose_name="when")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("housing", "Housing or shelter"),
                                    ("health", "Health care"),
                                    ("psychological", "Psychological support"),
                                    ("legal", "Legal advice"),
                                    ("interpretation", "Interpretation"),
                                    ("education", "School and education"),
                                    ("work", "Work and training"),
                                    ("family", "Family mediation and support"),
                                    ("childcare", "Childcare"),
                                    ("material_aid", "Food, clothes and other things"),
                                    ("financial", "Money"),
                                    ("travel", "Help with travel"),
                                    ("guardianship", "Guardianship"),
                                    ("documents", "Help with documents"),
                                    ("reception", "Reception on arrival"),
                                    ("reintegration", "Reintegration"),
                                ],
                                max_length=32,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="details"
                            ),
                        ),
                        (
                            "interpreter",
                            models.BooleanField(default=False, verbose_name="interpreter booked"),
                        ),
                        ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Assessment",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                                verbose_name="part of the case",
                            ),
                        ),
                        ("instrument", models.CharField(max_length=40)),
                        ("instrument_version", models.PositiveSmallIntegerField()),
                        ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("finished_at", models.DateTimeField(blank=True, null=True)),
                        ("proposal", models.CharField(blank=True, max_length=24)),
                        ("decision", models.CharField(blank=True, max_length=24)),
                        (
                            "reasons",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="reasons"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        ("held_on", models.DateField(blank=True, null=True)),
                        (
                            "incomplete",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("enough", "Enough was known to decide"),
                                    ("tired", "The person was tired or upset"),
                                    ("stopped", "The person did not wish to go on"),
                                    ("unsafe", "It was not safe to speak"),
                                    ("language", "There was no interpreter"),
                                    ("time", "There was no time"),
                                    ("later", "It is asked at another meeting"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "interpreter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_needed", "Not needed"),
                                    ("present", "In the room"),
                                    ("remote", "By telephone or video"),
                                    ("own", "Somebody whom the person brought"),
                                    ("none", "Needed, but there was none"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "interpreter_checked",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                max_length=8,
                            ),
                        ),
                        ("language", models.CharField(blank=True, max_length=8)),
                        (
                            "place",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("office", "Our rooms"),
                                    ("shelter", "A shelter"),
                                    ("home", "Where the person lives"),
                                    ("health", "A hospital or practice"),
                                    ("authority", "Police, border or another authority"),
                                    ("reception", "A reception or detention centre"),
                                    ("outside", "Outdoors, or a place of work"),
                                    ("apart", "By telephone or video"),
                                    ("other", "Elsewhere"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "present",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("nobody", "Nobody else"),
                                        ("guardian", "The guardian"),
                                        ("trusted", "Somebody the person trusts"),
                                        ("relative", "A relative"),
                                        ("children", "The person’s children"),
                                        ("lawyer", "A lawyer"),
                                        ("officer", "An officer of an authority"),
                                        ("colleague", "A colleague"),
                                        ("other", "Somebody else"),
                                    ],
                                    max_length=12,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "with_body",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="body that filled it in with us",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="CaseKey",
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
                        ("owner", models.UUIDField()),
                        ("data_class", models.CharField(max_length=12)),
                        ("wrapped", models.BinaryField()),
                        ("master_version", models.PositiveSmallIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "data_class"), name="case_key_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ComingOfAge",
                    fields=[
                        (
                            "journey",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="referral.journey",
                            ),
                        ),
                        ("asked", models.BooleanField(default=False)),
                        ("told", models.BooleanField(default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="AnonymousEnquiry",
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
                            "number",
                            models.CharField(
                                default=referral.models.enquiry.new_enquiry_number,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        (
                            "asks",
                            models.CharField(
                                choices=[
                                    ("offered", "Is this help there?"),
                                    ("open_to", "Can somebody from abroad get it?"),
                                    ("waiting", "Is there a place within a month?"),
                                    ("apart", "Is it given without the authorities being told?"),
                                ],
                                max_length=12,
                                verbose_name="question",
                            ),
                        ),
                        (
                            "services",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("housing", "Housing or shelter"),
                                        ("health", "Health care"),
                                        ("psychological", "Psychological support"),
                                        ("legal", "Legal advice"),
                                        ("interpretation", "Interpretation"),
                                        ("education", "School and education"),
                                        ("work", "Work and training"),
                                        ("family", "Family mediation and support"),
                                        ("childcare", "Childcare"),
                                        ("material_aid", "Food, clothes and other things"),
                                        ("financial", "Money"),
                                        ("travel", "Help with travel"),
                                        ("guardianship", "Guardianship"),
                                        ("documents", "Help with documents"),
                                        ("reception", "Reception on arrival"),
                                        ("reintegration", "Reintegration"),
                                    ],
                                    max_length=32,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "whom",
                            models.CharField(
                                choices=[
                                    ("woman", "A woman"),
                                    ("man", "A man"),
                                    ("child", "A child"),
                                    ("family", "A parent with a child"),
                                    ("somebody", "Somebody"),
                                ],
                                max_length=12,
                                verbose_name="for whom",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("not_known", "Not known yet"),
                                ],
                                max_length=12,
                                verbose_name="answer",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enquiries",
                                to="referral.case",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["receiver", "-asked_at"], name="enquiry_received")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("services__len__gt", 0)),
                                name="enquiry_asks_for_something",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None), ("closed_at", None)),
                                fields=("case", "receiver"),
                                name="enquiry_open_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                            "last_seen",
                            models.CharField(
                                choices=[
                                    ("stay", "Where the person stays"),
                                    ("with_us", "With us"),
                                    ("service", "At a service"),
                                    ("on_the_way", "On the way"),
                                    ("by_phone", "By telephone or message only"),
                                    ("elsewhere", "Elsewhere"),
                                ],
                                max_length=12,
                                verbose_name="last seen",
                            ),
                        ),
                        ("last_seen_on", models.DateField(verbose_name="last seen on")),
                        (
                            "noticed",
                            models.CharField(
                                choices=[
                                    ("worker", "Somebody who works here"),
                                    ("service", "A service that helps"),
                                    ("other_side", "The organisation in the other country"),
                                    ("guardian", "The guardian"),
                                    ("close", "Family or a friend"),
                                    ("authority", "Police or another authority"),
                                ],
                                max_length=12,
                                verbose_name="who noticed it",
                            ),
                        ),
                        ("reported_at", models.DateTimeField()),
                        (
                            "status",
                            models.CharField(choices=referral.stages.case_statuses, max_length=28),
                        ),
                        ("round_from", models.DateTimeField()),
                        (
                            "decision",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("keep", "Keep the case open and try again"),
                                    (
                                        "close",
                                        "Close the case; it opens again when the person comes back",
                                    ),
                                ],
                                default="",
                                max_length=8,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("signs", "There are signs that the person can be reached"),
                                    ("danger", "The person may be in danger"),
                                    ("no_sign", "No sign of the person on any way"),
                                    ("wish", "The person had said so before leaving"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("found_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "found_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("answered", "The person answered a try"),
                                    ("came", "The person came, rang or wrote"),
                                    ("others", "Somebody else told us, and it was checked"),
                                    ("arrived", "The arrival was confirmed"),
                                    ("reopened", "The case was opened again"),
                                ],
                                default="",
                                max_length=12,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "found_by",
                            models.ForeignKey(
                                blank=True,
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
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "supervisor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="referral.case",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("found_at", None)),
                                fields=["organisation", "journey"],
                                name="absence_open",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("found_at", None)),
                                fields=("case",),
                                name="absence_one_per_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("found_at__isnull", True),
                                        ("found_by__isnull", True),
                                        ("found_how", ""),
                                    ),
                                    models.Q(
                                        ("found_at__isnull", False),
                                        ("found_by__isnull", False),
                                        models.Q(("found_how", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_found_has_time_name_and_way",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decision", ""),
                                        ("reason", ""),
                                    ),
                                    models.Q(
                                        models.Q(("decision", ""), _negated=True),
                                        models.Q(("reason", ""), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="absence_decision_has_reason_time_and_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Consent",
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
                            "given_by",
                            models.CharField(
                                choices=[
                                    ("person", "The person"),
                                    (
                                        "parent",
                                        "The parent who travels along, with the child’s own view",
                                    ),
                                    (
                                        "guardian",
                                        "The appointed guardian, with the child’s own view",
                                    ),
                                    ("public_body", "The public body with provisional care"),
                                    ("not_recorded", "Not recorded"),
                                ],
                                max_length=16,
                                verbose_name="given by",
                            ),
                        ),
                        (
                            "assent",
                            models.CharField(
                                choices=[
                                    ("not_needed", "Not needed: adult"),
                                    ("yes", "The child agrees"),
                                    ("no", "The child does not agree"),
                                    ("not_asked", "Not asked yet"),
                                    ("too_young", "Too young to be asked"),
                                ],
                                default="not_needed",
                                max_length=12,
                                verbose_name="the child’s view",
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[
                                    ("written", "In writing"),
                                    ("spoken", "Spoken, with a witness"),
                                    ("recorded", "Recorded"),
                                    ("mark", "With a mark or thumb print"),
                                    ("imported", "Taken over from another file"),
                                ],
                                max_length=12,
                                verbose_name="how",
                            ),
                        ),
                        ("language", models.CharField(max_length=8, verbose_name="language")),
                        (
                            "interpreter",
                            models.CharField(
                                default="none", max_length=16, verbose_name="interpreter"
                            ),
                        ),
                        ("text_version", models.CharField(max_length=24)),
                        (
                            "explained",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=32), default=list, size=None
                            ),
                        ),
                        (
                            "understood",
                            models.BooleanField(
                                default=False, verbose_name="the person could say it back"
                            ),
                        ),
                        (
                            "copy_given",
                            models.CharField(default="no", max_length=16, verbose_name="copy"),
                        ),
                        (
                            "conditions",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="conditions in the person’s words",
                            ),
                        ),
                        (
                            "witness",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="witness"
                            ),
                        ),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("review_on", models.DateField(blank=True, null=True)),
                        ("ahead", models.BooleanField(default=False)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        ("review_noted", models.BooleanField(db_default=False, default=False)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ahead", False), ("given_by", "person"), _connector="OR"
                                ),
                                name="consent_ahead_is_the_persons_own",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("given_by__in", ["parent", "guardian", "public_body"]),
                                        _negated=True,
                                    ),
                                    models.Q(("assent", "not_needed"), _negated=True),
                                    _connector="OR",
                                ),
                                name="consent_of_a_guardian_has_the_childs_view",
                            ),
                        ],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("review_noted", False)),
                                fields=["review_on"],
                                name="consent_to_review",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsentItem",
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
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("B1", "Talk and keep a record"),
                                    ("B2", "Refer to a service in this country"),
                                    ("B3", "Refer to an organisation abroad"),
                                    ("B4", "Contact the family"),
                                    ("B5", "Ask the consulate for a document"),
                                    ("B6", "Tell police or the authority that identifies"),
                                    ("B7", "Medical examination, sharing health data"),
                                    ("B8", "Return by own free decision"),
                                    ("B9", "Follow-up after the return"),
                                    ("B10", "Statistics without a name"),
                                    ("B11", "Photo, media, story"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "data_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("agreed", models.BooleanField()),
                        ("agreed_from", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="referral.consent",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["case", "receiver", "purpose"], name="consent_item_find"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("consent", "purpose", "receiver", "data_class"),
                                name="consent_item_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("data_class", ""), ("receiver__isnull", False), _connector="OR"
                                ),
                                name="consent_item_shares_to_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ConsularAlert",
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
                            "country",
                            models.CharField(
                                max_length=2, verbose_name="country where the person stands now"
                            ),
                        ),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                        (
                            "place",
                            models.CharField(
                                choices=[
                                    ("mission", "At the mission"),
                                    ("same_city", "Elsewhere in the same city"),
                                    ("elsewhere", "In another place of that country"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=12,
                                verbose_name="where",
                            ),
                        ),
                        ("noticed_on", models.DateField(verbose_name="when")),
                        (
                            "minor",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                                max_length=8,
                                verbose_name="may be under 18",
                            ),
                        ),
                        (
                            "unfree",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                                max_length=8,
                                verbose_name="cannot answer freely",
                            ),
                        ),
                        (
                            "danger",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unsure", "Not sure")],
                                max_length=8,
                                verbose_name="in danger now",
                            ),
                        ),
                        (
                            "fear",
                            models.BooleanField(
                                default=False, verbose_name="fear or asylum was mentioned"
                            ),
                        ),
                        (
                            "nationality",
                            models.CharField(blank=True, max_length=2, verbose_name="nationality"),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True, max_length=8, verbose_name="language to speak"
                            ),
                        ),
                        (
                            "indicators",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("no_papers", "Has no papers, or an employer keeps them"),
                                        ("hurried", "Asks for new papers in a hurry"),
                                        (
                                            "fled",
                                            "Asks for an emergency document after running away",
                                        ),
                                        ("injured", "Has injuries, or is worn out"),
                                        ("no_address", "Cannot say where home or work is"),
                                        ("debt", "Owes money for the journey or the job"),
                                        ("begging", "Is made to beg"),
                                        ("crime", "Is made to break the law"),
                                        (
                                            "accompanied",
                                            "Somebody stays close, answers or interprets",
                                        ),
                                        (
                                            "same_place",
                                            "Several citizens speak of the same workplace",
                                        ),
                                        (
                                            "family_asks",
                                            "The family at home reports that contact stopped",
                                        ),
                                        (
                                            "household",
                                            "Works in a household and was never seen alone",
                                        ),
                                        (
                                            "fear",
                                            "Is afraid, or becomes so when left alone with you",
                                        ),
                                    ],
                                    max_length=16,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "documents",
                            models.CharField(
                                choices=[
                                    ("nothing", "Nothing noticed"),
                                    ("held", "Somebody else holds the papers"),
                                    ("none", "There are no papers"),
                                    ("of_others", "The papers seem false, or somebody else’s"),
                                    ("handed_back", "A companion wants to collect them"),
                                    ("ends_soon", "Papers or permit end soon"),
                                    ("unknown", "Not known"),
                                ],
                                max_length=12,
                                verbose_name="papers",
                            ),
                        ),
                        (
                            "done",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("alone", "Spoke with the person alone"),
                                        ("number", "Gave a number in a form that does not betray"),
                                        ("emergency", "Rang the emergency number"),
                                        ("in_hand", "Gave the papers into the person’s own hand"),
                                        ("waits", "The person waits in a room of the mission"),
                                        ("nothing", "Nothing yet"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "agreed",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes, agreed"),
                                    ("no", "No"),
                                    ("not_asked", "Could not ask"),
                                ],
                                max_length=12,
                                verbose_name="agreed to this alert",
                            ),
                        ),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("now", "At the counter of the mission now"),
                                    ("comes_back", "Comes back on a day that is known"),
                                    ("has_number", "Has the number and rings when it is safe"),
                                    ("no_way", "Cannot be reached safely"),
                                    ("sender", "Ring the organisation that met the person"),
                                ],
                                max_length=12,
                                verbose_name="how to reach the person",
                            ),
                        ),
                        (
                            "comes_back_on",
                            models.DateField(blank=True, null=True, verbose_name="comes back on"),
                        ),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("taken_up_at", models.DateTimeField(blank=True, null=True)),
                        ("reminded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "mission",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "taken_up_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["receiver", "-sent_at"], name="alert_of_receiver")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("fear", False),
                                    models.Q(("mission__isnull", True), ("nationality", "")),
                                    _connector="OR",
                                ),
                                name="alert_with_fear_tells_no_nationality",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed", "yes"),
                                    models.Q(("minor", "no"), _negated=True),
                                    models.Q(("danger", "no"), _negated=True),
                                    models.Q(
                                        ("agreed", "not_asked"),
                                        models.Q(("unfree", "no"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_is_not_sent_against_an_adults_no",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("comes_back_on__isnull", False), ("reach", "comes_back")
                                    ),
                                    models.Q(
                                        models.Q(("reach", "comes_back"), _negated=True),
                                        ("comes_back_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_day_goes_with_coming_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("taken_up_at__isnull", True), ("taken_up_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("taken_up_at__isnull", False),
                                        ("taken_up_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_taken_up_at_and_by_go_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactCheck",
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
                            "who_learns",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who in the family or the area would learn of it",
                            ),
                        ),
                        (
                            "links",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("unknown", "Not known"),
                                    ("declined", "Prefers not to say"),
                                    ("not_asked", "Not asked"),
                                ],
                                max_length=12,
                                verbose_name="somebody of the family has links to those who exploited the child",
                            ),
                        ),
                        (
                            "links_note",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what is known of these links",
                            ),
                        ),
                        (
                            "paid",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("unknown", "Not known"),
                                    ("declined", "Prefers not to say"),
                                    ("not_asked", "Not asked"),
                                ],
                                max_length=12,
                                verbose_name="somebody of the family paid for the journey",
                            ),
                        ),
                        (
                            "knew",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("unknown", "Not known"),
                                    ("declined", "Prefers not to say"),
                                    ("not_asked", "Not asked"),
                                ],
                                max_length=12,
                                verbose_name="somebody of the family knew what would happen, or profited",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("no_contact", "No contact"),
                                    ("named_body", "Contact through a named body"),
                                    ("supervised", "Supervised contact"),
                                ],
                                max_length=12,
                                verbose_name="what follows",
                            ),
                        ),
                        (
                            "body",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="through which body",
                            ),
                        ),
                        (
                            "reasons",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="reasons"
                            ),
                        ),
                        ("evidence", models.UUIDField()),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reasons", b""), _negated=True),
                                    models.Q(("who_learns", b""), _negated=True),
                                    models.Q(
                                        models.Q(("outcome", "named_body"), _negated=True),
                                        models.Q(("body", b""), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="contact_check_has_reasons_and_its_body",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("knew__in", ["yes", "no", "unknown", "declined", "not_asked"]),
                                    (
                                        "links__in",
                                        ["yes", "no", "unknown", "declined", "not_asked"],
                                    ),
                                    ("outcome__in", ["no_contact", "named_body", "supervised"]),
                                    ("paid__in", ["yes", "no", "unknown", "declined", "not_asked"]),
                                ),
                                name="contact_check_answers_are_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContactTry",
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
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("message", "Message to the telephone"),
                                    ("app", "Message in an app"),
                                    ("call", "Telephone call"),
                                    ("email", "E-mail"),
                                    ("place", "Being at an agreed place"),
                                    ("somebody", "Through somebody the person named"),
                                ],
                                max_length=12,
                                verbose_name="way",
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    ("nothing", "No answer"),
                                    ("somebody", "Somebody else answered"),
                                    ("failed", "This way does not work any more"),
                                    ("reached", "The person answered"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "absence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.absence",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ContactWish",
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
                            "words",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="in the child’s own words",
                            ),
                        ),
                        ("said_on", models.DateField(verbose_name="the child said so on")),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Yes, with somebody there"),
                                    ("later", "Later: the panel says when it asks again"),
                                    ("no", "No"),
                                ],
                                max_length=8,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "told",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what the child is told, in words a child understands",
                            ),
                        ),
                        (
                            "panel",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="who decided"
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        models.Q(("told", b""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_wish_is_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", b""), _negated=True),
                                name="contact_wish_has_words",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Disclosure",
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
                            "number",
                            models.CharField(
                                default=referral.models.disclosure.new_disclosure_number,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        ("reference", models.CharField(max_length=16)),
                        ("asked_at", models.DateTimeField()),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("vital", "A life or health is in danger"),
                                    ("child", "Protection of a child"),
                                    ("court", "Order of a court"),
                                ],
                                max_length=8,
                                verbose_name="why it may be",
                            ),
                        ),
                        ("alone", models.BooleanField(default=False, verbose_name="minutes count")),
                        (
                            "reason",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="reason"
                            ),
                        ),
                        (
                            "outside_kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("rescue", "Ambulance, hospital or doctor"),
                                    ("police", "Police"),
                                    ("child_protection", "Child protection"),
                                    ("court", "Court or prosecutor"),
                                    ("authority", "Another authority"),
                                    ("other", "Another body or person"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("outside_country", models.CharField(blank=True, max_length=2)),
                        ("outside_represents", models.CharField(blank=True, max_length=2)),
                        (
                            "outside_name",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="name of the body",
                            ),
                        ),
                        (
                            "person_name",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="name of the person who gets it",
                            ),
                        ),
                        (
                            "person_role",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="role of the person who gets it",
                            ),
                        ),
                        (
                            "order_number",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="number of the order",
                            ),
                        ),
                        (
                            "order_issuer",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="which court"
                            ),
                        ),
                        (
                            "order_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="date of the order"
                            ),
                        ),
                        (
                            "order_seen_by",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who saw the original",
                            ),
                        ),
                        (
                            "order_lies_at",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="where the original lies",
                            ),
                        ),
                        ("approved", models.BooleanField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("page", "By this desk"),
                                    ("telephone", "By telephone"),
                                    ("letter", "By letter"),
                                    ("hand", "By hand"),
                                ],
                                max_length=12,
                                verbose_name="how it was given",
                            ),
                        ),
                        ("given_at", models.DateTimeField(blank=True, null=True)),
                        ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                        ("review_due_at", models.DateTimeField(blank=True, null=True)),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("needed", "It was right"),
                                    ("too_much", "It was right, but less would have been enough"),
                                    ("not_justified", "It was not justified"),
                                ],
                                max_length=16,
                                verbose_name="review",
                            ),
                        ),
                        (
                            "review_text",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="note of the review",
                            ),
                        ),
                        (
                            "told",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("told", "The person was told"),
                                    ("danger", "Not told: it would put somebody in danger"),
                                    ("lost", "Not told: the person cannot be reached"),
                                    ("forbidden", "Not told: the court forbids it"),
                                    ("died", "Not told: the person died"),
                                ],
                                max_length=12,
                                verbose_name="telling the person",
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="on")),
                        (
                            "told_text",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="how the person was told, or why not",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="disclosures",
                                to="referral.case",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["case", "-asked_at"], name="disclosure_of_case"),
                            models.Index(
                                fields=["organisation", "-asked_at"], name="disclosure_of_house"
                            ),
                            models.Index(
                                fields=["receiver", "-given_at"], name="disclosure_received"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by__isnull", True),
                                    models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="disclosure_is_answered_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(("reviewed_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="disclosure_is_reviewed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("given_at__isnull", True),
                                    ("approved", True),
                                    ("alone", True),
                                    _connector="OR",
                                ),
                                name="disclosure_given_was_decided",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outside_kind", ""),
                                        ("receiver__isnull", False),
                                        ("outside_country", ""),
                                        ("outside_name", b""),
                                        ("outside_represents", ""),
                                    ),
                                    models.Q(
                                        ("receiver__isnull", True),
                                        models.Q(("outside_kind", ""), _negated=True),
                                        models.Q(("outside_country", ""), _negated=True),
                                        models.Q(("outside_name", b""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_has_one_receiver",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("person_name", b""), _negated=True),
                                    models.Q(("person_role", b""), _negated=True),
                                    models.Q(("reason", b""), _negated=True),
                                ),
                                name="disclosure_names_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ground", "court"), _negated=True),
                                    models.Q(
                                        ("alone", False),
                                        ("order_on__isnull", False),
                                        models.Q(("order_number", b""), _negated=True),
                                        models.Q(("order_issuer", b""), _negated=True),
                                        models.Q(("order_seen_by", b""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_by_order_has_its_evidence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("told", ""),
                                        ("told_by__isnull", True),
                                        ("told_on__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("told", ""), _negated=True),
                                        ("told_by__isnull", False),
                                        ("told_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="disclosure_told_has_who_and_when",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisclosedPart",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter"),
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "content",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        (
                            "disclosure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="referral.disclosure",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("disclosure", "data_class"), name="disclosed_part_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
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
                        ("could_not_ask", models.BooleanField(default=False)),
                        ("begun_with", models.UUIDField(blank=True, null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "content",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("author", "begun_with"), name="draft_once_per_page"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmergencyAccess",
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
                        ("reference", models.CharField(max_length=16)),
                        ("role", models.CharField(max_length=24)),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("identity", "Name and identity"),
                                        ("whereabouts", "Contact and whereabouts"),
                                        ("account", "What happened"),
                                        ("risk", "Risks and safety"),
                                        ("health", "Health"),
                                        ("legal", "Legal matters"),
                                        ("services", "Needs, plan and services"),
                                        ("travel", "Travel"),
                                        ("summary", "Summary without a name"),
                                        ("consent", "Consent"),
                                        ("evidence", "Evidence of a gate"),
                                        ("referral", "Referrals"),
                                        ("journey", "Journey"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("danger", "The person is in danger"),
                                    ("missing", "The person is missing"),
                                    ("medical", "Medical emergency"),
                                    ("child", "A child is in danger"),
                                    ("on_the_way", "Trouble on the way"),
                                    (
                                        "nobody",
                                        "Nobody who works on the case can be reached, and it cannot wait",
                                    ),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("life", "A life may depend on it"),
                                    ("today", "It cannot wait until tomorrow"),
                                ],
                                max_length=8,
                                verbose_name="urgency",
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="what happened"
                            ),
                        ),
                        ("asked_at", models.DateTimeField()),
                        ("approved", models.BooleanField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("opened_at", models.DateTimeField(blank=True, null=True)),
                        ("ends_at", models.DateTimeField(blank=True, null=True)),
                        ("review_due_at", models.DateTimeField(blank=True, null=True)),
                        ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("needed", "It was needed"),
                                    ("avoidable", "Understandable, but there was another way"),
                                    ("not_justified", "It was not justified"),
                                ],
                                default="",
                                max_length=16,
                                verbose_name="review",
                            ),
                        ),
                        (
                            "review_text",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="note of the review",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["asked_by", "-asked_at"], name="emergency_of_person"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by__isnull", True),
                                    models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="emergency_is_answered_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_by__isnull", True),
                                    models.Q(
                                        models.Q(
                                            ("reviewed_by", models.F("asked_by")), _negated=True
                                        ),
                                        models.Q(
                                            ("answered_by__isnull", True),
                                            models.Q(
                                                ("reviewed_by", models.F("answered_by")),
                                                _negated=True,
                                            ),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="emergency_is_reviewed_by_a_third",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ends_at__isnull", True), ("opened_at__isnull", True)
                                    ),
                                    models.Q(
                                        ("ends_at__isnull", False),
                                        ("opened_at__isnull", False),
                                        ("review_due_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="emergency_opened_has_an_end",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                            "gate",
                            models.CharField(
                                choices=[
                                    ("G1", "Free and informed decision"),
                                    ("G2", "Time to recover and reflect"),
                                    ("G3", "Risk looked at together"),
                                    ("G4", "Consent to data going abroad"),
                                    ("G5", "Receiving organisation accepts"),
                                    ("G6", "Identity and travel document"),
                                    ("G7", "Legal advice given"),
                                    ("G8", "Health: own statement"),
                                    ("G9", "Reintegration plan and budget"),
                                    ("G10", "Best interests of the child"),
                                    ("G11", "Safe travel plan"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("kind", models.CharField(max_length=32, verbose_name="kind of evidence")),
                        (
                            "number",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="number"
                            ),
                        ),
                        (
                            "issuer",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="issued by"
                            ),
                        ),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        (
                            "seen_by",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who saw the original",
                            ),
                        ),
                        (
                            "lies_at",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="where it lies"
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="what was done"
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "withdrawn_why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("wrong_case", "It belongs to another person"),
                                    ("wrong", "It was entered wrongly"),
                                    ("not_genuine", "The document was not what it seemed"),
                                    ("ended", "The document is no longer valid"),
                                    ("replaced", "Another record takes its place"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.consent",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="referral.evidence",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.assessment",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_by__isnull", True),
                                        ("withdrawn_why", ""),
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_withdrawn_by_somebody_for_a_reason",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EvidenceFile",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                                verbose_name="part of the case",
                            ),
                        ),
                        ("blob", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "key",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("pdf", "PDF"),
                                    ("jpeg", "JPEG image"),
                                    ("png", "PNG image"),
                                    ("webp", "WebP image"),
                                    ("text", "Plain text"),
                                    ("docx", "Word document"),
                                    ("xlsx", "Excel workbook"),
                                    ("odt", "OpenDocument text"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("size", models.PositiveIntegerField()),
                        (
                            "shows",
                            models.CharField(
                                choices=[
                                    ("whole", "The whole document"),
                                    ("front", "The front"),
                                    ("back", "The back"),
                                    ("pages", "Some of its pages"),
                                ],
                                max_length=8,
                                verbose_name="what it shows",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("clean", "Scanned"),
                                    ("unscanned", "Not scanned"),
                                    ("quarantined", "Waits for the scanner"),
                                    ("refused", "Refused by the scanner"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("tries", models.PositiveIntegerField(default=0)),
                        ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("removed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "evidence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="referral.evidence",
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("removed_at__isnull", True), ("state", "quarantined")
                                ),
                                fields=["tries", "added_at"],
                                name="evidence_file_to_scan",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("removed_at__isnull", True), ("removed_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("removed_at__isnull", False), ("removed_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_file_removed_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("key", b""), ("removed_at__isnull", False)),
                                    models.Q(("key", b""), ("state", "refused")),
                                    models.Q(
                                        models.Q(("key", b""), _negated=True),
                                        ("removed_at__isnull", True),
                                        models.Q(("state", "refused"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_file_opens_while_it_is_here",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GateSignature",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("G1", "Free and informed decision"),
                                    ("G2", "Time to recover and reflect"),
                                    ("G3", "Risk looked at together"),
                                    ("G4", "Consent to data going abroad"),
                                    ("G5", "Receiving organisation accepts"),
                                    ("G6", "Identity and travel document"),
                                    ("G7", "Legal advice given"),
                                    ("G8", "Health: own statement"),
                                    ("G9", "Reintegration plan and budget"),
                                    ("G10", "Best interests of the child"),
                                    ("G11", "Safe travel plan"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("destination", "Country where the person was found"),
                                    ("origin", "Country of origin"),
                                    ("third", "A third country"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("role", models.CharField(max_length=24)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("passed", "Passed"),
                                    ("waived", "Freely waived"),
                                    ("informed_refusal", "Informed refusal recorded"),
                                    ("blocked", "Cannot go ahead"),
                                    ("asks_again", "Something happened: look again"),
                                    ("replaced", "What stood behind it changed"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                    ("extreme", "Extreme"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("second", models.BooleanField(default=False)),
                        ("signed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("evidence", models.UUIDField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["journey", "kind", "-signed_at"],
                                name="gate_signature_newest",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("level", ""), ("kind", "G3"), _connector="OR"),
                                name="gate_signature_level_belongs_to_risk",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "informed_refusal"), _negated=True),
                                    ("kind__in", ["G4", "G5", "G9"]),
                                    _connector="OR",
                                ),
                                name="gate_signature_refusal_only_where_it_passes",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "waived"), _negated=True),
                                    ("kind", "G2"),
                                    _connector="OR",
                                ),
                                name="gate_signature_waived_only_where_it_may",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome__in", ["asks_again", "replaced"]), _negated=True
                                    ),
                                    models.Q(("level", ""), ("second", False)),
                                    _connector="OR",
                                ),
                                name="gate_signature_asks_without_a_level",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "asks_again"), _negated=True),
                                    ("kind", "G3"),
                                    _connector="OR",
                                ),
                                name="gate_signature_event_asks_for_risk",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Guardianship",
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
                            "name",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="name of the guardian",
                            ),
                        ),
                        (
                            "contact",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="how to reach the guardian",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("court", "Decision of a court"),
                                    ("authority", "Decision of an authority"),
                                    ("representative", "Representative for one procedure"),
                                ],
                                max_length=16,
                                verbose_name="kind of document",
                            ),
                        ),
                        (
                            "number",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="number"
                            ),
                        ),
                        (
                            "issuer",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="issued by"
                            ),
                        ),
                        ("dated_on", models.DateField(verbose_name="dated")),
                        (
                            "seen_by",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who saw the original",
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "end_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("suspected", "May be part of what happened to the child"),
                                    ("entered_wrongly", "The document was not what it seemed"),
                                    ("authority", "The authority ended it"),
                                    ("replaced", "Another guardian was appointed"),
                                ],
                                max_length=16,
                                verbose_name="why it ends",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="the guardian’s organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", True),
                                        ("confirmed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        models.Q(
                                            ("confirmed_by", models.F("entered_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="guardianship_is_confirmed_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("end_reason", ""),
                                        ("ended_at__isnull", True),
                                        ("ended_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="guardianship_ends_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Household",
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
                        ("travel_on", models.DateField(blank=True, null=True)),
                        ("leaves_at", models.DateTimeField(blank=True, null=True)),
                        ("arrives_at", models.DateTimeField(blank=True, null=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("travel_on__isnull", False),
                                    ("leaves_at__isnull", True),
                                    _connector="OR",
                                ),
                                name="household_leaves_on_its_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HouseholdMember",
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
                            "part",
                            models.CharField(
                                choices=[
                                    ("parent", "Parent"),
                                    ("child", "Child"),
                                    ("sibling", "Brother or sister"),
                                    ("partner", "Partner"),
                                    ("relative", "Another relative"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("left_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("person", "One of them wishes to wait, or not to go"),
                                    ("safety", "Together is not safe"),
                                    ("health", "Health"),
                                    ("authority", "Decided by a court or child protection"),
                                    ("apart", "They wish to travel apart"),
                                    ("mistake", "Linked by mistake"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "household",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="referral.household",
                            ),
                        ),
                        (
                            "joined_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("left_at", None)),
                                fields=("case",),
                                name="household_member_of_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("left_at__isnull", True),
                                        ("left_by__isnull", True),
                                        ("why", ""),
                                    ),
                                    models.Q(
                                        ("left_at__isnull", False),
                                        ("left_by__isnull", False),
                                        models.Q(("why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="household_member_leaves_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JourneyEvent",
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
                            "kind",
                            models.CharField(
                                choices=referral.stages.event_kinds,
                                max_length=20,
                                verbose_name="what",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("country", models.CharField(max_length=2)),
                        (
                            "side",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("destination", "Country where the person was found"),
                                    ("origin", "Country of origin"),
                                    ("third", "A third country"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "gate",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("G1", "Free and informed decision"),
                                    ("G2", "Time to recover and reflect"),
                                    ("G3", "Risk looked at together"),
                                    ("G4", "Consent to data going abroad"),
                                    ("G5", "Receiving organisation accepts"),
                                    ("G6", "Identity and travel document"),
                                    ("G7", "Legal advice given"),
                                    ("G8", "Health: own statement"),
                                    ("G9", "Reintegration plan and budget"),
                                    ("G10", "Best interests of the child"),
                                    ("G11", "Safe travel plan"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "stage",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[
                                    (1, "Detection and identification"),
                                    (2, "Referral"),
                                    (3, "Assistance"),
                                    (4, "Return"),
                                    (5, "Reintegration"),
                                    (6, "Closed"),
                                ],
                                null=True,
                            ),
                        ),
                        ("referral", models.UUIDField(blank=True, null=True)),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["journey", "-at", "-id"], name="journey_event_newest"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JourneyParty",
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
                        ("country", models.CharField(max_length=2)),
                        ("visible_from", models.DateTimeField(default=django.utils.timezone.now)),
                        ("hidden_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parties",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "sort_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(),
                                default=django.utils.timezone.now,
                                editable=False,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["organisation", "journey"],
                                name="journey_party_organisation",
                            ),
                            models.Index(
                                fields=["country", "journey"], name="journey_party_country"
                            ),
                            models.Index(
                                models.F("organisation"),
                                models.OrderBy(models.F("sort_at"), descending=True),
                                models.OrderBy(models.F("journey"), descending=True),
                                condition=models.Q(
                                    ("hidden_at", None), ("organisation__isnull", False)
                                ),
                                name="journey_party_page",
                            ),
                            models.Index(
                                models.F("country"),
                                models.OrderBy(models.F("sort_at"), descending=True),
                                models.OrderBy(models.F("journey"), descending=True),
                                condition=models.Q(("hidden_at", None), ("organisation", None)),
                                name="journey_party_country_page",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("journey", "organisation", "country"),
                                name="journey_party_once",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptFromGuardian",
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
                            "part",
                            models.CharField(
                                choices=[("health", "Health"), ("account", "What happened")],
                                max_length=12,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("case", "part"),
                                name="kept_from_guardian_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("ended_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False), ("ended_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="kept_from_guardian_ends_in_a_name",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Leg",
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
                        ("country", models.CharField(max_length=2)),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("destination", "Country where the person was found"),
                                    ("origin", "Country of origin"),
                                    ("third", "A third country"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("held_from", models.DateTimeField(default=django.utils.timezone.now)),
                        ("held_to", models.DateTimeField(blank=True, null=True)),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legs",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="legs",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("held_to__isnull", True)),
                                fields=("journey", "country"),
                                name="leg_one_holder_per_country",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
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
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("approved_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_of",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "main",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["main"],
                                name="merge_by_main",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("main", models.F("other")), _negated=True),
                                name="merge_of_two_cases",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_at__isnull", True), ("approved_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("approved_at__isnull", False),
                                        ("approved_by__isnull", False),
                                        models.Q(
                                            ("approved_by", models.F("asked_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="merge_is_approved_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at__isnull", True), ("ended_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("ended_at__isnull", False), ("ended_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="merge_ended_at_and_by_go_together",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("other",),
                                name="merge_once_a_case",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedField",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                                verbose_name="part of the case",
                            ),
                        ),
                        ("field", models.CharField(max_length=40)),
                        (
                            "choice",
                            models.CharField(
                                choices=[
                                    ("here", "This record"),
                                    ("there", "The other record"),
                                    ("both", "Both"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "here_text",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        (
                            "there_text",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "merge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="fields",
                                to="referral.merge",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("merge", "data_class", "field"), name="merged_field_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MissingNotice",
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
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "whom",
                            models.CharField(
                                choices=[
                                    ("police", "Police"),
                                    ("line", "Line for missing children"),
                                    ("protection", "Child protection"),
                                    ("guardian", "The appointed guardian"),
                                ],
                                max_length=12,
                                verbose_name="who was told",
                            ),
                        ),
                        (
                            "number",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="number of the report",
                            ),
                        ),
                        (
                            "absence",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.absence",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="NameCount",
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
                        ("key", models.BigIntegerField()),
                        ("people", models.PositiveIntegerField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "key"), name="name_count_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Need",
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
                            "service",
                            models.CharField(
                                choices=[
                                    ("housing", "Housing or shelter"),
                                    ("health", "Health care"),
                                    ("psychological", "Psychological support"),
                                    ("legal", "Legal advice"),
                                    ("interpretation", "Interpretation"),
                                    ("education", "School and education"),
                                    ("work", "Work and training"),
                                    ("family", "Family mediation and support"),
                                    ("childcare", "Childcare"),
                                    ("material_aid", "Food, clothes and other things"),
                                    ("financial", "Money"),
                                    ("travel", "Help with travel"),
                                    ("guardianship", "Guardianship"),
                                    ("documents", "Help with documents"),
                                    ("reception", "Reception on arrival"),
                                    ("reintegration", "Reintegration"),
                                ],
                                max_length=32,
                                verbose_name="need",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("now", "Now"),
                                    ("soon", "Soon"),
                                    ("later", "Later"),
                                    ("met", "Met"),
                                ],
                                max_length=8,
                                verbose_name="when",
                            ),
                        ),
                        (
                            "wish",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what the person wishes",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "service"), name="need_once_per_service"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                                verbose_name="part of the case",
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="note"
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ParentalCare",
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
                            "suspected",
                            models.CharField(
                                choices=[("no", "No"), ("unsure", "Not sure"), ("yes", "Yes")],
                                max_length=8,
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("authorisation", "Authorisation of the other parent"),
                                    ("court_order", "Order of a court"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "number",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="number"
                            ),
                        ),
                        (
                            "issuer",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="issued by"
                            ),
                        ),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        (
                            "seen_by",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who saw the original",
                            ),
                        ),
                        (
                            "lies_at",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="where it lies"
                            ),
                        ),
                        (
                            "doubt",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No doubt: the assessment is enough"),
                                    ("doubt", "Doubt: the panel makes a full determination"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "doubt_text",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what the doubt is",
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("basis", ""),
                                    models.Q(
                                        ("dated_on__isnull", False),
                                        models.Q(("number", b""), _negated=True),
                                        models.Q(("issuer", b""), _negated=True),
                                        models.Q(("seen_by", b""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="parental_care_basis_has_its_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("doubt", "doubt"), _negated=True),
                                    models.Q(("doubt_text", b""), _negated=True),
                                    _connector="OR",
                                ),
                                name="parental_care_doubt_is_recorded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerAddress",
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
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=60, verbose_name="telephone"),
                        ),
                        (
                            "verified_how",
                            models.CharField(
                                choices=[
                                    ("rang", "Rang the number and somebody answered"),
                                    ("wrote", "Wrote and had an answer"),
                                    ("met", "Spoke with the body in person"),
                                    ("official_page", "Read it on the official page of the body"),
                                    ("still_right", "The body itself said that it is right"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("verified_on", models.DateField(default=django.utils.timezone.localdate)),
                        (
                            "given_by",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="who gave it"
                            ),
                        ),
                        (
                            "confirmed_how",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("rang", "Rang the number and somebody answered"),
                                    ("wrote", "Wrote and had an answer"),
                                    ("met", "Spoke with the body in person"),
                                    ("official_page", "Read it on the official page of the body"),
                                    ("still_right", "The body itself said that it is right"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("confirmed_on", models.DateField(blank=True, null=True)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="directory.contact",
                            ),
                        ),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("partner", "kept_by"), name="partner_address_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanGoal",
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
                            "phase",
                            models.CharField(
                                choices=[
                                    ("assistance", "Assistance"),
                                    ("reintegration", "Reintegration"),
                                ],
                                default="assistance",
                                max_length=16,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("housing", "Housing or shelter"),
                                    ("health", "Health care"),
                                    ("psychological", "Psychological support"),
                                    ("legal", "Legal advice"),
                                    ("interpretation", "Interpretation"),
                                    ("education", "School and education"),
                                    ("work", "Work and training"),
                                    ("family", "Family mediation and support"),
                                    ("childcare", "Childcare"),
                                    ("material_aid", "Food, clothes and other things"),
                                    ("financial", "Money"),
                                    ("travel", "Help with travel"),
                                    ("guardianship", "Guardianship"),
                                    ("documents", "Help with documents"),
                                    ("reception", "Reception on arrival"),
                                    ("reintegration", "Reintegration"),
                                ],
                                default="housing",
                                max_length=32,
                                verbose_name="area",
                            ),
                        ),
                        (
                            "goal",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="goal, in the person’s own words",
                            ),
                        ),
                        (
                            "step",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="next step"
                            ),
                        ),
                        (
                            "who",
                            models.CharField(blank=True, max_length=16, verbose_name="who does it"),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="done on"),
                        ),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=9,
                                null=True,
                                verbose_name="cost",
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(default="EUR", max_length=3, verbose_name="currency"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("ongoing", "Under way"),
                                    ("done", "Done"),
                                    ("dropped", "Dropped"),
                                ],
                                default="proposed",
                                max_length=12,
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "dropped_why",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="why it is dropped",
                            ),
                        ),
                        (
                            "indicator",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="how we will know that it is reached",
                            ),
                        ),
                        (
                            "progress",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="how far it is"
                            ),
                        ),
                        (
                            "rating",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="how content the person is with it",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("who", "person"), _negated=True),
                                    ("due_on__isnull", True),
                                    _connector="OR",
                                ),
                                name="plan_goal_of_the_person_has_no_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("progress__isnull", True),
                                        ("progress__lte", 3),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("rating__isnull", True),
                                        ("rating__range", (1, 5)),
                                        _connector="OR",
                                    ),
                                ),
                                name="plan_goal_figures",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Pregnancy",
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
                            "due_on",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="due date"
                            ),
                        ),
                        (
                            "week",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="completed weeks",
                            ),
                        ),
                        ("said_on", models.DateField(default=django.utils.timezone.localdate)),
                        (
                            "multiple",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="more than one child",
                            ),
                        ),
                        ("steers_travel", models.BooleanField(default=False)),
                        ("steers_search", models.BooleanField(default=False)),
                        ("record_in_hand", models.BooleanField(default=False)),
                        ("over", models.BooleanField(default=False)),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Protection",
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
                        ("reference", models.CharField(max_length=16)),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("colleague", "A colleague knows somebody involved"),
                                    ("threat", "Somebody is looking for the person"),
                                    ("known", "The person is well known, or works here"),
                                    ("police", "Police or a court asked for it"),
                                    ("other", "Another reason, told by word of mouth"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        ("proposed_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("lift_proposed_at", models.DateTimeField(blank=True, null=True)),
                        ("lifted_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lift_proposed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "lifted_by",
                            models.ForeignKey(
                                blank=True,
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
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("lifted_at", None)),
                                fields=["organisation"],
                                name="protection_live",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)),
                                fields=("case",),
                                name="protection_one_per_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(
                                        ("confirmed_by", models.F("proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="protection_is_set_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lifted_by__isnull", True),
                                    ("confirmed_at__isnull", True),
                                    models.Q(
                                        ("lifted_by", models.F("lift_proposed_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="protection_is_lifted_by_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("names__len__gte", 2)),
                                name="protection_names_two",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProtectionRecord",
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
                        ("met_on", models.DateField(verbose_name="when")),
                        (
                            "place",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="where"
                            ),
                        ),
                        ("age_band", models.CharField(max_length=16, verbose_name="age group")),
                        ("noticed", models.CharField(blank=True, max_length=400)),
                        (
                            "told",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="who was told"
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what child protection said and does",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "alerted",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at__isnull", True), ("answered_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="protection_answer_has_time_and_name",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
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
                            "number",
                            models.CharField(
                                default=referral.models.referral.new_number,
                                max_length=12,
                                unique=True,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("transfer", "Take over, or share, the care of the person"),
                                    ("service", "Give a service"),
                                    ("return", "Organise the return"),
                                    ("guardian", "Act as guardian"),
                                    ("family", "Look at the child’s family, with a visit"),
                                    ("travel_document", "Issue a travel document"),
                                    ("information", "Information for an authority"),
                                ],
                                max_length=16,
                                verbose_name="what is asked",
                            ),
                        ),
                        (
                            "services",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("housing", "Housing or shelter"),
                                        ("health", "Health care"),
                                        ("psychological", "Psychological support"),
                                        ("legal", "Legal advice"),
                                        ("interpretation", "Interpretation"),
                                        ("education", "School and education"),
                                        ("work", "Work and training"),
                                        ("family", "Family mediation and support"),
                                        ("childcare", "Childcare"),
                                        ("material_aid", "Food, clothes and other things"),
                                        ("financial", "Money"),
                                        ("travel", "Help with travel"),
                                        ("guardianship", "Guardianship"),
                                        ("documents", "Help with documents"),
                                        ("reception", "Reception on arrival"),
                                        ("reintegration", "Reintegration"),
                                    ],
                                    max_length=32,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="from")),
                        (
                            "urgency",
                            models.CharField(
                                choices=[
                                    ("day", "Within 24 hours"),
                                    ("days_5", "Within 5 days"),
                                    ("normal", "Within 10 working days"),
                                ],
                                default="normal",
                                max_length=8,
                                verbose_name="answer needed",
                            ),
                        ),
                        ("answer_by", models.DateTimeField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=referral.stages.referral_statuses,
                                default="draft",
                                max_length=12,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("destination", "Country where the person was found"),
                                    ("origin", "Country of origin"),
                                    ("third", "A third country"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "stage",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "Detection and identification"),
                                    (2, "Referral"),
                                    (3, "Assistance"),
                                    (4, "Return"),
                                    (5, "Reintegration"),
                                    (6, "Closed"),
                                ]
                            ),
                        ),
                        ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sent_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "decline_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("no_capacity", "No place free"),
                                    ("mandate", "Outside our mandate"),
                                    ("area", "Outside our area"),
                                    ("safety", "Not safe with us"),
                                    ("exceeds", "The person needs more than we can give"),
                                    ("eligibility", "Does not meet conditions we are bound by"),
                                    ("other", "Other reason"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "contact_name",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="contact person"
                            ),
                        ),
                        (
                            "first_date",
                            models.DateField(
                                blank=True, null=True, verbose_name="first appointment"
                            ),
                        ),
                        ("together", models.UUIDField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "better",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "in_name_of",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals_received",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="referrals_sent",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "first_sender_may_know",
                            models.BooleanField(db_default=False, default=False),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["receiver", "status", "answer_by"], name="referral_inbox"
                            ),
                            models.Index(
                                fields=["journey", "-drafted_at"], name="referral_of_journey"
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ["sent", "asked", "expired"])),
                                fields=["kind", "sent_at"],
                                name="referral_waiting",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by__isnull", True),
                                    ("answered_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="referral_answered_by_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["draft", "withdrawn"]),
                                    ("sent_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="referral_sent_has_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("decline_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="referral_declined_has_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("sender", models.F("receiver")), _negated=True),
                                name="referral_goes_to_another",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["sent", "asked", "accepted"])),
                                fields=("journey", "receiver", "kind"),
                                name="referral_asked_once",
                                violation_error_message="This organisation has been asked already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Package",
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
                        ("number", models.PositiveSmallIntegerField(default=1)),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("B1", "Talk and keep a record"),
                                    ("B2", "Refer to a service in this country"),
                                    ("B3", "Refer to an organisation abroad"),
                                    ("B4", "Contact the family"),
                                    ("B5", "Ask the consulate for a document"),
                                    ("B6", "Tell police or the authority that identifies"),
                                    ("B7", "Medical examination, sharing health data"),
                                    ("B8", "Return by own free decision"),
                                    ("B9", "Follow-up after the return"),
                                    ("B10", "Statistics without a name"),
                                    ("B11", "Photo, media, story"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("packed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("held", models.BooleanField(db_default=False, default=False)),
                        (
                            "consent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.consent",
                            ),
                        ),
                        (
                            "packed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "supersedes",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.package",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packages",
                                to="referral.referral",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("referral", "number"), name="package_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PackagePart",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "layer",
                            models.CharField(
                                choices=[
                                    ("summary", "Before they accept"),
                                    ("identified", "After they accept"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "content",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        ("recalled_at", models.DateTimeField(blank=True, null=True)),
                        ("taken_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "package",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="referral.package",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="referral.referral",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("package", "data_class", "layer"), name="package_part_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Notice",
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
                        ("kind", models.CharField(max_length=20)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "journey",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.referral",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["organisation", "-made_at"], name="notice_newest"),
                            models.Index(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=["organisation"],
                                name="notice_unread",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Message",
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
                            "kind",
                            models.CharField(choices=referral.stages.message_kinds, max_length=12),
                        ),
                        (
                            "question",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("children", "Do children come along?"),
                                    ("access", "Is step-free access needed?"),
                                    ("pregnancy", "Is a birth expected soon?"),
                                    ("start", "Can it start two weeks later?"),
                                    ("language", "Is an interpreter needed at all times?"),
                                    ("gender", "Is a women-only place needed?"),
                                    ("costs", "Are the costs covered?"),
                                    ("length", "Is it for more than three months?"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "reply",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("not_known", "Not known yet"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "feedback",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("arrived", "The person arrived"),
                                    ("started", "The service began"),
                                    ("engaged", "Still in contact after 14 days"),
                                    ("ended", "The service ended as planned"),
                                    ("did_not_come", "The person did not come"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "data_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "recall",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("deleted", "Deleted or destroyed, with every copy"),
                                    (
                                        "care",
                                        "Kept: care is in work, and it is part of the own case",
                                    ),
                                    ("duty", "Kept: the law says that it must be kept"),
                                    ("unopened", "Never opened"),
                                    (
                                        "passed_on",
                                        "Kept, and passed on with a new consent of the person",
                                    ),
                                ],
                                db_default="",
                                default="",
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "sender",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "package",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.package",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="referral.referral",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["referral", "at"], name="message_of_referral")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recall", ""),
                                    models.Q(
                                        ("kind", "receipt"),
                                        models.Q(("data_class", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_recall_answers_a_class",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferralLink",
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
                            "layer",
                            models.CharField(
                                choices=[
                                    ("summary", "Before they accept"),
                                    ("identified", "After they accept"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("token_digest", models.CharField(max_length=64, unique=True)),
                        ("code_digest", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "expires_at",
                            models.DateTimeField(default=referral.models.partner.link_expiry),
                        ),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(blank=True, null=True)),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        ("ticket_digest", models.CharField(blank=True, max_length=64)),
                        ("ticket_until", models.DateTimeField(blank=True, null=True)),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links",
                                to="referral.referral",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["ticket_digest"], name="link_by_ticket"),
                            models.Index(fields=["referral", "-made_at"], name="link_of_referral"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartnerEntry",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("issued", "Link sent"),
                                    ("looked", "Link looked at, no code given"),
                                    ("wrong_code", "Wrong code"),
                                    ("refused", "A link that is over was tried again"),
                                    ("opened", "Summary opened"),
                                    ("opened_whole", "Identified part opened"),
                                    ("file", "Encrypted file made"),
                                    ("paper", "Paper made"),
                                    ("accepted", "Accepted"),
                                    ("asked", "Question asked"),
                                    ("declined", "Declined"),
                                    ("named", "Person named who reads the identified part"),
                                    ("feedback", "Feedback"),
                                    ("recall", "Told that it is closed, and to stop using it"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("link", "Link"),
                                    ("telephone", "Telephone"),
                                    ("letter", "Letter"),
                                    ("mail", "E-mail"),
                                    ("in_person", "In person"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("said_by", models.CharField(blank=True, max_length=80)),
                        ("function", models.CharField(blank=True, max_length=80)),
                        ("on", models.DateField(blank=True, null=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="partner_entries",
                                to="referral.referral",
                            ),
                        ),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.referrallink",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["referral", "at"], name="partner_entry_of_referral"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefusedContact",
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
                        ("on", models.DateField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="SamePerson",
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
                            "answer",
                            models.CharField(
                                choices=[
                                    ("linked", "The same person: linked"),
                                    ("apart", "Two different people"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("undone_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))),
                                name="same_person_pair_in_order",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at", None)),
                                fields=("first", "second"),
                                name="same_person_one_answer_a_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("undone_at__isnull", True), ("undone_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("undone_at__isnull", False), ("undone_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="same_person_undone_at_and_by_go_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Task",
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
                            "kind",
                            models.CharField(
                                choices=referral.models.task.task_kinds, max_length=20
                            ),
                        ),
                        (
                            "gate",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("G1", "Free and informed decision"),
                                    ("G2", "Time to recover and reflect"),
                                    ("G3", "Risk looked at together"),
                                    ("G4", "Consent to data going abroad"),
                                    ("G5", "Receiving organisation accepts"),
                                    ("G6", "Identity and travel document"),
                                    ("G7", "Legal advice given"),
                                    ("G8", "Health: own statement"),
                                    ("G9", "Reintegration plan and budget"),
                                    ("G10", "Best interests of the child"),
                                    ("G11", "Safe travel plan"),
                                ],
                                max_length=4,
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="what to do"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("done_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "assigned_to",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="referral.case",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="referral.referral",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "errand",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("ring", "Ring somebody"),
                                    ("write", "Write to a body"),
                                    ("papers", "Get a paper"),
                                    ("book", "Make an appointment"),
                                    ("go_along", "Go along to an appointment"),
                                    ("find", "Find a place or a service"),
                                    ("translate", "Have something translated"),
                                    ("read", "Read, and say what you think"),
                                    ("prepare", "Prepare a meeting"),
                                    ("enter", "Write something into the case"),
                                    ("other", "Something else"),
                                ],
                                db_default="",
                                default="",
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("done_at__isnull", True)),
                                fields=["organisation", "due_on"],
                                name="task_open_by_due",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("text", b""), ("case__isnull", False), _connector="OR"
                                ),
                                name="task_text_only_in_a_case",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TraffickingEvent",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("Recruitment", "Recruitment"),
                                    ("Transit", "Transit"),
                                    ("Exploitation", "Exploitation"),
                                ],
                                max_length=16,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "country",
                            models.CharField(blank=True, max_length=2, verbose_name="country"),
                        ),
                        (
                            "happened_on",
                            models.CharField(blank=True, max_length=10, verbose_name="when"),
                        ),
                        (
                            "place",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="place"
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="description"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="TravelLimit",
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
                            "carrier",
                            models.CharField(
                                choices=[
                                    ("air", "By air"),
                                    ("sea", "By ship"),
                                    ("rail", "By train"),
                                    ("road", "By road"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("not_after", models.DateField(blank=True, null=True)),
                        ("certificate_from", models.DateField(blank=True, null=True)),
                        ("set_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="UnsentForm",
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
                        ("role", models.CharField(max_length=32)),
                        ("address", models.CharField(max_length=200)),
                        ("key", models.UUIDField()),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        (
                            "content",
                            referral.keys.EncryptedTextField(blank=True, default="", editable=True),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "author", "role", "address"),
                                name="unsent_once_per_form",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnusualReading",
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
                            "rule",
                            models.CharField(
                                choices=[
                                    ("many", "Read many cases within an hour"),
                                    (
                                        "refused",
                                        "Tried again and again to open what is not open to them",
                                    ),
                                    ("night", "Read cases at night, and does not usually"),
                                    (
                                        "no_work",
                                        "Came back to a case day after day without working on it",
                                    ),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("number", models.PositiveIntegerField()),
                        (
                            "told",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), size=None
                            ),
                        ),
                        ("found_at", models.DateTimeField()),
                        ("seen_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "seen_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "reader", "rule", "on"),
                                name="unusual_reading_once_a_day",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UsedKey",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        ("used_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answer", models.CharField(blank=True, max_length=400)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Visit",
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
                            "months",
                            models.PositiveSmallIntegerField(verbose_name="months after arrival"),
                        ),
                        ("due_on", models.DateField(verbose_name="due on")),
                        (
                            "visited_on",
                            models.DateField(blank=True, null=True, verbose_name="visited on"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("reached", "Reached"),
                                    ("not_reached", "Not reached"),
                                    ("refused", "Does not wish a visit"),
                                    ("moved", "Moved"),
                                    ("unsafe", "Not safe to make contact"),
                                ],
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.assessment",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        ("alarm", models.BooleanField(default=False)),
                        ("economic", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("no_cash", models.BooleanField(blank=True, null=True)),
                        ("psychosocial", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("social", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "months"), name="visit_once_per_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("result", ""), ("visited_on__isnull", True)),
                                    models.Q(
                                        ("visited_on__isnull", False),
                                        models.Q(("result", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="visit_day_and_result_go_together",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("economic__isnull", True),
                                        ("economic__lte", 100),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("social__isnull", True),
                                        ("social__lte", 100),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        ("psychosocial__isnull", True),
                                        ("psychosocial__lte", 100),
                                        _connector="OR",
                                    ),
                                ),
                                name="visit_figures_are_percents",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rating__isnull", True),
                                    ("rating__range", (1, 5)),
                                    _connector="OR",
                                ),
                                name="visit_rating_is_one_to_five",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Legal",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="%(class)s",
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "residence",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="residence status"
                            ),
                        ),
                        (
                            "permit_until",
                            models.DateField(blank=True, null=True, verbose_name="permit until"),
                        ),
                        (
                            "asylum",
                            models.CharField(blank=True, max_length=20, verbose_name="asylum"),
                        ),
                        (
                            "origin_wish",
                            models.CharField(
                                blank=True,
                                default="",
                                max_length=12,
                                verbose_name="contact with the country of origin",
                            ),
                        ),
                        ("asylum_lift", models.CharField(blank=True, default="", max_length=8)),
                        ("asylum_lift_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "reflection_from",
                            models.DateField(
                                blank=True, null=True, verbose_name="reflection period from"
                            ),
                        ),
                        (
                            "reflection_to",
                            models.DateField(
                                blank=True, null=True, verbose_name="reflection period to"
                            ),
                        ),
                        (
                            "reflection_reason",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="why on another day"
                            ),
                        ),
                        (
                            "proceedings",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="proceedings"
                            ),
                        ),
                        (
                            "compensation",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="compensation and wages",
                            ),
                        ),
                        (
                            "advice",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="advice given"
                            ),
                        ),
                        (
                            "asylum_lift_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reflection_set_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PersonKeys",
                    fields=[
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                serialize=False,
                                to="referral.case",
                            ),
                        ),
                        (
                            "blocks",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        (
                            "tokens",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        (
                            "places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "born",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        ("parts", models.PositiveSmallIntegerField()),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["blocks"], name="person_keys_blocks"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgeRecord",
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
                            "source",
                            models.CharField(
                                choices=[
                                    ("birth_date", "Birth date in the record"),
                                    ("dispute", "The age is in doubt"),
                                    ("decision", "Decision on the age"),
                                    ("path_end", "End of the protection as a child"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("adult_on", models.DateField(blank=True, null=True)),
                        (
                            "exactness",
                            models.CharField(
                                choices=[
                                    ("day", "The day is known"),
                                    ("month", "Only the month is known"),
                                    ("year", "Only the year is known"),
                                    ("estimated", "Estimated"),
                                    ("unknown", "Not known"),
                                ],
                                default="unknown",
                                max_length=12,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("document", "A document was seen"),
                                    ("person", "The person said it otherwise"),
                                    ("slip", "It was typed wrongly"),
                                    ("package", "Another organisation corrected it"),
                                    ("appearance", "Somebody doubts the age that was said"),
                                    ("contradiction", "Documents or words do not agree"),
                                    ("authority", "An authority doubts it"),
                                    ("law", "The law of the country ends it now"),
                                    ("own_wish", "The person, advised alone, wishes it"),
                                ],
                                max_length=16,
                                verbose_name="why it changes",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("child", "A child"), ("adult", "An adult")],
                                max_length=8,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("court", "Decision of a court"),
                                    ("authority", "Decision of an authority"),
                                    (
                                        "document",
                                        "Identity document or birth certificate, accepted",
                                    ),
                                ],
                                max_length=12,
                                verbose_name="kind of document",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("papers", "From papers"),
                                    ("talks", "Talks by people who know children"),
                                    ("several", "Several ways together"),
                                    ("medical", "Medical examination, agreed to"),
                                ],
                                max_length=12,
                                verbose_name="how it was found",
                            ),
                        ),
                        (
                            "number",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="number"
                            ),
                        ),
                        (
                            "issuer",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="issued by"
                            ),
                        ),
                        (
                            "seen_by",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="who saw the original",
                            ),
                        ),
                        (
                            "born",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="date of birth"
                            ),
                        ),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="where it is written",
                            ),
                        ),
                        ("dated_on", models.DateField(blank=True, null=True, verbose_name="dated")),
                        ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("contested_at", models.DateTimeField(blank=True, null=True)),
                        ("child_meanwhile", models.BooleanField(default=True)),
                        (
                            "settled",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("stands", "The decision stands"),
                                    ("overturned", "The decision was set aside"),
                                ],
                                max_length=12,
                                verbose_name="outcome of the appeal",
                            ),
                        ),
                        ("settled_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "contested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "settled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["case", "-entered_at"], name="age_record_newest")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", True),
                                        ("confirmed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        models.Q(
                                            ("confirmed_by", models.F("entered_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="age_record_is_confirmed_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", "decision"), _negated=True),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        models.Q(("kind", ""), _negated=True),
                                        models.Q(("method", ""), _negated=True),
                                        ("dated_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="age_record_decision_has_its_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("settled", ""),
                                        ("settled_at__isnull", True),
                                        ("settled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("contested_at__isnull", False),
                                        ("settled_at__isnull", False),
                                        models.Q(("settled", ""), _negated=True),
                                        models.Q(
                                            ("settled_by", models.F("contested_by")), _negated=True
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="age_record_appeal_is_settled_by_a_second_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
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
                            "data_class",
                            models.CharField(
                                choices=[
                                    ("identity", "Name and identity"),
                                    ("whereabouts", "Contact and whereabouts"),
                                    ("account", "What happened"),
                                    ("risk", "Risks and safety"),
                                    ("health", "Health"),
                                    ("legal", "Legal matters"),
                                    ("services", "Needs, plan and services"),
                                    ("travel", "Travel"),
                                    ("summary", "Summary without a name"),
                                    ("consent", "Consent"),
                                    ("evidence", "Evidence of a gate"),
                                    ("referral", "Referrals"),
                                    ("journey", "Journey"),
                                ],
                                max_length=12,
                                verbose_name="part of the case",
                            ),
                        ),
                        ("question", models.CharField(max_length=60)),
                        ("value", models.CharField(blank=True, max_length=200)),
                        (
                            "text",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="answer"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="referral.assessment",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "The person said it"),
                                    ("seen", "We saw it ourselves"),
                                    ("document", "A document"),
                                    ("relative", "A relative or somebody close"),
                                    ("body", "Another body"),
                                    ("record", "It was in the file already"),
                                ],
                                max_length=12,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("assessment", "question"), name="answer_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseGroupGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sort_at", models.DateTimeField()),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                null=True,
                                size=None,
                            ),
                        ),
                        ("granted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(default="assigned", max_length=20)),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="auth.group"
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                models.F("group"),
                                models.F("organisation"),
                                models.OrderBy(models.F("sort_at"), descending=True),
                                models.OrderBy(models.F("content_object"), descending=True),
                                name="case_group_grant_page",
                            )
                        ],
                        "unique_together": {("group", "permission", "content_object")},
                    },
                ),
                migrations.CreateModel(
                    name="CaseUserGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("sort_at", models.DateTimeField()),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=12),
                                blank=True,
                                null=True,
                                size=None,
                            ),
                        ),
                        ("granted_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(default="assigned", max_length=20)),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                models.F("user"),
                                models.F("organisation"),
                                models.OrderBy(models.F("sort_at"), descending=True),
                                models.OrderBy(models.F("content_object"), descending=True),
                                name="case_user_grant_page",
                            )
                        ],
                        "unique_together": {("user", "permission", "content_object")},
                    },
                ),
                migrations.CreateModel(
                    name="ChildStep",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assessment", "Best-interests assessment"),
                                    ("decision", "Decision for the child"),
                                    ("family", "Family assessment"),
                                    ("urgent", "Decision of child protection on an urgent return"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "result",
                            models.CharField(
                                choices=[
                                    (
                                        "go_on",
                                        "Contact with the family and a return may be looked at",
                                    ),
                                    ("not_now", "Not now: protection and care come first"),
                                    (
                                        "goes_ahead",
                                        "The family may be contacted, in the way that the check found",
                                    ),
                                    ("without", "The way goes on without contact with the family"),
                                    ("suitable", "Suitable"),
                                    ("conditions", "Suitable with conditions"),
                                    ("unsuitable", "Not suitable"),
                                    ("more", "More must be known first"),
                                    (
                                        "return_now",
                                        "Child protection decided that the child returns now",
                                    ),
                                ],
                                max_length=12,
                                verbose_name="what was found",
                            ),
                        ),
                        (
                            "heard",
                            models.CharField(
                                choices=[
                                    ("yes", "The child was heard on this"),
                                    ("not_wished", "The child did not wish to speak about it"),
                                    ("too_young", "The child is too young to be asked"),
                                    ("not_yet", "Not yet"),
                                ],
                                max_length=12,
                                verbose_name="the child’s view",
                            ),
                        ),
                        ("evidence", models.UUIDField()),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("confirmed_at__isnull", True),
                                        ("confirmed_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("confirmed_at__isnull", False),
                                        ("confirmed_by__isnull", False),
                                        models.Q(("confirmed_by", models.F("by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="child_step_is_confirmed_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "assessment"), ("result__in", ["go_on", "not_now"])
                                    ),
                                    models.Q(
                                        ("kind", "decision"),
                                        ("result__in", ["goes_ahead", "without"]),
                                    ),
                                    models.Q(
                                        ("kind", "family"),
                                        (
                                            "result__in",
                                            ["suitable", "conditions", "unsuitable", "more"],
                                        ),
                                    ),
                                    models.Q(("kind", "urgent"), ("result", "return_now")),
                                    _connector="OR",
                                ),
                                name="child_step_result_belongs_to_its_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
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
                        ("kind", models.CharField(max_length=12)),
                        ("country", models.CharField(max_length=2)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "referral",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.referral",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["referral", "kind", "-at"], name="reminder_newest")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Complaint",
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
                        ("number", models.CharField(max_length=9, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("not_given", "Help that was agreed did not come"),
                                    ("not_asked", "Was not asked, or was pressed"),
                                    (
                                        "disrespect",
                                        "Was treated without respect, or differently from others",
                                    ),
                                    ("told_others", "Something private was told to others"),
                                    ("money", "Money, things or papers were taken or held back"),
                                    (
                                        "harm",
                                        "Was hurt, threatened or asked for something in return",
                                    ),
                                    ("other", "Something else"),
                                ],
                                max_length=12,
                                verbose_name="what it is about",
                            ),
                        ),
                        (
                            "words",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="in the person’s own words",
                            ),
                        ),
                        (
                            "wish",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what the person wants to happen",
                            ),
                        ),
                        (
                            "reach",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="how to tell the person the answer",
                            ),
                        ),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answer_by", models.DateField()),
                        ("read_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("changed", "Looked into it: something changes"),
                                    ("nothing", "Looked into it: nothing to change was found"),
                                    ("passed_on", "Another body has to look into it"),
                                ],
                                max_length=12,
                                verbose_name="answer",
                            ),
                        ),
                        (
                            "told",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what the person is told",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        ("heard_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "about",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="complaints",
                                to="referral.case",
                            ),
                        ),
                        (
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "written_in",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("about", models.F("to")), _negated=True),
                                name="complaint_goes_to_somebody_outside",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("about", models.F("written_in")), _negated=True),
                                    ("case__isnull", True),
                                    _connector="OR",
                                ),
                                name="complaint_about_the_own_house_names_no_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                    ),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        models.Q(("told", b""), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="complaint_is_answered_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetLine",
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
                            "family",
                            models.CharField(
                                choices=referral.models.budget.families,
                                max_length=16,
                                verbose_name="family of measures",
                            ),
                        ),
                        (
                            "item",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="what for"
                            ),
                        ),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=2,
                                default=Decimal("1"),
                                max_digits=8,
                                verbose_name="how many",
                            ),
                        ),
                        (
                            "unit_cost",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="cost of one"
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(default="EUR", max_length=3, verbose_name="currency"),
                        ),
                        (
                            "rate",
                            models.DecimalField(
                                decimal_places=6,
                                default=Decimal("1"),
                                max_digits=14,
                                verbose_name="one of it in the programme’s currency",
                            ),
                        ),
                        (
                            "mode",
                            models.CharField(
                                choices=[
                                    ("in_kind", "In kind"),
                                    ("voucher", "Voucher"),
                                    ("service", "Service"),
                                    ("cash", "In cash"),
                                ],
                                max_length=8,
                                verbose_name="how it is given",
                            ),
                        ),
                        (
                            "payer",
                            models.CharField(
                                choices=[
                                    ("ours", "We"),
                                    ("partner", "The partner abroad"),
                                    ("programme", "The programme"),
                                    ("state", "A public service"),
                                    ("other", "Somebody else"),
                                    ("nobody", "Nobody yet"),
                                ],
                                max_length=12,
                                verbose_name="who pays",
                            ),
                        ),
                        (
                            "payee",
                            models.CharField(
                                choices=[
                                    ("person", "The person"),
                                    ("provider", "A service provider"),
                                    ("shop", "A shop"),
                                    ("landlord", "A landlord"),
                                    ("school", "A school or course"),
                                    ("authority", "An authority, for a fee"),
                                ],
                                max_length=12,
                                verbose_name="who gets the money",
                            ),
                        ),
                        (
                            "condition",
                            referral.keys.EncryptedTextField(
                                blank=True, default="", editable=True, verbose_name="only when"
                            ),
                        ),
                        (
                            "planned_on",
                            models.DateField(blank=True, null=True, verbose_name="planned for"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("committed", "Promised"),
                                    ("done", "Finished"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="planned",
                                max_length=12,
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("quantity__gt", 0), ("rate__gt", 0), ("unit_cost__gt", 0)
                                ),
                                name="budget_line_costs_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Payment",
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
                            "amount",
                            models.DecimalField(
                                decimal_places=2, max_digits=10, verbose_name="amount"
                            ),
                        ),
                        ("paid_on", models.DateField(verbose_name="paid on")),
                        (
                            "receipt",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="receipt: number, and where it lies",
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "corrects",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrected_by",
                                to="referral.payment",
                            ),
                        ),
                        (
                            "line",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payments",
                                to="referral.budgetline",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("amount__gt", 0), ("corrects__isnull", True)),
                                    models.Q(("amount__lt", 0), ("corrects__isnull", False)),
                                    _connector="OR",
                                ),
                                name="payment_is_money_out_or_its_correction",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanAgreement",
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
                            "phase",
                            models.CharField(
                                choices=[
                                    ("assistance", "Assistance"),
                                    ("reintegration", "Reintegration"),
                                ],
                                max_length=16,
                            ),
                        ),
                        (
                            "said",
                            models.CharField(
                                choices=[
                                    ("yes", "Agrees to the plan"),
                                    ("partly", "Agrees to a part of it"),
                                    ("not_yet", "Not yet"),
                                ],
                                max_length=8,
                                verbose_name="what the person says",
                            ),
                        ),
                        (
                            "differs",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="what the person does not agree to",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(max_length=8, verbose_name="language of the talk"),
                        ),
                        (
                            "interpreter",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("unknown", "Not known"),
                                    ("declined", "Prefers not to say"),
                                    ("not_asked", "Not asked"),
                                ],
                                max_length=12,
                                verbose_name="with an interpreter",
                            ),
                        ),
                        (
                            "safety_plan",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("unknown", "Not known"),
                                    ("declined", "Prefers not to say"),
                                    ("not_asked", "Not asked"),
                                ],
                                max_length=12,
                                verbose_name="a safety plan is agreed",
                            ),
                        ),
                        (
                            "copy",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("unsafe", "Not safe to carry"),
                                    ("not_wished", "Not wished"),
                                ],
                                max_length=12,
                                verbose_name="a copy for the person",
                            ),
                        ),
                        ("goals", models.PositiveSmallIntegerField()),
                        ("mark", models.CharField(max_length=64)),
                        ("talked_on", models.DateField(verbose_name="day of the talk")),
                        ("review_on", models.DateField(verbose_name="we look at it again on")),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("said", "partly"), _negated=True),
                                    models.Q(("differs", b""), _negated=True),
                                    _connector="OR",
                                ),
                                name="plan_disagreement_is_written_down",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("review_on__gt", models.F("talked_on"))),
                                name="plan_is_looked_at_again_later",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Programme",
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
                        ("name", models.CharField(max_length=120, verbose_name="programme")),
                        (
                            "country",
                            models.CharField(
                                max_length=2, verbose_name="country where the person lives then"
                            ),
                        ),
                        (
                            "currency",
                            models.CharField(default="EUR", max_length=3, verbose_name="currency"),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=10,
                                null=True,
                                verbose_name="at most for one person",
                            ),
                        ),
                        ("families", models.JSONField(default=dict)),
                        (
                            "cash_percent",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                null=True,
                                verbose_name="of it in cash at most, in percent",
                            ),
                        ),
                        (
                            "second_from",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=10,
                                null=True,
                                verbose_name="a second person signs from",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="ended on"),
                        ),
                        ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "kept_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("country", "name"), name="programme_once_per_country"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cash_percent__isnull", True),
                                    ("cash_percent__lte", 100),
                                    _connector="OR",
                                ),
                                name="programme_cash_is_a_percent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BudgetApproval",
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
                        ("mark", models.CharField(max_length=64)),
                        ("total", models.DecimalField(decimal_places=2, max_digits=12)),
                        ("currency", models.CharField(max_length=3)),
                        ("over", models.BooleanField(default=False)),
                        ("second", models.BooleanField(default=False)),
                        (
                            "reasons",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="why it may pass a ceiling",
                            ),
                        ),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("second_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                        (
                            "second_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "programme",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.programme",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("second_at__isnull", True), ("second_by__isnull", True)
                                    ),
                                    models.Q(
                                        ("second_at__isnull", False),
                                        ("second_by__isnull", False),
                                        models.Q(("second_by", models.F("by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="budget_is_signed_by_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("over", False),
                                    models.Q(
                                        ("second", True), models.Q(("reasons", b""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="budget_over_a_ceiling_has_reasons",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SiteLink",
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
                        ("site", models.UUIDField()),
                        ("number", models.CharField(max_length=9)),
                        (
                            "name",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="name of the firm or the farm",
                            ),
                        ),
                        (
                            "place",
                            referral.keys.EncryptedTextField(
                                blank=True,
                                default="",
                                editable=True,
                                verbose_name="town or village",
                            ),
                        ),
                        ("country", models.CharField(max_length=2, verbose_name="country")),
                        ("agreed_on", models.DateField(verbose_name="the person agreed on")),
                        ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="referral.case",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("case", "site"),
                                name="site_link_once_per_case",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Worksite",
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
                        ("number", models.CharField(max_length=9, unique=True)),
                        ("mark", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name="RiskTalk",
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
                            "staying",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "returning",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(),
                                default=list,
                                size=None,
                            ),
                        ),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="talks",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["journey", "-opened_at"], name="risk_talk_newest")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RiskWord",
                    fields=[
                        (
                            "signature",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="word",
                                serialize=False,
                                to="referral.gatesignature",
                            ),
                        ),
                        (
                            "staying",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), size=10
                            ),
                        ),
                        (
                            "returning",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveSmallIntegerField(), size=10
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.assessment",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("staying__contained_by", [0, 1, 2, 3, 4]),
                                    ("staying__len", 10),
                                    ("returning__contained_by", [0, 1, 2, 3, 4]),
                                    ("returning__len", 10),
                                ),
                                name="risk_word_is_levels_only",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TalkWord",
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
                            "said",
                            models.CharField(
                                choices=[
                                    ("higher", "We agree: the higher level counts"),
                                    ("anew", "We look again and sign anew"),
                                    ("apart", "We still see it differently"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("evidence", models.UUIDField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "talk",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="words",
                                to="referral.risktalk",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="NoticeMail",
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
                        ("up_to", models.DateTimeField()),
                        ("made_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField()),
                        ("state", models.CharField(max_length=8)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["user", "-up_to"], name="notice_mail_newest"),
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["due_at"],
                                name="notice_mail_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "sent", "dead"])),
                                name="notice_mail_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cover",
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
                        ("from_on", models.DateField(verbose_name="first day")),
                        ("to_on", models.DateField(verbose_name="last day")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["organisation", "to_on"],
                                name="cover_not_over",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=["deputy", "to_on"],
                                name="cover_of_deputy",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("to_on__gte", models.F("from_on"))),
                                name="cover_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("person", models.F("deputy")), _negated=True),
                                name="cover_by_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Snooze",
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
                            "reason",
                            models.CharField(
                                choices=[
                                    ("waits", "I wait for somebody else first"),
                                    ("agreed", "Another day was agreed"),
                                    ("part", "Part of it is done"),
                                    ("full", "Other work comes first"),
                                    ("away", "I am away until then"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("until", models.DateField()),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="snoozes",
                                to="referral.task",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "task"), name="snooze_one_per_person_and_task"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasedKey",
                    fields=[
                        ("key", models.UUIDField(primary_key=True, serialize=False)),
                        ("owner", models.UUIDField()),
                        ("data_class", models.CharField(max_length=12)),
                        ("erased_at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Erasure",
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
                        ("reference", models.CharField(max_length=16)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("period", "The time for which they are kept is over"),
                                    ("request", "The person asks for it"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("identity", "Name and identity"),
                                        ("whereabouts", "Contact and whereabouts"),
                                        ("account", "What happened"),
                                        ("risk", "Risks and safety"),
                                        ("health", "Health"),
                                        ("legal", "Legal matters"),
                                        ("services", "Needs, plan and services"),
                                        ("travel", "Travel"),
                                        ("summary", "Summary without a name"),
                                        ("consent", "Consent"),
                                        ("evidence", "Evidence of a gate"),
                                        ("referral", "Referrals"),
                                        ("journey", "Journey"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        ("proposed_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for a second person"),
                                    ("done", "Erased"),
                                    ("kept", "Kept for now"),
                                    ("lapsed", "The case was opened again"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "kept_for",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("court", "A court or an authority needs it"),
                                    ("claim", "A claim of the person is open"),
                                    ("comes_back", "The person comes back"),
                                    ("wrong", "Asked for by mistake"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("kept_until", models.DateField(blank=True, null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "proposed")),
                                fields=["organisation", "proposed_on"],
                                name="erasure_waits",
                            ),
                            models.Index(fields=["case"], name="erasure_of_case"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered_by__isnull", True),
                                    ("asked_by__isnull", True),
                                    models.Q(("answered_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="erasure_is_confirmed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["done", "kept"]), _negated=True),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="erasure_done_has_who_and_when",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "proposed")),
                                fields=("case", "why"),
                                name="erasure_one_waits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ErasureHold",
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
                        ("reference", models.CharField(max_length=16)),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("court", "A court or an authority needs it"),
                                    ("claim", "A claim of the person is open"),
                                    ("complaint", "A complaint is being looked into"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("until", models.DateField(verbose_name="until")),
                        ("set_at", models.DateTimeField()),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.case",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "journey",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="referral.journey",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "set_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["case"], name="erasure_hold_of_case")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by__isnull", True),
                                    models.Q(("confirmed_by", models.F("set_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="erasure_hold_is_confirmed_by_another",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SharingAgreement",
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
                            "body",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="a body that is not in the list",
                            ),
                        ),
                        (
                            "body_country",
                            models.CharField(blank=True, max_length=2, verbose_name="its country"),
                        ),
                        (
                            "classes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("summary", "Summary without a name"),
                                        ("services", "Needs, plan and services"),
                                        ("risk", "Risks and safety"),
                                        ("travel", "Travel"),
                                        ("identity", "Name and identity"),
                                        ("whereabouts", "Contact and whereabouts"),
                                        ("account", "What happened"),
                                        ("legal", "Legal matters"),
                                        ("health", "Health"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "purposes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("assistance", "Referral and assistance"),
                                        ("return", "Return and reintegration"),
                                        ("papers", "Travel documents and visas"),
                                        ("children", "Protection of children"),
                                        ("statistics", "Statistics"),
                                    ],
                                    max_length=12,
                                ),
                                size=None,
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("consent", "The person’s consent"),
                                    ("duty", "A legal duty"),
                                    ("task", "A task in the public interest"),
                                    ("vital", "Vital interests"),
                                    ("legitimate", "Legitimate interests"),
                                ],
                                max_length=12,
                                verbose_name="legal basis",
                            ),
                        ),
                        (
                            "abroad",
                            models.CharField(
                                choices=[
                                    (
                                        "not_needed",
                                        "Nothing more is needed: inside the country or the EEA",
                                    ),
                                    (
                                        "adequacy",
                                        "A decision that the protection there is adequate",
                                    ),
                                    ("safeguards", "Standard clauses or other safeguards"),
                                    ("public", "An agreement between public bodies"),
                                    (
                                        "single_case",
                                        "The person’s consent or vital interests, case by case",
                                    ),
                                ],
                                max_length=12,
                                verbose_name="out of the EEA",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("until", models.DateField(verbose_name="until")),
                        (
                            "document",
                            models.CharField(
                                max_length=120, verbose_name="number and date of the document"
                            ),
                        ),
                        (
                            "kept_at",
                            models.CharField(
                                max_length=120, verbose_name="where the signed paper lies"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waits for a second person"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                    ("withdrawn", "Taken back"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("ended_on", models.DateField(null=True)),
                        ("reminded_at", models.DateTimeField(null=True)),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "keeper",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who keeps it",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["organisation", "other"], name="agreement_of_two"),
                            models.Index(
                                condition=models.Q(("reminded_at", None), ("state", "confirmed")),
                                fields=["until"],
                                name="agreement_to_remind_of",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("body", ""), ("body_country", ""), ("other__isnull", False)
                                    ),
                                    models.Q(
                                        ("other__isnull", True),
                                        models.Q(("body", ""), _negated=True),
                                        models.Q(("body_country", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_with_one_body",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("other", models.F("organisation")), _negated=True
                                ),
                                name="agreement_not_with_oneself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gt", models.F("from_on"))),
                                name="agreement_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None),
                                        ("answered_by", None),
                                        ("state__in", ["waiting", "withdrawn"]),
                                    ),
                                    models.Q(
                                        ("answered_at__isnull", False),
                                        ("state__in", ["confirmed", "refused"]),
                                        models.Q(
                                            ("answered_by", models.F("entered_by")), _negated=True
                                        ),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_has_a_second_person",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_by", None), ("ended_on", None)),
                                    models.Q(
                                        ("ended_by__isnull", False),
                                        ("ended_on__isnull", False),
                                        ("state", "confirmed"),
                                    ),
                                    _connector="OR",
                                ),
                                name="agreement_ended_by_somebody",
                            ),
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(secure_rows, migrations.RunPython.noop),
    ]
