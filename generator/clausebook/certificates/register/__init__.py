"""The register of certificates: every serial that was ever given out, and everything that became of it.

`Register` writes, and refuses a register that is damaged or was rolled back; `Ledger` looks into one, checks and mends.
What happened stands in a chain of events, from which the table of certificates can be made anew at any time.
"""

from clausebook.certificates.register.chain import Event, Head
from clausebook.certificates.register.ledger import Form, Ledger
from clausebook.certificates.register.record import (
    ERASED,
    Issued,
    Listed,
    Record,
    Request,
    State,
    certificate_key,
    months_after,
)
from clausebook.certificates.register.stores import Location, is_register
from clausebook.certificates.register.writer import STATUS_STEP, Register, status_list_size

__all__ = [
    "ERASED",
    "STATUS_STEP",
    "Event",
    "Form",
    "Head",
    "Issued",
    "Ledger",
    "Listed",
    "Location",
    "Record",
    "Register",
    "Request",
    "State",
    "certificate_key",
    "is_register",
    "months_after",
    "status_list_size",
]
