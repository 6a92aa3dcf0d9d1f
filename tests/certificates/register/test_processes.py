"""Crowds and crashes: no serial twice, no certificate twice, and nothing that was promised is lost."""

import time
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from sqlalchemy import Connection as Database

from clausebook.certificates.register import Issued, Register
from clausebook.certificates.serial import parse_serial
from tests.certificates.register.conftest import NOW, PROCESSES, Place, done, issue, person, request, sha256


class Pausing(Register):
    """Waits between looking for the next number and taking it, where a careless register gives one number twice."""

    def _last_number(self, connection: Database, prefix: str, year: int) -> int:
        number = super()._last_number(connection, prefix, year)
        time.sleep(0.02)
        return number


def issue_many(place: Place, kind: type[Register], people: range, batch: int, sender: Connection) -> None:
    serials: list[str] = []
    with place.register(kind) as register:
        for first in range(0, len(people), batch):
            serials += issue(register, *map(request, people[first : first + batch]))
    sender.send(dict(zip(people, serials, strict=True)))


def issue_at_once(place: Place, kind: type[Register], people: int, batch: int) -> None:
    """Four processes at once, each with its quarter of the people and a fifth of the next one's."""
    quarter, running = people // 4, []
    for start in range(0, people, quarter):
        receiver, sender = PROCESSES.Pipe(duplex=False)
        theirs = range(start, min(start + quarter * 6 // 5, people))
        process = PROCESSES.Process(target=issue_many, args=(place, kind, theirs, batch, sender))
        process.start()
        running.append((process, receiver))
    given: dict[int, str] = {}
    for process, receiver in running:
        for number, serial in receiver.recv().items():
            assert given.setdefault(number, serial) == serial
        process.join()
        assert process.exitcode == 0
    with place.register() as register:
        records = register.records()
    assert sorted(given) == list(range(people))
    assert [parse_serial(record.serial).number for record in records] == list(range(1, people + 1))
    assert {record.holder.id: record.serial for record in records} == {f"E{at}": given[at] for at in given}
    assert len({record.status_index for record in records}) == people
    assert {record.state for record in records} == {"issued"}


def test_ten_thousand_by_four_processes(file: Place) -> None:
    issue_at_once(file, Register, 10_000, 500)


def test_four_processes_on_a_database(database: Place) -> None:
    issue_at_once(database, Register, 1_000, 50)


def test_four_processes_that_pause(place: Place) -> None:
    issue_at_once(place, Pausing, 80, 5)


def issue_slowly(place: Place, folder: Path, sender: Connection) -> None:
    """Reserve, write and issue twelve certificates in threes, and tell of every step so that each can be the last."""

    class Telling(Register):
        def _last_number(self, connection: Database, prefix: str, year: int) -> int:
            number = super()._last_number(connection, prefix, year)
            tell("taking")
            return number

        def _keep_witness(self) -> None:
            tell("committed")
            super()._keep_witness()

    def tell(step: str, **promised: str) -> None:
        sender.send((step, promised))
        time.sleep(0.02)

    with place.register(Telling) as register:
        for first in range(0, 12, 3):
            records = register.reserve([request(number) for number in range(first, first + 3)], NOW)
            tell("reserved", **{record.holder.id: record.serial for record in records})
            for record in records:
                (folder / f"{record.serial}.pdf").write_text(f"file of {record.serial}")
            tell("written")
            register.issue([done(record.serial) for record in records], NOW)
            tell("issued")
    tell("done")


def test_killed_runs_lose_nothing_and_double_nothing(place: Place, tmp_path: Path) -> None:
    promised: dict[str, str] = {}
    folder = tmp_path / "files"
    folder.mkdir()
    steps = (
        ("taking", 1),
        ("committed", 1),
        ("reserved", 2),
        ("committed", 4),
        ("written", 3),
        ("taking", 1),
        ("done", 1),
    )
    for last_step, times in steps:
        receiver, sender = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=issue_slowly, args=(place, folder, sender))
        process.start()
        while times:
            step, serials = receiver.recv()
            for holder, serial in serials.items():
                assert promised.setdefault(holder, serial) == serial
            times -= step == last_step
        process.kill()
        process.join()
    with place.register() as register:
        records = register.records()
        assert register.check() == []
    assert [parse_serial(record.serial).number for record in records] == list(range(1, 13))
    assert {record.holder.id: record.serial for record in records} == promised
    for record in records:
        assert record.digest == sha256((folder / f"{record.serial}.pdf").read_text())
    assert len(list(folder.iterdir())) == 12


def test_stopped_in_the_middle_of_a_reservation_takes_no_serial(place: Place) -> None:
    class Failing(Register):
        def _last_number(self, connection: Database, prefix: str, year: int) -> int:
            super()._last_number(connection, prefix, year)
            raise KeyboardInterrupt

    with place.register(Failing) as failing, pytest.raises(KeyboardInterrupt):
        failing.reserve([request(1)], NOW)
    with place.register() as register:
        assert register.records() == []
        (serial,) = issue(register, request(1))
        assert parse_serial(serial).number == 1
        register.issue([Issued(serial, done(serial).digest, b"")], NOW)
        assert register.records()[0].holder == person(1)
