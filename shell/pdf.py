"""
Pages as PDF, in any of our scripts, with fonts of our own: the same on every machine.

WeasyPrint needs Pango from the system. Where it is missing nothing breaks: `can_make_pdf()` is False,
and the page that prints from the browser is offered alone.
"""

import io
from functools import cache
from pathlib import Path

import pikepdf
from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

FONTS = Path(settings.BASE_DIR, "static", "vendor", "noto")
STYLE = Path(settings.BASE_DIR, "static", "css", "pdf.css")
# In the order in which a letter is looked for.
SUBSETS = [
    "latin",
    "latin-ext",
    "greek",
    "greek-ext",
    "cyrillic",
    "cyrillic-ext",
    "vietnamese",
    "arabic",
    "hebrew",
    "armenian",
    "georgian",
    "devanagari",
    "bengali",
    "ethiopic",
    "thai",
]


@cache
def weasyprint():
    """The library, or None where the system lacks Pango."""
    try:
        import weasyprint  # noqa: PLC0415 - its import fails without Pango, and costs a second
    except (ImportError, OSError):
        return None
    return weasyprint


def can_make_pdf() -> bool:
    return weasyprint() is not None


@cache
def stylesheet() -> str:
    faces = [
        f'@font-face {{ font-family: "Noto {subset}"; font-weight: {weight}; '
        f'src: url("font:{subset}-{weight}.woff2"); }}'
        for subset in SUBSETS
        for weight in (400, 700)
    ]
    families = ", ".join(f'"Noto {subset}"' for subset in SUBSETS)
    return "\n".join([*faces, f"html {{ font-family: {families}; }}", STYLE.read_text("utf-8")])


@cache
def letters(name: str) -> bytes:
    """A font of ours, unpacked once: for each document anew that took a second, most of what a document takes."""
    from fontTools.ttLib import woff2  # noqa: PLC0415 -- comes with WeasyPrint

    unpacked = io.BytesIO()
    with (FONTS / name).open("rb") as packed:
        woff2.decompress(packed, unpacked)
    return unpacked.getvalue()


def fetcher():
    """Fetches our own fonts and nothing else: no page decides what a server reads or asks for."""
    library = weasyprint()

    class OwnFonts(library.urls.URLFetcher):
        def fetch(self, url, headers=None):
            name = url.removeprefix("font:")
            known = {f"{subset}-{weight}.woff2" for subset in SUBSETS for weight in (400, 700)}
            if url == name or name not in known:
                raise ValueError("not one of our own files")
            return library.urls.URLFetcherResponse(url, letters(name))

    return OwnFonts()


def lay_out(template: str, context: dict, request=None):
    """The laid out document: `.pages`, `.write_pdf()`. Raises `RuntimeError` where no PDF can be made."""
    library = weasyprint()
    if library is None:
        raise RuntimeError("Pango is missing")
    own = fetcher()
    fonts = library.text.fonts.FontConfiguration()
    style = library.CSS(string=stylesheet(), font_config=fonts, url_fetcher=own)
    html = library.HTML(string=render_to_string(template, context, request), url_fetcher=own)
    return html.render(stylesheets=[style], font_config=fonts)


def pdf_response(template: str, context: dict, *, name: str, request=None) -> HttpResponse:
    """The page as a file to download. `name` goes into the file name: never anything personal."""
    return as_download(lay_out(template, context, request).write_pdf(), name)


def locked_pdf_response(template: str, context: dict, *, name: str, password: str) -> HttpResponse:
    """The same, encrypted with AES-256: the password opens it, and no other."""
    laid_out = io.BytesIO(lay_out(template, context).write_pdf())
    locked = io.BytesIO()
    with pikepdf.open(laid_out) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    return as_download(locked.getvalue(), name)


def as_download(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
