"""The definitions that ship with the product, read from their files."""

from pathlib import Path

from instruments.definition import Definition, DefinitionError
from instruments.reading import read
from instruments.scoring import SCORERS

FOLDER = Path(__file__).parent / "definitions"


def paths(folder: Path = FOLDER) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def read_folder(folder: Path = FOLDER) -> dict[tuple[str, int], Definition]:
    """Raises `DefinitionError` for the first file that cannot be used."""
    found: dict[tuple[str, int], Definition] = {}
    for path in paths(folder):
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
