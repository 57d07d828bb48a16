"""
How long each kind of data is kept, by country (`retention.toml`), and which columns hold it.

When a time is over, the scheduled work proposes; nothing is erased before a second person confirms. See docs/adr/0033.
"""

import json
import tomllib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from referral.access import DataClass
from referral.keys import EncryptedTextField
from referral.models import (
    Account,
    Case,
    Legal,
    Services,
    Summary,
    Task,
    TraffickingEvent,
    Travel,
    TravelLimit,
)
from referral.models.class_row import ClassRow
from referral.models.evidence import EvidenceFile

FILE = Path(__file__).parent / "retention.toml"
# With the last of a person's own parts go the papers of the case.
PAPERS = [DataClass.SUMMARY, DataClass.CONSENT, DataClass.EVIDENCE]
# While people still work on the case, what they cannot do without stays. Asked again in row_security/89_erasure.sql.
WHILE_OPEN = [DataClass.ACCOUNT, DataClass.HEALTH, DataClass.LEGAL]
# Columns in clear that would still say who it was. Everything else in clear is coded, and stays for counting; of the days of a reflection
# period their number stays as a band.
CLEARED = {
    Summary: {"display_name": "''"},
    Account: {"met_on": "''", "decided_on": "''"},
    TraffickingEvent: {"happened_on": "''"},
    Legal: {
        "permit_until": "NULL",
        "reflection_from": "NULL",
        "reflection_to": "NULL",
        "reflection_kept": "reflection_days(reflection_from, reflection_to, reflection_kept)",
    },
    Services: {"agreed_on": "NULL", "review_on": "NULL"},
    Travel: {"document_until": "NULL", "leaves_at": "NULL", "arrives_at": "NULL"},
    TravelLimit: {"not_after": "NULL", "certificate_from": "NULL"},
}


@cache
def rules() -> str:
    """By country: `child_until` and the periods. As the database takes it."""
    return json.dumps(rules_in(tomllib.loads(FILE.read_text("utf-8"))))


def rules_in(tables: dict) -> dict:
    common = tables["default"]
    return {country: over(common, own) for country, own in tables.items()}


def over(common: dict, own: dict) -> dict:
    """A country's own words over the common ones, part by part."""
    parts = {
        name: period | own.get(name, {})
        for name, period in common.items()
        if isinstance(period, dict)
    }
    return {"child_until": own.get("child_until", common["child_until"]), "parts": parts}


def kept_until(case: Case) -> dict:
    """The day from which each part may be erased; a part that is missing is kept as long as the case is open."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT part, ends_on FROM kept_until(%s, %s)", [case.pk, rules()])
        return dict(cursor.fetchall())


@transaction.atomic
def propose_erasures(now=None) -> int:
    """Run by the worker. Returns how many cases have parts whose time is newly over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT propose_erasures(%s, %s)", [rules(), now or timezone.now()])
        return cursor.fetchone()[0]


def erasable():
    """(table, data class or '' where the row says it, what is set): written into the database by `row_security.apply`."""
    for model in apps.get_models():
        if model is EvidenceFile or not (issubclass(model, ClassRow) or model is Task):
            continue  # files go with their content, see the SQL
        fields = model._meta.concrete_fields
        sets = {f.column: "''" for f in fields if isinstance(f, EncryptedTextField)}
        sets |= CLEARED.get(model, {})
        if sets:
            of = DataClass.SERVICES if model is Task else model.DATA_CLASS
            words = ", ".join(f"{column} = {value}" for column, value in sets.items())
            yield model._meta.db_table, str(of), words
