"""What a case of verification is, and the certificates and lists that most cases are made of."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from clausebook.certificates.serial import Serial
from clausebook.certificates.verify_lists import Seen
from tests.certificates.verify_issuer import FIRST, NOW, Files, Json, Made, Publication, place

TODAY = NOW.date()
DAY = timedelta(days=1)
SCRIPT = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
MORE_THAN_DIGITS = 4_097


NOTHING = Seen()


@dataclass(frozen=True)
class Case:
    """`shows` is a text that has to be seen, `hides` one that must not."""

    name: str
    reason: str
    given: str | bytes
    files: Files
    seen: Seen = NOTHING
    shows: str = ""
    hides: str = ""


def serial(number: int) -> str:
    return str(Serial("CB", 2026, number))


LI = Made(serial(1))
ANNA = Made(
    serial(2),
    name="Anna Müller",
    name_latin="",
    organization="Bäckerei Müller",
    band="excellent",
    overall=1000,
    status=131_071,
)
OLDER = Made(
    serial(3),
    name="阿卜杜拉·买买提",
    name_latin="Abdulla Memet",
    issued=date(2025, 5, 1),
    expires=date(2028, 4, 30),
    status=0,
    key=FIRST,
)
ENDED = Made(serial(4), issued=date(2024, 1, 1), expires=TODAY - DAY, status=77, key=FIRST)
NOBODYS = Made(serial(999_999), name="Nobody")
CERTIFICATES = [LI, ANNA, OLDER, ENDED]


@cache
def usual() -> tuple[tuple[str, bytes], ...]:
    return tuple(Publication(CERTIFICATES).files().items())


def files(*more: Made, **bent: Any) -> Files:
    """The lists with some certificates more, or bent in some way."""
    return Publication([*CERTIFICATES, *more], **bent).files() if more or bent else dict(usual())


def bent(name: str, **claims: Any) -> Files:
    """The lists with other claims in one of the signed files."""
    return files(claims={name: claims})


def without(name: str) -> Files:
    return {other_name: content for other_name, content in files().items() if other_name != name}


def changed(name: str, content: bytes) -> Files:
    return files() | {name: content}


def flipped(content: bytes, place: int) -> bytes:
    """With one bit changed; `place` may count from the end."""
    changed_bytes = bytearray(content)
    changed_bytes[place] ^= 1
    return bytes(changed_bytes)


def shard_of(made: Made) -> str:
    return f"issued/{place(made.serial)[:2]}.json"


def trusted(case: Case) -> Json:
    """What a browser has kept from before."""
    return {"keys": case.seen.keys, "lists": case.seen.lists}
