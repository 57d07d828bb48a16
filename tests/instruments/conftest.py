import pytest
from hypothesis import HealthCheck, settings

from tests import world

# The machines that run this are slow and shared: time is no reason to fail.
settings.register_profile(
    "desk", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("desk")


@pytest.fixture
def reader(client):
    """The test client of somebody who may use the tools."""
    client.force_login(world.member(world.organisation(country="FR")).user)
    return client
