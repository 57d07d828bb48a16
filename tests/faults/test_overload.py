"""Too many at once: some wait, the rest are told at once, and what cannot wait has a lane of its own."""

import threading

import pytest
from django.db import DataError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from config import overload

PATIENCE = 10


@pytest.fixture
def busy():
    """`busy(path, number)` sends so many requests, of which none is answered before the test ends."""
    done, begun, threads = threading.Event(), threading.Semaphore(0), []

    def view(request):
        if request.headers.get("stay"):
            begun.release()
            done.wait(PATIENCE)
        return HttpResponse("answered")

    gate = overload.TakeTurns(view)

    def keep_busy(path, number, at_once):
        for _request in range(number):
            request = RequestFactory().get(path, headers={"stay": "yes"})
            threads.append(threading.Thread(target=gate, args=(request,), daemon=True))
            threads[-1].start()
        for _slot in range(at_once):
            assert begun.acquire(timeout=PATIENCE)

    keep_busy.gate = gate
    yield keep_busy
    done.set()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_until_full(lane):
    waited = threading.Event()
    for _time in range(1000):
        if not lane.places.acquire(blocking=False):
            return
        lane.places.release()
        waited.wait(0.01)
    pytest.fail("the lane never fills")


def fill(busy, path, lane, size):
    busy(path, sum(size), size[0])
    wait_until_full(lane)


def test_the_next_one_is_told_at_once_to_come_back(busy):
    fill(busy, "/cases/", busy.gate.others, overload.OTHER_LANE)

    refused = busy.gate(RequestFactory().get("/cases/"))

    assert (refused.status_code, refused["Retry-After"]) == (503, "10")
    assert "This is taking too long" in refused.content.decode()


def test_what_cannot_wait_passes_the_others(busy):
    fill(busy, "/cases/", busy.gate.others, overload.OTHER_LANE)

    for name in ("sign_in", "inbox", "health"):
        assert busy.gate(RequestFactory().get(reverse(name))).status_code == 200


def test_the_others_pass_a_flood_of_sign_ins(busy):
    fill(busy, reverse("sign_in"), busy.gate.first, overload.FIRST_LANE)

    assert busy.gate(RequestFactory().post(reverse("sign_in"))).status_code == 503
    assert busy.gate(RequestFactory().get("/cases/")).status_code == 200


def test_one_that_waited_in_vain_gives_its_place_back(busy):
    lane = overload.Lane(1, 1)

    assert [lane.enter(0.01) for _request in range(4)] == [True, False, False, False]
    lane.leave()
    assert lane.enter(0.01)


def test_a_page_that_fails_gives_its_place_back():
    def fails(_request):
        raise ZeroDivisionError

    gate = overload.TakeTurns(fails)
    for _request in range(sum(overload.OTHER_LANE) + 1):
        with pytest.raises(ZeroDivisionError):
            gate(RequestFactory().get("/cases/"))


@pytest.fixture
def seats():
    seats = overload.Seats()
    yield seats
    for seat in seats.free:
        seat.close()


def backends(gate, threads):
    """The server's process of each, all asked at the same time, each in a thread of its own."""
    found, together = [], threading.Barrier(threads, timeout=PATIENCE)

    def view(_request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            found.append(cursor.fetchone()[0])
        together.wait()
        return HttpResponse()

    gate.get_response = view
    asking = [threading.Thread(target=gate, args=(RequestFactory().get("/cases/"),)) for _each in range(threads)]  # fmt: skip
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(PATIENCE)
    return found


@pytest.mark.django_db(transaction=True)
def test_threads_share_connections_and_never_one_at_the_same_time(seats):
    gate = overload.TakeTurns(None)
    gate.seats = seats

    both = backends(gate, 2)
    later = [backends(gate, 1) for _request in range(6)]

    assert len(set(both)) == 2
    assert len({pid for [pid] in later}) == 1
    assert later[0][0] in both
    assert len(seats.free) == 2


@pytest.mark.django_db(transaction=True)
def test_a_page_that_fails_gives_its_connection_back_clean(seats):
    def fails(_request):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('desk.context', 'of somebody', true)")
            cursor.execute("SELECT 1 / 0")

    def context(_request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('desk.context', true)")
            return HttpResponse(cursor.fetchone()[0] or "nobody")

    gate = overload.TakeTurns(fails)
    gate.seats = seats
    with pytest.raises(DataError):
        gate(RequestFactory().get("/cases/"))
    gate.get_response = context

    assert gate(RequestFactory().get("/cases/")).content == b"nobody"
    assert len(seats.free) == 1


def test_names_of_the_first_lane_are_pages():
    assert {name for name in overload.FIRST if name not in get_resolver().reverse_dict} == set()


def test_a_thread_is_left_to_say_no():
    settings = {}
    exec(compile(open("config/gunicorn.py").read(), "gunicorn.py", "exec"), settings)  # noqa: S102, SIM115 -- gunicorn reads it so

    assert settings["threads"] > sum(overload.FIRST_LANE) + sum(overload.OTHER_LANE)
