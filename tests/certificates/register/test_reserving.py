"""Every certificate has one line with one serial and one place in the status lists, and keeps them."""

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from clausebook.certificates.register import (
    STATUS_STEP,
    Issued,
    Record,
    Register,
    certificate_key,
    months_after,
    status_list_size,
)
from clausebook.certificates.serial import Serial, parse_serial
from clausebook.errors import RegisterError
from clausebook.model.certificate import Holder
from clausebook.model.result import Result
from clausebook.model.scheme import Scheme
from tests.certificates.conftest import holder, questionnaire, result
from tests.certificates.register.conftest import NOW, SCHEME, Place, done, issue, person, request, reserve, sha256

RESULT = result(questionnaire())


def test_first_certificate(register: Register) -> None:
    (record,) = reserve(register, request(1))
    assert record == Record(
        serial=str(Serial("BK", 2026, 1)),
        key=request(1).key,
        scheme="baker",
        holder=person(1),
        band="baked",
        overall=Fraction(2, 3),
        issued=date(2026, 11, 2),
        expires=date(2028, 11, 2),
        reserved=NOW,
        digest=None,
        payload_digest=None,
        status_index=record.status_index,
        state="reserved",
        superseded_by=None,
        ended=None,
    )
    assert register.find(record.serial) == record
    assert register.records() == [record]
    assert (record.certificate.serial, record.certificate.status_index) == (record.serial, record.status_index)
    assert register.check() == []


def test_same_request_gets_the_same_line_later(place: Place) -> None:
    with place.register() as register:
        (serial,) = issue(register, request(1))
        before = register.find(serial)
    with place.register() as register:
        assert reserve(register, request(1), now=NOW + timedelta(days=400)) == [before]
        assert len(register.records()) == 1
    assert before is not None
    assert (before.is_issued, before.state) == (True, "issued")
    assert before.digest == done(serial).digest
    assert before.payload_digest == sha256(f"payload of {serial}")


def test_a_batch_keeps_the_order_of_its_requests(register: Register) -> None:
    reserve(register, request(2))
    records = reserve(register, request(3), request(2), request(1), request(3))
    assert [record.holder.id for record in records] == ["E3", "E2", "E1", "E3"]
    assert [parse_serial(record.serial).number for record in records] == [2, 1, 3, 2]


def test_more_than_fits_into_one_query(register: Register) -> None:
    requests = [request(number) for number in range(2_100)]
    serials = issue(register, *requests)
    assert [parse_serial(serial).number for serial in serials] == list(range(1, 2_101))
    assert [record.serial for record in register.reserve(requests, NOW)] == serials
    assert register.check() == []


def test_numbers_start_anew_with_each_prefix_and_year(register: Register) -> None:
    other = SCHEME.model_copy(update={"id": "other", "prefix": "B2"})
    next_year = NOW.replace(year=2027)
    records = reserve(register, request(1), request(2), request(1, plan=other))
    records += reserve(register, request(3), now=next_year)
    expected = [("BK", 2026, 1), ("BK", 2026, 2), ("B2", 2026, 1), ("BK", 2027, 1)]
    assert [tuple(parse_serial(record.serial)) for record in records] == expected
    listed = [tuple(parse_serial(record.serial)) for record in register.records()]
    assert listed == sorted(expected)


def test_day_of_issue_is_that_of_the_given_time_zone(register: Register) -> None:
    new_year_in_china = datetime(2027, 1, 1, 7, tzinfo=timezone(timedelta(hours=8)))
    (record,) = reserve(register, request(1), now=new_year_in_china)
    assert (record.issued, parse_serial(record.serial).year) == (date(2027, 1, 1), 2027)
    assert record.reserved == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_places_in_the_status_lists_are_drawn_and_never_shared(file: Place) -> None:
    drawn = iter([0, 1, 7, 7, 2, 7, 9, 3])
    with Register.at(file.location, randbelow=lambda below: next(drawn) if below == STATUS_STEP else 1) as register:
        first = reserve(register, request(1))
        second = reserve(register, request(2), request(3))
    assert [record.status_index for record in first + second] == [0, 7, 2]


def test_status_lists_grow_in_steps() -> None:
    assert status_list_size(0) == status_list_size(STATUS_STEP // 2 - 1) == STATUS_STEP
    assert status_list_size(STATUS_STEP // 2) == 2 * STATUS_STEP
    assert status_list_size(1_000_000) % STATUS_STEP == 0


@pytest.mark.parametrize(
    ("other_scheme", "other_holder", "other_result"),
    [
        (SCHEME.model_copy(update={"id": "other"}), person(1), RESULT),
        (SCHEME, person(2), RESULT),
        (SCHEME, holder("Person 1", id="E1", organization="Elsewhere"), RESULT),
        (SCHEME, person(1), RESULT.model_copy(update={"overall": Fraction(2, 3) + Fraction(1, 10**9)})),
    ],
)
def test_another_scheme_holder_or_result_has_another_key(
    other_scheme: Scheme, other_holder: Holder, other_result: Result
) -> None:
    assert certificate_key(SCHEME, person(1), RESULT) == certificate_key(SCHEME, person(1), RESULT)
    assert certificate_key(SCHEME, person(1), RESULT) != certificate_key(other_scheme, other_holder, other_result)


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


def test_issue_can_be_repeated_but_not_changed(register: Register) -> None:
    (serial,) = issue(register, request(1))
    head = register.head()
    register.issue([done(serial), done(serial)], NOW)
    assert register.head() == head
    with pytest.raises(RegisterError, match="issued as another file"):
        register.issue([Issued(serial, "cd" * 32, b"")], NOW)
    record = register.find(serial)
    assert record is not None
    assert record.digest == done(serial).digest


def test_one_that_is_wrong_leaves_the_whole_batch_undone(register: Register) -> None:
    (record,) = reserve(register, request(1))
    assert register.find("BK-2026-000009-0") is None
    with pytest.raises(RegisterError, match="not in the register"):
        register.issue([done(record.serial), done("BK-2026-000009-0")], NOW)
    assert register.records() == [record]
    assert register.check() == []


def test_an_empty_batch_is_nothing(register: Register) -> None:
    head = register.head()
    assert reserve(register) == []
    register.issue([], NOW)
    assert register.head() == head
