import pytest

from tests import testing_database
from tests.matrix import house as matrix_house
from tests.pages.conftest import desk  # noqa: F401 -- a fixture


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker):
    """One house for all tests of a module. They move its cases about, and change nothing in them."""
    with django_db_blocker.unblock():
        try:
            yield matrix_house.build()
        finally:
            testing_database.empty_as_server()
