import pytest

from tests import testing_database
from tests.pages import world as pages_world


@pytest.fixture(scope="module")
def desk(django_db_setup, django_db_blocker):
    """One world for all tests of a module that only look at it."""
    with django_db_blocker.unblock():
        try:
            yield pages_world.build()
        finally:
            testing_database.empty_as_server()
