"""
Brings locale/ up to date with the sources: takes in new messages, drops those that are gone.

    python scripts/messages.py [language ...]

Reads Python and templates by itself, so that no machine needs GNU gettext.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PLURAL, CONTEXT, CONTEXT_PLURAL = (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(["_", "gettext", "gettext_lazy", "gettext_noop"]),
    **dict.fromkeys(["ngettext", "ngettext_lazy"], PLURAL),
    **dict.fromkeys(["pgettext", "pgettext_lazy"], CONTEXT),
    **dict.fromkeys(["npgettext", "npgettext_lazy"], CONTEXT_PLURAL),
}
UNSTEADY = tuple(
    '"' + name
    for name in (
        "Project-Id",
        "Report-Msgid",
        "POT-",
        "PO-Revision",
        "Last-",
        "Language-Team",
        "Generated",
    )
)


def sources():
    apps = (path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
    python = (path for app in apps for path in app.rglob("*.py"))
    templates = (
        path for ending in ("html", "txt") for path in ROOT.glob(f"templates/**/*.{ending}")
    )
    return [*sorted(python), *sorted(templates)]


def as_python(path):
    if path.suffix == ".py":
        return path.read_bytes()
    lines = templatize(path.read_text(), origin=str(path)).split("\n")
    return "\n".join(line.lstrip() for line in lines).encode()


def messages():
    """Every message of the sources, in their order: (file, message id, context)."""
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        found = extract.extract("python", BytesIO(as_python(path)), KEYWORDS)
        for _line, message_id, _comments, context in found:
            yield name, message_id, context


def template_catalogue():
    """All messages, none translated."""
    catalogue = Catalog()
    for _name, message_id, context in messages():
        catalogue.add(message_id, context=context)
    return catalogue


def merged(old, language):
    """A catalogue with exactly the messages of the sources; what `old` knows is kept word for word."""
    new = Catalog(language, header_comment="", fuzzy=False)
    # A newer CLDR may count more forms of the plural than the catalogue was written in.
    new._num_plurals, new._plural_expr = old.num_plurals, old.plural_expr
    for message in template_catalogue():
        if not message.id:
            continue
        known = old.get(message.id, context=message.context)
        new.add(message.id, known.string if known else "", context=message.context)
    return new


def catalogue_path(language):
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language):
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def main(languages):
    settings.configure(USE_I18N=True)
    for language in languages:
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = merged(read(language), language)
        path.write_bytes(written(catalogue))
        missing = sum(1 for message in catalogue if message.id and not done(message))
        print(f"{language}: {len(catalogue)} messages, {missing} to translate")


def written(catalogue):
    """Without the header lines that change with each run."""
    whole = BytesIO()
    write_po(whole, catalogue, width=0, no_location=True)
    lines = whole.getvalue().decode().split("\n")
    return (
        "\n".join(line for line in lines if not line.startswith(UNSTEADY)).strip().encode() + b"\n"
    )


def done(message):
    return all(message.string) if message.pluralizable else bool(message.string)


if __name__ == "__main__":
    main(sys.argv[1:] or ["fr"])
