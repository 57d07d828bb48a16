import pytest

from instruments.shelf import tools

pytestmark = pytest.mark.django_db


def test_every_tool_by_its_moment(reader):
    response = reader.get("/tools/")

    moments = response.context["moments"]
    assert [moment["title"] for moment in moments] == ["Meet", "Plan", "Return and after"]
    assert sum(len(moment["tools"]) for moment in moments) == len(tools())
    assert all(f"/tools/{tool.code}/" in response.content.decode() for tool in tools())


def test_it_says_which_two_names_are_those_of_tact(reader):
    page = reader.get("/tools/").text

    assert "Two names are those of TACT" in page
    assert "the Risk Assessment Matrix and the TACT Family Assessment Form" in page
    assert "All other tools follow public practice" in page


def test_a_visitor_signs_in_first(client):
    assert client.get("/tools/").status_code == 302
