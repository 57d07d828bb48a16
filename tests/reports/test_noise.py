"""Tables with random noise: proposed, agreed to by another, charged, drawn once; and everything that does not happen."""

import csv
import io
import json
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from audit.models import AuditEntry
from config.settings import STATISTICS_NOISE as UNSET
from referral.models import MoveNotAllowed, Notice
from reports.models import CubeCell, NoiseSpent, NoisyCell, NoisyRelease
from reports.noise import draw, shown, work
from reports.noise.draw import EPSILONS, SENSITIVITY
from reports.noise.release import OFFERED, answer, budget, propose, spent, take_back
from reports.statistics.cubes import CUBES
from tests import testing_database, world
from tests.accessibility import sideways, violations
from tests.referral.test_row_attempts import refused
from tests.referral.test_worker import as_role
from tests.reports import frozen
from tests.reports.test_figures import coordinator

pytestmark = pytest.mark.django_db(transaction=True)
QUARTER, HALF, WHOLE = EPSILONS


@pytest.fixture
def office():
    """(who proposes, the second person) of the same coordination, with a frozen month of 30 people."""
    frozen.invent(frozen.houses(), 30)
    frozen.freeze()
    one = coordinator("IT")
    return one, world.member(one.organisation, Role.ANALYST)


@pytest.fixture
def little():
    """So small a budget that one table of the most costly kind spends it."""
    with_budget(1)
    yield
    with_budget(3)


def with_budget(yearly):
    with testing_database.owner_cursor() as cursor:
        cursor.execute("UPDATE desk_private.noise_budget SET yearly = %s", [yearly])


def proposed(who, cube="sex_age", epsilon=WHOLE, year=2026):
    with world.acting(who):
        return propose(
            cube=cube, month=frozen.MONTH, year=year, epsilon=epsilon, reason="Yearly report"
        )


def agreed(office, *args, **more):
    release = proposed(office[0], *args, **more)
    with world.acting(office[1]):
        answer(release=release, yes=True)
    return release


def drawn():
    with as_role("trm_stats"):
        return work.draw_agreed()


def numbers(who, release):
    with world.acting(who):
        return dict(NoisyCell.objects.filter(of=release).values_list("id", "number"))


def test_from_the_form_to_the_table_and_its_files(client, office):
    world.sign_in(client, office[0])
    assert "Tables with random noise" in client.get(reverse("statistics")).text
    page = reverse("noise_new")
    good = {"cube": "sex_age", "period": "2026-10.2026", "epsilon": "1.00", "reason": "For the yearly report"}  # fmt: skip
    wrong = client.post(page, good | {"epsilon": "9", "reason": "Ring me: +39 06 4674 1234"})
    assert wrong.status_code == 422
    assert "This may tell who somebody is" in wrong.text
    assert "+39 06 4674 1234" in wrong.text  # what was typed stays
    release = client.post(page, good).url
    assert "Take back" in client.get(release).text
    assert client.post(f"{release}answer/", {"answer": "yes"}).status_code == 409

    world.sign_in(client, office[1])
    assert "Do you agree to this table?" in client.get(release).text
    assert client.post(page, good).status_code == 403
    assert client.get(f"{release}table.csv").status_code == 404
    assert client.post(f"{release}answer/", {"answer": "yes"}).status_code == 302
    assert "The numbers are being drawn" in client.get(release).text
    assert drawn() == 1
    text = client.get(release).text
    for words in (
        "± 6",
        "± 10",
        "± 11",
        "± 19",
        "nobody can be sure from this table",
        "epsilon 1.00",
        "OpenDP",
    ):
        assert words in text
    ledger = client.get(reverse("noise_list")).text
    assert "2.00 of 3.00 left" in ledger
    assert "3.00 of 3.00 left" in ledger  # for people of the year before
    assert "For the yearly report" in ledger

    names, tags, *rows = csv.reader(io.StringIO(client.get(f"{release}table.csv").content.decode("utf-8-sig")))  # fmt: skip
    again = json.loads(client.get(f"{release}table.json").content)
    assert [[str(cell) for cell in row] for row in again] == [names, tags, *rows]
    rows = [dict(zip(names, row, strict=True)) for row in rows]
    assert all(tag.startswith("#") for tag in tags)
    assert {row["epsilon"] for row in rows} == {"1.00"}
    assert all(int(row["value"]) >= 0 for row in rows)
    margins = {(row["category"] == "*") + (row["column"] == "*"): int(row["margin_95"]) for row in rows}  # fmt: skip
    assert margins[0] == 6 < margins[1] < margins[2]
    assert client.get(f"{release}table.xlsx").status_code == 200
    assert client.get(f"{release}table.exe").status_code == 404


def test_the_same_table_again_is_the_same_answer_and_costs_once(client, office):
    release = agreed(office)
    assert drawn() == 1
    before = numbers(office[0], release)
    assert drawn() == 0
    assert proposed(office[0]).pk == release.pk
    assert numbers(office[1], release) == before
    assert len(before) == len(CUBES["sex_age"].rows) * len(CUBES["sex_age"].columns)

    world.sign_in(client, office[0])
    form = {"cube": "sex_age", "period": "2026-10.2026", "epsilon": "1.00", "reason": "Again"}
    assert client.post(reverse("noise_new"), form).url == reverse("noise_detail", args=[release.pk])
    with world.acting(office[0]):
        assert NoisyRelease.objects.count() == NoiseSpent.objects.count() == 1
        assert spent(2026) == WHOLE
    other = agreed(office, epsilon=HALF)  # another answer: paid for
    with world.acting(office[0]):
        assert spent(2026) == WHOLE + HALF
        assert spent(2025) == 0
    assert other.pk != release.pk


def test_nothing_below_zero_is_shown_and_sums_are_of_what_was_drawn(office, monkeypatch):
    monkeypatch.setattr(work, "with_noise", lambda numbers, *_how: dict.fromkeys(numbers, -1))
    release = agreed(office, "outlook")
    assert drawn() == 1
    with world.acting(office[0]):
        assert set(shown.numbers(release).values()) == {0}
        assert set(release.cells.values_list("number", flat=True)) == {-1}


def test_what_is_spent_ends_with_the_budget(client, office, little):
    agreed(office)
    with world.acting(office[0]):
        assert budget() - spent(2026) == 0
    with pytest.raises(MoveNotAllowed, match=r"would spend 0.25, and 0.00 of 1.00 are left for people of 2026"):  # fmt: skip
        proposed(office[0], "crossing", QUARTER)
    world.sign_in(client, office[0])
    form = {"cube": "crossing", "period": "2026-10.2026", "epsilon": "0.25", "reason": "More"}
    page = client.post(reverse("noise_new"), form)
    assert page.status_code == 409
    assert "0.00 of 1.00 are left" in page.text
    assert agreed(office, "crossing", QUARTER, 2025)  # other people, a budget of their own


def test_all_countries_share_the_budget_and_none_sees_the_lines_of_another(office, little):
    agreed(office, epsilon=HALF)
    far = coordinator("AL")
    with world.acting(far):
        assert spent(2026) == HALF
        assert not NoiseSpent.objects.exists()
        assert not NoisyRelease.objects.exists()
        assert not NoisyCell.objects.exists()
    with pytest.raises(MoveNotAllowed):
        proposed(far, epsilon=WHOLE)
    with world.acting(world.member(world.organisation())), pytest.raises(DatabaseError):
        spent(2026)


def test_two_that_are_agreed_to_at_once_spend_what_there_is(office, little):
    """Both were proposed while there was enough. One is charged; the other hears why not."""
    releases = [proposed(office[0], cube) for cube in ("sex_age", "crossing")]
    gate, outcomes = threading.Barrier(2), []

    def agree(release):
        try:
            with world.acting(office[1]):
                gate.wait(10)
                answer(release=release, yes=True)
            outcomes.append("agreed")
        except MoveNotAllowed as problem:
            outcomes.append(str(problem))
        finally:
            connection.close()

    threads = [threading.Thread(target=agree, args=[one], daemon=True) for one in releases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcome.partition(",")[0] for outcome in outcomes) == ["This table would spend 1.00", "agreed"]  # fmt: skip
    with world.acting(office[0]):
        assert [one.epsilon for one in NoiseSpent.objects.all()] == [WHOLE]
        assert NoisyRelease.objects.filter(state="waiting").count() == 1


def test_the_same_answered_twice_at_once_is_charged_once(office):
    release = proposed(office[0])
    third = world.member(office[0].organisation, Role.ANALYST)
    gate, outcomes = threading.Barrier(2), []

    def agree(who):
        try:
            with world.acting(who):
                gate.wait(10)
                answer(release=release, yes=True)
            outcomes.append(True)
        except MoveNotAllowed:
            outcomes.append(False)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=agree, args=[who], daemon=True) for who in (office[1], third)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == [False, True]
    with world.acting(office[0]):
        assert spent(2026) == WHOLE


def test_the_database_refuses_what_the_application_would_let_pass(office, little, monkeypatch):
    monkeypatch.setattr("reports.noise.release.refuse_beyond", lambda release: None)
    agreed(office)
    with pytest.raises(DatabaseError, match="does not bear it"):
        agreed(office, "crossing", QUARTER)


def test_the_ledger_stays_as_it_was_written(office):
    """For the web, the statistics and the owner of the tables."""
    release = agreed(office)
    drawn()
    changes = [
        "UPDATE reports_noisespent SET epsilon = 0.25",
        "DELETE FROM reports_noisespent",
        "TRUNCATE reports_noisespent",
        f"INSERT INTO reports_noisespent (release_id) VALUES ('{release.pk}')",
        "UPDATE reports_noisycell SET number = 0",
        "DELETE FROM reports_noisycell",
        "DELETE FROM reports_noisyrelease",
        "UPDATE reports_noisyrelease SET epsilon = 0.25",
        "UPDATE reports_noisyrelease SET drawn_at = NULL",
    ]
    for who in office:
        for change in changes:
            with world.acting(who):
                assert "permission denied" in refused(change), change
    with as_role("trm_stats"):
        for change in changes[:8]:
            assert "permission denied" in refused(change), change
        with connection.cursor() as cursor:
            cursor.execute(changes[8])
            assert cursor.rowcount == 0
    for table in ("reports_noisespent", "reports_noisycell"):
        for change in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with testing_database.owner_cursor() as cursor, pytest.raises(Exception, match="stays"):
                cursor.execute(change)
    with world.acting(office[0]):
        assert NoisyRelease.objects.update(state="waiting") == 0


def test_the_database_takes_no_second_numbers(office):
    """Not even for a cell that the table lacks."""
    release = agreed(office)
    drawn()
    more = f"INSERT INTO reports_noisycell (of_id, row, \"column\", number) VALUES ('{release.pk}', 'a', 'b', 1)"
    with as_role("trm_stats"):
        assert "row-level security" in refused(more)


def test_nobody_is_the_second_person_to_oneself_nor_abroad(office):
    release = proposed(office[0])
    same_hat = world.member(office[0].organisation, Role.ANALYST, user=office[0].user)
    for who in (office[0], same_hat):
        with world.acting(who), pytest.raises(MoveNotAllowed):
            answer(release=release, yes=True)
        with pytest.raises(DatabaseError), world.acting(who):
            NoisyRelease.objects.update(state="agreed", answered_by=who.user, answered_at=release.proposed_at)  # fmt: skip
    for who in (coordinator("AL"), world.member(world.organisation("Casa", "IT"), Role.SUPERVISOR)):
        with world.acting(who), pytest.raises(MoveNotAllowed):
            answer(release=release, yes=True)
    with world.acting(office[1]), pytest.raises(MoveNotAllowed):
        take_back(release=release)
    with pytest.raises(DatabaseError):
        proposed(office[1], "crossing")  # an analyst agrees, and proposes nothing
    assert drawn() == 0  # waits
    with world.acting(office[0]):
        take_back(release=release)
    with world.acting(office[1]), pytest.raises(MoveNotAllowed):
        answer(release=release, yes=True)
    assert drawn() == 0
    assert proposed(office[0]).pk != release.pk


def test_only_frozen_months_and_tables_of_people(office):
    assert set(OFFERED) == {"sex_age", "body_status", "outlook", "ended", "crossing", "risk"}
    for odd in ({"month": date(2026, 9, 1)}, {"year": 2024}, {"epsilon": Decimal("0.75")}):
        given = {"month": frozen.MONTH, "year": 2026, "epsilon": WHOLE} | odd
        with pytest.raises(DatabaseError), world.acting(office[0]):
            propose(cube="crossing", reason="x", **given)


def test_one_person_of_the_casework_changes_no_cube_by_more():
    """Frozen for real: a month later one more person is there, with two records that nobody put together."""
    houses = frozen.houses()
    frozen.invent(houses, 25)
    frozen.freeze(date(2026, 9, 1))
    frozen.invent(houses, 2, seed=9)
    frozen.freeze(date(2026, 10, 1))
    with as_role("trm_stats"):
        for cube in OFFERED:
            months = [counts(cube, month) for month in (date(2026, 9, 1), date(2026, 10, 1))]
            changed = sum(abs(months[1][cell] - months[0][cell]) for cell in months[0])
            assert 0 < changed <= SENSITIVITY


def counts(cube, month):
    release = NoisyRelease(cube=cube, month=month, year=2026, country="IT")
    return work.counted(release)


def test_every_code_that_is_counted_stands_in_the_table(office):
    """What the form offers is drawn whole: no cell is left out because nobody is in it, and none is lost."""
    with as_role("trm_stats"):
        for cube in OFFERED:
            found = counts(cube, frozen.MONTH)
            whole = sum(CubeCell.objects.filter(cube=cube).values_list("number", flat=True))
            assert sum(found.values()) == whole == 30
            assert len(found) == len(CUBES[cube].rows) * len(CUBES[cube].column_codes())


def test_the_role_that_draws_reads_no_reason_and_no_name(office):
    agreed(office)
    with as_role("trm_stats"):
        for column in ("reason", "proposed_by_id", "answered_by_id"):
            assert "permission denied" in refused(f"SELECT {column} FROM reports_noisyrelease")
        assert "permission denied" in refused("SELECT epsilon FROM reports_noisespent")
        assert "row-level security" in refused(
            "INSERT INTO reports_noisycell (of_id, row, \"column\", number) VALUES (gen_random_uuid(), 'a', 'b', 1)"
        )
    for who in office:
        with world.acting(who):
            assert "permission denied" in refused("SELECT 1 FROM reports_cubecell")


def test_the_second_person_is_told_and_who_proposed_hears_the_answer(office):
    one, two = office
    release = proposed(one)
    proposed(one, "crossing")
    assert [kinds_told(who) for who in (one, two)] == [[], ["noise_asked"]]
    with world.acting(two):
        answer(release=release, yes=False)
    assert kinds_told(one) == ["noise_answered"]
    assert kinds_told(coordinator("FR")) == []


def kinds_told(who):
    with world.acting(who):
        return list(Notice.objects.filter(user=who.user).values_list("kind", flat=True))


def test_each_step_stands_in_the_log_and_none_of_its_reason(client, office):
    one, two = office
    proposed(one, "risk")
    with world.acting(two):
        answer(release=NoisyRelease.objects.get(), yes=False)
    back = proposed(one, "risk", HALF)
    with world.acting(one):
        take_back(release=back)
    release = agreed(office)
    drawn()
    world.sign_in(client, one)
    client.get(reverse("noise_file", args=[release.pk, "csv"]))
    with world.acting(one):
        written = logged()
    assert sorted(action for action, _detail in written) == [
        "noise.agreed",
        "noise.file",
        "noise.proposed",
        "noise.proposed",
        "noise.proposed",
        "noise.refused",
        "noise.withdrawn",
    ]
    assert "Yearly report" not in str(written)
    paid = next(detail for action, detail in written if action == "noise.agreed")
    assert {"table": "sex_age", "year": 2026}.items() <= paid.items()


def logged():
    steps = AuditEntry.objects.filter(action__startswith="noise.")
    return list(steps.values_list("action", "detail"))


def test_off_there_is_no_such_page(client, office, settings):
    release = agreed(office)
    assert UNSET is False
    settings.STATISTICS_NOISE = False
    assert drawn() == 0
    pages = [reverse("noise_list"), reverse("noise_new")]
    pages += [reverse("noise_detail", args=[release.pk]), reverse("noise_file", args=[release.pk, "csv"])]  # fmt: skip
    for who in office:
        world.sign_in(client, who)
        assert "noise" not in client.get(reverse("statistics")).text
        for page in pages:
            assert client.get(page).status_code == (403 if "new" in page and who is office[1] else 404)  # fmt: skip
        answered = client.post(reverse("noise_answer", args=[release.pk]), {"answer": "yes"})
        assert answered.status_code == 404


def test_without_the_library_the_pages_say_so(client, office, monkeypatch):
    waiting = proposed(office[0], "crossing")
    agreed(office)
    monkeypatch.setattr(draw, "LIBRARY", "opendp_is_not_here")
    assert drawn() == 0  # waits until it is there
    world.sign_in(client, office[0])
    page = client.get(reverse("noise_list")).text
    assert "OpenDP) is not installed here" in page
    assert reverse("noise_new") not in page
    form = {"cube": "risk", "period": "2026-10.2026", "epsilon": "1.00", "reason": "Report"}
    said = client.post(reverse("noise_new"), form)
    assert said.status_code == 409
    assert "OpenDP) is not installed here" in said.text
    world.sign_in(client, office[1])
    address = reverse("noise_detail", args=[waiting.pk])
    assert "Yes, draw it" not in client.get(address).text
    assert client.post(f"{address}answer/", {"answer": "yes"}).status_code == 409
    monkeypatch.undo()
    assert drawn() == 1


def test_odd_addresses_and_answers(client, office):
    release = proposed(office[0])
    address = reverse("noise_detail", args=[release.pk])
    world.sign_in(client, coordinator("AL"))
    for path in (address, f"{address}table.csv", "/statistics/noise/00000000-0000-0000-0000-000000000000/"):  # fmt: skip
        assert client.get(path).status_code == 404
    assert client.post(f"{address}answer/", {"answer": "yes"}).status_code == 404
    world.sign_in(client, office[0])
    assert client.get(f"{address}answer/").status_code == 405
    for odd in ({}, {"cube": "place", "period": "x", "epsilon": "1e9", "reason": "\x00"}, {"period": "2026-10.9999999999"}):  # fmt: skip
        assert client.post(reverse("noise_new"), odd).status_code == 422
    with transaction.atomic(), world.acting(office[0]):
        assert NoisyRelease.objects.count() == 1


@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
def test_in_the_browser(browser, sign_in, office, width, dark):
    page = browser(width=width, color_scheme="dark" if dark else "light")
    sign_in(page, office[0].user)
    page.goto(reverse("noise_new"))
    page.get_by_label("Table").select_option("body_status")
    page.get_by_label("0.50: numbers within 12").check()
    page.get_by_label("What is it for?").fill("Yearly report")
    look(page)
    page.get_by_role("button", name="Propose").click()
    page.get_by_role("heading", name="Waits for a second person").wait_for()
    address = page.url

    other = browser(width=width, color_scheme="dark" if dark else "light")
    sign_in(other, office[1].user)
    other.goto(address)
    look(other)
    other.get_by_role("button", name="Yes, draw it").click()
    other.get_by_role("heading", name="The numbers are being drawn").wait_for()
    assert drawn() == 1
    other.goto(address)
    other.get_by_role("heading", name="How to read it").wait_for()
    look(other)
    other.goto(reverse("noise_list"))
    other.get_by_text("2.50 of 3.00 left").wait_for()
    look(other)


def look(page):
    assert violations(page) == []
    assert sideways(page) == 0
