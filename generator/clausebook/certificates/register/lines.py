"""The lines of a register: read from its tables, and put into rows for other programs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, insert, select
from sqlalchemy.sql.functions import coalesce

from clausebook.certificates.register.record import ERASED, Listed, Record
from clausebook.certificates.register.tables import certificates, holders
from clausebook.model.certificate import Holder
from clausebook.model.result import shown
from clausebook.model.table import guarded

T = TypeVar("T")
_AT_ONCE = 1_000
"""Values in one query: both databases have a limit."""
_HOLDER = ("id", "name", "name_latin", "organization", "department")
_INNER = {"prefix", "year", "number", "sequence"}
_NOBODY = Holder(id=ERASED, name=ERASED, organization=ERASED)
_SHOWN = certificates.join(holders, holders.c.serial == certificates.c.serial, isouter=True)
_COLUMNS = (
    *(column for column in certificates.columns if column.name not in _INNER),
    *(holders.c[name].label(f"holder_{name}") for name in _HOLDER),
)
HEADINGS = (
    *("serial", "state", "scheme", "band", "score", "issued", "expires", "ended", "superseded_by"),
    *_HOLDER,
    *("status_index", "digest"),
)
"""The columns of the table that `table_rows` gives."""


def all_records(connection: Connection) -> list[Record]:
    """All lines, by prefix, year and number."""
    order = (certificates.c.prefix, certificates.c.year, certificates.c.number)
    rows = connection.execute(select(*_COLUMNS, *order).select_from(_SHOWN)).all()
    # Databases put digits and letters in different orders.
    return [_record(row._asdict()) for row in sorted(rows, key=lambda row: row[-3:])]


def listed(connection: Connection) -> list[Listed]:
    """What is published of every certificate that was issued, in any order."""
    of = certificates.c
    fields = (of.serial, of.digest, of.payload_digest, of.status_index, of.state, coalesce(of.ended, of.expires))
    rows = connection.execute(select(*fields).where(of.digest.is_not(None)))
    return [Listed(*row[:-1], date.fromisoformat(row[-1])) for row in rows]


def records_by(connection: Connection, column: Column[str], values: Iterable[str]) -> Iterator[Record]:
    """The lines with these serials or keys, in any order."""
    for some in portions(values):
        query = select(*_COLUMNS).select_from(_SHOWN).where(column.in_(some))
        yield from (_record(row._asdict()) for row in connection.execute(query))


def rows_of(connection: Connection, serials: Iterable[str]) -> dict[str, dict[str, Any]]:
    """The lines of the table of certificates with these serials."""
    found = {}
    for some in portions(serials):
        for row in connection.execute(select(certificates).where(certificates.c.serial.in_(some))):
            found[row.serial] = row._asdict()
    return found


def in_force(connection: Connection, serials: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """The issued certificates of everybody who holds one of these, by scheme and holder, the newest last."""
    found: dict[tuple[str, str], list[str]] = {}
    for some in portions(serials):
        their = select(holders.c.id).where(holders.c.serial.in_(some))
        query = (
            select(certificates.c.scheme, holders.c.id, certificates.c.serial)
            .join_from(certificates, holders, holders.c.serial == certificates.c.serial)
            .where(and_(certificates.c.state == "issued", holders.c.id.in_(their)))
            .order_by(certificates.c.sequence)
        )
        for key, group in _grouped(connection.execute(query)).items():
            found[key] = group
    return found


def taken(connection: Connection, column: ColumnElement[T], values: Iterable[T]) -> set[T]:
    """Which of these values stand in a column already."""
    return {value for some in portions(values) for value in connection.scalars(select(column).where(column.in_(some)))}


def insert_all(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put lines into a table."""
    for some in portions(rows):
        connection.execute(insert(table), [dict(row) for row in some])


def portions(values: Iterable[T]) -> Iterator[Sequence[T]]:
    """Values in portions that fit into one query."""
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some


def table_rows(records: Iterable[Record]) -> Iterator[bytes]:
    """CSV line by line, without the ends of the lines, that a spreadsheet shows as it is: with a byte order mark, and
    no formulas. `score` is in percent."""
    rows = (_cells(record) for record in records)
    yield from (line.encode("utf-8-sig" if not at else "utf-8") for at, line in enumerate(_csv([HEADINGS, *rows])))


def json_rows(records: Iterable[Record]) -> Iterator[bytes]:
    """JSON line by line, with the exact scores."""
    return (record.model_dump_json().encode() for record in records)


def _csv(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    for row in rows:
        text = io.StringIO()
        csv.writer(text).writerow(row)
        yield text.getvalue().removesuffix("\n")


def _cells(record: Record) -> list[str]:
    fields = record.model_dump(mode="json")
    fields |= {"score": shown(record.overall), **fields["holder"]}
    return [guarded("" if fields[name] is None else str(fields[name])) for name in HEADINGS]


def _record(row: Mapping[str, Any]) -> Record:
    fields = {name: value for name, value in row.items() if name not in _INNER}
    holder = {name: fields.pop(f"holder_{name}") for name in _HOLDER}
    return Record(holder=_NOBODY if holder["id"] is None else Holder(**holder), **fields)


def _grouped(rows: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], list[str]]:
    groups: dict[tuple[str, str], list[str]] = {}
    for scheme, holder, serial in rows:
        groups.setdefault((scheme, holder), []).append(serial)
    return groups
