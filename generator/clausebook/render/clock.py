"""The only place that knows what time it is."""

import os
from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, to the second; SOURCE_DATE_EPOCH (seconds) overrides it for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        return datetime.fromtimestamp(int(epoch), tz=UTC)
    return datetime.now(tz=UTC).replace(microsecond=0)
