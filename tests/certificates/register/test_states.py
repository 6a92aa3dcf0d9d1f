"""What becomes of certificates: revoked, put back in force, ended, replaced, forgotten; with a reason, for good."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from clausebook.certificates.register import ERASED, Ledger, Register
from clausebook.errors import RegisterError, UsageError
from tests.certificates.register.conftest import (
    NOW,
    SCHEME,
    Place,
    done,
    issue,
    request,
    reserve,
    states,
)

BETTER = Fraction(9, 10)


def test_a_changed_result_replaces_the_earlier_certificate_when_it_is_issued(register: Register) -> None:
    (first,) = issue(register, request(1))
    issue(register, request(2))
    (second,) = reserve(register, request(1, BETTER))
    assert states(register) == ["issued", "issued", "reserved"]
    register.issue([done(second.serial)], NOW)
    assert states(register) == ["superseded", "issued", "issued"]
    record = register.find(first)
    assert record is not None
    assert record.superseded_by == second.serial
    assert register.check() == []


def test_another_scheme_replaces_nothing(register: Register) -> None:
    other = SCHEME.model_copy(update={"id": "other"})
    issue(register, request(1), request(1, plan=other))
    assert states(register) == ["issued", "issued"]


def test_two_of_one_person_in_a_batch(register: Register) -> None:
    issue(register, request(1), request(1, BETTER), request(1, Fraction(1)))
    assert states(register) == ["superseded", "superseded", "issued"]


def test_one_that_is_issued_late_does_not_replace_a_newer_one(register: Register) -> None:
    (late,) = reserve(register, request(1))
    issue(register, request(1, BETTER))
    register.issue([done(late.serial)], NOW)
    assert states(register) == ["superseded", "issued"]


def test_the_old_result_again_is_the_old_certificate(register: Register) -> None:
    (first,) = issue(register, request(1))
    issue(register, request(1, BETTER))
    assert issue(register, request(1)) == [first]
    assert states(register) == ["superseded", "issued"]


def test_revoked_and_reinstated(register: Register) -> None:
    (serial,) = issue(register, request(1))
    assert register.revoke(serial, "the exam was passed by somebody else", NOW).state == "revoked"
    head = register.head()
    assert register.revoke(serial, "again", NOW).state == "revoked"
    assert register.head() == head
    assert issue(register, request(1)) == [serial]
    assert states(register) == ["revoked"]
    assert register.reinstate(serial, "that was a mistake", NOW).state == "issued"
    kinds = [event.facts["event"] for event in register.events(serial)]
    assert kinds == ["reserved", "issued", "revoked", "reinstated"]
    assert register.events(serial)[2].facts["reason"] == "the exam was passed by somebody else"
    assert register.check() == []


def test_a_revoked_reservation_is_not_issued(register: Register) -> None:
    (record,) = reserve(register, request(1))
    register.revoke(record.serial, "typed twice", NOW)
    with pytest.raises(RegisterError, match="reinstate it first"):
        register.issue([done(record.serial)], NOW)
    assert register.reinstate(record.serial, "no", NOW).state == "reserved"
    register.issue([done(record.serial)], NOW)


def test_expired_before_its_day(register: Register) -> None:
    (serial,) = issue(register, request(1))
    record = register.expire(serial, "the standard was withdrawn", NOW + timedelta(days=10))
    assert (record.state, record.last_day, record.expires) == ("expired", date(2026, 11, 11), date(2028, 11, 2))
    assert register.expire(serial, "again", NOW + timedelta(days=20)) == record
    back = register.reinstate(serial, "it was not", NOW)
    assert (back.state, back.last_day) == ("issued", date(2028, 11, 2))
    register.revoke(serial, "no", NOW)
    with pytest.raises(UsageError, match="is revoked; only an issued certificate can expire"):
        register.expire(serial, "no", NOW)


def test_an_expired_one_does_not_outlive_its_day(register: Register) -> None:
    (serial,) = issue(register, request(1))
    assert register.expire(serial, "late", NOW + timedelta(days=2_000)).last_day == date(2028, 11, 2)


def test_a_superseded_one_comes_back_only_without_its_successor(register: Register) -> None:
    first, second = issue(register, request(1), request(1, BETTER))
    with pytest.raises(UsageError, match=rf"superseded by {second}; revoke that one first"):
        register.reinstate(first, "please", NOW)
    register.revoke(second, "wrong", NOW)
    assert register.reinstate(first, "then this one", NOW).state == "issued"
    assert register.reinstate(second, "after all", NOW).state == "issued"
    assert states(register) == ["superseded", "issued"]
    register.revoke(first, "no", NOW)
    assert register.reinstate(first, "yes", NOW).state == "superseded"
    assert register.check() == []


@pytest.mark.parametrize("verb", ["revoke", "reinstate", "expire"])
def test_unknown_serials_and_missing_reasons(file: Place, verb: str) -> None:
    with file.register() as register:
        (serial,) = issue(register, request(1))
        if verb == "reinstate":
            register.revoke(serial, "so that it can", NOW)
        with pytest.raises(UsageError, match="has no certificate"):
            getattr(register, verb)("BK-2026-000009-0", "why", NOW)
        with pytest.raises(UsageError, match="say why"):
            getattr(register, verb)(serial, " ", NOW)


def test_a_forgotten_holder_leaves_the_register_whole(place: Place) -> None:
    with place.register() as register:
        issue(register, request(1), request(2), request(1, BETTER))
        register.erase("E1", NOW)
        first, second, third = register.records()
        assert (first.holder.name, second.holder.name, third.is_erased) == (ERASED, "Person 2", True)
        assert (first.serial, first.state, first.digest) == (
            third.superseded_by or first.serial,
            "superseded",
            first.digest,
        )
        assert register.check() == []
        assert all("Person" not in event.content and "E1" not in event.content for event in register.events())
        register.rebuild()
        assert register.records() == [first, second, third]
        assert register.check() == []
        assert reserve(register, request(1))[0].is_erased
        head = register.head()
        register.erase("E1", NOW)
        register.erase("nobody", NOW)
        assert register.head() == head
    with place.register() as register:
        assert issue(register, request(3))


def test_nothing_of_a_forgotten_holder_is_left_in_the_file(file: Place, path: Path) -> None:
    with file.register() as register:
        issue(register, *map(request, range(50)))
        assert b"Person 17" in path.read_bytes()
        register.erase("E17", NOW)
    assert b"Person 17" not in path.read_bytes()


def test_there_has_to_be_a_register_to_look_into(place: Place) -> None:
    with pytest.raises(UsageError, match="--register"), Ledger.at(place.location):
        pass
