"""
Measures the main pages of the running product with Lighthouse, as a phone would load them; median of three.

Prints a table, and ends with 1 when accessibility or best practices are below 98 anywhere. `make lighthouse` runs it; `PAGES="Plan,Lesson"` measures those only.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from product import ROOT, pages, running

TOOLS = ROOT / ".data" / "npm"
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ["accessibility", "best-practices", "performance"]
HELD = ["accessibility", "best-practices"]
GOAL, RUNS = 98, int(os.environ.get("RUNS", "3"))
TRIES = 4


def install():
    command = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(TOOLS)]
        subprocess.run([*npm, LIGHTHOUSE], check=True, stdout=sys.stderr)
    return command


def measure(command, address, cookie):
    with tempfile.TemporaryDirectory() as folder:
        headers, report = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": cookie} if cookie else {}))
        options = [
            f"--only-categories={','.join(CATEGORIES)}",
            f"--extra-headers={headers}",
            f"--output-path={report}",
            "--output=json",
            "--quiet",
            "--chrome-flags=--headless=new --disable-gpu --no-sandbox",
        ]
        for _try in range(TRIES):  # Chromium's trace gets lost now and then
            subprocess.run([command, address, *options], check=False, stdout=subprocess.DEVNULL)
            found = (
                json.loads(report.read_text())
                if report.exists()
                else {"runtimeError": {"code": "no report"}}
            )
            if not found.get("runtimeError"):
                break
        else:
            sys.exit(f"{address} could not be measured: {found['runtimeError'].get('code')}")
    if found["finalDisplayedUrl"].rstrip("/") != address.rstrip("/"):
        sys.exit(f"{address} led on to {found['finalDisplayedUrl']}")
    return found


def scores(reports):
    return {
        name: round(statistics.median(r["categories"][name]["score"] * 100 for r in reports))
        for name in CATEGORIES
    }


def failures(report):
    """What Lighthouse did not like in the categories that are held."""
    named = {entry["id"] for name in HELD for entry in report["categories"][name]["auditRefs"]}
    return [a["id"] for a in report["audits"].values() if a["id"] in named and a["score"] == 0]


def main():
    command = install()
    finder = [sys.executable, ROOT / "tests" / "ensure_browser.py"]
    os.environ["CHROME_PATH"] = subprocess.check_output(finder, text=True).strip()
    with running() as address:
        poor = report_on(command, address)
    sys.exit(1 if poor else 0)


def report_on(command, address):
    poor = []
    print(f"{'page':20} accessibility  best practices  performance", flush=True)
    for what, path, cookie in pages():
        reports = [measure(command, address + path, cookie) for _run in range(RUNS)]
        found = scores(reports)
        numbers = [found[name] for name in CATEGORIES]
        print("{:20} {:13} {:15} {:12}".format(what, *numbers), flush=True)
        if min(found[name] for name in HELD) < GOAL:
            poor.append(what)
            print(f"  below {GOAL}: {', '.join(failures(reports[0]))}", flush=True)
    return poor


if __name__ == "__main__":
    main()
