import pytest
from django.utils.translation import override

from directory.languages import (
    CLDR_KEYS,
    ENGLISH,
    NOT_IN_CLDR,
    iso639_2,
    language_choices,
    language_codes,
    language_from_iso639,
    language_name,
)


@pytest.mark.parametrize(
    ("language", "code", "name"),
    [
        ("en", "sq", "Albanian"),
        ("fr", "sq", "Albanais"),
        ("en", "prs", "Dari"),
        ("en", "ti", "Tigrinya"),
    ],
)
def test_the_name_follows_the_language(language, code, name):
    with override(language):
        assert language_name(code) == name


def test_every_language_has_a_name():
    known = {*ENGLISH.languages, *CLDR_KEYS, *NOT_IN_CLDR}

    assert [code for code in language_codes() if code not in known] == []


def test_choices_are_in_the_order_of_the_names():
    names = [name for _code, name in language_choices()]

    assert names.index("Albanian") < names.index("Bini") < names.index("Zulu")


@pytest.mark.parametrize(
    ("code", "iso"), [("sq", "sqi"), ("prs", "fas"), ("ckb", "kur"), ("rom", "rom"), ("rif", "ber")]
)
def test_the_code_that_the_standard_asks_for(code, iso):
    assert iso639_2(code) == iso


@pytest.mark.parametrize(
    ("arrived", "code"),
    [
        ("sqi", "sq"),
        ("alb", "sq"),
        ("SQ ", "sq"),
        ("per", "fa"),
        ("kur", "ku"),
        ("rom", "rom"),
        ("ber", None),
    ],
)
def test_a_code_that_arrives(arrived, code):
    assert language_from_iso639(arrived) == code


def test_our_codes_come_back_as_themselves():
    assert [code for code in language_codes() if language_from_iso639(code) != code] == []
