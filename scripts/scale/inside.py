"""
What is known only from inside of a filled database: sessions, addresses, cases that are ready to be sent, and how many queries a page asks.
Run with the settings of that database (`DESK_DATA`); answers with JSON.

    DESK_DATA=.data/bench/10000 .venv/bin/python scripts/scale/inside.py --sends 10
"""

import argparse
import contextlib
import io
import json
import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from product import CASEWORKER, COORDINATOR, open_session  # noqa: E402

from accounts.acting import acting_as  # noqa: E402
from accounts.models import Membership, User  # noqa: E402
from referral.demo.scene import Scene  # noqa: E402
from referral.models import Case  # noqa: E402
from referral.stages import Stage  # noqa: E402

HOME, PARTNER = "caseworker@casa-verde", "caseworker@qendra-drita"
CLASSES = ["summary", "services", "identity", "whereabouts", "risk"]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--sends", type=int, default=0)
    chosen = options.parse_args()
    sessions = {name: open_session(email) for name, email in people().items()}
    found = {
        "sessions": sessions,
        "pages": [
            [what, path, sessions[who], queries(path, sessions[who])] for what, path, who in pages()
        ],
        "lead": str(User.objects.get(email=people()["partner"]).pk),
        "sends": cases_to_send(chosen.sends),
    }
    print(json.dumps(found))


def people():
    return {"worker": CASEWORKER, "partner": f"{PARTNER}.example", "coordinator": COORDINATOR}


def pages():
    reference = a_whole_case()
    return [
        ("(empty)", "/help/keyboard/", "worker"),
        ("Home", "/home/", "worker"),
        ("Case list", "/cases/", "worker"),
        ("Case list, filtered", "/cases/?status=assessment", "worker"),
        ("Case overview", f"/cases/{reference}/", "worker"),
        ("Search by reference", f"/search/?q={reference}", "worker"),
        ("Work", "/work/", "worker"),
        ("Incoming referrals", "/inbox/", "worker"),
        ("Country profile", "/countries/al/", "worker"),
        ("Journeys (coordinator)", "/journeys/", "coordinator"),
        ("Dashboard", "/progress/", "coordinator"),
        ("Dashboard, first look after a count", "/progress/?n={n}", "coordinator"),
    ]


def a_whole_case():
    """Of the demonstration: made by the product, every part of it there. The same in each database."""
    actor = Membership.objects.active().filter(user__email=CASEWORKER).first().actor()
    with transaction.atomic(), acting_as(actor):
        cases = Case.objects.visible_to(actor).filter(
            stage=Stage.ASSISTANCE, identity__isnull=False
        )
        found = (
            cases.filter(services__isnull=False)
            .select_related("journey")
            .order_by("journey__reference")
        )
        return found.exclude(journey__in=scaled(found)).first().journey.reference


def scaled(cases):
    """Those with sealed content that the filling made have no event of trafficking; the demonstration's have."""
    return cases.filter(traffickingevents__isnull=True).values("journey")


def queries(path, cookie):
    """Of the second visit: the first one fills what a process keeps."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.split("=", 1)[1]
    client.get(path.format(n=1))
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path.format(n=2))
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return len(captured)


def cases_to_send(number):
    """New cases whose people agreed to a referral abroad: [address, form]."""
    with contextlib.redirect_stdout(io.StringIO()):
        scene = Scene()
    receiver = scene.organisations["qendra-drita"]
    found = []
    for _each in range(number):
        story = scene.story(HOME, "AL", "Feminine", "30-38", "kitchen")
        story.person.dice = random.SystemRandom()  # other people than in the run before
        story.meet(0).write_record(0, level="low")
        story.agree(0, {"qendra-drita": CLASSES})
        with story.by(HOME, 0):
            reference = story.case().journey.reference
        form = [
            ("do", "send"),
            ("shown_for", str(receiver.pk)),
            ("country", receiver.country),
            ("receiver", str(receiver.pk)),
            ("kind", "transfer"),
            ("services", "housing"),
            ("urgency", "normal"),
            *[("classes", one) for one in CLASSES],
        ]
        found.append([f"/cases/{reference}/refer/", form])
    return found


if __name__ == "__main__":
    main()
