"""The map says what the list says, of every state, and leads to the same pages."""

import csv
import re

import pytest
from django.urls import reverse

from directory.countries import countries
from directory.map import DATA, shapes
from directory.overview import COUNTED, Completeness, nothing_on, overviews
from directory.topics import topics_of
from tests.directory.rows import fact

URL = "/countries/"
EMPTY = "BV"  # a territory about which the seed says nothing
WIDTH, HEIGHT = 1000, 445


def test_every_state_is_drawn():
    on_map = {shape.iso2 for shape in shapes()}

    assert [each.iso2 for each in countries() if each.is_state and each.iso2 not in on_map] == []


def test_a_shape_is_a_path_or_a_dot_inside_the_picture():
    for shape in shapes():
        if shape.path:
            assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", shape.path), shape.iso2
        else:
            assert 0 <= int(shape.x) <= WIDTH, shape.iso2
            assert 0 <= int(shape.y) <= HEIGHT, shape.iso2


def test_no_shape_crosses_the_whole_picture():
    """As a country on both sides of the edge would, drawn in one piece."""
    for shape in shapes():
        for ring in re.findall(r"l([-\d ]+)z", shape.path):
            steps = [int(number) for number in re.findall(r"-?\d+", ring)]
            assert max(map(abs, steps[::2]), default=0) < WIDTH / 2, shape.iso2


def test_the_file_holds_every_shape_once():
    with DATA.open(encoding="utf-8", newline="") as file:
        codes = [row["iso2"] for row in csv.DictReader(file)]

    assert len(codes) == len(set(codes))
    assert set(codes) <= {each.iso2 for each in countries()}


@pytest.mark.django_db
def test_steps_by_the_number_of_sections():
    def step():
        return overviews([EMPTY]).get(EMPTY, nothing_on(EMPTY)).completeness

    assert step() == Completeness.NONE
    topics = [topics_of(section)[0].code for section in COUNTED]
    fact(EMPTY, topics[0])
    assert step() == Completeness.STARTED
    for topic in topics[1:6]:
        fact(EMPTY, topic)
    assert step() == Completeness.MOST
    for topic in topics[6:]:
        fact(EMPTY, topic)
    assert step() == Completeness.FULL


@pytest.mark.django_db
def test_notes_do_not_make_a_profile():
    fact(EMPTY, "data_note", text="nothing found")

    assert overviews([EMPTY])[EMPTY].completeness == Completeness.NONE


def drawn(page):
    """By address: the classes of each shape."""
    found = re.findall(
        r'<a href="([^"]+)" tabindex="-1"><title>[^<]+</title><\w+ class="([^"]+)"', page
    )
    return dict(found)


@pytest.mark.django_db
def test_shapes_lead_to_the_pages_of_the_list(reader):
    page = reader.get(URL).content.decode()

    shown = drawn(page)
    assert len(shown) == len(shapes())
    assert reverse("country_detail", args=["al"]) in shown
    assert not any("dim" in classes for classes in shown.values())
    assert "not an opinion on the legal status" in page


@pytest.mark.django_db
def test_a_filter_dims_the_others(reader):
    shown = drawn(reader.get(URL, {"region": "150"}).content.decode())

    assert "dim" not in shown["/countries/al/"]
    assert "dim" in shown["/countries/ma/"]


@pytest.mark.django_db
def test_the_map_follows_the_facts(reader):
    def greenland():
        return drawn(reader.get(URL).content.decode())["/countries/gl/"]

    assert greenland() == "m0"
    fact("GL", "nap", text="a plan")

    assert greenland() == "m1"
