"""The tools that ship: every definition in the folder, by code and version."""

from functools import cache
from pathlib import Path

from instruments.definition import Definition, DefinitionError
from instruments.reading import read
from instruments.scoring import SCORERS

FOLDER = Path(__file__).parent / "definitions"


def read_folder(folder: Path = FOLDER) -> dict[tuple[str, int], Definition]:
    """Raises `DefinitionError` for the first file that cannot be used."""
    found: dict[tuple[str, int], Definition] = {}
    for path in sorted(folder.glob("*.toml")):
        definition = read(path)
        key = (definition.code, definition.version)
        if key in found:
            raise DefinitionError(f"{path.name}: version {key[1]} of {key[0]} is there twice")
        if path.name.split(".")[0] != definition.code:
            raise DefinitionError(f"{path.name}: a file begins with its code, {definition.code}")
        if definition.result not in SCORERS:
            raise DefinitionError(f"{path.name}: no scoring is called {definition.result}")
        found[key] = definition
    return found


@cache
def _shelf() -> dict[tuple[str, int], Definition]:
    return read_folder()


def load(code: str, version: int | None = None) -> Definition:
    """
    The tool with this code: one version, or the newest.

    An answered tool keeps its version: when a definition changes, the former file stays
    beside it as `<code>.<version>.toml`. Raises `LookupError` where there is none.
    """
    versions = [each for each in _shelf().values() if each.code == code]
    wanted = [each for each in versions if version in (None, each.version)]
    if not wanted:
        raise LookupError(f"There is no tool {code}, version {version or 'any'}.")
    return max(wanted, key=lambda each: each.version)


def tools() -> list[Definition]:
    """The newest version of each, in the order of the moments and then of the code."""
    codes = {code for code, _version in _shelf()}
    order = {"meet": 0, "plan": 1, "return": 2}
    return sorted((load(code) for code in codes), key=lambda tool: (order[tool.moment], tool.code))
