import re

import pytest

from shell import pdf

SCRIPTS = {
    "latin": "Albania",
    "latin-ext": "łódź",
    "greek": "Ελλάδα",
    "cyrillic": "Україна",
    "arabic": "المغرب",
    "hebrew": "ישראל",
    "armenian": "Հայաստան",
    "georgian": "საქართველო",
    "devanagari": "भारत",
    "bengali": "বাংলাদেশ",
    "ethiopic": "ኢትዮጵያ",
    "thai": "ไทย",
}


def laid_out(body, language="en", direction="ltr"):
    library = pdf.weasyprint()
    fonts = library.text.fonts.FontConfiguration()
    own = pdf.fetcher()
    style = library.CSS(string=pdf.stylesheet(), font_config=fonts, url_fetcher=own)
    page = f'<html lang="{language}" dir="{direction}"><body>{body}</body></html>'
    html = library.HTML(string=page, url_fetcher=own)
    return html.render(stylesheets=[style], font_config=fonts).write_pdf(uncompressed_pdf=True)


def fonts_in(document):
    return {name.decode() for name in re.findall(rb"/BaseFont /[A-Z]+\+Noto-([a-z-]+)", document)}


def test_each_script_has_a_font_of_our_own():
    page = "".join(f"<p>{word}</p>" for word in SCRIPTS.values())

    assert fonts_in(laid_out(page)) == set(SCRIPTS)


def test_nothing_but_our_own_fonts_is_read():
    own = pdf.fetcher()
    asked = [
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "font:../../secrets",
        "data:,x",
        "latin-400.woff2",
    ]

    for address in asked:
        with pytest.raises(ValueError, match="own files"):
            own.fetch(address)
    assert own.fetch("font:latin-400.woff2")


def test_fonts_are_unpacked_for_the_first_document_only(monkeypatch):
    """It took a second, for each."""
    assert fonts_in(laid_out("<p>Casa</p>")) == {"latin"}
    monkeypatch.setattr(pdf, "FONTS", pdf.FONTS / "nowhere")

    assert fonts_in(laid_out("<p>łódź</p>")) == {"latin", "latin-ext"}
