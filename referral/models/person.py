"""The eight data classes of a case. A field inherits its secrecy from the model it is put in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.codes import (
    EducationLevel,
    EventType,
    LabourIndustry,
    MaritalStatus,
    MeetingPlace,
    RelationshipToTrafficker,
    StatusDecisionBody,
    TraffickingStatus,
)
from referral.access import DataClass
from referral.ageing import keep_age
from referral.carriers import Carrier
from referral.keys import EncryptedTextField, Sealed
from referral.known import keep_keys, names_changed
from referral.models.class_row import ManyPerCase, OnePerCase
from referral.stages import RiskLevel


def codes(length=40):
    return ArrayField(models.CharField(max_length=length), default=list, blank=True)


class Identity(OnePerCase):
    """Who the person is: one name as the person says it, one as on the documents. No title, no required family name."""

    DATA_CLASS = DataClass.IDENTITY

    name_said = EncryptedTextField(_("name as the person says it"))
    name_on_documents = EncryptedTextField(_("name on documents"))
    born = EncryptedTextField(_("date of birth"))
    birth_place = EncryptedTextField(_("place of birth"))
    identity_number = EncryptedTextField(_("identity number"))
    marital_status = models.CharField(
        _("marital status"), max_length=24, choices=MaritalStatus.choices, blank=True
    )
    children = models.PositiveSmallIntegerField(_("number of children"), null=True, blank=True)
    education = models.CharField(
        _("highest level of education"), max_length=40, choices=EducationLevel.choices, blank=True
    )

    age_reason = ""  # why the birth date is another one than before

    def save(self, *args, **kwargs):
        """
        The keys by which the person is found again are written with the names, and the day on which a child becomes an
        adult with the birth date, wherever these come from.
        """
        changed, born = names_changed(self), self.__dict__.get("born", "")
        written = not isinstance(born, Sealed) and (bool(born) or not self._state.adding)
        super().save(*args, **kwargs)
        if changed:
            keep_keys(self)
        if written:
            keep_age(self.case_id, born, self.age_reason)


class Whereabouts(OnePerCase):
    """Where the person is, and how, when and under what pretext contact is safe. Shown before any contact."""

    DATA_CLASS = DataClass.WHEREABOUTS

    ways = codes()  # of `referral.absence.Way`: what the person gave; a try goes no other way
    safe_how = EncryptedTextField(_("safe way to make contact"))
    safe_when = EncryptedTextField(_("safe times"))
    pretext = EncryptedTextField(_("who to say you are"))
    code_word = EncryptedTextField(_("code word"))
    never = EncryptedTextField(_("never do this"))
    phone = EncryptedTextField(_("telephone"))
    email = EncryptedTextField(_("e-mail address"))
    address = EncryptedTextField(_("where the person stays"))
    country = models.CharField(_("country now"), max_length=2, blank=True)
    confidential = models.BooleanField(_("the address is confidential"), default=True)


class Account(OnePerCase):
    """What happened, in the standard's codes, with the person's own words apart."""

    DATA_CLASS = DataClass.ACCOUNT

    met_at = models.CharField(
        _("how you met"), max_length=32, choices=MeetingPlace.choices, blank=True
    )
    met_on = models.CharField(_("met on"), max_length=10, blank=True)
    noticed = codes()
    noticed_note = EncryptedTextField(_("what you noticed"))
    trafficking_status = models.CharField(
        _("status"), max_length=40, choices=TraffickingStatus.choices, blank=True
    )
    decision_body = models.CharField(
        _("decided by"), max_length=40, choices=StatusDecisionBody.choices, blank=True
    )
    decided_on = models.CharField(_("decided on"), max_length=10, blank=True)
    relationship = models.CharField(
        _("relation to the exploiter"),
        max_length=20,
        choices=RelationshipToTrafficker.choices,
        blank=True,
    )
    age_then = models.PositiveSmallIntegerField(_("age when it began"), null=True, blank=True)
    recruitment = codes()
    recruitment_platforms = codes()
    recruitment_place = EncryptedTextField(_("place of recruitment"))
    control = codes()
    exploitation = codes()
    industry = models.CharField(
        _("industry"), max_length=80, choices=LabourIndustry.choices, blank=True
    )
    sexual_exploitation = codes()
    exploitation_platforms = codes()
    exploitation_countries = codes(2)
    exploitation_place = EncryptedTextField(_("place of exploitation"))
    vulnerabilities = codes()
    offender_roles = codes()
    own_words = EncryptedTextField(_("in the person’s own words"))


class TraffickingEvent(ManyPerCase):
    """Recruitment, transit or exploitation somewhere: a person can have been in several countries."""

    DATA_CLASS = DataClass.ACCOUNT

    kind = models.CharField(_("kind"), max_length=16, choices=EventType.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    happened_on = models.CharField(_("when"), max_length=10, blank=True)
    place = EncryptedTextField(_("place"))
    text = EncryptedTextField(_("description"))


class Risk(OnePerCase):
    DATA_CLASS = DataClass.RISK

    level_staying = models.CharField(
        _("risk of staying"), max_length=8, choices=RiskLevel.choices, blank=True
    )
    level_returning = models.CharField(
        _("risk of returning"), max_length=8, choices=RiskLevel.choices, blank=True
    )
    own_fear = models.PositiveSmallIntegerField(
        _("the person’s own fear, 0 to 10"), null=True, blank=True
    )
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    red_lines = EncryptedTextField(_("what must never happen"))
    safety_plan = EncryptedTextField(_("safety plan"))


class Health(OnePerCase):
    DATA_CLASS = DataClass.HEALTH

    conditions = EncryptedTextField(_("conditions"))
    medication = EncryptedTextField(_("medication"))
    allergies = EncryptedTextField(_("allergies"))
    pregnancy = EncryptedTextField(_("pregnancy"))
    care_needed = EncryptedTextField(_("care needed"))
    travel_advice = EncryptedTextField(_("advice for travel"))


class Legal(OnePerCase):
    DATA_CLASS = DataClass.LEGAL

    residence = models.CharField(_("residence status"), max_length=40, blank=True)
    permit_until = models.DateField(_("permit until"), null=True, blank=True)
    asylum = models.CharField(_("asylum"), max_length=20, blank=True)
    # What the person wants of the country of origin while a claim, or temporary protection, goes on.
    origin_wish = models.CharField(
        _("contact with the country of origin"), max_length=12, blank=True, default=""
    )
    # The lawyer's confirmation that the country of origin may be asked again: `row_security/58_asylum.sql`.
    asylum_lift = models.CharField(max_length=8, blank=True, default="")
    asylum_lift_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    asylum_lift_at = models.DateTimeField(null=True, blank=True)
    reflection_from = models.DateField(_("reflection period from"), null=True, blank=True)
    # Only where somebody set another end than the one that follows from the law: `referral/reflection.py`.
    reflection_to = models.DateField(_("reflection period to"), null=True, blank=True)
    # How long it was, as a band: written when the days are erased (docs/adr, "What was counted stays counted"). No default of the database:
    # it would be read back from a row that who writes it may not read.
    reflection_kept = models.CharField(max_length=8, blank=True, default="", editable=False)
    reflection_reason = models.CharField(_("why on another day"), max_length=20, blank=True)
    reflection_set_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    proceedings = EncryptedTextField(_("proceedings"))
    compensation = EncryptedTextField(_("compensation and wages"))
    advice = EncryptedTextField(_("advice given"))


class Services(OnePerCase):
    DATA_CLASS = DataClass.SERVICES

    main_goal = EncryptedTextField(_("main goal in the person’s own words"))
    agreed_on = models.DateField(_("plan agreed on"), null=True, blank=True)
    review_on = models.DateField(_("next review"), null=True, blank=True)
    practical = EncryptedTextField(_("practical arrangements"))


class Travel(OnePerCase):
    DATA_CLASS = DataClass.TRAVEL

    document = models.CharField(_("travel document"), max_length=16, blank=True)
    document_kind = models.CharField(_("kind of document"), max_length=24, blank=True)
    document_number = EncryptedTextField(_("number of the document"))
    document_until = models.DateField(_("valid until"), null=True, blank=True)
    leaves_at = models.DateTimeField(_("leaves"), null=True, blank=True)
    arrives_at = models.DateTimeField(_("arrives"), null=True, blank=True)
    route = EncryptedTextField(_("route"))
    means = models.CharField(
        _("how the person travels"), max_length=8, choices=Carrier.choices, blank=True
    )
    escort = models.CharField(_("escort"), max_length=16, blank=True)
    greeter = EncryptedTextField(_("who meets the person"))
    code_word = EncryptedTextField(_("code word at the meeting"))
    first_night = EncryptedTextField(_("first night"))
    emergency_card = models.BooleanField(_("carries an emergency card"), default=False)
    arrangements = EncryptedTextField(_("arrangements"))
