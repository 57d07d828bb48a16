"""
More requests than this process can answer: some wait for a moment, the rest are told at once to come back.

Signing in, answering a referral and what cannot wait have a lane of their own, which the others never fill.
"""

import threading
from contextlib import contextmanager, nullcontext

from django.db import DEFAULT_DB_ALIAS, connections

from config import unavailable
from config.addresses import is_one_of

FIRST = {
    "account_logout",
    "alert_detail",
    "alert_new",
    "alert_take",
    "emergency_detail",
    "emergency_open",
    "health",
    "inbox",
    "journey_arrive",
    "link_answer",
    "link_open",
    "referral_accept",
    "referral_ask",
    "referral_decline",
    "referral_detail",
    "session_leave",
    "session_time",
    "sign_in",
    "someone",
    "start",
}
# At the same time, and waiting; together fewer than the threads of a process (gunicorn.py), so that one is left to say no.
FIRST_LANE, OTHER_LANE = (2, 6), (4, 6)
LONGEST_WAIT = 5  # seconds


class Lane:
    def __init__(self, at_once, waiting):
        self.slots = threading.Semaphore(at_once)
        self.places = threading.Semaphore(at_once + waiting)

    def enter(self, seconds=LONGEST_WAIT) -> bool:
        if not self.places.acquire(blocking=False):
            return False
        if self.slots.acquire(timeout=seconds):
            return True
        self.places.release()
        return False

    def leave(self):
        self.slots.release()
        self.places.release()


class Seats:
    """
    A connection to the database for each that is answered at the same time, and not for each thread: those that wait and those that say
    no are threads, too. The one that came back last is taken first, since it holds most plans (accounts/kept.py).
    """

    def __init__(self):
        self.free = []

    @contextmanager
    def taken(self):
        for own in connections.all(initialized_only=True):
            own.close()  # of something that asked outside of a turn
        seat = self.free.pop() if self.free else new_seat()
        seat.close_if_unusable_or_obsolete()  # as Django does where a request begins and ends
        connections[DEFAULT_DB_ALIAS] = seat
        try:
            yield
        finally:
            del connections[DEFAULT_DB_ALIAS]
            seat.close_if_unusable_or_obsolete()
            self.free.append(seat)


def new_seat():
    seat = connections.create_connection(DEFAULT_DB_ALIAS)
    seat.inc_thread_sharing()
    return seat


class TakeTurns:
    """Before anything asks the database."""

    seats = None  # the web has them (wsgi.py); where one process is one thread there is nothing to share

    def __init__(self, get_response):
        self.get_response = get_response
        self.first, self.others = Lane(*FIRST_LANE), Lane(*OTHER_LANE)

    def __call__(self, request):
        lane = self.first if is_one_of(request, FIRST) else self.others
        if not lane.enter():
            return unavailable.answer(request)
        try:
            with self.seats.taken() if self.seats else nullcontext():
                return self.get_response(request)
        finally:
            lane.leave()
