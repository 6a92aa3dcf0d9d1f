"""Every exception that Clausebook raises on purpose, and the problems they carry.

ClausebookError                  exit code 1
├── InputError                   the project's files hold problems; carries all of them
├── UsageError                   the command was called with something it cannot use; exit code 2
├── MissingLibraryError          a native library or a font is not installed
├── RenderError                  a page or document could not be rendered
│   └── MissingGlyphError        no font draws a character; carries the characters
├── RejectedRecord               one record of a batch cannot be used; carries a reason code
│   └── HeldRecord               it could be used, but a person has to decide first
├── RegisterError                the register of certificates cannot be used
└── KeysError                    the keys that sign certificates cannot be used
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file the user wrote. Lines and columns count from 1; 0 means the file as a whole."""

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.path}" if self.path else place


@dataclass(frozen=True, order=True)
class Problem:
    """Something wrong in the input: where it is, what it is, and what to do about it."""

    where: Where
    what: str
    remedy: str
    is_warning: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        label = "warning: " if self.is_warning else ""
        return f"{self.where}: {label}{self.what}; {self.remedy}"


class ClausebookError(Exception):
    """The root of all errors that are reported without a traceback."""

    exit_code = 1


class InputError(ClausebookError):
    """The project's files hold problems, all of which are in `problems`, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(map(str, self.problems)))


class UsageError(ClausebookError):
    """The command was called with something it cannot use."""

    exit_code = 2


class MissingLibraryError(ClausebookError):
    """A native library or a font is not installed; the message says what to install."""


class RenderError(ClausebookError):
    """A page or document could not be rendered."""


class MissingGlyphError(RenderError):
    """No font at hand draws some characters of a text; `characters` holds them, each once."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        points = ", ".join(f"U+{ord(c):04X}" for c in characters)
        super().__init__(f"no font draws {points}")


class RejectedRecord(ClausebookError):
    """One record of a batch cannot be used. `reason` is a stable code, `detail` says it in words."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


class HeldRecord(RejectedRecord):
    """One record of a batch could be used, but a person has to decide something first."""


class RegisterError(ClausebookError):
    """The register of certificates is locked, damaged or out of reach."""


class KeysError(ClausebookError):
    """The keys that sign certificates are missing, open to others, damaged or do not open; nothing in them is told."""
