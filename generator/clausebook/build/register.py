"""Looking into the register of certificates."""

import hashlib
from pathlib import Path

from clausebook.certificates.register import Record, Register
from clausebook.certificates.serial import parse_serial
from clausebook.errors import UsageError
from clausebook.model.result import shown


def look_up(register: Path, serial: str) -> Record:
    """The line of a serial as people type it. Raises UsageError where it is no serial or the register has none such."""
    wanted = str(parse_serial(serial))
    with Register(_existing(register)) as opened:
        record = opened.find(wanted)
    if record is None:
        raise UsageError(f"the register {register} has no certificate {wanted}")
    return record


def all_records(register: Path) -> list[Record]:
    """Every line of a register, by prefix, year and number. Raises UsageError where there is no register."""
    with Register(_existing(register)) as opened:
        return opened.records()


def is_as_issued(record: Record, file: Path) -> bool:
    """Whether a file is, byte for byte, the one that was issued. Raises OSError where it cannot be read."""
    return record.is_issued and digest(file.read_bytes()) == record.digest


def _existing(register: Path) -> Path:
    if not register.is_file():
        raise UsageError(f"there is no register {register}; name it with --register")
    return register


def described(record: Record) -> dict[str, str]:
    """A line of the register in words, by the name of each part."""
    return {
        "serial": record.serial,
        "state": "issued" if record.is_issued else "reserved, no file yet",
        "issued": record.issued.isoformat(),
        "expires": record.expires.isoformat(),
        "scheme": record.scheme,
        "band": record.band,
        "score": shown(record.overall),
        "holder": record.holder.id,
        "name": record.holder.name,
        "organization": record.holder.organization,
    }


def digest(content: bytes) -> str:
    """The SHA-256 of a file's content in hex, by which the register knows it."""
    return hashlib.sha256(content).hexdigest()
