"""
Processes die in the middle of their work: nothing acknowledged is lost, nothing is done twice.

`make test` kills five times, `make test-all` thirty times.
"""

import itertools
import selectors
import socket
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.urls import reverse

from config import overload
from referral.models import JourneyEvent, Note, Task
from tests import testing_database, world
from tests.faults import real

pytestmark = pytest.mark.skipif(settings.CLUSTER is None, reason="needs binaries of a server")
WRITERS = 3
KILLED = "web, one of its processes, worker, database (also restarted) while three people write"


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker):
    """A running desk with one case, its worker's session, and journeys that will be late."""
    with django_db_blocker.unblock():
        worker = world.member(world.organisation())
        case = world.contact(worker)
        late = [world.contact(worker) for _journey in range(3)]
        with world.acting(worker):
            case.at = reverse("case_note_new", args=[case.journey.reference])
            case.late = [one.journey_id for one in late]
        desk = real.Desk(WEB_PATIENCE="2")
        desk.cookie, desk.member, desk.case = real.cookie_of(worker.user), worker, case
        try:
            desk.start()
            testing_database.empty_as_server()
            yield desk
        finally:
            desk.stop()


def kinds(desk):
    return itertools.cycle(
        [
            desk.kill_the_database,
            desk.kill_a_web_process,
            desk.kill_the_worker,
            desk.kill_the_web,
            desk.restart_the_database,
        ]
    )


def test_kills_under_load(place, whole, figures):
    kills = 30 if whole else 5
    place.start_worker()
    writers = [real.Writer(place, place.case.at, place.cookie, number) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        for number, kill in zip(range(kills), kinds(place), strict=False):
            go_on(writers)
            if number < len(place.case.late):
                make_late(place, place.case.late[number])
            kill()
            figures["kills", KILLED, "times"] += 1
        go_on(writers)
        real.until(lambda: alarms(place) == 3, real.START, "the alarms do not ring")
    finally:
        for writer in writers:
            writer.stopped.set()
        for writer in writers:
            writer.join(real.ANSWER * 2)

    assert not any(writer.is_alive() for writer in writers)
    assert [writer.odd for writer in writers] == [[]] * WRITERS
    check_notes(place, writers, figures)
    check_alarms(place)


def go_on(writers):
    """Each got another note acknowledged."""
    before = [len(writer.acknowledged) for writer in writers]

    def all_did():
        return all(len(w.acknowledged) > b + 1 for w, b in zip(writers, before, strict=True))

    real.until(all_did, real.START, "nobody can write any more")


def make_late(place, journey):
    place.as_owner(
        "UPDATE referral_journey SET status = 'in_transit', arrives_by = now() - interval '5 hours', travel_on = current_date"
        f" WHERE id = '{journey}'"
    )


def alarms(place):
    found = "SELECT count(*) FROM referral_journeyevent WHERE kind = 'arrival_missed'"
    return int(place.as_owner(found))


def check_notes(place, writers, figures):
    acknowledged = {text for writer in writers for text in writer.acknowledged}
    tried = {text for writer in writers for text in writer.tried}
    with place.inside(), world.acting(place.member):
        found = Counter(note.text for note in Note.objects.filter(case=place.case))
    lost = acknowledged - set(found)
    doubled = [text for text, times in found.items() if times > 1]
    figures["kills", KILLED, "acknowledged"] += len(acknowledged)
    figures["kills", KILLED, "lost"] += len(lost)
    figures["kills", KILLED, "doubled"] += len(doubled)
    assert (lost, doubled) == (set(), [])
    assert set(found) <= tried


def check_alarms(place):
    with place.inside(), world.acting(place.member):
        events = Counter(
            JourneyEvent.objects.filter(kind="arrival_missed").values_list("journey", flat=True)
        )
        tasks = Counter(
            Task.objects.filter(kind="missed_arrival").values_list("journey", flat=True)
        )
    assert events == tasks == Counter(place.case.late)


def test_the_database_restarts_while_the_web_runs(place):
    place.restart_the_database()

    first = place.ask("GET", reverse("case_list"), cookie=place.cookie)[0]
    assert first in {200, 503}
    assert [
        place.ask("GET", reverse("case_list"), cookie=place.cookie)[0] for _request in range(8)
    ] == [200] * 8


def test_threads_of_the_web_share_few_connections(place):
    """All of them are at work in turn; only those that are answered at the same time have a connection."""

    def ask(_time):
        return place.ask("GET", reverse("case_list"), cookie=place.cookie)[0]

    with ThreadPoolExecutor(40) as people:
        assert set(people.map(ask, range(160))) <= {200, 503}

    at_once = sum(lane[0] for lane in (overload.FIRST_LANE, overload.OTHER_LANE))
    processes = len(real.children_of(place.web))
    known = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'trm_app'"
    assert 1 <= int(place.as_owner(known)) <= at_once * processes


def test_slow_clients_keep_nobody_waiting(place):
    """They send half a request and then nothing: more of them than there are threads. Their time is over in two seconds here."""
    slow = selectors.DefaultSelector()
    for _client in range(44):
        opened = socket.create_connection(("127.0.0.1", place.port), timeout=real.ANSWER)
        opened.sendall(b"GET /login/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        slow.register(opened, selectors.EVENT_READ)
    leaving = threading.Thread(target=leave, args=(slow,), daemon=True)
    leaving.start()

    assert place.ask("GET", "/health/", timeout=20)[0] == 200
    leaving.join(real.ANSWER * 2)
    assert not slow.get_map()


def leave(slow):
    """Each as soon as it is let go, as a browser does."""
    end = time.monotonic() + real.ANSWER
    while slow.get_map() and time.monotonic() < end:
        for key, _events in slow.select(1):
            slow.unregister(key.fileobj)
            key.fileobj.close()


def test_told_to_end_the_web_finishes_what_runs(place):
    """The page waits for a table that somebody holds; the web is told to end; the table is free again."""
    note = {
        "text": "sent at the end",
        "data_class": "services",
        "idempotency_key": str(uuid.uuid4()),
    }
    answers = []
    with place.connected() as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE referral_note IN ACCESS EXCLUSIVE MODE")
        writer = threading.Thread(
            target=lambda: answers.append(place.ask("POST", place.case.at, note, place.cookie)),
            daemon=True,
        )
        writer.start()
        real.until(lambda: waits_for_a_lock(place), real.ANSWER, "nobody waits")
        place.web.terminate()
        time.sleep(0.5)
        assert place.web.poll() is None
        other.rollback()
    writer.join(real.ANSWER)

    assert [answer[0] for answer in answers] == [302]
    assert place.web.wait(real.ANSWER) == 0
    with place.inside(), world.acting(place.member):
        assert [n.text for n in Note.objects.filter(case=place.case)].count("sent at the end") == 1


def waits_for_a_lock(place):
    return place.as_owner("SELECT count(*) FROM pg_locks WHERE NOT granted") != "0"


def test_told_to_end_the_worker_ends_between_two_works(place):
    place.start_worker()
    real.until(lambda: place.worker_was_seen(), real.START, "the worker does nothing")
    place.worker.terminate()

    assert place.worker.wait(real.ANSWER) == 0
