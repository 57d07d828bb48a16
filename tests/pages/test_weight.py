"""What a first visit to each page costs, compressed as it is served: a phone on a bad line is the rule, not the exception."""

import gzip
import re
import sys
from pathlib import Path

from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from tests import world
from tests.pages.addresses import views
from tests.pages.expected import EXPECTED

LIMIT = 100_000  # bytes
WITH_A_MAP = {"country_list": 125_000}
HEADERS = 400  # bytes that come with each answer
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


def served(response):
    """The page as it crosses the line."""
    return len(response.content) + HEADERS


def test_every_first_visit_fits(desk):
    clients, known, weights = {}, {}, {}
    for name, rows in EXPECTED.items():
        row = rows[0]
        actor = (row.opens.split() or [""])[0]
        if not actor or row.only_post or name not in views():
            continue
        if actor not in clients:
            clients[actor] = Client(headers={"accept-encoding": "gzip"})
            if desk.who[actor]:
                world.sign_in(clients[actor], desk.who[actor])
        response = clients[actor].get(reverse(name, args=row.at(desk)))
        html = response.content
        if response.headers.get("Content-Encoding") == "gzip":
            html = gzip.decompress(html)
        files = sum(size_of(file, known) for file in files_of(html.decode()))
        weights[name] = (files + served(response), served(response))
    heaviest = sorted(weights.items(), key=lambda item: -item[1][0])
    lines = [f"{first:8} {later:7} {name}" for name, (first, later) in heaviest]
    sys.stdout.write("\n".join(["", "   first   later (bytes)", *lines, ""]))  # shown with -s
    assert [name for name, (first, _later) in heaviest if first > WITH_A_MAP.get(name, LIMIT)] == []
