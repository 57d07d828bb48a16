"""
Measures eight pages of the running product with Lighthouse, as a phone would load them; median of three.

Prints a table, and ends with 1 when accessibility or best practices are below 98 anywhere. `make lighthouse` runs it.
"""

import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".data" / "npm"
LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ["accessibility", "best-practices", "performance"]
HELD = ["accessibility", "best-practices"]
GOAL, RUNS = 98, int(os.environ.get("RUNS", "3"))
TRIES, PATIENCE = 4, 300  # seconds
CASEWORKER, COORDINATOR = "caseworker@casa-verde.example", "coordinator-it@trm.example"


def install():
    command = TOOLS / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        TOOLS.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(TOOLS)]
        subprocess.run([*npm, LIGHTHOUSE], check=True, stdout=sys.stderr)
    return command


def free_port():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


def start(port):
    """The product as `make run` starts it, with demo data of its own."""
    return subprocess.Popen([ROOT / "scripts" / "run.sh"], env={**os.environ, "PORT": str(port)})


def wait_for(address, process):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health/"):  # noqa: S310 -- our own server
                return
        except OSError:
            time.sleep(1)
    sys.exit("The product did not start.")


def open_session(email):
    """The cookie of a new session, without the sign-in form."""
    from django.conf import settings  # noqa: PLC0415 -- after the settings are chosen
    from django.test import Client  # noqa: PLC0415

    from accounts.models import User  # noqa: PLC0415

    client = Client()
    user = User.objects.get(email=email)
    User.objects.filter(pk=user.pk).update(knows_leave_quickly=True)
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def a_reference(email):
    """A case in the middle of its way."""
    from django.db import transaction  # noqa: PLC0415

    from accounts.acting import acting_as  # noqa: PLC0415
    from accounts.models import Membership  # noqa: PLC0415
    from referral.models import Case  # noqa: PLC0415
    from referral.stages import Stage  # noqa: PLC0415

    actor = Membership.objects.active().filter(user__email=email).first().actor()
    with transaction.atomic(), acting_as(actor):
        cases = Case.objects.visible_to(actor).filter(stage=Stage.ASSISTANCE)
        return cases.select_related("journey").first().journey.reference


def pages():
    """(what, path, cookie)"""
    worker, coordinator = open_session(CASEWORKER), open_session(COORDINATOR)
    case = f"/cases/{a_reference(CASEWORKER)}/"
    return [
        ("Sign in", "/account/sign-in/", ""),
        ("Home", "/home/", worker),
        ("Cases", "/cases/", worker),
        ("Case", case, worker),
        ("Refer", f"{case}refer/", worker),
        ("Incoming referrals", "/inbox/", worker),
        ("Country", "/countries/al/", worker),
        ("Journeys", "/journeys/", coordinator),
    ]


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
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DESK_DATA", str(ROOT / ".data" / "lighthouse"))
    sys.path.insert(0, str(ROOT))
    command = install()
    finder = [sys.executable, ROOT / "tests" / "ensure_browser.py"]
    os.environ["CHROME_PATH"] = subprocess.check_output(finder, text=True).strip()
    port = free_port()
    address, process = f"http://localhost:{port}", start(port)
    try:
        wait_for(address, process)
        poor = report_on(command, address)
    finally:
        process.terminate()
        process.wait()
    sys.exit(1 if poor else 0)


def report_on(command, address):
    import django  # noqa: PLC0415 -- after the settings are chosen

    django.setup()
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
