"""The budget of a case: signed by one, or by two; paid within it; nothing in cash when somebody else controls the money."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from referral.actions.budget import budget_of
from referral.models import BudgetApproval, BudgetLine, Payment, Programme, Task, Visit
from tests import world
from tests.referral.placed import contact

pytestmark = pytest.mark.django_db(transaction=True)

LINE = {
    "family": "professional",
    "item": "Oven",
    "quantity": "2",
    "unit_cost": "250",
    "currency": "ALL",
    "rate": "0.01",
    "mode": "in_kind",
    "payer": "programme",
    "payee": "shop",
}


@pytest.fixture
def worker():
    return world.member(world.organisation())


@pytest.fixture
def boss(worker):
    return world.member(worker.organisation, Role.SUPERVISOR)


@pytest.fixture
def case(worker, client):
    world.sign_in(client, worker)
    return contact(worker)


@pytest.fixture
def programme(worker):
    found = Programme(
        name="Fund",
        country="AL",
        total=Decimal(100),
        families={"professional": "50.00"},
        cash_percent=50,
        second_from=Decimal(20),
        kept_by=worker.organisation,
    )
    found.save(force_insert=True)
    return found


def at(name, case, *more):
    return reverse(name, args=[case.journey.reference, *more])


def add(client, case, **changes):
    done = client.post(at("budget_line_new", case), LINE | changes)
    assert done.status_code == 302, done.context["form"].errors


def line_of(worker):
    with world.acting(worker):
        return BudgetLine.objects.get()


def sign(client, case, **more):
    return client.post(at("budget_sign", case), {"agreed": "on"} | more)


def pay(client, case, line, amount="5"):
    day = timezone.localdate().isoformat()
    return client.post(at("budget_pay", case, line.pk), {"amount": amount, "paid_on": day})


def seen(worker, case):
    with world.acting(worker):
        return budget_of(case)


def test_a_line_counts_in_the_currency_of_the_programme(client, worker, case):
    add(client, case)

    assert seen(worker, case).total.planned == Decimal("5.00")
    assert "500.00 ALL" in client.get(at("case_budget", case)).text


def test_nothing_is_paid_before_it_is_signed_nor_after_it_changed(client, worker, case):
    add(client, case)
    line = line_of(worker)
    assert pay(client, case, line).status_code == 409
    assert sign(client, case).status_code == 302
    assert pay(client, case, line).status_code == 302

    changed = LINE | {"unit_cost": "300", "status": "planned", "version": "1"}
    assert client.post(at("budget_line_edit", case, line.pk), changed).status_code == 302
    assert not seen(worker, case).is_signed
    assert pay(client, case, line).status_code == 409


def test_the_person_agrees_first(client, worker, case):
    add(client, case)

    assert client.post(at("budget_sign", case), {}).status_code == 422


@pytest.mark.asvs("2.3.2")
def test_no_more_is_paid_than_was_signed_for(client, worker, case):
    add(client, case)
    sign(client, case)
    line = line_of(worker)

    assert pay(client, case, line, "500.01").status_code == 409
    assert pay(client, case, line, "300").status_code == 302
    assert pay(client, case, line, "200.01").status_code == 409
    assert pay(client, case, line, "200").status_code == 302
    total = seen(worker, case).total
    assert (total.paid, total.variance) == (Decimal("5.00"), Decimal("0.00"))


def test_a_mistake_is_taken_back_once_and_both_stay(client, worker, case):
    add(client, case)
    sign(client, case)
    pay(client, case, line_of(worker), "300")
    with world.acting(worker):
        payment = Payment.objects.get()
    url = at("budget_correct", case, payment.pk)

    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 409
    with world.acting(worker):
        assert sorted(Payment.objects.values_list("amount", flat=True)) == [-300, 300]
    assert seen(worker, case).total.paid == 0


@pytest.mark.parametrize(
    ("amount", "ceiling", "second"),
    [("1999", False, False), ("2000", False, True), ("6000", True, True)],
)
def test_from_the_threshold_a_second_person_signs(
    client, worker, boss, case, programme, amount, ceiling, second
):
    """One hundredth of it in the programme's currency: 19.99, 20 and 60."""
    add(client, case, quantity="1", unit_cost=amount)
    chosen = {"programme": str(programme.pk)}
    if second:
        assert sign(client, case, **chosen).status_code == 409
        chosen["second"] = str(boss.user_id)
    if ceiling:
        assert sign(client, case, **chosen).status_code == 409
        chosen["reasons"] = "The oven is dearer now."

    assert sign(client, case, **chosen).status_code == 302
    budget = seen(worker, case)
    assert (budget.is_signed, budget.waits) == (not second, second)


def asked(client, worker, boss, case, programme):
    add(client, case, quantity="1", unit_cost="3000")
    sign(client, case, programme=str(programme.pk), second=str(boss.user_id))


def test_the_second_person_sees_the_budget_and_signs_what_stands_there(
    client, worker, boss, case, programme
):
    asked(client, worker, boss, case, programme)
    world.sign_in(client, boss)
    page = client.get(at("case_budget", case))
    assert page.context["signs"]
    assert "Sign a budget" in client.get(reverse("signature_list")).text

    assert client.post(at("budget_second", case), {"mark": "another"}).status_code == 409
    mark = page.context["budget"].mark
    assert client.post(at("budget_second", case), {"mark": mark}).status_code == 302
    assert seen(worker, case).is_signed
    with world.acting(worker):
        assert not Task.objects.filter(kind="budget", done_at=None).exists()


def test_the_database_takes_no_second_signature_of_the_first(client, worker, boss, case, programme):
    asked(client, worker, boss, case, programme)
    sql = "UPDATE referral_budgetapproval SET second_by_id = %s, second_at = now()"
    with world.acting(worker), connection.cursor() as cursor:
        with pytest.raises(DatabaseError, match="supervisor signs"), transaction.atomic():
            cursor.execute(sql, [worker.user_id])
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            cursor.execute("UPDATE referral_budgetapproval SET total = 1")


def test_nothing_in_cash_while_somebody_else_controls_the_money(client, worker, case):
    add(client, case, mode="cash", payee="person")
    sign(client, case)
    line = line_of(worker)
    with world.acting(worker):
        for months, no_cash in ((1, True), (3, None)):
            visit = Visit(case=case, months=months, due_on=timezone.localdate(), no_cash=no_cash)
            visit.result, visit.visited_on = "reached", timezone.localdate()
            visit.save(force_insert=True)

    assert pay(client, case, line).status_code == 409
    assert "Nothing in cash" in client.get(at("case_budget", case)).text
    with world.acting(worker):
        Visit.objects.filter(months=3).update(no_cash=False)
    assert pay(client, case, line).status_code == 302


def test_another_organisation_sees_no_line(client, worker, case):
    add(client, case)
    with world.acting(world.member(world.organisation("Other"))):
        for model in (BudgetLine, Payment, BudgetApproval):
            assert not model.objects.exists()


def test_a_programme_is_changed_by_whoever_keeps_it(client, boss, programme):
    other = world.member(world.organisation("Other"), Role.SUPERVISOR)
    url = reverse("programme_edit", args=[programme.pk])
    data = {
        "name": "Fund",
        "country": "AL",
        "currency": "EUR",
        "ceiling_health": "300",
        "version": "1",
    }

    assert world.sign_in(client, other).post(url, data).status_code == 404
    world.sign_in(client, boss)
    assert client.post(url, data).status_code == 302
    programme.refresh_from_db()
    assert (programme.families, programme.version) == ({"health": "300"}, 2)
    assert client.post(url, data).status_code == 409
    assert client.post(reverse("programme_new"), data).status_code == 422
