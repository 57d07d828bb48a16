"""`manage.py instruments check` as one test, and that it can fail."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instruments import texts, truth
from instruments.folder import FOLDER
from instruments.scoring import SCORERS
from library import person_text
from referral import consent_record, instruments_check

pytestmark = pytest.mark.django_db


def test_every_tool_and_text_can_be_used():
    found = {each.what: each for each in instruments_check.checks()}
    stored = found.pop("versions in use")  # of a database that is older than the files

    assert stored.count
    assert {each.what: each.faults for each in found.values() if each.faults} == {}
    assert found["texts for persons in nine languages"].count >= 9 * 9


def test_a_text_without_french_or_arabic_is_named(monkeypatch):
    monkeypatch.setattr(texts, "all_texts", lambda: ["Nobody translated this."])
    out = StringIO()

    with pytest.raises(CommandError, match="no fr: Nobody translated this.") as told:
        call_command("instruments", "check", stdout=out)
    assert "no ar: Nobody translated this." in str(told.value)
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


@pytest.mark.parametrize("language", person_text.LANGUAGES)
def test_a_word_of_the_record_that_a_language_lacks_is_named(monkeypatch, tmp_path, language):
    text = (person_text.FOLDER / "agreed.toml").read_text(encoding="utf-8")
    before, after = text.split(f"[{language}.words.part]")
    gone = re.sub(r"(?m)^health = .*$", 'health = ""', after, count=1)
    (tmp_path / "agreed.toml").write_text(f"{before}[{language}.words.part]{gone}")
    monkeypatch.setattr(person_text, "FOLDER", tmp_path)

    faults = instruments_check.texts_for_persons().faults
    assert len(faults) == 1
    assert "part.health" in faults[0]


def test_a_code_without_a_word_in_nine_languages_fails_the_check(monkeypatch):
    codes = consent_record.codes_of_a_record()
    newer = codes | {"kind": codes["kind"] | {"embassy_school"}}
    monkeypatch.setattr(consent_record, "codes_of_a_record", lambda: newer)

    with pytest.raises(CommandError, match="uk has no word for kind.embassy_school"):
        call_command("instruments", "check", stdout=StringIO())
    assert len(instruments_check.words_of_a_record().faults) == len(person_text.LANGUAGES)


@pytest.mark.rule(15)
@pytest.mark.rule(16)
def test_every_scoring_function_has_a_truth_table_that_goes_every_way():
    found = instruments_check.truth_tables()

    assert found.faults == []
    assert found.count >= 300
    assert {path.stem for path in truth.FOLDER.glob("*.toml")} == set(SCORERS)


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        # Without the row at the boundary one way of the decision is never gone.
        ("quick_card", ('answers = { injury = "yes" }', 'answers = { group = "yes" }'), "row 17"),
        ("exit", ('answers = { reason = "contact", knows_back = "no" }, code = "gone"', 'code = "not_enough_known"'),
         "exit.py: no row goes both ways at _label"),
        ("risk", ("threats_return_impact = 3 }, code = \"low\"", "threats_return_impact = 3 }, code = \"medium\""),
         "risk.toml, row 3: {'code': 'low'"),
        ("needs", ("food = \"no\"", "foot = \"no\""), "no question foot takes the answer no"),
        ("plan", ("code = \"empty\"", "cod = \"empty\""), "nobody reads"),
        ("visit", None, "there is no such table"),
    ],
)  # fmt: skip
def test_a_table_that_is_wrong_or_misses_a_way_is_named(monkeypatch, tmp_path, table, change, said):
    for path in truth.FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if path.stem == table:
            text = text.replace(*change, 1) if change else ""
        if text:
            (tmp_path / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(truth, "FOLDER", tmp_path)

    assert any(said in each for each in truth.faults())


def test_a_rule_that_changes_turns_the_tables_red(monkeypatch):
    monkeypatch.setattr("instruments.risk.FEAR_TO_EXPLAIN", 8)
    monkeypatch.setattr("instruments.visit.AT_RISK", 0.51)

    assert {each.split(",")[0] for each in truth.faults()} >= {"risk.toml", "visit.toml"}


def test_an_installed_system_has_no_tables_and_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(truth, "FOLDER", tmp_path / "none")

    assert instruments_check.truth_tables().faults == []
