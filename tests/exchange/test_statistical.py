"""Cases for statistics elsewhere: codes alone, of people who agreed, and nothing that fewer than eleven have in common."""

import csv
import io
import random
import re
from collections import Counter
from itertools import combinations

import pytest
from django.db import DatabaseError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.roles import Role
from directory.codes.exploitation import ExploitationType, MethodOfControl
from exchange.actions.hand_out import make_next_export
from exchange.actions.order import Closed, answer_export, open_export, order_export
from exchange.export_models import STATISTICAL, Export, Kind, WentOut
from exchange.htcds.fields import FIELDS
from exchange.outgoing.alike import alike
from exchange.outgoing.statistical import CODES, cell, profile
from referral.actions.consents import Cell, record_consent, withdraw_consent
from referral.actions.open import open_contacts
from referral.models import Account, Case, Consent, Identity, Purpose, Whereabouts
from tests import testing_database, world

PEOPLE = {
    "age_band": "30-38",
    "gender": "Feminine",
    "citizenships": ["AL"],
    "languages": ["sq", "it"],
}


@pytest.fixture
def house():
    """(who orders, the second person) and 14 people: 12 alike but for what two of them add, and two who did not agree."""
    worker = world.member(world.organisation())
    boss = world.member(worker.organisation, Role.SUPERVISOR)
    with world.acting(worker):
        cases = open_contacts([(PEOPLE, False)] * 14)
        for number, case in enumerate(cases):
            if number < 2:
                Identity(case=case, name_said="Canaryname", born="1994-03-05").save(
                    force_insert=True
                )
                Whereabouts(case=case, address="Canaryroad 1").save(force_insert=True)
            Account(
                case=case,
                exploitation=["ForcedBegging", "OrganRemoval"]
                if number == 0
                else ["ForcedBegging"],
                control=["DebtBondage"],
                trafficking_status="PossibleVictimOfTrafficking",
                own_words="canarystory",
                exploitation_place="canaryplace",
                exploitation_countries=["IT"],
            ).save(force_insert=True)
            say(case, agreed=number < 12)
    with testing_database.acting_as_owner():
        last = timezone.now().replace(month=6, day=1, year=timezone.localdate().year - 1)
        Case.objects.update(opened_at=last)
    return worker, boss, cases


def say(case, agreed):
    return record_consent(
        case=case,
        cells=[Cell(Purpose.STATISTICS, agreed)],
        given_by="person",
        how="spoken",
        language="sq",
        text_version="consent-1",
        understood=True,
    )


def made(house, kind, form="csv"):
    worker, boss, _cases = house
    with world.acting(worker):
        export = order_export(kind=kind, form=form, reason="To contribute once a year")
    assert make_next_export() is None  # a second person first
    with world.acting(boss):
        answer_export(Export.objects.get(pk=export.pk), yes=True)
    make_next_export()
    return export


def body(house, export):
    with world.acting(house[0]):
        return open_export(Export.objects.get(pk=export.pk)).decode("utf-8-sig")


def state(house, export):
    with world.acting(house[0]):
        return Export.objects.get(pk=export.pk).state


@pytest.mark.django_db(transaction=True)
def test_both_profiles_hold_codes_of_who_agreed_and_are_alike(house):
    year = str(timezone.localdate().year - 1)
    text = body(house, made(house, Kind.CTDC))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 11  # the twelfth is alone with what else was done
    assert {row["yearOfRegistration"] for row in rows} == {year}
    assert Counter((row["gender"], row["ageBroad"], row["citizenship"], row["CountryOfExploitation"]) for row in rows) == {("Woman", "30--38", "ALB", "ITA"): 11}  # fmt: skip
    assert {(row["isForcedLabour"], row["isOtherExploit"], row["meansDebtBondageEarnings"]) for row in rows} == {("1", "", "1")}  # fmt: skip

    assert state(house, made(house, Kind.STATISTICAL)) == "empty"  # they went out
    with testing_database.acting_as_owner():
        WentOut.objects.all().delete()
    profile_text = body(house, made(house, Kind.STATISTICAL))
    rows = list(csv.DictReader(io.StringIO(profile_text)))
    assert {row["vic_TypeOfExploitation"] for row in rows} == {"ForcedBegging"}
    for words in (text, profile_text):
        assert "anary" not in words
        assert "1994" not in words
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|TRM|\d{4}-\d\d", words)


@pytest.mark.django_db(transaction=True)
def test_a_word_taken_back_closes_the_file_and_too_few_make_none(house):
    worker, _boss, cases = house
    export = made(house, Kind.CTDC)
    assert body(house, export)
    with world.acting(worker):
        case = Case.objects.get(pk=cases[3].pk)
        consent = Consent.objects.get(case=case)
        withdraw_consent(case=case, consent=consent, purpose=Purpose.STATISTICS)
    with world.acting(worker), pytest.raises(Closed):
        open_export(Export.objects.get(pk=export.pk))
    assert state(house, export) == "ended"
    with world.acting(worker):
        for case in cases[4:6]:
            say(Case.objects.get(pk=case.pk), agreed=False)
    assert state(house, made(house, Kind.STATISTICAL)) == "empty"


def people_like_these(worker, many):
    """Of the same year, alike, who agreed."""
    with world.acting(worker):
        cases = open_contacts([(PEOPLE, False)] * many)
        for case in cases:
            Account(case=case, exploitation=["ForcedBegging"], control=["DebtBondage"], trafficking_status="PossibleVictimOfTrafficking", exploitation_countries=["IT"]).save(force_insert=True)  # fmt: skip
            say(case, agreed=True)
    with testing_database.acting_as_owner():
        last = timezone.now().replace(month=6, day=1, year=timezone.localdate().year - 1)
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(opened_at=last)
    return {case.pk for case in cases}


@pytest.mark.django_db(transaction=True)
def test_of_two_files_nothing_is_subtracted(house):
    """One more agreed since: no file. Eleven more: they alone, and no file that was made meanwhile with the others opens."""
    worker, _boss, _cases = house
    first, same = made(house, Kind.CTDC), made(house, Kind.STATISTICAL)
    text = body(house, first)
    assert len(text.splitlines()) == 12
    assert body(house, first) == text  # the same file, as often as its day is long
    with world.acting(worker), pytest.raises(Closed, match="another file for statistics"):
        open_export(Export.objects.get(pk=same.pk))
    assert state(house, same) == "ended"
    one = people_like_these(worker, 1)
    assert state(house, made(house, Kind.CTDC)) == "empty"
    more = people_like_these(worker, 10) | one
    second = made(house, Kind.CTDC)
    assert len(body(house, second).splitlines()) == 12
    with world.acting(worker):
        assert set(Export.objects.get(pk=second.pk).row_ids) == more
        assert WentOut.objects.count() == 22


@pytest.mark.django_db(transaction=True)
def test_the_database_keeps_who_went_out(house):
    worker, boss, cases = house
    export = made(house, Kind.CTDC)
    with world.acting(boss), pytest.raises(DatabaseError):  # a file of somebody else
        WentOut.objects.create(case=cases[3], export=export)
    with world.acting(worker), pytest.raises(DatabaseError):  # not in it
        WentOut.objects.create(case=cases[13], export=export)
    assert body(house, export)
    for change in (lambda rows: rows.delete(), lambda rows: rows.update(case=cases[13])):
        with world.acting(worker), pytest.raises(DatabaseError):
            change(WentOut.objects.all())
    with world.acting(world.member(world.organisation("Elsewhere", "IT"))):
        assert not WentOut.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_who_came_this_year_waits_for_its_end(house):
    with testing_database.acting_as_owner():
        Case.objects.update(opened_at=timezone.now())
    assert state(house, made(house, Kind.CTDC)) == "empty"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 80), st.integers(2, 12))
def test_whatever_is_asked_of_the_table_the_answer_is_nobody_or_enough(seed, size, least):
    """Every choice of columns and answers, over random people; and nobody is in it who was not there."""
    chance = random.Random(seed)  # noqa: S311 -- not for secrets
    rows = [tuple(chance.choice(["", "a", "b", "c"][: chance.randint(2, 4)]) for _c in range(4)) for _r in range(size)]  # fmt: skip
    told = alike(rows, least)
    assert len({place for place, _row in told}) == len(told)
    found = [row for _place, row in told]
    for width in (1, 2, 3, 4):
        for columns in combinations(range(4), width):
            for wanted in {tuple(row[c] for c in columns) for row in found}:
                if all(wanted):
                    assert sum(tuple(row[c] for c in columns) == wanted for row in found) >= least
    assert len(found) <= size
    for place, row in told:
        assert all(row[c] in ("", rows[place][c]) for c in range(4))


def test_every_mapping_names_fields_and_codes_that_there_are():
    for kind in STATISTICAL:
        columns = profile(kind.value)
        assert len({column["name"] for column in columns}) == len(columns)
        for column in columns:
            source = column.get("from")
            assert source is None or source in CODES
            assert source is None or len({"any", "codes", "as"} & set(column)) == 1
    assert len(profile("ctdc")) == 27
    mapped = {code for column in profile("ctdc") for code in column.get("any", [])}
    own = {"ForcedCriminality", "OnlineScamWork"}  # written as Other
    assert set(ExploitationType.values) - own <= mapped
    assert set(MethodOfControl.values) - {"Other"} <= mapped
    for column in profile("htcdsstat"):
        assert column["name"].startswith("x_") or FIELDS[column["name"]].kind in {"code", "codes", "country", "countries"}  # fmt: skip


def test_the_published_reading_of_ctdc():
    """`domain/standards.md` 2.3, line by line."""
    columns = {column["name"]: column for column in profile("ctdc")}
    for name, field, codes, wanted in [
        ("gender", "prs_Gender", ["TransgenderMasculine"], "Trans/Transgender/NonConforming"),
        ("gender", "prs_Gender", ["NonSpecifiedUnknown"], ""),
        ("ageBroad", "x_age_band", ["48+"], "48+"),
        ("ageBroad", "x_age_band", ["adult"], ""),
        ("citizenship", "prs_Citizenship", ["AL", "IT"], "ALB"),
        ("isForcedLabour", "vic_TypeOfExploitation", ["ForcedBegging"], "1"),
        ("isOtherExploit", "vic_TypeOfExploitation", ["Surrogacy"], "1"),
        ("isSexualExploit", "vic_TypeOfExploitation", ["ForcedLabour"], ""),
        ("meansDenyBasicNeeds", "vic_MethodsOfControl", ["RestrictsMedicalCare"], "1"),
        ("recruiterRelationFamily", "vic_RelationshipToTrafficker", ["Familial"], "1"),
        ("recruiterRelationFriend", "vic_RelationshipToTrafficker", ["Acquainted"], ""),
        ("traffickMonths", "x", ["1"], ""),
    ]:
        assert cell(columns[name], {field: codes}) == wanted
