"""Places of work: joined by a number, counted in words, named to nobody."""

import hmac
import re
import secrets
from hashlib import sha256

from anyascii import anyascii
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.acting import current_actor
from audit.models import record
from referral.access import DataClass, may_write
from referral.models import Case, MoveNotAllowed, SiteLink
from referral.models.journey import ALPHABET

# Endings that say what kind of firm it is, and nothing about which.
FORMS = frozenset(
    "srl spa sas snc sarl sa sl slu gmbh kg ltd llc plc bv nv sp z oo o doo dooel ood eood shpk sh p k ag company co".split()  # noqa: SIM905
)


def plain(text: str) -> str:
    """The same for one firm however it is written: without accents, forms of law, signs and order of words."""
    letters = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", anyascii(text).lower())  # s.r.l. is srl
    words = re.findall(r"[a-z0-9]+", letters)
    return " ".join(sorted(word for word in words if word not in FORMS))


def mark_of(name: str, place: str, country: str) -> str:
    text = "\n".join(["worksite", country, plain(place), plain(name)])
    return hmac.new(settings.ROW_SECURITY_KEY, text.encode(), sha256).hexdigest()


def new_number() -> str:
    return "S-" + "".join(secrets.choice(ALPHABET) for _place in range(7))


def may_join(case: Case) -> bool:
    writes = may_write(current_actor().role, DataClass.SERVICES, case.side, case.stage)
    return writes and not case.is_closed


@transaction.atomic
def join_site(case: Case, *, name: str, place: str, country: str, agreed_on) -> SiteLink:
    """The person agreed to be counted. The database finds or makes the number. Raises `MoveNotAllowed`."""
    if not may_join(case):
        raise MoveNotAllowed(_("This cannot be written at the present stage of the case."))
    if not plain(name):
        raise MoveNotAllowed(_("The name has no letters or figures to find the place by."))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, number FROM site_of(%s, %s, %s)",
            [case.pk, mark_of(name, place, country), new_number()],
        )
        site, number = cursor.fetchone()
    if SiteLink.objects.filter(case=case, site=site, ended_at=None).exists():
        raise MoveNotAllowed(_("This place of work is written down already."))
    link = SiteLink(
        case=case,
        site=site,
        number=number,
        name=name,
        place=place,
        country=country,
        agreed_on=agreed_on,
        by_id=current_actor().user,
    )
    link.save(force_insert=True)
    record("site.joined", target=case.pk)
    return link


@transaction.atomic
def leave_site(link: SiteLink) -> None:
    """The person no longer wants to be counted. Raises `MoveNotAllowed`."""
    if not SiteLink.objects.filter(pk=link.pk, ended_at=None).update(ended_at=timezone.now()):
        raise MoveNotAllowed(_("This was ended already. Reload the page."))
    record("site.left", target=link.case_id)


def others_at(link: SiteLink) -> str:
    """A word, not a number: none, one, some, many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT others_at_site(%s)", [link.pk])
        return cursor.fetchone()[0]
