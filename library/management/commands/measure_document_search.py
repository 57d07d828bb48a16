"""How fast documents are found among very many. Writes invented records, measures, and takes them back."""

import random
import statistics
from time import perf_counter

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand
from django.db import transaction
from django.test import RequestFactory

from library import finding
from library.actions.keep import shelf_changed
from library.finding import Asked, find
from library.models import Collection, Document, State
from library.taxonomy import AUDIENCES, FORMS, KINDS, THEMES
from library.views.documents import document_list

# What people ask: nothing yet, a word that is nearly everywhere, usual words, a name, two facets, another language.
ASKED = [
    Asked(),
    Asked("trafficking"),
    Asked("child guardian"),
    Asked("ICMPD"),
    Asked("retour volontaire"),
    Asked("", {"kind": "handbook", "theme": "children"}),
    Asked("referral", {"language": "fr"}),
    Asked("évaluation des risques", {"audience": "police"}),
]


class Command(BaseCommand):
    help = "Median time of a search, of the counts of its facets, and of the whole page, with so many records."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--records", type=int, default=50_000)
        parser.add_argument("--times", type=int, default=25, help="how often each is asked")

    def handle(self, *, records, times, **options):
        self.times = times
        with transaction.atomic():
            Document.objects.bulk_create(invented(records), batch_size=2_000)
            Collection.objects.bulk_create(gathered(records))
            shelf_changed()
            began = perf_counter()
            finding.index()
            self.stdout.write(
                f"{records:,} documents; index made in {perf_counter() - began:.1f} s"
            )
            self.stdout.write(
                f"{'asked':44}{'hits':>8}{'search ms':>11}{'facets ms':>11}{'page ms':>9}"
            )
            rows = [self.measure(asked) for asked in ASKED]
            search, facets, page = (p50(times) for times in zip(*rows, strict=True))
            self.stdout.write(f"{'median of all':44}{'':8}{search:11.1f}{facets:11.1f}{page:9.1f}")
            transaction.set_rollback(True)

    def measure(self, asked):
        found, _rows = find(asked)
        address = {"q": asked.text, **asked.chosen}
        search = timed(lambda: find(asked), self.times)
        hits, _named, among, parts = finding.index().narrowed(asked)
        facets = timed(lambda: finding.index().count(hits, among, parts), self.times)
        page = timed(lambda: document_list(request(address)), self.times)
        shown = " ".join(filter(None, [asked.text, *asked.chosen.values()])) or "(nothing)"
        medians = p50(search), p50(facets), p50(page)
        told = "{:44}{:8,}{:11.1f}{:11.1f}{:9.1f}"
        self.stdout.write(told.format(shown, found.total, *medians))
        return medians


def p50(times) -> float:
    return statistics.median(times)


def timed(work, how_often) -> list[float]:
    work()
    times = []
    for _time in range(how_often):
        began = perf_counter()
        work()
        times.append((perf_counter() - began) * 1000)
    return times


def request(address):
    made = RequestFactory().get("/documents/", address)
    made.user, made.actor, made.membership = AnonymousUser(), None, None
    return made


def invented(records):
    """Words as frequent as in the records that ship, which are drawn from; values of facets by chance."""
    dice = random.Random(7)  # noqa: S311 -- invented records need no secrets
    models = list(Document.objects.published())
    words = [word for each in models for word in f"{each.title} {each.summary_en}".split()]
    french = [word for each in models for word in each.summary_fr.split()]
    for number in range(records):
        model = dice.choice(models)
        yield Document(
            slug=f"invented-{number}",
            title=" ".join(dice.choices(words, k=9)) + f" {number}",
            publisher=model.publisher,
            year=dice.randint(1990, 2026),
            kind=dice.choice(list(KINDS)),
            languages=dice.sample(["en", "fr", "es", "ar", "ru", "sq", "it"], k=2),
            themes=dice.sample(list(THEMES), k=2),
            audiences=dice.sample(list(AUDIENCES), k=3),
            forms=dice.sample(list(FORMS), k=dice.randint(0, 2)),
            countries=dice.sample(["FR", "IT", "AL", "ES", "DE", "UA", "NG"], k=1),
            summary_en=" ".join(dice.choices(words, k=28)),
            summary_fr=" ".join(dice.choices(french, k=30)),
            state=State.PUBLISHED,
        )


def gathered(records):
    """Nine collections that share the invented records."""
    for number in range(9):
        yield Collection(
            slug=f"gathered-{number}",
            title=f"Collection {number}",
            documents=[f"invented-{at}" for at in range(number, records, 9)],
            state=State.PUBLISHED,
        )
