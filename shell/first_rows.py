"""The beginning of a list. What a page leaves out it counts: nothing is left out in silence."""


def first_rows(query, most: int) -> tuple[list, int]:
    """The first rows of a query in its order, and how many come after them."""
    found = list(query[: most + 1])
    return found[:most], query.count() - most if len(found) > most else 0
