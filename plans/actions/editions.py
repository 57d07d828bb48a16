"""The text of a plan: drafted from a file by one person, published or refused by another of the country."""

from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.text import slugify

from accounts.acting import current_actor
from accounts.second_person import NotOpen, open_for_review, own_open
from audit.models import record
from plans.models import Edition, Plan
from plans.reading import Read
from plans.sheets import SHEETS
from plans.words import State


class Overtaken(Exception):
    """A later edition stands already."""


@transaction.atomic
def draft(found: Read, *, reason: str, key: UUID) -> Edition:
    """
    A new edition of the plan that the file names, or of a new plan of the acting country.

    Sent twice, it is one. An open draft of the same person for the same plan is replaced.
    """
    actor = current_actor()
    pk = uuid5(key, actor.user)
    before = Edition.objects.filter(pk=pk).first()
    if before is not None:
        return before
    plan = own_draft_of(found, actor) or plan_for(found, actor.country)
    open_drafts(plan, actor.user).delete()
    last = plan.editions.aggregate(last=Max("number"))["last"] or 0
    edition = Edition.objects.create(
        pk=pk,
        plan=plan,
        number=last + 1,
        reason=reason,
        drafted_by_id=UUID(actor.user),
        **{name: value for name, value in found.edition.items() if value is not None},
    )
    write_lines(edition, found)
    record("plan.drafted", target=plan.pk, edition=edition.number)
    return edition


def own_draft_of(found: Read, actor) -> Plan | None:
    """A plan that nobody published yet has no name that its file could tell: its title and its country are it."""
    if found.plan.get("plan"):
        return None
    mine = Edition.objects.filter(state=State.DRAFT, drafted_by_id=actor.user, number=1)
    mine = mine.filter(title=found.edition["title"], plan__country=actor.country)
    before = mine.select_related("plan").order_by("drafted_at").last()
    return before and Plan.objects.select_for_update().get(pk=before.plan_id)


def plan_for(found: Read, country: str) -> Plan:
    """Locked. Only a plan of the own country: another's name makes a plan of its own."""
    slug = slugify(found.plan.get("plan", ""))
    mine = Plan.objects.select_for_update().filter(slug=slug, country=country).first()
    if slug and mine:
        return mine
    start = slugify(f"{country}-{found.edition['begins_on'].year}-{found.edition['ends_on'].year}")
    taken = set(Plan.objects.filter(slug__startswith=start).values_list("slug", flat=True))
    name = next(each for each in names(start) if each not in taken)
    try:
        with transaction.atomic():
            return Plan.objects.create(slug=name, country=country)
    except IntegrityError:  # somebody took the name in the same moment
        return Plan.objects.create(slug=f"{name}-{timezone.now():%H%M%S}", country=country)


def names(start):
    yield start
    yield from (f"{start}-{number}" for number in range(2, 10_000))


def open_drafts(plan, user):
    return plan.editions.filter(state=State.DRAFT, drafted_by_id=user)


@transaction.atomic
def take_back(pk: UUID) -> None:
    """Only its drafter. A plan of which nothing else is left goes with it. Raises `NotOpen`."""
    plan = lock_plan_of(pk)
    edition = own_open(pk, Edition)
    record("plan.taken_back", target=plan.pk, edition=edition.number)
    edition.delete()
    if not plan.editions.exists():
        plan.delete()


def write_lines(edition, found):
    for name, (model, _columns) in SHEETS.items():
        model.objects.bulk_create(
            model(
                edition=edition, place=place, **{k: v for k, v in values.items() if v is not None}
            )
            for place, (_line, values) in enumerate(found.lines[name])
        )


@transaction.atomic
def publish(pk: UUID) -> Edition:
    found = open_with_plan(pk)
    stands = Edition.objects.select_for_update().filter(plan=found.plan_id, state=State.PUBLISHED)
    former = stands.first()
    if former is not None:
        if former.number > found.number:
            raise Overtaken
        former.state = State.SUPERSEDED
        former.save(update_fields=["state"])
    close(found, State.PUBLISHED)
    record("plan.published", target=found.plan_id, edition=found.number)
    return found


@transaction.atomic
def refuse(pk: UUID, *, reason: str) -> Edition:
    found = open_with_plan(pk)
    found.refusal = reason
    close(found, State.REFUSED)
    record("plan.refused", target=found.plan_id, edition=found.number)
    return found


def close(found, state):
    found.state = state
    found.published_by_id, found.published_at = UUID(current_actor().user), timezone.now()
    found.save()


def open_with_plan(pk) -> Edition:
    """Locked, the plan first."""
    lock_plan_of(pk)
    return open_for_review(pk, Edition)


def lock_plan_of(pk) -> Plan:
    seen = Edition.objects.filter(pk=pk).first()
    if seen is None:
        raise NotOpen
    return Plan.objects.select_for_update().get(pk=seen.plan_id)
