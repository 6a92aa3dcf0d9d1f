"""One certificate to be drawn: everything printed on it, decided."""

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from clausebook.model.base import Id, Model
from clausebook.model.response import ShortText

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]


class Holder(Model):
    """A line of the roster: whom the organisation vouches for, by the names that the certificate prints.

    `name_latin` is the name in Latin letters where the holder uses one.
    """

    id: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    name: Name
    name_latin: ShortText = ""
    organization: Name
    department: ShortText = ""


class Certificate(Model):
    """A certificate with its serial. `scheme` and the result's form decide wording and layout."""

    serial: str
    scheme: Id
    holder: Holder
    issued: date
    expires: date
