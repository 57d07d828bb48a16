from dataclasses import dataclass, field


@dataclass
class Made:
    """A file as it was made: its bytes, and what the right to it hangs on."""

    body: bytes = b""
    classes: list[str] = field(default_factory=list)
    row_ids: list = field(default_factory=list)
    stages: list[int] = field(default_factory=list)
    records: list = field(
        default_factory=list
    )  # one for each of `row_ids`, where a row hangs on the others
