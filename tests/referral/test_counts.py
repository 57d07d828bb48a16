import pytest

from accounts.roles import Role
from referral import counts
from tests import world

pytestmark = pytest.mark.django_db(transaction=True)


class Request:
    def __init__(self, actor):
        self.actor = actor


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        (Role.CASE_MANAGER, {"inbox": 0}),
        (Role.CONSULAR, {"request_list": 0}),
        (Role.NATIONAL_COORDINATOR, {}),
        (Role.ORGANISATION_ADMIN, {}),
    ],
)
def test_who_answers_something_sees_how_much_waits(role, numbers):
    with world.acting(world.member(world.organisation(), role)) as actor:
        assert counts.for_navigation(Request(actor)) == {**numbers, "notice_list": 0}
