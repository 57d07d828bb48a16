"""What the sources may not hold: whole kinds of mistakes, looked for where they would stand."""

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PRODUCT = [*settings.OUR_APPS, "config"]


def sources(suffix):
    for app in PRODUCT:
        for path in sorted((ROOT / app).rglob(f"*{suffix}")):
            if not {"migrations", "demo"} & set(path.parts):
                yield path


@cache
def nodes():
    """(file, node): what these tests look at, from one walk through all sources."""
    wanted = (ast.Call, ast.Import, ast.ImportFrom, ast.Compare)
    return [
        (str(path.relative_to(ROOT)), node)
        for path in sources(".py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, wanted)
    ]


@cache
def calls():
    """(place, what is called as it is written, the call)"""
    return [
        (f"{name}:{node.lineno}", written(node.func), node)
        for name, node in nodes()
        if isinstance(node, ast.Call)
    ]


def written(called):
    if isinstance(called, ast.Name):
        return called.id
    return f"{written(called.value)}.{called.attr}" if isinstance(called, ast.Attribute) else "()"


def called(pattern):
    return [(place, name, node) for place, name, node in calls() if re.search(pattern, name)]


@cache
def imported():
    """module → where"""
    found = {}
    for name, node in nodes():
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        for each in names:
            found.setdefault(each, set()).add(name)
    return found


def templates():
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in (".html", ".txt", ".svg"):
            yield str(path.relative_to(ROOT)), path.read_text()


def scripts():
    return {path.name: path.read_text() for path in (ROOT / "static" / "js").glob("*.js")}


# Encoding

REVIEWED_SAFE = {
    "directory/missions.py",
    "directory/profile_page.py",
    "instruments/drawing.py",
}  # what our own templates have escaped already, and what is drawn by hand and compared with them


@pytest.mark.asvs("1.2.1")
def test_nothing_is_declared_safe_but_what_our_own_templates_made():
    marked = {
        place.partition(":")[0]
        for place, _name, _call in called(r"^(mark_safe|SafeString|SafeText)$")
    }
    in_pages = {
        name for name, text in templates() if re.search(r"\|\s*safe\b|autoescape off", text)
    }

    assert marked == REVIEWED_SAFE
    assert {name for name in in_pages if name.endswith(".html")} == {
        "templates/bootstrap5/field.html",  # help texts, which stand in the sources
        "templates/bootstrap5/layout/help_text.html",
    }


@pytest.mark.asvs("1.1.2")
def test_nobody_puts_pieces_of_pages_together_by_hand():
    """`format_html` gets a text that stands in the source, so that every value in it is escaped, and last."""
    built = [place for place, _name, call in called(r"^format_html$") if not is_fixed(call.args[0])]

    assert built == []


def is_fixed(node):
    return isinstance(node, ast.Constant)


@pytest.mark.asvs("1.2.3")
def test_no_page_holds_a_script_of_its_own():
    """Values reach scripts as attributes or JSON. A script in a page would need escaping of another kind."""
    inline = [
        name
        for name, text in templates()
        for script in re.findall(r"<script\b[^>]*>", text)
        if not re.search(r'\bsrc="\{% static|type="application/json"', script)
    ]
    handlers = [name for name, text in templates() if re.search(r"<[a-z][^>]*\son[a-z]+=", text)]

    assert inline == handlers == []


SQL_OF_FIXED_PARTS = {  # names of our own tables and conditions; every value goes beside it
    "referral/actions/assigning.py",
    "referral/actions/emergency.py",
    "referral/actions/erasures.py",
    "referral/actions/households.py",
    "reports/statistics/freeze.py",
}


@pytest.mark.asvs("1.2.4")
def test_no_statement_holds_a_value():
    """Statements are texts of the sources. Whatever somebody typed goes beside them, as a parameter."""
    composed = {
        place.partition(":")[0]
        for place, _name, call in called(r"(\.execute|\.executemany|\.raw|\.extra|^RawSQL)$")
        if call.args
        and isinstance(call.args[0], (ast.JoinedStr, ast.BinOp))
        and not is_sum_of_constants(call.args[0])
        and "management/" not in place
        and not place.startswith("config/")
    }

    assert composed <= SQL_OF_FIXED_PARTS


def is_sum_of_constants(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return is_sum_of_constants(node.left) and is_sum_of_constants(node.right)
    return is_fixed(node)


@pytest.mark.asvs("1.2.5")
def test_programs_start_from_lists():
    started = called(r"^(subprocess\.\w+|os\.(system|popen|exec\w*|spawn\w*)|Popen)$")
    shells = [
        place
        for place, name, call in started
        if name.startswith("os.") or any(k.arg == "shell" for k in call.keywords)
    ]
    texts = [
        place
        for place, _name, call in started
        if call.args and isinstance(call.args[0], (ast.JoinedStr, ast.BinOp, ast.Constant))
    ]

    assert len(started) >= 5
    assert shells == texts == []


@pytest.mark.asvs("1.2.9")
def test_patterns_are_texts_of_the_sources():
    """A pattern that is put together takes names of our own, or goes through `re.escape`."""
    built = {
        place.partition(":")[0]
        for place, _name, call in called(
            r"^re\.(compile|match|fullmatch|search|sub|findall|finditer|split)$"
        )
        if isinstance(call.args[0], ast.BinOp)
        or (isinstance(call.args[0], ast.JoinedStr) and not of_own_names(call.args[0]))
    }
    lookups = [
        place
        for place, name, call in calls()
        if any("regex" in (k.arg or "") for k in call.keywords)
    ]

    assert built <= {
        "directory/tables/hotlines.py"
    }  # our own tables, read once when they are taken in
    assert lookups == []


def of_own_names(node):
    """Capitals are constants of the module; `names` is joined from escaped words just before."""
    spoken = [
        ast.unparse(part.value) for part in node.values if isinstance(part, ast.FormattedValue)
    ]
    return all(word.isupper() or "re.escape" in word or word == "names" for word in spoken)


@pytest.mark.asvs("1.3.2")
def test_nothing_is_run_that_is_not_a_source():
    assert called(r"^(eval|exec|compile|__import__)$") == []


@pytest.mark.asvs("1.3.7")
def test_no_template_is_made_of_a_text():
    assert called(r"^(Template|.*\.from_string)$") == []
    assert [
        name
        for name, text in templates()
        if re.search(r"{% (include|extends) [^\"'%]*request", text)
    ] == []


@pytest.mark.asvs("1.3.10")
def test_format_strings_are_texts_of_the_sources():
    """`"{}".format(...)` with a text of somebody else would show the inside of what it is given."""
    formatted = [
        (place, call.func.value)
        for place, _name, call in called(r"\.(format|format_map)$")
        if isinstance(call.func, ast.Attribute)
    ]
    of_others = [
        place
        for place, on in formatted
        if not (is_fixed(on) or ast.unparse(on).isupper() or reviewed(place, on))
    ]

    assert of_others == []


def reviewed(place, on):
    """SQL is composed of quoted names; these patterns stand in the module."""
    return "sql.SQL" in ast.unparse(on) or place.partition(":")[0] in {
        "config/logs.py",  # a line of the log: its pattern is `JsonLines`
        "instruments/xlsform/shipped.py",
        "library/management/commands/measure_document_search.py",
    }


@pytest.mark.asvs("1.5.2")
def test_nothing_is_unpickled():
    unsafe = {"pickle", "marshal", "shelve", "yaml", "dill", "jsonpickle", "cPickle"}

    assert unsafe & {name.partition(".")[0] for name in imported()} == set()
    assert settings.SESSION_SERIALIZER == "django.contrib.sessions.serializers.JSONSerializer"


@pytest.mark.asvs("1.3.12")
def test_no_pattern_repeats_a_repetition():
    """What repeats a repetition of the same signs takes exponential time on a text made for it."""
    patterns = {
        (place, call.args[0].value)
        for place, _name, call in called(
            r"^re\.(compile|match|fullmatch|search|sub|findall|split)$"
        )
        if isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }
    assert len(patterns) > 40
    assert [place for place, pattern in patterns if is_exponential(pattern)] == []


def is_exponential(pattern):
    parser = re._parser
    return repeats_within(parser.parse(pattern), inside=False)


def repeats_within(tree, inside):
    """An unlimited repetition directly inside another, with nothing fixed around it: (a+)+, (a*)*, (a|b+)*."""
    for kind, argument in tree:
        name = str(kind)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _low, high, inner = argument
            unlimited = high == re._parser.MAXREPEAT
            if unlimited and inside:
                return True
            alone = unlimited and without_anchor(inner)
            if repeats_within(inner, inside=alone):
                return True
        elif (
            name == "SUBPATTERN"
            and repeats_within(argument[3], inside)
            or name == "BRANCH"
            and any(repeats_within(branch, inside) for branch in argument[1])
        ):
            return True
    return False


def without_anchor(inner):
    """Whether a round of the outer repetition may consist of the inner one only."""
    kinds = [str(kind) for kind, _argument in inner]
    if kinds == ["SUBPATTERN"]:
        return without_anchor(inner[0][1][3])
    return all(kind in ("MAX_REPEAT", "MIN_REPEAT", "BRANCH") for kind in kinds)


def test_the_measure_of_patterns_finds_what_it_looks_for():
    assert [
        p
        for p in (r"(a+)+", r"(a*)*b", r"((x+))+$", r"(a|b+)*", r"a+b+", r"(a+,)+", r"(\d{1,3})+")
        if is_exponential(p)
    ] == [
        r"(a+)+",
        r"(a*)*b",
        r"((x+))+$",
        r"(a|b+)*",
    ]


# The browser


@pytest.mark.asvs("3.2.2")
def test_scripts_write_text_as_text():
    """Markup is taken over in one place only: what the search of this site answered, or what stood there before."""
    written = [
        f"{name}: {line.strip()}"
        for name, text in scripts().items()
        for line in text.split("\n")
        if re.search(
            r"\.(innerHTML|outerHTML)\s*[+]?=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function",
            line,
        )
    ]

    assert written == ["app.js: results.innerHTML = html;"]


@pytest.mark.asvs("3.2.3")
def test_scripts_ask_the_page_by_selector_and_share_no_names():
    """A field called like a variable must not become it: every script is a function of its own, and strict."""
    for name, text in scripts().items():
        code = re.sub(r"/\*.*?\*/", "", text, flags=re.S).strip()
        assert code.startswith("(function () {\n  'use strict';"), name
        assert code.endswith("})();"), name
        assert not re.search(
            r"\bwindow\[|\bwindow\.[a-z]\w*\s*=[^=]|\bdocument\.(forms|all|images|anchors)\b|\bdoc\[",
            code,
        ), name


@pytest.mark.asvs("15.3.6")
def test_scripts_change_no_prototype():
    for name, text in scripts().items():
        assert not re.search(
            r"__proto__|\.prototype\.\w+\s*=|Object\.(assign|setPrototypeOf)|\bextend\(|\bmerge\(",
            text,
        ), name


@pytest.mark.asvs("3.6.1", "14.2.3")
def test_pages_fetch_nothing_from_elsewhere():
    """No script, style, font, image or counter of somebody else."""
    fetched = [
        (name, found)
        for name, text in templates()
        if name.endswith(".html")
        for found in re.findall(
            r"<(?:script|link|img|iframe|video|audio|source|embed|object)\b[^>]*?(?:src|href|data)=[\"'](?:https?:)?//[^\"']*",
            text,
        )
    ]
    styled = [
        path.name
        for path in (ROOT / "static" / "css").glob("*.css")
        if re.search(r"url\([\"']?(?:https?:)?//|@import", path.read_text())
    ]

    assert fetched == styled == []


@pytest.mark.asvs("3.7.1")
def test_no_outdated_technology():
    old = re.compile(
        r"<(?:applet|embed|object|frame|frameset|marquee|keygen)\b|application/x-(?:shockwave|java|silverlight)|ActiveXObject"
    )
    found = [name for name, text in templates() if old.search(text)]

    assert found + [name for name, text in scripts().items() if old.search(text)] == []


@pytest.mark.asvs("3.5.6")
def test_no_answer_is_a_call():
    """JSONP: an answer that names a function of the asker."""
    answered = called(r"^(HttpResponse|JsonResponse|StreamingHttpResponse)$")
    types = {
        ast.unparse(keyword.value)
        for _place, _name, call in answered
        for keyword in call.keywords
        if keyword.arg == "content_type"
    }

    assert len(answered) > 10
    assert not any("javascript" in each for each in types)
    assert [
        place
        for place, _name, call in called(r"GET\.get$")
        if ast.unparse(call.args[0]).strip("'\"") in ("callback", "jsonp")
    ] == []


@pytest.mark.asvs("3.5.7")
def test_scripts_are_files_that_know_nobody():
    """All scripts are static files: no view makes one, so none can hold what only some may read."""
    assert [name for name, _text in templates() if name.endswith((".js", ".mjs"))] == []
    for name, text in scripts().items():
        assert "{%" not in text, name
        assert "{{" not in text, name


@pytest.mark.asvs("14.3.3")
def test_scripts_keep_nothing_in_the_browser():
    for name, text in scripts().items():
        assert not re.search(
            r"localStorage|sessionStorage|indexedDB|\bcaches\b|document\.cookie|serviceWorker", text
        ), name


# Cryptography


CIPHERS = {"referral/keys.py"}
ASK_ABOUT_FAILING = {
    "referral/actions/files.py",
    "referral/waiting_files.py",
}  # they know the exception, no cipher


@pytest.mark.asvs("11.2.1", "11.3.1", "11.3.2")
def test_one_module_seals_and_with_one_cipher():
    users = {
        path
        for name, paths in imported().items()
        if name.startswith("cryptography")
        for path in paths
    }
    used = {
        name.rpartition(".")[2]
        for name in imported()
        if name.startswith("cryptography.hazmat") and name.rpartition(".")[2] != name
    }

    assert users <= CIPHERS | ASK_ABOUT_FAILING
    assert used <= {
        "AESGCM",
        "aead",
        "keywrap",
        "aes_key_wrap",
        "aes_key_unwrap",
        "InvalidTag",
        "exceptions",
        "ciphers",
        "primitives",
    }


@pytest.mark.asvs("11.4.1", "11.4.3")
def test_no_broken_or_short_hash():
    weak = [
        path.name
        for path in sources(".py")
        if path.name
        != "breached.py"  # leaked passwords are given out in that form; nothing is kept so
        and re.search(r"\b(md4|md5|sha1)\b|hashlib\.new", path.read_text())
    ]
    plain_salted = [
        place
        for place, name, call in called(r"^salted_hmac$")
        if not any(k.arg == "algorithm" for k in call.keywords)
    ]

    assert weak == []
    assert {place.partition(":")[0] for place in plain_salted} <= {
        "training/asking.py"
    }  # in which order options stand
    assert "sha256" in str({name for _place, name, _call in calls()})


@pytest.mark.asvs("11.5.1")
def test_secrets_come_from_the_system():
    """Ordinary dice are for invented people and for measuring only."""
    dice = {
        path
        for name, paths in imported().items()
        if name == "random" or name.startswith("random.")
        for path in paths
    }

    assert {path for path in dice if "/management/commands/" not in path} == set()
    assert len(called(r"^(secrets\.\w+|os\.urandom)$")) >= 8


COMPARED = {
    "directory/export.py",
    "referral/views/disclosure/asking.py",
    "training/actions/certificates.py",
}


@pytest.mark.asvs("11.2.4")
def test_secrets_are_compared_in_constant_time():
    """Signatures and digests go through `compare_digest`; `==` ends at the first sign that differs."""
    secret = re.compile(r"digest\(|\bhmac\b")
    short = [
        f"{name}:{node.lineno}"
        for name, node in nodes()
        if isinstance(node, ast.Compare)
        and isinstance(node.ops[0], (ast.Eq, ast.NotEq))
        and secret.search(ast.unparse(node))
    ]

    assert short == []
    assert {
        place.partition(":")[0]
        for place, _name, _call in called(r"(compare_digest|constant_time_compare)$")
    } == COMPARED


# What is put into operation


@pytest.mark.asvs("15.2.3")
def test_tests_stay_out_of_the_image():
    left_out = (ROOT / ".dockerignore").read_text().split()

    assert {"tests", ".git", ".data", "deploy/.env"} <= set(left_out)
    assert not {"pytest", "hypothesis", "playwright"} & set(imported())


@pytest.mark.asvs("15.2.4")
def test_what_is_installed_is_pinned_by_hash():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    locked = (ROOT / "requirements.lock").read_text()
    image = (ROOT / "Dockerfile").read_text()

    for each in wanted:
        name = re.split(r"[=\[><]", each)[0]
        assert re.search(
            rf"(?mi)^{re.escape(name)}(\[\w+\])?==[^\n]+\\\n\s+--hash=sha256:", locked
        ), name
    assert "--require-hashes -r requirements.lock" in image
    assert "--require-hashes" in (ROOT / "Makefile").read_text()
    assert "--index-url" not in locked + image


@pytest.mark.asvs("12.3.2")
def test_certificates_of_others_are_checked():
    """Nobody switches it off: not where the server asks elsewhere, not for mail, not for the scanner."""
    off = [
        place
        for place, name, call in calls()
        if name.endswith("_create_unverified_context")
        or any(
            k.arg in ("verify", "check_hostname") and ast.unparse(k.value) == "False"
            for k in call.keywords
        )
    ]
    text = "".join(path.read_text() for path in sources(".py"))

    assert off == []
    assert "CERT_NONE" not in text
    assert settings.EMAIL_USE_TLS
