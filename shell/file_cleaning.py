"""Runs `file_cleaner.py` in a process of its own, without the secrets of the desk."""

import subprocess
import sys
from pathlib import Path

from shell import file_cleaner

PROGRAM = Path(file_cleaner.__file__)
WAIT = 20  # seconds


class NotCleaned(Exception):
    """`why`: a word of the cleaner; empty where the file could not be read, or took too long."""

    def __init__(self, why: str = ""):
        super().__init__(why)
        self.why = why


def cleaned(kind: str, data: bytes, *, most: int) -> bytes:
    """The copy, of at most so many bytes."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", PROGRAM, kind],
            input=data,
            capture_output=True,
            timeout=WAIT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise NotCleaned from None
    if done.returncode == file_cleaner.REFUSED:
        raise NotCleaned(done.stderr.decode(errors="replace"))
    if done.returncode or not done.stdout or len(done.stdout) > most:
        raise NotCleaned
    return done.stdout
