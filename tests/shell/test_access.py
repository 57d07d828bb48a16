from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from shell import access


def page(request):
    return HttpResponse("page")


def asked_by(rf, role=None, known=True):
    request = rf.get("/somewhere/?x=1")
    request.user = SimpleNamespace(is_authenticated=True) if known else AnonymousUser()
    request.actor = SimpleNamespace(role=role) if role else None
    return request


@pytest.mark.parametrize("rule", [access.signed_in, access.roles("supervisor")])
def test_a_visitor_is_sent_to_sign_in_and_back(rf, rule):
    answer = rule(page)(asked_by(rf, known=False))

    assert answer.status_code == 302
    assert "next=/somewhere/%3Fx%3D1" in answer.url


@pytest.mark.parametrize("role", ["case_manager", None])
def test_another_role_is_refused(rf, role):
    with pytest.raises(PermissionDenied):
        access.roles("supervisor")(page)(asked_by(rf, role))


def test_the_right_role_comes_in(rf):
    answer = access.roles("supervisor", "guardian")(page)(asked_by(rf, "guardian"))

    assert answer.content == b"page"


def test_an_account_without_a_membership_is_signed_in(rf):
    assert access.signed_in(page)(asked_by(rf)).status_code == 200


def test_the_rule_can_be_read_from_the_view():
    assert access.public(page).access_rule == ("public",)
    assert access.signed_in(page).access_rule == ("signed_in",)
    assert access.roles("guardian")(page).access_rule == ("roles", frozenset({"guardian"}))
    assert access.step_up(access.roles("guardian")(page)).asks_step_up
