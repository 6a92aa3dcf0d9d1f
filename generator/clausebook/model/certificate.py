"""One certificate to be drawn: everything printed on it, decided."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from clausebook.model.base import Exact, Id, Model
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
    """A certificate with its serial. `scheme` and the evaluation decide wording and layout.

    `overall` is the exact score from 0 to 1; `status_index` is its place in the status lists.
    """

    serial: str
    scheme: Id
    holder: Holder
    issued: date
    expires: date
    band: Id
    overall: Exact
    status_index: int = Field(ge=0)
