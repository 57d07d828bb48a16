from itertools import count

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Organisation
from audit.models import record


class SavedMeanwhile(Exception):
    """Somebody else changed it since the page was opened."""


@transaction.atomic
def add_organisation(*, name, **fields):
    fields.setdefault("accepts_referrals", bool(fields.get("services")))
    organisation = Organisation.objects.create(
        name=name, slug=free_slug(name), verified_on=timezone.localdate(), **fields
    )
    record("organisation.added", target=organisation.pk, kind=organisation.kind)
    return organisation


def free_slug(name):
    stem = slugify(name)[:70] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (stem if n == 1 else f"{stem}-{n}" for n in count(1))
    return next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def change_profile(organisation, *, version, **answers):
    """What others see of the organisation. Saving says that it is right today."""
    changed = Organisation.objects.filter(pk=organisation.pk, version=version).update(
        **answers, verified_on=timezone.localdate(), version=F("version") + 1
    )
    if not changed:
        raise SavedMeanwhile
    record("organisation.changed", target=organisation.pk)


@transaction.atomic
def confirm_profile(organisation):
    Organisation.objects.filter(pk=organisation.pk).update(verified_on=timezone.localdate())
    record("organisation.confirmed", target=organisation.pk)
