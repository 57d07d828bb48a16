"""The disk of the files is full: refused in plain words, nothing half kept, and afterwards everything goes on."""

import resource
from contextlib import contextmanager

import pytest

from referral.models import EvidenceFile
from tests import world
from tests.referral.test_evidence import case, on_disk, page, place, recorded, sent, worker  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
LARGE = b"words " * 20_000


@contextmanager
def full():
    """The system refuses this process a file of more than a thousand bytes: to the store it is a disk without room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_finds_no_room(client, place, worker, case):  # noqa: F811
    evidence = recorded(worker, case)
    world.sign_in(client, worker)
    at = page("file_add", case, evidence.pk)

    with full():
        refused = client.post(at, sent(data=LARGE))
        read = client.get(page("case_evidence", case))
    left = on_disk(place)
    with world.acting(worker):
        kept = EvidenceFile.objects.count()
    again = client.post(at, sent(data=LARGE))

    assert refused.status_code == 422
    assert "the store is full" in refused.text
    assert (kept, left) == (0, [])
    assert read.status_code == 200
    assert again.status_code == 302
