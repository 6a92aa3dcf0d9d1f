"""The register gives every certificate one serial, and keeps it through crashes, crowds and reruns."""

import hashlib
import multiprocessing
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from clausebook.certificates import register as module
from clausebook.certificates.register import Record, Register, certificate_key, months_after
from clausebook.certificates.serial import Serial, parse_serial
from clausebook.errors import RegisterError, RejectedRecord
from clausebook.model.certificate import Holder
from clausebook.model.result import Result
from clausebook.model.scheme import Scheme
from tests.certificates.conftest import holder, questionnaire, result, scheme

NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
SCHEME = scheme()
RESULT = result(questionnaire())
PROCESSES = multiprocessing.get_context("spawn")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.sqlite"


@pytest.fixture
def register(path: Path) -> Iterator[Register]:
    with Register(path) as opened:
        yield opened


def person(number: int) -> Holder:
    return holder(f"Person {number}", id=f"E{number}")


def test_reservation_holds_everything(register: Register) -> None:
    anna = holder("安娜", name_latin="Anna", department="烘焙部")
    record = register.reserve(SCHEME, anna, RESULT, NOW)
    assert record == Record(
        serial=str(Serial("BK", 2026, 1)),
        key=certificate_key(SCHEME, anna, RESULT),
        scheme="baker",
        holder=anna,
        band="baked",
        overall=Fraction(2, 3),
        issued=date(2026, 11, 2),
        expires=date(2028, 11, 2),
        reserved=NOW,
        digest=None,
    )
    assert register.find(record.serial) == record
    assert register.records() == [record]
    assert (record.certificate.serial, record.certificate.holder) == (record.serial, anna)


def test_same_request_gets_the_same_line_later(register: Register) -> None:
    first = register.reserve(SCHEME, person(1), RESULT, NOW)
    register.issue(first.serial, "ab" * 32)
    again = register.reserve(SCHEME, person(1), RESULT, NOW + timedelta(days=400))
    assert again == first.model_copy(update={"digest": "ab" * 32})
    assert len(register.records()) == 1


@pytest.mark.parametrize(
    ("other_scheme", "other_holder", "other_result"),
    [
        (SCHEME.model_copy(update={"id": "other"}), person(1), RESULT),
        (SCHEME, person(2), RESULT),
        (SCHEME, holder("Person 1", id="E1", organization="Elsewhere"), RESULT),
        (SCHEME, person(1), RESULT.model_copy(update={"overall": Fraction(2, 3) + Fraction(1, 10**9)})),
    ],
)
def test_another_scheme_holder_or_result_is_another_certificate(
    register: Register, other_scheme: Scheme, other_holder: Holder, other_result: Result
) -> None:
    first = register.reserve(SCHEME, person(1), RESULT, NOW)
    second = register.reserve(other_scheme, other_holder, other_result, NOW)
    assert [parse_serial(record.serial).number for record in (first, second)] == [1, 2]


def test_numbers_start_anew_with_each_prefix_and_year(register: Register) -> None:
    other = SCHEME.model_copy(update={"id": "other", "prefix": "XY"})
    next_year = NOW.replace(year=2027)
    records = [
        register.reserve(plan, person(number), RESULT, now)
        for plan, number, now in ((SCHEME, 1, NOW), (SCHEME, 2, NOW), (other, 1, NOW), (SCHEME, 3, next_year))
    ]
    expected = [("BK", 2026, 1), ("BK", 2026, 2), ("XY", 2026, 1), ("BK", 2027, 1)]
    assert [tuple(parse_serial(record.serial)) for record in records] == expected


def test_day_of_issue_is_that_of_the_given_time_zone(register: Register) -> None:
    new_year_in_china = datetime(2027, 1, 1, 7, tzinfo=timezone(timedelta(hours=8)))
    record = register.reserve(SCHEME, person(1), RESULT, new_year_in_china)
    assert (record.issued, parse_serial(record.serial).year) == (date(2027, 1, 1), 2027)
    assert record.reserved == datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 2), 24, date(2028, 11, 2)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_after(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_result_without_a_band_takes_no_serial(register: Register) -> None:
    with pytest.raises(RejectedRecord, match="no_band"):
        register.reserve(SCHEME, person(1), RESULT.model_copy(update={"band": None}), NOW)
    assert register.records() == []


def test_issue_can_be_repeated_but_not_changed(register: Register) -> None:
    serial = register.reserve(SCHEME, person(1), RESULT, NOW).serial
    register.issue(serial, "ab" * 32)
    register.issue(serial, "ab" * 32)
    with pytest.raises(RegisterError, match="issued as another file"):
        register.issue(serial, "cd" * 32)
    record = register.find(serial)
    assert record is not None
    assert record.is_issued
    assert record.digest == "ab" * 32


def test_unknown_serial_is_not_issued(register: Register) -> None:
    assert register.find("BK-2026-000009-0") is None
    with pytest.raises(RegisterError, match="not in the register"):
        register.issue("BK-2026-000009-0", "ab" * 32)


class Pausing(Register):
    """Waits between looking for the next number and taking it, where a careless register gives one number twice."""

    def _next_serial(self, prefix: str, year: int) -> Serial:
        serial = super()._next_serial(prefix, year)
        time.sleep(0.005)
        return serial


def reserve_many(path: Path, start: int, sender: Connection) -> None:
    with Pausing(path) as register:
        sender.send([register.reserve(SCHEME, person(start + at), RESULT, NOW).serial for at in range(50)])


def test_two_processes_never_share_a_serial(path: Path) -> None:
    receivers = []
    for start in (0, 25):
        receiver, sender = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=reserve_many, args=(path, start, sender))
        process.start()
        receivers.append((process, receiver))
    given = [receiver.recv() for _, receiver in receivers]
    for process, _ in receivers:
        process.join()
    # Persons 25 to 49 are asked for by both: 100 requests are 75 certificates.
    assert given[0][25:] == given[1][:25]
    serials = set(given[0] + given[1])
    assert sorted(parse_serial(serial).number for serial in serials) == list(range(1, 76))
    with Register(path) as register:
        assert {record.serial for record in register.records()} == serials


def issue_all(path: Path, sender: Connection) -> None:
    """Reserve, write and issue ten certificates, and tell of every step so that each can be the last."""

    class Telling(Register):
        def _next_serial(self, prefix: str, year: int) -> Serial:
            serial = super()._next_serial(prefix, year)
            sender.send(("taking", "", str(serial)))
            time.sleep(0.05)
            return serial

    with Telling(path) as register:
        for number in range(10):
            serial = register.reserve(SCHEME, person(number), RESULT, NOW).serial
            sender.send(("reserved", person(number).id, serial))
            content = f"certificate {serial} of {number}".encode()
            (path.parent / f"{serial}.pdf").write_bytes(content)
            sender.send(("written", "", serial))
            register.issue(serial, hashlib.sha256(content).hexdigest())
            sender.send(("issued", "", serial))
            time.sleep(0.01)
    sender.send(("done", "", ""))


def test_killed_runs_lose_nothing_and_double_nothing(path: Path) -> None:
    promised: dict[str, str] = {}
    for last_step, times in (("taking", 3), ("reserved", 5), ("written", 7), ("issued", 9), ("done", 1)):
        receiver, sender = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=issue_all, args=(path, sender))
        process.start()
        while times:
            step, holder_id, serial = receiver.recv()
            if step == "reserved":
                assert promised.setdefault(holder_id, serial) == serial
            times -= step == last_step
        process.kill()
        process.join()
    with Register(path) as register:
        records = register.records()
    assert [parse_serial(record.serial).number for record in records] == list(range(1, 11))
    assert {record.holder.id: record.serial for record in records} == promised
    for record in records:
        assert record.digest == hashlib.sha256((path.parent / f"{record.serial}.pdf").read_bytes()).hexdigest()
    assert len(list(path.parent.glob("*.pdf"))) == 10


def test_crash_in_the_middle_of_a_reservation_takes_no_serial(path: Path) -> None:
    class Failing(Register):
        def _next_serial(self, prefix: str, year: int) -> Serial:
            super()._next_serial(prefix, year)
            raise KeyboardInterrupt

    with Failing(path) as failing, pytest.raises(KeyboardInterrupt):
        failing.reserve(SCHEME, person(1), RESULT, NOW)
    with Register(path) as register:
        assert register.records() == []
        assert parse_serial(register.reserve(SCHEME, person(1), RESULT, NOW).serial).number == 1


def test_locked_register_says_to_wait(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAIT", 0.05)
    with Register(path) as register, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RegisterError, match=r"in use by another run; wait"):
            register.reserve(SCHEME, person(1), RESULT, NOW)
        other.rollback()
        assert register.reserve(SCHEME, person(1), RESULT, NOW)


def fill(register: Register) -> None:
    for number in range(50):
        register.reserve(SCHEME, person(number), RESULT, NOW)


@pytest.mark.parametrize(
    ("pragma", "said"),
    [("query_only = ON", "may not be written; allow writing"), ("max_page_count = 1", "disk is full; free some space")],
)
def test_failed_write_says_what_to_do(register: Register, pragma: str, said: str) -> None:
    register._connection.execute(f"PRAGMA {pragma}")
    with pytest.raises(RegisterError, match=said):
        fill(register)


def test_damaged_register_is_not_used(path: Path) -> None:
    with Register(path) as register:
        fill(register)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with Register(path) as register, pytest.raises(RegisterError, match="damaged; restore it from a backup"):
        register.records()


def test_file_that_is_no_database_is_not_touched(path: Path) -> None:
    path.write_text("a letter, and not a register at all\n" * 100)
    with pytest.raises(RegisterError, match="not a register"), Register(path):
        pass
    assert path.read_text().startswith("a letter")


@pytest.mark.parametrize(("pragma", "said"), [("application_id = 7", "another program"), ("user_version = 9", "newer")])
def test_database_of_another_kind_is_not_used(path: Path, pragma: str, said: str) -> None:
    with Register(path):
        pass
    with closing(sqlite3.connect(path)) as other:
        other.execute(f"PRAGMA {pragma}")
        other.commit()
    with pytest.raises(RegisterError, match=said), Register(path):
        pass


def test_database_with_tables_of_its_own_is_not_used(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE letters (a)")
        other.commit()
    with pytest.raises(RegisterError, match="another program"), Register(path):
        pass


def test_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match=r"nowhere.*cannot be opened; check that its folder exists"):
        Register(tmp_path / "nowhere" / "register.sqlite").__enter__()


def test_journal_is_safe_against_power_cuts(register: Register) -> None:
    pragmas = [register._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert pragmas == ["delete", 3]
