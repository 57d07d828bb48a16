"""
Times pages of the running product over HTTP, one reader at a time. `make bench` runs it; `TIMES=` says how often.

The empty page is a signed-in page without casework: what session, membership, language and frame cost.
"""

import os
import statistics
import time
import urllib.request

from product import CASEWORKER, open_session, pages, running

TIMES = int(os.environ.get("TIMES", "60"))
WARM = 5


def seconds(address, headers):
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 -- our own server
    began = time.perf_counter()
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        answer.read()
    return time.perf_counter() - began


def timed(address, cookie, **more):
    """p50 and p95 in milliseconds."""
    headers = {"Cookie": cookie, **more}
    for _time in range(WARM):
        seconds(address, headers)
    took = sorted(seconds(address, headers) * 1000 for _time in range(TIMES))
    return statistics.median(took), took[round(len(took) * 0.95) - 1]


def main():
    with running() as address:
        worker = open_session(CASEWORKER)
        print(f"{'page':20} {'p50 ms':>8} {'p95 ms':>8}", flush=True)
        for what, path, cookie in [
            ("(empty)", "/help/keyboard/", worker),
            *pages(),
            ("Compare", "/countries/compare/?c=al&c=gr&c=it&c=fr", worker),
            ("Between two", "/countries/al/with/it/", worker),
        ]:
            print("{:20} {:8.1f} {:8.1f}".format(what, *timed(address + path, cookie)), flush=True)
        search = timed(f"{address}/countries/?q=ma", worker, **{"HX-Request": "true"})
        print("{:20} {:8.1f} {:8.1f}".format("Country as you type", *search), flush=True)


if __name__ == "__main__":
    main()
