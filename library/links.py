"""
Whether the addresses of documents still answer. What does not is reported and never hidden.

Off unless `LINK_CHECK=on`: asking the internet is a decision of whoever runs the installation. Only public addresses are
asked, also where one leads on to another; nothing is sent but the address.
"""

import ipaddress
import socket
from datetime import datetime, timedelta
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils import timezone

from library.models import Document, LinkState

EVERY = timedelta(days=30)
AT_ONCE = 1  # of one look of the worker: whatever rings for people does not wait for a slow site
SECONDS = 8
GONE = {404, 410}
ASK_AGAIN = {400, 403, 405, 501}  # sites that answer HEAD with these answer GET
AGENT = "Mozilla/5.0 (compatible; link check)"


class NotPublic(OSError):
    """An address inside a house is never asked."""


def refuse_private(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotPublic
    for found in socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(found[4][0]).is_global:
            raise NotPublic


class PublicOnly(request.HTTPRedirectHandler):
    max_redirections = 5

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        refuse_private(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(address: str) -> tuple[int, str]:
    """The status, and where it led to. Raises `OSError` where nothing answers."""
    refuse_private(address)
    opener = request.build_opener(PublicOnly, request.ProxyHandler({}))
    for method in ("HEAD", "GET"):
        asked = request.Request(address, method=method, headers={"User-Agent": AGENT})  # noqa: S310 -- checked above
        try:
            with opener.open(asked, timeout=SECONDS) as answer:
                return answer.status, answer.url
        except HTTPError as refusal:
            if method == "GET" or refusal.code not in ASK_AGAIN:
                return refusal.code, address
        except URLError as problem:
            raise OSError(str(problem.reason)) from problem
    return 0, address


def judge(address: str, status: int, final: str) -> LinkState:
    if status in GONE:
        return LinkState.GONE
    if not 200 <= status < 300:
        return LinkState.SILENT
    return LinkState.WORKS if bare(address) == bare(final) else LinkState.MOVED


def bare(address: str) -> str:
    """http or https, with or without www and a slash at the end: the same place."""
    parts = urlsplit(address)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def check(address: str, fetch=fetch) -> tuple[LinkState, int | None]:
    try:
        status, final = fetch(address)
    except (OSError, ValueError):
        return LinkState.SILENT, None
    return judge(address, status, final), status


def due(now: datetime, *, every: timedelta = EVERY):
    found = Document.objects.published().exclude(address="")
    found = found.filter(Q(link_checked_at=None) | Q(link_checked_at__lte=now - every))
    return found.order_by("link_checked_at").values_list("pk", "address")


def check_links(
    now: datetime | None = None, *, most: int = AT_ONCE, every=EVERY, fetch=fetch
) -> dict:
    """How many links were found in which state."""
    now = now or timezone.now()
    found = {}
    for pk, address in list(due(now, every=every)[:most]):
        state, status = check(address, fetch)
        Document.objects.filter(pk=pk).update(
            link_state=state, link_answer=status, link_checked_at=now
        )
        found[state] = found.get(state, 0) + 1
    return found
