"""What one row of a desk is before it is drawn: where it stands, and how it is made once it is shown."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple
from uuid import UUID


class Entry(NamedTuple):
    """`on`: its day, or none. `row` makes what the page shows: to make it costs more than all that stands here. `in_case`: our file is open to me."""

    on: date | None
    row: Callable[[], dict]
    journey: UUID | None = None
    in_case: bool = False
    put_off_until: date | None = None
    may_put_off: bool = False

    def is_put_off(self, today):
        return bool(self.put_off_until and self.put_off_until > today)
