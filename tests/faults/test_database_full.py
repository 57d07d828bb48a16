"""
The disk of the database is really full: what was acknowledged is kept, the rest is told to come back, and with room it goes on.

Its server lies on a small disk in memory, which only an account may mount that rules the machine.
"""

import os
import subprocess
import uuid
from collections import Counter

import pytest
from django.conf import settings
from django.urls import reverse

from referral.models import Note
from tests import world
from tests.faults import real

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.in_test_all,
    pytest.mark.skipif(settings.CLUSTER is None, reason="needs binaries of a server"),
]
SIZE = "700m"
ENOUGH = 500  # notes: more than fit into the pages that there are


@pytest.fixture
def small():
    """A desk whose database has its own small disk."""
    desk = real.Desk()
    place = desk.cluster.root
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        desk.stop()
        pytest.skip("may not mount a disk here")
    try:
        yield desk
    finally:
        real.end(desk.web)
        desk.cluster.run("pg_ctl", "-D", desk.cluster.data, "-m", "immediate", "stop", timeout=60)
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        desk.stop()


def fill(desk):
    with open(desk.cluster.root / "filler", "wb", buffering=0) as filler:
        for size in (1024 * 1024, 4096):
            try:
                while filler.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def test_a_full_disk_loses_nothing_that_was_acknowledged(small):
    worker = world.member(world.organisation())
    case = world.contact(worker)
    with world.acting(worker):
        at = reverse("case_note_new", args=[case.journey.reference])
    cookie = real.cookie_of(worker.user)
    small.start()
    acknowledged = [written(small, at, cookie, f"before {number}")[0] for number in range(3)]
    fill(small)
    status, place, body, fields = 302, "", "", {}
    for number in range(ENOUGH):
        status, place, body, fields = written(small, at, cookie, f"note {number} " + "word " * 400)
        acknowledged.append(status)
        if status != 302:
            break

    assert status == 503, (status, place)
    assert "This is taking too long" in body
    assert f'value="{fields["text"]}"' in body
    (small.cluster.root / "filler").unlink()
    small.cluster.start()  # where the server had to stop
    real.until(
        lambda: small.ask("POST", at, fields, cookie)[0] == 302, real.START, "it does not come back"
    )
    with small.inside(), world.acting(worker):
        found = Counter(note.text.split(" word")[0] for note in Note.objects.filter(case=case))
    assert len(found) == acknowledged.count(302) + 1
    assert set(found.values()) == {1}


def written(desk, at, cookie, text):
    fields = {"text": text.strip(), "data_class": "services", "idempotency_key": str(uuid.uuid4())}
    return *desk.ask("POST", at, fields, cookie), fields
