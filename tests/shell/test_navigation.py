import pytest

from shell import navigation


@pytest.fixture(autouse=True)
def every_page_exists(monkeypatch):
    monkeypatch.setattr(navigation, "exists", lambda name: True)


def names(role):
    return [item.url_name for item in navigation.visible_items(role)]


@pytest.mark.parametrize(
    ("role", "sees", "never_sees"),
    [
        ("case_manager", {"home", "case_list", "inbox"}, {"journey_list", "person_list"}),
        ("national_coordinator", {"home", "journey_list"}, {"case_list", "inbox"}),
        ("consular", {"consular_desk", "country_list", "request_list"}, {"home", "case_list"}),
        ("visa_section", {"consular_desk", "country_list"}, {"home", "inbox", "request_list"}),
        ("organisation_admin", {"person_list", "organisation_profile"}, {"case_list", "inbox"}),
        ("data_protection", {"audit_list"}, {"case_list", "person_list"}),
        ("operator", {"home"}, {"case_list", "journey_list", "inbox", "statistics"}),
        ("police", {"inbox"}, {"case_list", "journey_list"}),
    ],
)
def test_navigation_of(role, sees, never_sees):
    found = set(names(role))

    assert found >= sees
    assert not found & never_sees


def test_only_those_who_may_open_a_contact_get_the_button():
    with_button = {role for role in navigation.EVERYBODY if navigation.new_contact(role)}

    assert with_button == {"first_contact", "case_manager"}


def test_the_phone_bar_has_room_for_five():
    for role in navigation.EVERYBODY:
        button = 1 if navigation.new_contact(role) else 0
        assert 1 <= len(navigation.tab_bar(role)) + button + 1 <= 5


def test_a_page_that_is_not_there_is_left_out(monkeypatch):
    monkeypatch.setattr(navigation, "exists", lambda name: name != "case_list")

    assert "case_list" not in names("case_manager")
    assert "home" in names("case_manager")
