"""
Times tools of 30 and of 300 questions: the form as a page draws it, and the result while somebody answers.

No database and no network: what the figures of one definition cost more than those of another.
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.template.loader import render_to_string  # noqa: E402

from instruments.forms import answers_from, form_for  # noqa: E402
from instruments.reading import Reader  # noqa: E402
from instruments.scoring import score  # noqa: E402
from instruments.shelf import tools  # noqa: E402

TIMES = int(os.environ.get("TIMES", "15"))


def made(count: int):
    questions = [
        {"code": f"q{n}", "text": f"Question {n}", "kind": "yes_no" if n % 3 else "text"}
        for n in range(count)
    ]
    parts = [
        {"code": f"part_{n}", "title": f"Part {n}", "questions": questions[n : n + 30]}
        for n in range(0, count, 30)
    ]
    top = {"code": f"of_{count}", "version": 1, "title": "T", "minutes": 1, "moment": "meet"}
    top |= {"purpose": "P", "who": "W", "source": "S", "data_class": "account"}
    raw = {**top, "result": "collected", "sections": parts}
    return Reader(raw, is_ours=False).definition()


def timed(work) -> float:
    """p50 in milliseconds."""
    work()
    took = []
    for _time in range(TIMES):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def drawn(tool):
    return render_to_string("instruments/form.html", {"form": form_for(tool)})


def live(tool, data):
    form = form_for(tool, data)
    form.is_valid()
    return render_to_string(
        "instruments/result_live.html", {"result": score(tool, answers_from(form)), "counts": []}
    )


def main():
    print(f"{'tool':22} {'questions':>9} {'form ms':>8} {'live ms':>8} {'kB':>6}")
    for tool in [made(30), made(300), *tools()]:
        data = {code: "yes" for code, each in tool.questions.items() if each.kind == "yes_no"}
        size = len(drawn(tool).encode()) / 1000
        figures = timed(lambda tool=tool: drawn(tool)), timed(lambda tool=tool, d=data: live(tool, d))
        print(f"{tool.code:22} {len(tool.questions):9} {figures[0]:8.1f} {figures[1]:8.1f} {size:6.0f}")


if __name__ == "__main__":
    main()
