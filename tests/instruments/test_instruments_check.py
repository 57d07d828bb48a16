"""`manage.py instruments check` as one test, and that it can fail."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments import texts
from instruments.folder import FOLDER
from library import person_text
from referral import instruments_check

pytestmark = pytest.mark.django_db


def test_every_tool_and_text_can_be_used():
    found = {each.what: each for each in instruments_check.checks()}
    stored = found.pop("versions in use")  # of a database that is older than the files

    assert stored.count
    assert {each.what: each.faults for each in found.values() if each.faults} == {}
    assert found["texts for persons in nine languages"].count >= 9 * 7


def test_a_text_without_french_is_named(monkeypatch):
    monkeypatch.setattr(texts, "all_texts", lambda: ["Nobody translated this."])
    out = StringIO()

    with pytest.raises(CommandError, match="no fr: Nobody translated this."):
        call_command("instruments", "check", stdout=out)
    assert "to mend" in out.getvalue()


def test_a_broken_definition_and_a_text_of_eight_languages_are_named(monkeypatch, tmp_path):
    broken = tmp_path / "visit.toml"
    broken.write_text((FOLDER / "visit.toml").read_text().replace("moment =", "moments =", 1))
    monkeypatch.setattr(instruments_check, "paths", lambda: [broken])
    (tmp_path / "talk.toml").write_text(
        (person_text.FOLDER / "talk.toml").read_text().replace("[uk]", "[xx]")
    )
    monkeypatch.setattr(person_text, "FOLDER", tmp_path)

    assert "visit.toml" in instruments_check.definitions().faults[0]
    assert any("uk" in each for each in instruments_check.texts_for_persons().faults)
