"""A line of the register, and what is asked of it."""

import hashlib
import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, NamedTuple

from pydantic import AwareDatetime

from clausebook.model.base import Exact, Id, Model
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.result import Result
from clausebook.model.scheme import Scheme

State = Literal["reserved", "issued", "revoked", "superseded", "expired"]
ERASED = "erased"
"""Stands for the id, the name and the organisation of a holder whose data were removed."""


@dataclass(frozen=True, slots=True)
class Request:
    """A certificate that somebody has earned. `key` says what makes two requests the same certificate; a changed one of
    the same person (the holder's id) under the same scheme replaces it. `overall` is the exact score from 0 to 1."""

    key: str
    scheme: Scheme
    holder: Holder
    band: str
    overall: Fraction


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate whose file is written: `digest` is the SHA-256 of the file in hex, `payload` what was signed."""

    serial: str
    digest: str
    payload: bytes


class Record(Model):
    """A line of the register. `overall` is the exact score from 0 to 1.

    `digest` is the SHA-256 of the issued file in hex and `payload_digest` that of the signed payload, both None while
    the certificate is only reserved. `ended` is the last day of validity where that was brought forward.
    """

    serial: str
    key: str
    scheme: Id
    holder: Holder
    band: Id
    overall: Exact
    issued: date
    expires: date
    reserved: AwareDatetime
    digest: str | None
    payload_digest: str | None
    status_index: int
    state: State
    superseded_by: str | None
    ended: date | None

    @property
    def is_issued(self) -> bool:
        """Whether the file was written and its digest is known."""
        return self.digest is not None

    @property
    def is_erased(self) -> bool:
        """Whether the register no longer knows whose certificate this was."""
        return self.holder.id == ERASED

    @property
    def last_day(self) -> date:
        """The last day on which the certificate is valid, unless it is revoked or replaced before."""
        return self.ended or self.expires

    @property
    def certificate(self) -> Certificate:
        """What is to be drawn for this line."""
        return Certificate(
            serial=self.serial,
            scheme=self.scheme,
            holder=self.holder,
            issued=self.issued,
            expires=self.expires,
            band=self.band,
            overall=self.overall,
            status_index=self.status_index,
        )


class Listed(NamedTuple):
    """What is published of an issued certificate; nothing of it names the holder. Fields are as in `Record`."""

    serial: str
    digest: str
    payload_digest: str
    status_index: int
    state: State
    last_day: date


def certificate_key(scheme: Scheme, holder: Holder, result: Result | Evaluation) -> str:
    """What makes two requests the same certificate: the scheme, the holder as printed, and the exact result, as
    SHA-256 in hex."""
    said = result.digest if isinstance(result, Evaluation) else result.model_dump(mode="json")
    parts = [scheme.id, holder.model_dump(mode="json"), said]
    canonical = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
