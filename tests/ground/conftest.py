import shutil
import tempfile
from pathlib import Path

import pytest

from config import database


@pytest.fixture(scope="session")
def cluster():
    """A server as `make run` starts it, of this run alone."""
    folder = open_folder()
    started = database.Cluster(folder / "postgres").start()
    yield started
    started.stop("immediate")
    shutil.rmtree(folder)


@pytest.fixture
def folder():
    made = open_folder()
    yield made
    shutil.rmtree(made)


def open_folder():
    """Short, and open to the server's account, which pytest's own are not."""
    made = Path(tempfile.mkdtemp(prefix="desk-"))
    made.chmod(0o755)
    return made
