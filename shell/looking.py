"""The loop of a process that looks again and again for what is due."""

import signal
import threading

from django.db import DatabaseError, connection

from shell import read_only
from shell.models import sign_of_life


def keep_looking(look, *, name: str, once: bool, every: int, tell) -> None:
    """
    `look(stop)` every so many seconds until the process is told to end; `stop` is an Event that a long look asks between its steps.

    After each look that went well, `/health/` is told that the process of this `name` lives. With `once` what goes wrong is raised. Otherwise `tell` gets its kind, never its words (they may quote a row), and the next look
    finds everything that is due.
    """
    stop = threading.Event()
    if once:
        look_once(look, stop, name, tell)
        return
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, lambda *_: stop.set())
    while not stop.is_set():
        try:
            look_once(look, stop, name, tell)
        except Exception as problem:
            tell(f"{type(problem).__name__}; trying again")
            if isinstance(problem, DatabaseError):
                connection.close()
        stop.wait(every)


def look_once(look, stop, name, tell):
    if read_only.is_on():
        tell("nothing is done while the desk is only read")
        return
    look(stop)
    sign_of_life(name)
