"""The pages' view of the data classes: which form, which title, what is known without opening anything."""

from referral.access import DataClass
from referral.forms.account import AccountForm
from referral.forms.health import HealthForm
from referral.forms.identity import IdentityForm
from referral.forms.legal import LegalForm
from referral.forms.risk import RiskForm
from referral.forms.services import ServicesForm
from referral.forms.summary import SummaryForm
from referral.forms.travel import TravelForm
from referral.forms.whereabouts import WhereaboutsForm
from referral.forms.words import in_words
from referral.keys import EncryptedTextField

FORMS = {
    DataClass.SUMMARY: SummaryForm,
    DataClass.IDENTITY: IdentityForm,
    DataClass.WHEREABOUTS: WhereaboutsForm,
    DataClass.ACCOUNT: AccountForm,
    DataClass.RISK: RiskForm,
    DataClass.HEALTH: HealthForm,
    DataClass.LEGAL: LegalForm,
    DataClass.SERVICES: ServicesForm,
    DataClass.TRAVEL: TravelForm,
}

# All that a masked reader gets of a class: columns of the summary.
MASKED_SHOWS = {
    DataClass.IDENTITY: ("display_name", "age_band", "gender", "citizenships"),
    DataClass.RISK: ("risk_level", "safety_flags"),
    DataClass.HEALTH: ("fit_to_travel", "safety_flags"),
    DataClass.LEGAL: ("safety_flags",),
    DataClass.WHEREABOUTS: ("safety_flags",),
    DataClass.ACCOUNT: (),
    DataClass.SERVICES: ("languages", "interpreter"),
    DataClass.TRAVEL: ("fit_to_travel",),
}


def facts(form_class, row, names) -> list[dict]:
    """Label and text of columns, in words. Those without a value are left out."""
    fields = form_class.base_fields
    found = []
    for name in names:
        column = row._meta.get_field(name)
        field = fields.get(name)
        text = in_words(field or column, _value(form_class, row, name))
        if text:
            label = field.label if field else column.verbose_name.capitalize()
            found.append({"label": label, "text": text})
    return found


def _value(form_class, row, name):
    if name in form_class.base_fields:
        return form_class.initial_of_one(row, name)
    return getattr(row, name)


def coded_facts(form_class, row) -> list[dict]:
    """What the overview shows: codes only. Nothing is opened, so nothing is logged as read."""
    return facts(form_class, row, form_class.coded) if row else []


def full_facts(form_class, row) -> list[dict]:
    """Everything in the row. Opens the class: the database writes that it was read."""
    return facts(form_class, row, form_class.columns()) if row else []


def has_text(form_class, row) -> bool:
    """Whether something lies in the encrypted columns, without opening one."""
    return row is not None and any(
        row.__dict__.get(column.attname)
        for column in row._meta.concrete_fields
        if isinstance(column, EncryptedTextField)
    )
