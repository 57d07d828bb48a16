"""gunicorn reads this. One process per core, threads inside: PostgreSQL waits are short, connections stay few."""

import os

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True
max_requests = 10_000
max_requests_jitter = 1_000
keepalive = 5
timeout = 60
loglevel = "warning"  # no access log: nobody needs a list of who read what when from where; audit/ keeps the record
