"""`make sabotage` can only be trusted while each piece of text that it replaces stands where it says, once."""

import ast
import re
from functools import cache
from pathlib import Path

from django.conf import settings

from tests.asvs import OPEN, REQUIREMENTS
from tests.sabotage import table

ROOT = Path(settings.BASE_DIR)


@cache
def marked():
    """test → the requirements that it names"""
    found = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text()
        if "mark.asvs(" not in text:
            continue
        name = str(path.relative_to(ROOT))
        for node, inside in functions(ast.parse(text)):
            numbers = [
                argument.value
                for each in node.decorator_list
                if isinstance(each, ast.Call) and ast.unparse(each.func) == "pytest.mark.asvs"
                for argument in each.args
            ]
            if numbers:
                found["::".join([name, *inside, node.name])] = numbers
        written = len(re.findall(r"^ *@pytest\.mark\.asvs\(", text, re.M))
        assert written == sum(test.startswith(f"{name}::") for test in found), name
    return found


def functions(tree):
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from (
                (each, [node.name]) for each in node.body if isinstance(each, ast.FunctionDef)
            )
        elif isinstance(node, ast.FunctionDef):
            yield node, []


def test_every_anchor_stands_exactly_once():
    pieces = [(each.control, piece) for each in table() for piece in each.pieces()]
    texts = {
        name: (ROOT / name).read_text() for name in {piece["file"] for _control, piece in pieces}
    }
    found = [
        (control, piece, texts[piece["file"]].count(piece["find"])) for control, piece in pieces
    ]

    assert [
        f"{control}: {n} times in {piece['file']}" for control, piece, n in found if n != 1
    ] == []
    assert [control for control, piece, _n in found if piece["find"] == piece["put"]] == []
    assert [each.control for each in table() if not each.pieces() and not each.sql] == []


def test_every_test_that_settles_something_notices_a_sabotage():
    named = {test for each in table() for test in each.red}
    settling = {test for each in table() if each.asvs for test in each.red}

    assert sorted(set(marked()) - named) == []
    assert sorted(settling - set(marked())) == []


def test_every_named_test_is_there():
    named = {test.partition("::")[::2] for each in table() for test in each.red}
    texts = {name: (ROOT / name).read_text() for name, _test in named}

    assert [
        test for name, test in named if f"def {test.rpartition('::')[2]}(" not in texts[name]
    ] == []


def test_every_settled_requirement_has_a_sabotage_that_its_own_test_notices():
    noticed = {
        number
        for each in table()
        for number in each.asvs
        for test in each.red
        if number in marked().get(test, [])
    }
    settled = {number for numbers in marked().values() for number in numbers}

    assert sorted(settled - noticed) == []


def test_every_requirement_has_a_test_or_a_reason():
    settled = {number for numbers in marked().values() for number in numbers}

    assert settled <= set(REQUIREMENTS)
    assert [number for number in REQUIREMENTS if number not in settled and number not in OPEN] == []
