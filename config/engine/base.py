"""
PostgreSQL, with three additions: each transaction carries who is acting, signed; no unsafe server is used in production; what is
asked on each page is planned once (accounts/kept.py).
"""

import itertools

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

MOST_PLANS = 400  # a plan takes some 100 kB of a connection


class Operations(PostgreSQL.ops_class):
    def last_executed_query(self, cursor, sql, params):
        """For whoever reads what was asked: the statement beside its name."""
        said = super().last_executed_query(cursor, sql, params)
        named = {name: statement for statement, name in self.connection.statements.items()}
        asked = sql.partition("EXECUTE ")[2].split()
        statement = named.get(asked[0]) if asked else None
        return f"{statement} -- {said}" if statement else said


class DatabaseWrapper(PostgreSQL):
    ops_class = Operations

    def get_new_connection(self, conn_params):
        self.statements = {}  # SQL → its name on this connection
        self.names = (f"kept_{number}" for number in itertools.count())
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

    def prepared(self, sql):
        """
        The name of this statement, for EXECUTE: planned once on a connection. None where it is to be asked as it stands: behind a
        pooler, which gives each transaction another connection, and when there are too many already.
        """
        self.ensure_connection()
        if sql not in self.statements:
            if not settings.DATABASE_KEEPS_PLANS or len(self.statements) >= MOST_PLANS:
                return None
            name = next(self.names)
            with self.wrap_database_errors, self.connection.cursor() as cursor:
                cursor.execute(f"PREPARE {name} AS {sql}")
            self.statements[sql] = name
        return self.statements[sql]

    def forget_plans(self):
        """After a column was given another type they are refused; the next request makes new ones."""
        self.statements.clear()
