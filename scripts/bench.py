"""
Times the running product over HTTP on databases of many invented journeys, and writes the tables of docs/measured.md.

    make bench                                            10,000 and 100,000 journeys
    make bench SIZES="10000 100000 1000000"               with a million, too
    make bench SIZES=10000 PARTS=pages TIMES=20           a part of it, quickly

The databases are kept in `.data/bench` (`BENCH_DATA`) and filled only once. All sizes are served at once and asked in turn, the empty
signed-in page among them, so that a machine that is slow for a while is slow for all of them.
"""

import os
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

from scale import tables, work  # noqa: E402
from scale.fill import prepare, ready  # noqa: E402
from scale.serve import inside, served  # noqa: E402

SIZES = [int(size.replace(",", "")) for size in os.environ.get("SIZES", "10000 100000").split()]
TIMES = int(os.environ.get("TIMES") or 40)
SENDS = int(os.environ.get("SENDS") or 12)
PARTS = os.environ.get("PARTS", "pages policies work").split()
WARM = 3
EMPTY = "(empty)"


def main():
    places = {size: ready(size) for size in SIZES}
    for place in places.values():
        prepare(place)
    if "pages" in PARTS:
        tables.write("pages", pages_of(places))
    if "policies" in PARTS:
        tables.write("policies", policies_of(places))
    if "work" in PARTS:
        for size, place in places.items():
            tables.write(f"work-{size}", work.of(size, place))
    tables.finish()


def pages_of(places):
    """Each page of each size, asked in turn."""
    known = {size: inside(place, "--sends", str(SENDS)) for size, place in places.items()}
    with ExitStack() as stack:
        servers = {size: stack.enter_context(served(place)) for size, place in places.items()}
        asked = {
            (what, size): (servers[size], path, cookie)
            for size in places
            for what, path, cookie, _queries in known[size]["pages"]
        }
        took = in_turn(asked, TIMES)
        inside_ms = {key: server.own_times(path, TIMES) for key, (server, path, _) in asked.items()}
        for size, server in servers.items():
            took |= send_and_accept(size, server, known[size])
        memory = {size: server.peak_mb() for size, server in servers.items()}
    counted = {
        (what, size): n for size in places for what, _path, _cookie, n in known[size]["pages"]
    }
    table = pages_table(list(places), took, counted)
    return [*table, "", *server_table(list(places), inside_ms), "", memory_line(memory)]


def in_turn(asked, times):
    """Milliseconds by what was asked. One round after the other, so that all share the machine's good and bad moments."""
    took = {key: [] for key in asked}
    for round_ in range(WARM + times):
        for key, (server, path, cookie) in asked.items():
            milliseconds, status, _where = server.get(path, cookie)
            if status != 200:
                sys.exit(f"{path} answers {status}")
            if round_ >= WARM:
                took[key].append(milliseconds)
    return took


def send_and_accept(size, server, known):
    took = {("Send a referral", size): [], ("Accept", size): []}
    worker, partner = known["sessions"]["worker"], known["sessions"]["partner"]
    for path, form in known["sends"]:
        milliseconds, status, where = server.post(path, worker, form)
        if status != 302:
            sys.exit(f"Sending answers {status}")
        took["Send a referral", size].append(milliseconds)
        referral = where.rstrip("/").rpartition("/")[2]
        milliseconds, status, _where = server.post(
            f"/inbox/{referral}/accept/",
            partner,
            [("contact_name", "Arta"), ("lead", known["lead"])],
        )
        if status != 302:
            sys.exit(f"Accepting answers {status}")
        took["Accept", size].append(milliseconds)
    return took


def pages_table(sizes, took, counted):
    head = [
        "Page",
        "queries",
        *(f"p50, p95 at {size:,}" for size in sizes),
        *(f"x empty at {size:,}" for size in sizes),
    ]
    if len(sizes) > 1:
        head.append(f"{sizes[-1]:,} / {sizes[0]:,}")
    rows = []
    for what in dict.fromkeys(name for name, _size in took):
        middle = {size: statistics.median(took[what, size]) for size in sizes}
        cells = [
            what,
            " / ".join(dict.fromkeys(str(counted.get((what, size), "")) for size in sizes)),
        ]
        cells += [f"{middle[size]:.1f}, {high(took[what, size]):.1f}" for size in sizes]
        cells += [f"{middle[size] / statistics.median(took[EMPTY, size]):.2f}" for size in sizes]
        if len(sizes) > 1:
            cells.append(f"{middle[sizes[-1]] / middle[sizes[0]]:.2f}")
        rows.append(cells)
    return tables.markdown(head, rows)


def server_table(sizes, took):
    """By the server's own log: what is left when network and client are taken away."""
    head = ["Page, inside of the server", *(f"p50, p95 at {size:,}" for size in sizes)]
    return tables.markdown(
        head,
        [
            [what]
            + [f"{statistics.median(took[what, n]):.1f}, {high(took[what, n]):.1f}" for n in sizes]
            for what in dict.fromkeys(name for name, _size in took)
        ],
    )


def high(took):
    return sorted(took)[max(round(len(took) * 0.95) - 1, 0)]


def memory_line(memory):
    return (
        "Most memory of one web worker: "
        + ", ".join(f"{mb:.0f} MB at {size:,}" for size, mb in memory.items())
        + "."
    )


def policies_of(places):
    """The same pages by the application's role and by one that no policy binds, in turn."""
    head, rows = ["Page", "journeys", "with policies, p50", "without, p50", "ratio"], []
    for size, place in places.items():
        known = inside(place)
        with served(place) as bound, served(place, role="postgres") as free:
            asked = {
                (what, how): (server, path, cookie)
                for what, path, cookie, _queries in known["pages"]
                for how, server in (("bound", bound), ("free", free))
            }
            took = in_turn(asked, TIMES)
        for what, _path, _cookie, _queries in known["pages"]:
            middle = {how: statistics.median(took[what, how]) for how in ("bound", "free")}
            rows.append(
                [
                    what,
                    f"{size:,}",
                    f"{middle['bound']:.1f}",
                    f"{middle['free']:.1f}",
                    f"{middle['bound'] / middle['free']:.2f}",
                ]
            )
    return tables.markdown(head, rows)


if __name__ == "__main__":
    main()
