"""
What `make test` looks at by sample, and `make test-all` as a whole. A variant marked `in_test_all` is left to the latter.

The sample is drawn by name, not by chance: the same commit is always asked the same, and a page that comes or goes moves no other.
"""

from zlib import crc32

import pytest


def pytest_addoption(parser):
    parser.addoption("--all", action="store_true", help="all that is else tried by sample")


def pytest_collection_modifyitems(config, items):
    if not config.getoption("all"):
        left = {item for item in items if item.get_closest_marker("in_test_all")}
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


@pytest.fixture(scope="session")
def whole(pytestconfig):
    """True where nothing is left to a sample."""
    return pytestconfig.getoption("all")


def sample(names, number, *, of):
    """So many of the names, in an order that differs with `of`."""
    return sorted(names, key=lambda name: crc32(f"{of} {name}".encode()))[:number]


def is_drawn(name, *, one_in):
    return crc32(name.encode()) % one_in == 0
