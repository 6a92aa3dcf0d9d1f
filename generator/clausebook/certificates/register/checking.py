"""Comparing the tables of a register with its events, name by name and cell by cell."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, UniqueConstraint, inspect, select

from clausebook.certificates.register.chain import START, Event, Head, holder_digest
from clausebook.certificates.register.replay import Replay, Row
from clausebook.certificates.register.stores import Store
from clausebook.certificates.register.tables import certificates, events, holders, metadata
from clausebook.errors import RegisterError

_AT_ONCE = 5_000


def replayed(connection: Connection) -> Replay:
    """What the events say."""
    replay = Replay()
    replay.follow(all_events(connection))
    return replay


def all_events(connection: Connection, mentioning: str = "") -> Iterator[Event]:
    """The events in their order, or only those whose content holds a text."""
    query = select(events).where(events.c.content.contains(mentioning)) if mentioning else select(events)
    ordered = query.order_by(events.c.sequence).execution_options(yield_per=_AT_ONCE)
    return (Event(*row) for row in connection.execute(ordered))


def head_of(connection: Connection) -> Head:
    """The last event."""
    row = connection.execute(select(events).order_by(events.c.sequence.desc()).limit(1)).first()
    return START if row is None else Event(*row).head


def differences(connection: Connection, store: Store, known: Head | None) -> list[str]:
    """Everything that is wrong with a register, in words. `known` is what its witness said before the transaction."""
    structure = [*store.flaws(connection), *_other_tables(connection)]
    if structure:
        return structure
    replay = replayed(connection)
    return [*behind(connection, store, known), *replay.flaws, *beside(connection, replay)]


def behind(connection: Connection, store: Store, known: Head | None) -> list[str]:
    """Whether the register is not what its witness has seen: an earlier one, or another one."""
    head, witness = head_of(connection), store.witness
    if known is None:
        is_expected = witness.path is not None and store.needs_witness and head.sequence > 1
        return [f"its witness {witness.path} is missing"] if is_expected and witness.read() is None else []
    stored = connection.execute(select(events.c.hash).where(events.c.sequence == known.sequence)).scalar()
    if head.sequence < known.sequence:
        return [f"it was rolled back: its witness {witness.path} knows {known.sequence} events, it has {head.sequence}"]
    return [] if stored == known.hash else [f"its witness {witness.path} knows another event {known.sequence}"]


def beside(connection: Connection, replay: Replay) -> list[str]:
    """Where the tables of certificates and holders differ from what the events say."""
    return [*_certificates(connection, replay.rows), *_holders(connection, replay.holders)]


def _certificates(connection: Connection, expected: dict[str, Row]) -> Iterator[str]:
    found = []
    for row in _rows(connection, certificates):
        serial = row["serial"]
        found.append(serial)
        if serial not in expected:
            yield f"certificate {serial} stands in no event"
        elif row != expected[serial]:
            yield from _cells(row, expected[serial])
    yield from _missing_and_doubled(found, expected, "certificate")


def _cells(row: Row, expected: Row) -> Iterator[str]:
    for name, value in expected.items():
        if row[name] != value:
            yield f"certificate {expected['serial']}: {name} is {row[name]!r}, by its events {value!r}"


def _holders(connection: Connection, expected: dict[str, str]) -> Iterator[str]:
    found = []
    for row in _rows(connection, holders):
        serial, salt = row.pop("serial"), row.pop("salt")
        found.append(serial)
        if serial not in expected:
            yield f"the holder of {serial} stands in no event, or was erased"
        elif not all(isinstance(part, str) for part in (salt, *row.values())) or (
            holder_digest(salt, row) != expected[serial]
        ):
            yield f"the holder of {serial} is not the one to whom it was issued"
    yield from _missing_and_doubled(found, expected, "the holder of")


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    rows = connection.execute(select(table).execution_options(yield_per=_AT_ONCE))
    return (dict(zip(names, row, strict=True)) for row in rows)


def _missing_and_doubled(serials: list[str], expected: Iterable[str], what: str) -> Iterator[str]:
    counted = Counter(serials)
    yield from (f"{what} {serial} is missing" for serial in expected if serial not in counted)
    yield from (f"{what} {serial} stands there {count} times" for serial, count in counted.items() if count > 1)


def _other_tables(connection: Connection) -> Iterator[str]:
    """Where the tables are not made as they should be."""
    inspector = inspect(connection)
    for table in metadata.sorted_tables:
        if not inspector.has_table(table.name):
            yield f"the table {table.name} is missing"
            continue
        columns = {column["name"] for column in inspector.get_columns(table.name)}
        if columns != {column.name for column in table.columns}:
            yield f"the table {table.name} has other columns"
        keys = {tuple(one["column_names"]) for one in inspector.get_unique_constraints(table.name)}
        primary = inspector.get_pk_constraint(table.name)["constrained_columns"]
        if keys != _unique(table) or primary != [column.name for column in table.primary_key]:
            yield f"the table {table.name} lets in doubled lines"


def _unique(table: Table) -> set[tuple[str | None, ...]]:
    constraints = (one for one in table.constraints if isinstance(one, UniqueConstraint))
    return {tuple(column.name for column in one.columns) for one in constraints}


def refuse(store: Store, found: list[str]) -> None:
    """Raises RegisterError where anything was found to be wrong."""
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise RegisterError(
            f"the register {store.name} is damaged or was rolled back: {found[0]}{more}; look at all of it with "
            "`clausebook register check`, then restore the newest backup with its witness; where only the table of "
            "certificates or the witness is wrong, `clausebook register rebuild` mends it"
        )
