"""A share of a run, so that several computers that have one register certify one roster together."""

import re
from dataclasses import dataclass
from typing import Self
from zlib import crc32

from clausebook.errors import UsageError

_FORM = re.compile(r"([1-9][0-9]{0,3})/([1-9][0-9]{0,3})", re.ASCII)


@dataclass(frozen=True)
class Shard:
    """The share `part` of `parts`, from 1: all that is about a person is in the same share, whoever takes it."""

    part: int = 1
    parts: int = 1

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2/5", the second share of five. Raises UsageError."""
        match = _FORM.fullmatch(text)
        if match is None or int(match[1]) > int(match[2]):
            raise UsageError(f"{text!r} is no share; write 2/5 for the second of five")
        return cls(int(match[1]), int(match[2]))

    def has(self, person: str) -> bool:
        """Whether somebody is in this share. What is about nobody known, with an empty id, is in the first."""
        return (crc32(person.encode("utf-8", "surrogatepass")) % self.parts if person else 0) == self.part - 1
