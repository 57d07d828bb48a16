"""
Asks a clamd whether a file is clean, in its INSTREAM protocol. Whatever is not clearly "clean" is not clean.

A scanner that is down, slow or does not understand gives no verdict: the file waits, and nobody opens it.
"""

import socket
from contextlib import closing
from time import monotonic

from django.conf import settings

NONE = "none"  # kept unscanned, and the pages say so
CHUNK = 64 * 1024
MOST_ANSWER = 4096


class NoVerdict(Exception):
    """The scanner did not say."""


def is_set() -> bool:
    return settings.FILE_SCANNER not in ("", NONE)


def is_clean(data: bytes) -> bool:
    """Whether the scanner found nothing. Raises `NoVerdict`."""
    ends = monotonic() + settings.FILE_SCANNER_SECONDS
    try:
        with closing(connect()) as line:
            answer = ask(line, data, ends)
    except (OSError, ValueError):
        raise NoVerdict from None
    if answer == b"stream: OK":
        return True
    if answer.startswith(b"stream: ") and answer.endswith(b" FOUND"):
        return False
    raise NoVerdict


def connect() -> socket.socket:
    how, _colon, where = settings.FILE_SCANNER.partition(":")
    if how == "tcp":
        host, _colon, port = where.rpartition(":")
        return socket.create_connection(
            (host.strip("[]"), int(port)), settings.FILE_SCANNER_SECONDS
        )
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(settings.FILE_SCANNER_SECONDS)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line


def ask(line, data: bytes, ends: float) -> bytes:
    send(line, b"zINSTREAM\0", ends)
    for at in range(0, len(data), CHUNK):
        piece = data[at : at + CHUNK]
        send(line, len(piece).to_bytes(4, "big") + piece, ends)
    send(line, bytes(4), ends)
    answer = b""
    while not answer.endswith(b"\0"):
        line.settimeout(left(ends))
        piece = line.recv(MOST_ANSWER)
        if not piece or len(answer) > MOST_ANSWER:
            raise ValueError("no whole answer")
        answer += piece
    return answer.rstrip(b"\0").strip()


def send(line, data: bytes, ends: float) -> None:
    line.settimeout(left(ends))
    line.sendall(data)


def left(ends: float) -> float:
    seconds = ends - monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
