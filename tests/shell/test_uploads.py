"""What is sent stays in memory, as much as fits, and no page writes it to the disk."""

import tempfile

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from shell import uploads


def request_with(**files):
    sent = {name: SimpleUploadedFile(f"{name}.pdf", data) for name, data in files.items()}
    return RequestFactory().post("/", {"words": "typed", **sent})


def test_a_large_file_is_written_to_no_disk(monkeypatch):
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    large = bytes(3 * 1024 * 1024)

    file = request_with(one=large).FILES["one"]

    assert isinstance(file, InMemoryUploadedFile)
    assert (file.size, file.read()) == (len(large), large)


def test_of_too_much_the_beginning_is_kept_and_the_words_that_were_typed(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_KEPT", 1000)

    request = request_with(one=b"1" * 800, two=b"2" * 800)

    assert request.POST["words"] == "typed"
    assert request.FILES["one"].size == 800
    assert request.FILES["two"].size > 1000
    assert request.FILES["two"].read() == b"2" * 200


@pytest.mark.asvs("5.2.1")
def test_a_request_that_says_far_too_much_is_not_read(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_SENT", 1000)

    with pytest.raises(RequestDataTooBig):
        request_with(one=b"1" * 1001).POST  # noqa: B018 -- reading it is what is refused
