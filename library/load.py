"""
Loads the records that ship: all of it or nothing, and never over what a person wrote.

A record of the seed is found again by its name (`slug`). One that a person drafted anew stays theirs; one that
is gone from the seed is withdrawn.
"""

import tomllib
from collections import Counter
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from library.actions.keep import shelf_changed
from library.models import Collection, Document, Practice, PracticeTranslation, State

FOLDER = Path(__file__).parent / "seed"
FILES = {"documents": Document, "practices": Practice, "collections": Collection}


class SeedError(Exception):
    """A record that cannot be used. Names it."""


@transaction.atomic
def load(folder: Path = FOLDER) -> Counter:
    """How many records were added, changed, unchanged, kept (a person wrote them since) and withdrawn."""
    done = Counter()
    for name, model in FILES.items():
        rows = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8"))[name]
        load_rows(model, rows, done)
    if done["added"] or done["changed"] or done["withdrawn"]:
        shelf_changed()
    return done


def load_rows(model, rows, done):
    slugs = [row["slug"] for row in rows]
    if len(set(slugs)) < len(slugs):
        raise SeedError(f"{model.__name__}: a record is there twice")
    published = {each.slug: each for each in model.objects.published()}
    touched = set(model.objects.filter(drafted_by__isnull=False, slug__in=slugs)
                  .exclude(state__in=[State.DRAFT, State.REFUSED]).values_list("slug", flat=True))  # fmt: skip
    for row in rows:
        translations = row.pop("translations", {})
        if row["slug"] in touched:
            done["kept"] += 1
            continue
        standing = place(model, row, published.get(row["slug"]), done)
        translate(standing, translations)
    gone = [
        each.pk for each in published.values() if each.slug not in slugs and not each.drafted_by_id
    ]
    done["withdrawn"] += model.objects.filter(pk__in=gone).update(state=State.WITHDRAWN)


def place(model, row, standing, done):
    """Each field the row does not name is empty: what was taken out of the seed goes."""
    fresh = complete(model(**row), row)
    if standing is None:
        fresh.save(force_insert=True)
        done["added"] += 1
        return fresh
    names = [name for name in written(model) if getattr(standing, name) != getattr(fresh, name)]
    for name in names:
        setattr(standing, name, getattr(fresh, name))
    if names:
        standing.save(update_fields=names)
    done["changed" if names else "unchanged"] += 1
    return standing


def complete(fresh, row):
    try:
        fresh.clean_fields(exclude=["state"])
    except ValidationError as problem:
        raise SeedError(f"{row['slug']}: {problem.message_dict}") from problem
    fresh.state, fresh.published_at = State.PUBLISHED, timezone.now()
    return fresh


def written(model) -> list[str]:
    """The fields that a row of the seed can name."""
    own = {field.name for field in model._meta.concrete_fields}
    kept = {"id", "slug", "state", "supersedes", "removes", "reason", "refusal"}
    people = {"drafted_by", "drafted_at", "published_by", "published_at"}
    link = {"file", "link_state", "link_answer", "link_checked_at"}
    return sorted(own - kept - people - link)


def translate(practice, translations):
    for language, texts in translations.items():
        PracticeTranslation.objects.update_or_create(
            practice=practice, language=language, defaults=texts
        )
