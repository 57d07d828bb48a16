"""What production refuses to start with. Each refusal says what to do."""

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


def refuse_unsafe_settings(settings):
    """Raises `ImproperlyConfigured` with everything that is wrong at once."""
    problems = [sentence for wrong, sentence in settings_problems(settings) if wrong]
    if problems:
        raise ImproperlyConfigured("Production refuses to start. " + " ".join(problems))


def settings_problems(settings):
    yield settings["DEBUG"], "Unset DEBUG."
    yield len(settings["SECRET_KEY"]) < SHORTEST_SECRET, "Set SECRET_KEY, 50 characters or more."
    yield (
        len(settings["ROW_SECURITY_KEY"]) < 32,
        "Set ROW_SECURITY_KEY, 32 bytes or more in base64.",
    )
    yield not settings["MASTER_KEYS"], "Set MASTER_KEYS, for example 1:<32 bytes in base64>."
    yield (
        bool(settings["MASTER_KEYS"])
        and settings["MASTER_KEY_VERSION"] not in settings["MASTER_KEYS"],
        "MASTER_KEY_VERSION names no key of MASTER_KEYS.",
    )
    yield (
        not settings["DATABASES"]["default"]["HOST"],
        "Set DATABASE_URL: the embedded server is not for production.",
    )
    hosts = settings["ALLOWED_HOSTS"]
    yield not hosts or "*" in hosts, "Set ALLOWED_HOSTS to the names of this site."


def refuse_unsafe_server(connection):
    """Takes a fresh psycopg2 connection; closes it before refusing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, current_setting('fsync') = 'on'"
            " FROM pg_roles WHERE rolname = current_user"
        )
        bypasses, syncs = cursor.fetchone()
    connection.rollback()
    if bypasses or not syncs:
        connection.close()
    if bypasses:
        raise ImproperlyConfigured("Production refuses a database role that bypasses row security.")
    if not syncs:
        raise ImproperlyConfigured("Production refuses a database server with fsync off.")
