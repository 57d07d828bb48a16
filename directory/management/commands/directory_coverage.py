from django.core.management.base import BaseCommand

from directory import coverage

TOPIC_COLUMNS = ("topic", "countries", "rows", "oldest", "middle", "newest", "undated", "sources")
KIND_COLUMNS = ("contacts", "countries", "rows", *coverage.STANDINGS, "oldest", "newest", "sources")


class Command(BaseCommand):
    help = "Prints how many countries each topic covers, how old it is and on how many sources it rests."

    def handle(self, **options):
        states = len(coverage.states())
        self.print(TOPIC_COLUMNS, [topic_row(*item) for item in coverage.by_topic().items()])
        self.stdout.write("")
        self.print(KIND_COLUMNS, [kind_row(*item) for item in coverage.by_kind().items()])
        self.stdout.write(
            f"\n{coverage.with_a_profile()} of {states} members and observers of the United Nations"
            " have a profile."
        )

    def print(self, columns, rows):
        widths = [max(len(str(row[at])) for row in (columns, *rows)) for at in range(len(columns))]
        for row in (columns, *rows):
            first, *others = [str(cell) for cell in row]
            cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            self.stdout.write("  ".join([first.ljust(widths[0]), *cells]))


def topic_row(topic, filled):
    return (
        topic,
        len(filled.countries),
        filled.rows,
        *filled.ages,
        filled.undated,
        len(filled.sources),
    )


def kind_row(kind, found):
    filled, standings = found
    oldest, _middle, newest = filled.ages
    counts = [standings[standing] for standing in coverage.STANDINGS]
    return (
        kind,
        len(filled.countries),
        filled.rows,
        *counts,
        oldest,
        newest,
        len(filled.sources),
    )
