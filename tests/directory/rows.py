"""Invented rows of the directory for tests: published, each with a source, as the seed has them."""

import datetime
import itertools

from directory.models import Contact, Fact, Source, State

numbers = itertools.count(1)
CHECKED_ON = datetime.date(2026, 11, 1)


def source(**more):
    number = next(numbers)
    fields = {
        "title": f"Report {number}",
        "publisher": "Office of Examples",
        "address": f"https://example.org/{number}",
        "dated": "2025",
    }
    return Source.objects.create(**{**fields, **more})


def _published(**more):
    row = {
        "seed_key": f"test:{next(numbers)}",
        "state": State.PUBLISHED,
        "checked_on": CHECKED_ON,
        "as_of": "2025",
        **more,
    }
    return {**row, "source": row.get("source") or source()}


def fact(country, topic, **more):
    return Fact.objects.create(country=country, topic=topic, **_published(**more))


def contact(country, kind, **more):
    return Contact.objects.create(
        country=country, kind=kind, **_published(**{"name": "Example line", **more})
    )
