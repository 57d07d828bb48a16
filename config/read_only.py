"""While the desk is only read, a form that would write is answered before anything is done."""

from config import unavailable
from config.addresses import is_one_of
from shell import read_only

READS = {"GET", "HEAD", "OPTIONS"}
# To get in, read and get out; they write a session and who signed in, nothing of a case.
STILL = {
    "account_logout",
    "appearance",
    "language",
    "membership_switch",
    "session_leave",
    "session_time",
    "sign_in",
}


class RefuseWrites:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in READS or not read_only.is_on() or is_one_of(request, STILL):
            return self.get_response(request)
        return unavailable.answer(request, reading=True)
