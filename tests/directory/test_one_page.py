import re
import sys

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from directory.countries import countries, country
from directory.one_page import one_page_of, own_names
from directory.profile import profile_of
from directory.views.one_page import context_for
from shell import pdf
from tests.directory.rows import contact

pytestmark = pytest.mark.django_db

LOOKED_AT = [("al", "en"), ("it", "fr"), ("ma", "ar"), ("gr", "el"), ("ua", "uk")]
DEEP = ["ES", "FR", "PL"]


def pages(iso2, language):
    with translation.override(language):
        return pdf.lay_out("directory/country_pdf.html", context_for(iso2))


@pytest.mark.parametrize(("iso2", "language"), LOOKED_AT)
def test_a_country_fits_on_one_side(iso2, language):
    document = pages(iso2, language)
    fonts = set(
        re.findall(rb"/BaseFont /[A-Z]+\+Noto-([a-z]+)", document.write_pdf(uncompressed_pdf=True))
    )

    assert len(document.pages) == 1
    assert {"ar": b"arabic", "el": b"greek", "uk": b"cyrillic"}.get(language, b"latin") in fonts


@pytest.mark.parametrize("iso2", DEEP)
def test_the_other_deep_profiles_fit_too(iso2):
    assert len(pages(iso2, "en").pages) == 1


def test_every_statement_names_its_source():
    sheet = one_page_of(profile_of(country("AL"), timezone.localdate()))
    named = {number for number, _source, _dated in sheet.sources}

    assert named == set(range(1, len(named) + 1))
    assert {each.source for each in sheet.statements} <= named


def test_the_file_is_a_pdf_with_a_plain_name(reader):
    answer = reader.get(reverse("country_pdf", args=["al"]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="country-al.pdf"'
    assert answer.content.startswith(b"%PDF")


@pytest.fixture
def without_pango(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    pdf.weasyprint.cache_clear()
    yield
    pdf.weasyprint.cache_clear()


@pytest.mark.usefixtures("without_pango")
def test_without_pango_the_page_that_prints_is_offered(reader):
    answer = reader.get(reverse("country_pdf", args=["al"]), follow=True)

    assert answer.redirect_chain == [(reverse("country_print", args=["al"]), 302)]
    assert reverse("country_pdf", args=["al"]) not in answer.content.decode()


def test_a_country_that_does_not_exist_is_not_found(reader):
    assert reader.get(reverse("country_print", args=["zz"])).status_code == 404
    assert reader.get(reverse("country_pdf", args=["zz"])).status_code == 404


def test_a_number_that_nobody_verified_says_so(reader):
    contact("TV", "trafficking", name="Invented line", phone_local="0800 000")

    page = reader.get(reverse("country_print", args=["tv"])).content.decode()

    assert "Ring before you give this number to anyone" in page


def test_own_names_need_letters_that_we_have():
    assert own_names("GR") == "Ελλάδα"
    assert "المغرب" in own_names("MA")
    assert own_names("CN") == ""
    for each in countries():
        own_names(each.iso2)
