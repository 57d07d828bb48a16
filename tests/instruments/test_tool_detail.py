import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from instruments.shelf import tools

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", [tool.code for tool in tools()])
def test_every_tool_opens(reader, code):
    response = reader.get(f"/tools/{code}/")

    assert response.status_code == 200
    assert "Nothing is stored here." in response.content.decode()


def test_the_result_comes_without_a_script(reader):
    response = reader.post("/tools/quick_card/", {"child_alone": "yes", "concern": "yes"})

    page = response.content.decode()
    assert response.status_code == 200
    assert "Screen in full" in page
    assert "Tell child protection." in page
    assert "2 of 11 answered" in page


def test_a_form_as_a_browser_sends_it(reader):
    form = reader.get("/tools/risk_short/").context["form"]
    data = {"idempotency_key": str(form["idempotency_key"].value()), "fear": "8"}

    assert reader.post("/tools/risk_short/", data).status_code == 200


def test_a_contradiction_keeps_what_was_answered(reader):
    response = reader.post(
        "/tools/consent/", {"by": "person", "child_view": "yes", "language": "sq"}
    )

    assert response.status_code == 422
    assert response.context["form"]["language"].value() == "sq"
    assert response.context["result"] is None


def test_risk_shows_staying_and_returning(reader):
    page = reader.post("/tools/risk_short/", {"threats_present": "no"}).content.decode()

    assert "If the person stays" in page
    assert "If the person returns" in page


def test_nothing_is_stored(reader):
    reader.get("/tools/quick_card/")
    with CaptureQueriesContext(connection) as queries:
        reader.post("/tools/quick_card/", {"debt": "yes"})

    written = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert written == []


def test_a_tool_that_is_not_there(reader):
    assert reader.get("/tools/telepathy/").status_code == 404


def test_a_visitor_signs_in_first(client):
    assert client.get("/tools/quick_card/").status_code == 302
