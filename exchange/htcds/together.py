"""Rows that speak of one person: the first holds the person, each further one another event, goal, comment or referral."""

SAME_PERSON = "x_person_uuid"


class Person(dict):
    """The values of the first row; `further`: those of the rows that go on with the same person."""

    def __init__(self, values):
        super().__init__(values)
        self.further = []

    @property
    def all(self) -> list[dict]:
        return [self, *self.further]


def together(rows) -> list[tuple[int, Person]]:
    """`rows`: (row number, values). Without the column each row is a person."""
    found, same = [], None
    for number, values in rows:
        own = values.get(SAME_PERSON)
        if found and own and own == same:
            found[-1][1].further.append(values)
        else:
            found.append((number, Person(values)))
        same = own
    return found


def goes_on(before, row, place) -> bool:
    """Whether a raw row (number, cells) goes on with the person of the one before it. `place`: of the column, or None."""
    own = row[1].get(place) if place is not None else None
    return own is not None and own == before[1].get(place)
