"""While the desk is only read, a form that would write is answered before anything is done."""

from django.urls import Resolver404, resolve

from config import unavailable
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
        if request.method in READS or not read_only.is_on() or goes_on(request):
            return self.get_response(request)
        return unavailable.answer(request, reading=True)


def goes_on(request) -> bool:
    try:
        return resolve(request.path_info).url_name in STILL
    except Resolver404:
        return False
