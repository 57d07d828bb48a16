"""The web, as the application role."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection

from config import overload

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

connection.ensure_connection()  # a server or role that production refuses stops us here, not at the first request
connection.close()
overload.TakeTurns.seats = overload.Seats()
