"""The tables of a register, the same in both databases. Only `events` counts: `certificates` is derived from it."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, UniqueConstraint

metadata = MetaData()
events = Table(
    "clausebook_events",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("content", String, nullable=False),
    Column("hash", String, nullable=False),
)
certificates = Table(
    "clausebook_certificates",
    metadata,
    Column("serial", String, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("prefix", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("scheme", String, nullable=False),
    Column("band", String, nullable=False),
    Column("overall", String, nullable=False),
    Column("issued", String, nullable=False),
    Column("expires", String, nullable=False),
    Column("reserved", String, nullable=False),
    Column("sequence", Integer, nullable=False, unique=True),
    Column("status_index", Integer, nullable=False, unique=True),
    Column("state", String, nullable=False),
    Column("digest", String),
    Column("payload_digest", String),
    Column("superseded_by", String),
    Column("ended", String),
    UniqueConstraint("prefix", "year", "number"),
)
"""A line a certificate. `sequence` is the event that reserved it; days and times are in ISO 8601."""
holders = Table(
    "clausebook_holders",
    metadata,
    Column("serial", String, primary_key=True),
    Column("salt", String, nullable=False),
    Column("id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("name_latin", String, nullable=False),
    Column("organization", String, nullable=False),
    Column("department", String, nullable=False),
    Index("clausebook_holders_id", "id"),
)
"""Who holds a certificate, as printed. The only personal data; a line goes when its holder is to be forgotten."""
