"""The product with demo data on a free port, and sessions in it, for what is measured from outside."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 300  # seconds
CASEWORKER, COORDINATOR = "caseworker@casa-verde.example", "coordinator-it@trm.example"


@contextmanager
def running():
    """Its address. The settings are chosen here, so everything of Django is imported inside."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("DESK_DATA", str(ROOT / ".data" / "lighthouse"))
    sys.path.insert(0, str(ROOT))
    port = free_port()
    address, process = f"http://localhost:{port}", start(port)
    try:
        wait_for(address, process)
        import django  # noqa: PLC0415 -- after the settings are chosen

        django.setup()
        yield address
    finally:
        process.terminate()
        process.wait()


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
    """(what, path, cookie). `PAGES="Plan,Lesson"` takes those whose names begin so."""
    wanted = tuple(filter(None, os.environ.get("PAGES", "").split(",")))
    return [each for each in all_pages() if not wanted or each[0].startswith(wanted)]


def all_pages():
    worker, coordinator = open_session(CASEWORKER), open_session(COORDINATOR)
    case = f"/cases/{a_reference(CASEWORKER)}/"
    return [
        ("Sign in", "/login/", ""),
        ("Home", "/home/", worker),
        ("Cases", "/cases/", worker),
        ("Case", case, worker),
        ("Refer", f"{case}refer/", worker),
        ("Incoming referrals", "/inbox/", worker),
        ("Someone", "/someone/", ""),
        ("Countries", "/countries/", worker),
        ("Country", "/countries/al/", worker),
        ("Country, most facts", "/countries/fr/", worker),
        ("Journeys", "/journeys/", coordinator),
        ("Documents", "/documents/?q=child", worker),
        ("Document", "/documents/iom-care-tact/", worker),
        ("Collection", "/collections/children/", worker),
        ("Plan", "/plans/sample/", coordinator),
        ("Plan, log-frame", "/plans/sample/log-frame/", coordinator),
        ("Course", "/training/introduction/", worker),
        ("Lesson", "/training/data-protection/dp_why/", worker),
    ]
