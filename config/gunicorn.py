"""gunicorn reads this. One process per core, threads inside: PostgreSQL waits are short, connections stay few."""

import gc
import os
import socket
import struct

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "20"))  # more than ever work at once: overload.py
preload_app = True
max_requests = 10_000
max_requests_jitter = 1_000
keepalive = 5
# Nobody steers it from beside; in a container without a place to write it only complained.
control_socket_disable = True
timeout = 60
# Told to end, it finishes what runs: longer than a page may wait for the database.
graceful_timeout = 40


def when_ready(server):
    leave_what_stays()
    wait_no_longer(server)


def leave_what_stays():
    """What was loaded stays for good: nobody looks through it for garbage, and looking for new garbage less often is a tenth of a page."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def wait_no_longer(server):
    """A browser that sends or takes nothing for so long is not waited for; accepted connections inherit it."""
    patience = struct.pack("ll", int(os.environ.get("WEB_PATIENCE", "20")), 0)
    for listener in server.LISTENERS:
        for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            listener.sock.setsockopt(socket.SOL_SOCKET, direction, patience)


loglevel = "warning"  # no access log: logs.py writes a line a request without addresses; audit/ keeps who read what
if os.environ.get("DESK_ENV") == "production":
    logconfig_dict = {
        "formatters": {"line": {"()": "config.logs.JsonLines"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "stream": "ext://sys.stderr",
            },
        },
        "root": {"level": "WARNING", "handlers": ["console"]},
        "loggers": {
            "gunicorn.error": {"level": "WARNING", "handlers": ["console"], "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
