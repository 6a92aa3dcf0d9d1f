"""The witness: a small file beside the register that remembers how far it had come.

Whoever puts an older copy of the register back makes serials come out twice. The witness shows it.
"""

import json
import os
from pathlib import Path

from clausebook.certificates.register.chain import Head, canonical
from clausebook.errors import RegisterError

_FORMAT = "clausebook-witness/1"


class Witness:
    """The witness in the file `path`; without a path nothing is remembered."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def read(self) -> Head | None:
        """The head that was written last, or None where there is none. Raises RegisterError for a damaged witness."""
        if self.path is None:
            return None
        try:
            text = self.path.read_text(encoding="utf-8")
            known = json.loads(text)
            head = Head(int(known["sequence"]), str(known["hash"]))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise RegisterError(f"the witness {self.path} cannot be read: {error.strerror}; allow reading it") from None
        except (ValueError, KeyError, TypeError):
            text, head = "", Head(0, "")
        if text != _text(head):
            raise RegisterError(f"the witness {self.path} was changed; restore it together with the register")
        return head

    def write(self, head: Head) -> None:
        """Remember this head. Raises RegisterError where that cannot be written."""
        if self.path is None:
            return
        new = self.path.with_name(f".{self.path.name}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with new.open("w", encoding="utf-8") as file:
                file.write(_text(head))
                file.flush()
                os.fsync(file.fileno())
            new.replace(self.path)
        except OSError as error:
            raise RegisterError(
                f"the witness {self.path} cannot be written: {error.strerror}; mend that and run again, nothing is lost"
            ) from error


def _text(head: Head) -> str:
    return canonical({"format": _FORMAT, **head._asdict()}) + "\n"
