"""Every tool by code and version: those that ship, and the countries' own, which are rows."""

from functools import cache

from instruments.definition import Definition
from instruments.folder import FOLDER, read_folder
from instruments.stored import newest_of, stored

__all__ = ["FOLDER", "load", "offered", "read_folder", "tools"]
ORDER = {"meet": 0, "plan": 1, "return": 2}


@cache
def _shelf() -> dict[tuple[str, int], Definition]:
    return read_folder()


def load(code: str, version: int | None = None) -> Definition:
    """
    The tool with this code: one version, or the newest.

    An answered tool keeps its version: when a definition changes, the former file stays beside it as
    `<code>.<version>.toml`, and its row stays when even that file goes. Raises `LookupError` where there is none.
    """
    versions = [each for each in _shelf().values() if each.code == code]
    wanted = [each for each in versions if version in (None, each.version)]
    if wanted:
        return max(wanted, key=lambda each: each.version)
    if found := stored(code, version):
        return found
    raise LookupError(f"There is no tool {code}, version {version or 'any'}.")


def tools() -> list[Definition]:
    """The newest version of each that ships, in the order of the moments and then of the code."""
    return in_order(load(code) for code in {code for code, _version in _shelf()})


def offered(country: str) -> list[Definition]:
    """Those that ship and those that this country published for itself."""
    return in_order([*tools(), *newest_of(country)]) if country else tools()


def in_order(found) -> list[Definition]:
    return sorted(found, key=lambda tool: (ORDER[tool.moment], tool.code))
