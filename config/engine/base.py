"""PostgreSQL, with two additions: each transaction carries who is acting, signed; no unsafe server is used in production."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.base import Database
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.psycopg_any import is_psycopg3

from accounts.acting import signed_context
from config import safety

if is_psycopg3:
    raise ImproperlyConfigured(
        "Uninstall psycopg 3: Django switches to it unasked, and this engine is made for psycopg2."
    )


class DatabaseWrapper(PostgreSQL):
    def get_new_connection(self, conn_params):
        connection = self.connect_or_start(conn_params)
        if settings.PRODUCTION:
            safety.refuse_unsafe_server(connection)
        return connection

    def connect_or_start(self, conn_params):
        try:
            return super().get_new_connection(conn_params)
        except Database.OperationalError:
            if settings.CLUSTER is None:
                raise
            settings.CLUSTER.start()
            return super().get_new_connection(conn_params)

    def set_autocommit(self, autocommit, *args, **kwargs):
        super().set_autocommit(autocommit, *args, **kwargs)
        if not autocommit:
            self.set_acting()

    def set_acting(self):
        with self.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('desk.context', %s, true)",
                [signed_context(self.connection.info.backend_pid)],
            )
