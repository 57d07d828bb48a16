from uuid import UUID

import pytest
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.utils.datastructures import MultiValueDict

from shell.forms import DeskForm, PartialDate, PartialDateField, Section, render_form
from shell.templatetags.desk import error_links


class VisitForm(DeskForm):
    place = forms.CharField(label="Place")
    happened_on = PartialDateField(label="When", future=False)
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("well", "Well"), ("worse", "Worse")], widget=forms.RadioSelect
    )

    def build_layout(self):
        return Layout(Section(1, "First", "outcome"), Section(2, "Then", "happened_on", "place"))


def filled(**changes):
    data = {
        "place": "Milan",
        "happened_on_0": "",
        "happened_on_1": "3",
        "happened_on_2": "2019",
        "happened_on_3": "on",
        "outcome": "well",
    }
    return {**data, **changes}


def test_a_month_is_kept_as_a_month():
    form = VisitForm(filled())

    assert form.is_valid()
    value, approximate = form.cleaned_data["happened_on"]
    assert (value, approximate) == ("2019-03", True)


@pytest.mark.parametrize(
    ("day", "month", "year", "result"),
    [
        ("", "", "2019", "2019"),
        ("", "12", "2019", "2019-12"),
        ("29", "2", "2024", "2024-02-29"),
        (" 1 ", "01", "2019", "2019-01-01"),
    ],
)
def test_what_is_known_of_a_date(day, month, year, result):
    assert PartialDateField().clean([day, month, year, False]) == PartialDate(result)


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("", "", "", "Enter the year, even if it is approximate."),
        ("1", "1", "", "Enter the year, even if it is approximate."),
        ("", "", "19", "Enter the year with four digits, for example 2019."),
        ("", "13", "2019", "Enter the month as a number from 1 to 12."),
        ("1", "", "2019", "Enter the month too, or leave the day empty."),
        ("30", "2", "2024", "Enter a day that this month has."),
        ("", "", "2099", "Enter a date that is not in the future."),
        ("", "", "٢٠١٩", None),
    ],
)
@pytest.mark.asvs("2.2.3")
def test_a_date_that_cannot_be(day, month, year, message):
    field = PartialDateField(future=False)
    if message is None:
        assert field.clean([day, month, year, False]) == PartialDate("2019")
        return
    with pytest.raises(forms.ValidationError, match=message):
        field.clean([day, month, year, False])


def test_a_date_nobody_knows_is_empty_and_false():
    assert not PartialDateField(required=False).clean(["", "", "", False])


@pytest.mark.parametrize("text", ["a\x00b", "a\x1bb", "a\u202eb", "a\u2066b"])
@pytest.mark.asvs("1.3.3")
def test_hidden_characters_are_refused(text):
    form = VisitForm(filled(place=text))

    assert not form.is_valid()
    assert list(form.errors) == ["place"]


def test_text_of_right_to_left_scripts_passes():
    assert VisitForm(filled(place="ميلانو\u200f")).is_valid()


@pytest.mark.asvs("1.1.1")
def test_text_is_stored_in_one_form():
    form = VisitForm(filled(place="Vlore\u0308"))

    assert form.is_valid()
    assert form.cleaned_data["place"] == "Vlor\u00eb"


def test_endless_text_is_refused():
    assert "place" in VisitForm(filled(place="a" * 301)).errors


def test_mistakes_stand_in_the_order_of_the_page():
    form = VisitForm({"happened_on_0": "1"})

    assert [link["href"] for link in error_links(form)] == [
        "#id_outcome_0",
        "#id_happened_on_0",
        "#id_place",
    ]
    assert error_links(form)[0]["text"] == "Answer “Outcome”"


def test_the_summary_and_the_field_say_the_same():
    html = render_crispy_form(VisitForm({"place": "Milan"}))

    assert html.count("Answer “Outcome”") == 2
    assert 'aria-invalid="true"' in html
    assert 'value="Milan"' in html


def test_hidden_fields_travel_with_a_layout():
    html = render_crispy_form(VisitForm(version=7))

    assert 'name="idempotency_key"' in html
    assert 'name="version" value="7"' in html


def test_a_form_somebody_else_overtook_is_stale():
    form = VisitForm(filled(version="7"), version=8)

    assert form.is_valid()
    assert form.is_stale()


def test_a_missing_or_broken_key_is_replaced():
    form = VisitForm(filled())

    assert form.is_valid()
    assert isinstance(form.cleaned_data["idempotency_key"], UUID)


@pytest.mark.parametrize(("data", "status"), [(None, 200), ({"place": "Milan"}, 422)])
def test_answers_that_cannot_be_taken_are_422(rf, data, status):
    request = rf.get("/")
    form = VisitForm(MultiValueDict({k: [v] for k, v in data.items()}) if data else None)

    answer = render_form(request, "ui/error_summary.html", {}, form)

    assert answer.status_code == status
