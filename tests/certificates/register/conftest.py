"""Registers to test on, in a file and in a database."""

import hashlib
import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import count
from pathlib import Path

import psycopg
import pytest

from clausebook.certificates.register import Issued, Ledger, Location, Record, Register, Request
from clausebook.model.certificate import Holder
from clausebook.model.scheme import Scheme
from tests.certificates.conftest import holder, scheme
from tests.certificates.register.server import running_server, url

NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
SCHEME = scheme()
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.certificates.register.test_processes"])
_databases = count()


@dataclass(frozen=True)
class Place:
    """Where a register is; processes can be told."""

    location: Location
    witnesses: Path

    def register(self, kind: type[Register] = Register) -> Register:
        return kind.at(self.location, self.witnesses)

    def ledger(self) -> Ledger:
        return Ledger.at(self.location, self.witnesses)

    @property
    def witness(self) -> Path:
        return next(self.witnesses.glob("*.witness"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


@pytest.fixture
def file(path: Path) -> Place:
    return Place(path, path.parent)


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    with running_server() as folder:
        yield folder


@pytest.fixture
def database(server: Path, tmp_path: Path) -> Place:
    """An empty database."""
    name = f"register_{next(_databases)}"
    with psycopg.connect(url(server), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return Place(url(server, name), tmp_path / "witnesses")


@pytest.fixture(params=["file", "database"])
def place(request: pytest.FixtureRequest) -> Place:
    """Both kinds of places, one after the other."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Place)
    return found


@pytest.fixture
def register(place: Place) -> Iterator[Register]:
    with place.register() as opened:
        yield opened


def person(number: int) -> Holder:
    return holder(f"Person {number}", id=f"E{number}", name_latin="P", department="烘焙部")


def request(number: int, overall: Fraction = Fraction(2, 3), plan: Scheme = SCHEME) -> Request:
    """What person `number` has earned."""
    key = sha256(f"{plan.id} {number} {overall}")
    return Request(key, plan, person(number), "baked", overall)


def reserve(register: Register, *requests: Request, now: datetime = NOW) -> list[Record]:
    return register.reserve(requests, now)


def issue(register: Register, *requests: Request, now: datetime = NOW) -> list[str]:
    """Reserve and issue; the serials."""
    records = register.reserve(requests, now)
    register.issue([done(record.serial) for record in records], now)
    return [record.serial for record in records]


def done(serial: str) -> Issued:
    return Issued(serial, sha256(f"file of {serial}"), f"payload of {serial}".encode())


def states(register: Ledger) -> list[str]:
    return [record.state for record in register.records()]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
