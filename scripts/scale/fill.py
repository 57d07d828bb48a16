"""
A database of its own with very many invented journeys, for measuring: `.data/bench/NUMBER`, or in the folder `BENCH_DATA`.

    .venv/bin/python scripts/scale/fill.py 10000 100000

What is there is kept. The demonstration comes first (its cases are whole), then as many journeys as asked: pseudonymous rows, grants and
parties in full, sealed content for one in a hundred. 200 organisations, 5,000 people. Refuses in production: only an embedded server has
the superuser that this needs, and the folder is one that nothing else uses.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SQL = Path(__file__).with_name("fill.sql")
PYTHON = sys.executable
ONE_IN = 100  # has sealed content
AT_ONCE = 500  # rows in one statement
WORDS = "Invented words about an invented person, as long as a short paragraph usually is. " * 3
FAST = "fsync = off\nfull_page_writes = off\nmax_wal_size = '8GB'\n"


def folder(name):
    return Path(os.environ.get("BENCH_DATA") or ROOT / ".data" / "bench").resolve() / str(name)


def ready(number):
    """The folder of so many journeys; filled when it is not there."""
    refuse_production()
    place = folder(number)
    if not (place / "filled.json").exists():
        discard(place)
        copy(base(), place)
        prepare(place)  # the copied demonstration may be older than the tables of this checkout
        subprocess.run(
            [PYTHON, __file__, "--fill", str(number)], env=environment(place), check=True
        )
    return place


def discard(place):
    """What was cut off in the middle."""
    if (place / "postgres" / "data" / "postmaster.pid").exists():
        stop(place)
    shutil.rmtree(place, ignore_errors=True)


def refuse_production():
    if os.environ.get("DESK_ENV") == "production" or os.environ.get("DATABASE_URL"):
        sys.exit("Invented people never stand beside real ones. Nothing was changed.")


def environment(place):
    return {
        **os.environ,
        "DESK_DATA": str(place),
        "DESK_ENV": "development",
        "DATABASE_ROLE": "trm_app",
    }


def prepare(place):
    """What the next start would do: tables and policies of this checkout."""
    subprocess.run([PYTHON, "-m", "config.prepare"], env=environment(place), cwd=ROOT, check=True)


def base():
    """The demonstration, made once and copied for every size."""
    place = folder("base")
    if not (place / "made").exists():
        prepare(place)
        stop(place)
        (place / "made").touch()
    return place


def cluster(place):
    sys.path.insert(0, str(ROOT))
    from config.database import Cluster  # noqa: PLC0415

    return Cluster(place / "postgres")


def stop(place):
    cluster(place).stop()


def copy(source, place):
    """Of a server that stands still. Its configuration names its own folder."""
    subprocess.run(["cp", "-a", str(source), str(place)], check=True)
    (place / "made").unlink()
    to = cluster(place)
    settings = to.data / "postgresql.conf"
    to.write(
        "postgresql.conf", settings.read_text().replace(str(cluster(source).socket), str(to.socket))
    )
    to.start()


def fill(number):
    """In a process of its own, with the settings of that folder."""
    import django  # noqa: PLC0415 -- after the settings are chosen

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    django.setup()
    from django.conf import settings  # noqa: PLC0415

    began = time.monotonic()
    server, place = settings.CLUSTER, settings.DATA_DIR
    safe = (server.data / "postgresql.conf").read_text()
    server.write("postgresql.conf", safe + FAST)  # what is cut off here is filled again
    server.psql("SELECT pg_reload_conf()")
    server.psql(f"\\set journeys {number}\n" + SQL.read_text(), database="trm")
    sealed = seal_some(number, server.parameters("postgres"))
    settle()
    server.psql("VACUUM ANALYZE", database="trm")
    server.write("postgresql.conf", safe)
    server.psql("SELECT pg_reload_conf(); CHECKPOINT")
    size = int(server.psql("SELECT pg_database_size('trm')"))
    facts = {
        "journeys": number,
        "sealed": sealed,
        "seconds": round(time.monotonic() - began),
        "bytes": size,
    }
    (place / "filled.json").write_text(json.dumps(facts))
    print(
        f"{number:,} journeys in {facts['seconds']} s, {size / 1e6:,.0f} MB; {sealed:,} cases with sealed content",
        flush=True,
    )


def settle():
    """The worker's first look writes what became due in all the years; later ones only what is new."""
    told = {**os.environ, "DATABASE_ROLE": "trm_worker"}
    subprocess.run([PYTHON, "manage.py", "worker", "--once"], env=told, cwd=ROOT, check=True)


def seal_some(number, parameters):
    """Sealed content of one case in a hundred, with keys as the product makes them."""
    import psycopg2  # noqa: PLC0415

    opened = psycopg2.connect(
        dbname=parameters["NAME"], user=parameters["USER"], host=parameters["HOST"]
    )
    with opened, opened.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        wanted = [case_id(n) for n in range(1, number + 1) if n % ONE_IN == 0]
        cursor.execute(
            "SELECT id::text, lead_id::text FROM referral_case WHERE id = ANY (%s::uuid[])",
            [wanted],
        )
        cases = cursor.fetchall()
        for at in range(0, len(cases), AT_ONCE):
            put(cursor, cases[at : at + AT_ONCE])
    opened.close()
    return len(cases)


def case_id(n):
    return str(uuid.UUID(hashlib.md5(f"case{n}".encode()).hexdigest()))  # noqa: S324 -- as fill.sql makes it


def put(cursor, cases):
    from django.conf import settings  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from psycopg2.extras import execute_values  # noqa: PLC0415

    from referral import models  # noqa: PLC0415
    from referral.keys import wrap  # noqa: PLC0415

    keys, kept = [], {}
    for model in (
        models.Identity,
        models.Whereabouts,
        models.Account,
        models.Risk,
        models.Health,
        models.Legal,
        models.Services,
        models.Travel,
        models.Consent,
    ):
        rows = []
        for case, lead in cases:
            row = model(case_id=uuid.UUID(case))
            if model is models.Consent:
                row.given_by, row.how, row.language, row.by_id = "person", "written", "en", lead
                row.review_on = timezone.localdate() + timedelta(days=200)
            key = os.urandom(32)
            keys.append(
                (
                    str(uuid.uuid4()),
                    case,
                    str(model.DATA_CLASS),
                    wrap(key),
                    settings.MASTER_KEY_VERSION,
                )
            )
            rows.append(sealed_row(row, key))
        kept[model] = rows
    execute_values(
        cursor,
        "INSERT INTO referral_casekey (id, owner, data_class, wrapped, master_version) VALUES %s",
        keys,
        page_size=AT_ONCE,
    )
    for model, rows in kept.items():
        columns = ", ".join(field.column for field in model._meta.concrete_fields)
        execute_values(
            cursor,
            f"INSERT INTO {model._meta.db_table} ({columns}) VALUES %s",  # noqa: S608 -- names of our own
            rows,
            page_size=AT_ONCE,
        )


def sealed_row(row, key):
    from referral.keys import EncryptedTextField, seal  # noqa: PLC0415

    values = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, EncryptedTextField):
            value = seal(WORDS, key, field.place(row))
        values.append(str(value) if isinstance(value, uuid.UUID) else value)
    return values


def main():
    if sys.argv[1:2] == ["--fill"]:
        return fill(int(sys.argv[2]))
    for number in sys.argv[1:] or ["10000"]:
        print(ready(int(number.replace(",", ""))))
    return None


if __name__ == "__main__":
    main()
