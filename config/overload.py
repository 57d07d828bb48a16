"""
More requests than this process can answer: some wait for a moment, the rest are told at once to come back.

Signing in, answering a referral and what cannot wait have a lane of their own, which the others never fill.
"""

import threading

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


class TakeTurns:
    """Before anything asks the database."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.first, self.others = Lane(*FIRST_LANE), Lane(*OTHER_LANE)

    def __call__(self, request):
        lane = self.first if is_one_of(request, FIRST) else self.others
        if not lane.enter():
            return unavailable.answer(request)
        try:
            return self.get_response(request)
        finally:
            lane.leave()
