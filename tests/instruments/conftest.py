import pytest

from tests import world


@pytest.fixture
def reader(client):
    """The test client of somebody who may use the tools."""
    client.force_login(world.member(world.organisation(country="FR")).user)
    return client
