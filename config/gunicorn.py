"""gunicorn reads this. One process per core, threads inside: PostgreSQL waits are short, connections stay few."""

import os

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "20"))  # more than ever work at once: overload.py
preload_app = True
max_requests = 10_000
max_requests_jitter = 1_000
keepalive = 5
timeout = 60
graceful_timeout = 40  # told to end, it finishes what runs: longer than a page may wait for the database
loglevel = "warning"  # no access log: logs.py writes a line a request without addresses; audit/ keeps who read what
if os.environ.get("DESK_ENV") == "production":
    logconfig_dict = {
        "formatters": {"line": {"()": "config.logs.JsonLines"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
        },
        "root": {"level": "WARNING", "handlers": ["console"]},
        "loggers": {
            "gunicorn.error": {"level": "WARNING", "handlers": ["console"], "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
