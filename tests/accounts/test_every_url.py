"""Default deny: every address declares who may open it, and visitors see public pages only."""

import re
from collections import Counter

import pytest
from django.conf import settings
from django.http import Http404, HttpResponse
from django.test import override_settings
from django.urls import URLResolver, get_resolver, path, reverse

from accounts.middleware import RequireRule
from tests import world

PUBLIC = {
    "accessibility",
    "appearance",
    "document_detail",
    "document_export",
    "document_file",
    "document_list",
    "certificate_check",
    "collection_detail",
    "participant_door",
    "participant_page",
    "participant_pdf",
    "training_attend",
    "health",
    "help",
    "help_online_safety",
    "invitation",
    "invitation_join",
    "keyboard",
    "language",
    "link_answer",
    "link_open",
    "password_forgotten",
    "password_forgotten_done",
    "password_reset",
    "password_reset_link",
    "plan_changes",
    "plan_detail",
    "plan_export",
    "plan_follow",
    "plan_list",
    "plan_logframe",
    "plan_pdf",
    "plan_timeline",
    "policy_breach",
    "privacy",
    "session_leave",
    "sign_in",
    "someone",
    "start",
    "still_right",
    "still_right_answer",
    "styleguide",
}
SAMPLES = {
    "UUIDConverter": "00000000-0000-4000-8000-000000000000",
    "IntConverter": 1,
    "SlugConverter": "x",
    "StringConverter": "x",
    "PathConverter": "x",
}


def patterns(resolver=None):
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each)
        else:
            yield each


def sample_address(pattern):
    converters = pattern.pattern.converters
    given = {name: SAMPLES.get(type(each).__name__, "x") for name, each in converters.items()}
    return reverse(pattern.name, kwargs=given)


@pytest.mark.asvs("8.2.1")
def test_no_view_is_without_a_rule():
    undeclared = [p.name for p in patterns() if not hasattr(p.callback, "access_rule")]

    assert undeclared == []


@pytest.mark.asvs("6.3.4")
def test_public_are_these_and_no_others():
    public = {p.name for p in patterns() if p.callback.access_rule == ("public",)}

    assert public - PUBLIC == set()


def test_no_two_pages_share_an_address():
    """The second of them would never be reached."""
    seen = Counter(re.sub(r"\w+>", ">", str(each.pattern)) for each in patterns())

    assert [address for address, times in seen.items() if times > 1] == []


@pytest.mark.django_db
@pytest.mark.asvs("8.2.1")
def test_a_visitor_is_sent_to_sign_in_from_everywhere_else(client):
    for pattern in patterns():
        if pattern.name in PUBLIC:
            continue
        address = sample_address(pattern)
        response = client.get(address)
        assert response.status_code == 302, pattern.name
        assert response.url == f"{reverse(settings.LOGIN_URL)}?next={address}", pattern.name


def undeclared(request):
    return HttpResponse("shown")


urlpatterns = [path("undeclared/", undeclared), *get_resolver().url_patterns]


@pytest.mark.django_db(transaction=True)
@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.asvs("8.2.1", "8.3.1")
def test_a_view_without_a_rule_does_not_exist(client):
    assert client.get("/undeclared/").status_code == 404

    world.sign_in(client, world.member(world.organisation()))
    assert client.get("/undeclared/").status_code == 404


def test_the_middleware_itself_refuses(rf):
    with pytest.raises(Http404):
        RequireRule(None).process_view(rf.get("/"), undeclared, [], {})


def test_there_is_no_admin_site_and_no_sign_up():
    names = {p.name for p in patterns()}

    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert not {"account_signup", "signup"} & names


STEP_UP = {"invitation_new", "person_detail", "person_disable", "team_detail"}


def test_changes_of_rights_are_marked_for_a_second_factor():
    marked = {p.name for p in patterns() if getattr(p.callback, "asks_step_up", False)}

    assert marked >= STEP_UP
