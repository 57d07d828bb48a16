"""
What is left of the desk when five times as many ask as it can answer: pages answered in time a second, against its best. The table is
written into docs/measured.md.

`SECONDS=` says how long each part lasts, `PAGES=` which pages. The load comes from this machine too, and is part of what it costs.
"""

import asyncio
import os
import random
import statistics
import time
from collections import Counter

from product import CASEWORKER, all_pages, open_session, running
from scale import tables

SECONDS = float(os.environ.get("SECONDS", "15"))
TIMES = 5
IN_TIME = 10  # seconds; what comes later helps nobody
CALLERS = (4, 8, 16)
GOAL = 0.8
HEAD = ["", "asked", "200", "503", "other", "200 a second", "p50 ms", "p99 ms"]


class Load:
    def __init__(self, address, paths, cookie):
        self.host, _colon, port = address.removeprefix("http://").partition(":")
        self.port, self.paths, self.cookie = int(port), paths, cookie
        self.answers, self.took = Counter(), []

    async def ask(self, path):
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(self.answer(path), IN_TIME)
        except (TimeoutError, OSError, IndexError, ValueError):
            status = 0
        self.answers[status] += 1
        if status == 200:
            self.took.append(time.perf_counter() - began)

    async def answer(self, path):
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            asked = f"GET {path} HTTP/1.1\r\nHost: {self.host}\r\nCookie: {self.cookie}\r\nConnection: close\r\n\r\n"
            writer.write(asked.encode())
            whole = await reader.read(-1)
            return int(whole.split(b" ", 2)[1])
        finally:
            writer.close()

    async def closed(self, callers):
        """So many who each ask again when they were answered."""
        end = time.monotonic() + SECONDS

        async def caller():
            while time.monotonic() < end:
                await self.ask(random.choice(self.paths))  # noqa: S311 -- which page is no secret

        await asyncio.gather(*(caller() for _caller in range(callers)))
        return self

    async def open(self, rate):
        """So many a second, however many are still waiting."""
        end, tasks = time.monotonic() + SECONDS, []
        while time.monotonic() < end:
            tasks.append(asyncio.create_task(self.ask(random.choice(self.paths))))  # noqa: S311
            await asyncio.sleep(random.expovariate(rate))  # noqa: S311
        await asyncio.gather(*tasks)
        return self

    def rate(self):
        return self.answers[200] / SECONDS

    def row(self, what):
        took = sorted(self.took) or [0]
        p50, p99 = (
            statistics.median(took),
            took[int(len(took) * 0.99)] if len(took) > 1 else took[0],
        )
        total = sum(self.answers.values())
        refused, others = self.answers[503], total - self.answers[200] - self.answers[503]
        times = f"{self.rate():.1f}", f"{p50 * 1000:.0f}", f"{p99 * 1000:.0f}"
        return [what, total, self.answers[200], refused, others, *times]


async def measure(address, paths, cookie):
    best, rows = 0, []
    for callers in CALLERS:
        load = await Load(address, paths, cookie).closed(callers)
        rows.append(load.row(f"{callers} callers"))
        best = max(best, load.rate())
    inbox, sign_in = Load(address, ["/inbox/"], cookie), Load(address, ["/login/"], "")
    over = Load(address, paths, cookie)
    await asyncio.gather(over.open(TIMES * best), inbox.open(1), sign_in.open(1))
    rows.append(over.row(f"{TIMES} times the best"))
    rows.append(inbox.row("meanwhile: the inbox"))
    rows.append(sign_in.row("meanwhile: signing in"))
    after = await Load(address, paths, cookie).closed(CALLERS[0])
    rows.append(after.row(f"{CALLERS[0]} callers afterwards"))
    answered = over.rate() + inbox.rate() + sign_in.rate()
    kept = f"Answered under overload: {answered / best:.0%} of the best (goal {GOAL:.0%})."
    tables.write("overload", [*tables.markdown(HEAD, rows), "", kept])


def main():
    with running() as address:
        cookie = open_session(CASEWORKER)
        wanted = {"Home", "Cases", "Case", "Countries"}
        paths = [path for what, path, _cookie in all_pages() if what in wanted]
        asyncio.run(measure(address, paths, cookie))


if __name__ == "__main__":
    main()
