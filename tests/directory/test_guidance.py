import pytest

from directory.guidance import documents, nearest_guidance
from directory.topics import CODE_LISTS, Section


def test_the_closest_comes_first():
    titles = [each.publisher for each in nearest_guidance("rights", {"eu", "coe"})]

    assert titles == ["European Union", "Council of Europe"]


def test_a_country_of_no_organisation_is_led_to_the_world():
    assert {each.group for each in nearest_guidance("rights", set())} == {""}


def test_each_document_has_what_a_reader_needs():
    for each in documents():
        assert each.title
        assert each.publisher
        assert each.address.startswith("http")
        assert set(each.sections) <= set(Section.values)
        assert not each.group or each.group in CODE_LISTS["memberships"].values


@pytest.mark.django_db
def test_an_empty_section_says_where_to_read_on(reader):
    page = reader.get("/countries/tv/").content.decode()

    assert "Nearest guidance" in page
    assert nearest_guidance("rights", set())[0].address in page
