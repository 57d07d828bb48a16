"""What `make bench` rests on: it never runs beside real people, its references are references, and it writes only its own table."""

import re
import sys

import pytest
from django.conf import settings
from django.db import connection

from referral.models.journey import read_reference

SCRIPTS = settings.BASE_DIR / "scripts"


@pytest.fixture
def scale(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPTS))
    yield
    for name in [name for name in sys.modules if name.split(".")[0] == "scale"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("name", "value"), [("DESK_ENV", "production"), ("DATABASE_URL", "postgres://somewhere/desk")]
)
def test_nothing_is_filled_where_real_people_may_be(scale, monkeypatch, tmp_path, name, value):
    from scale import fill  # noqa: PLC0415 -- of the scripts, not of the product

    monkeypatch.setenv("BENCH_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv(name, value)

    with pytest.raises(SystemExit, match="Nothing was changed"):
        fill.ready(10)

    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_references_of_the_filling_are_references():
    text = (SCRIPTS / "scale" / "fill.sql").read_text()
    body = re.search(r"pg_temp\.reference\(n bigint\).*?AS \$\$(.*?)\$\$;", text, re.DOTALL)[1]

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({body}) FROM generate_series(1::bigint, 500) AS n")
        made = [row[0] for row in cursor.fetchall()]

    assert len(set(made)) == 500
    assert [read_reference(one) for one in made] == made


def test_a_run_writes_only_its_own_table(scale, monkeypatch, tmp_path):
    from scale import tables  # noqa: PLC0415 -- of the scripts, not of the product

    file = tmp_path / "measured.md"
    file.write_text("<!-- pages -->\nold\n<!-- end -->\n<!-- work-10 -->\nkept\n<!-- end -->\n")
    monkeypatch.setattr(tables, "FILE", file)

    tables.write("pages", tables.markdown(["Page", "p50"], [["Home", 1.5]]))

    text = file.read_text()
    assert "| Home | 1.5 |" in text
    assert "old" not in text
    assert "kept" in text
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC, commit [0-9a-f]{7}", text)
    with pytest.raises(SystemExit):
        tables.write("another", [])
