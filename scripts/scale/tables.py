"""The tables of docs/measured.md. Each stands between two marks and is replaced by the command that measures or counts it anew."""

import datetime
import os
import platform
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "measured.md"


def markdown(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]


def write(name, lines):
    """Into the file, and on the screen."""
    print(f"\n{name}\n{keep(name, lines)}", flush=True)


def keep(name, lines):
    """Into the file, with the day, the machine and the commit."""
    text = "\n".join([f"*{circumstances()}*", "", *lines])
    whole = FILE.read_text("utf-8")
    between = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    if not between.search(whole):
        raise SystemExit(f"{FILE.name} has no place for {name}.")
    FILE.write_text(between.sub(lambda found: f"{found[1]}{text}\n{found[2]}", whole), "utf-8")
    return text


def circumstances():
    now = datetime.datetime.now(datetime.UTC)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    busy = os.getloadavg()[0]
    return (
        f"{now:%Y-%m-%d %H:%M} UTC, commit {commit()}, {os.cpu_count()} cores ({processor()}), {memory:.0f} GiB, "
        f"Python {platform.python_version()}, PostgreSQL embedded; {busy:.1f} processes were running or waiting."
    )


def commit():
    asked = ["git", "-C", str(ROOT)]
    name = subprocess.run(
        [*asked, "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    changed = subprocess.run(
        [*asked, "status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs", ":!locale"],
        capture_output=True,
        text=True,
    ).stdout.strip()
    return f"{name}, with changes" if changed else name


def processor():
    try:
        with open("/proc/cpuinfo") as told:
            return next(
                line.split(":", 1)[1].strip() for line in told if line.startswith("model name")
            )
    except (OSError, StopIteration):
        return platform.machine()


def finish():
    print(f"\nWritten into {FILE.relative_to(ROOT)}.")
