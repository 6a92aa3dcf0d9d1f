"""What a verification can find: a verdict and the reason for it."""

from collections.abc import Mapping
from typing import Literal

Verdict = Literal["valid", "invalid", "stale"]

VERDICTS: Mapping[str, Verdict] = {
    "genuine": "valid",
    "listed": "valid",
    "too_large": "invalid",
    "malformed": "invalid",
    "unsupported_version": "invalid",
    "not_a_certificate": "invalid",
    "bad_serial": "invalid",
    "unknown_key": "invalid",
    "bad_signature": "invalid",
    "key_not_valid_at_issue": "invalid",
    "not_issued": "invalid",
    "other_payload": "invalid",
    "file_changed": "invalid",
    "revoked": "invalid",
    "superseded": "invalid",
    "expired": "invalid",
    "no_lists": "stale",
    "bad_lists": "stale",
    "old_lists": "stale",
}
"""Every reason. Stale means that nothing can be said now; a certificate is never taken for valid then."""


class Finding(Exception):
    """Ends a verification, or the reading of a list. Whoever asked for it gets the reason, never this."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
