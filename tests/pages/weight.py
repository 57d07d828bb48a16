"""What a first visit to a page costs, compressed as it is served: a phone on a bad line is the rule, not the exception."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders
from django.utils.text import compress_string

LIMIT = 100_000  # bytes
WITH_A_MAP = {"country_list": 125_000}
HEADERS = 400  # bytes that come with each answer
GUARD = 100  # random ones, so that the length of what is compressed tells nothing
LOADED = re.compile(r'<(?:link|script|img|use)\b[^>]*?(?:href|src)="/static/([^"#?]+)')
IN_STYLE = re.compile(r"url\(([^)\"']+)\)")


def files_of(html):
    """Every file that the page loads, with what its styles load."""
    found = set(LOADED.findall(html))
    for name in [name for name in found if name.endswith(".css")]:
        style = Path(finders.find(name)).read_text()
        found |= {
            str((Path("/") / name).parent.joinpath(target).resolve()).lstrip("/")
            for target in IN_STYLE.findall(style)
            if not target.startswith("data:")
        }
    return sorted(found)


def size_of(name, known):
    if name not in known:
        content = Path(finders.find(name)).read_bytes()
        known[name] = min(len(content), len(gzip.compress(content, 9))) + HEADERS
    return known[name]


def weight(html, known):
    """Bytes of a first visit, and of a later one when the files are kept."""
    later = len(compress_string(html.encode(), max_random_bytes=0)) + GUARD + HEADERS
    return sum(size_of(file, known) for file in files_of(html)) + later, later
