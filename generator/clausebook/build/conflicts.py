"""Who has answered which form, and what happens where somebody has answered it twice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol, TypeVar

from clausebook.build.left_over import LeftOver
from clausebook.build.reader import Received

Policy = Literal["hold", "newest"]


class Version(Protocol):
    """What somebody said at one time: a digest of it, and the time in ISO 8601."""

    @property
    def content(self) -> str: ...  # noqa: D102
    @property
    def saved(self) -> str: ...  # noqa: D102


V = TypeVar("V", bound=Version)


@dataclass(frozen=True, slots=True)
class _Version:
    """What a person has said in one file, and the line of its result."""

    number: int
    line: int
    origin: str
    content: str
    saved: str


class Ledger:
    """Counts what is received and keeps for every person and form what was said: a few hundred bytes each.

    The same content again is the same response and gets no second line.
    """

    def __init__(self) -> None:
        self.received = 0
        self.repeated = 0
        self.skipped: list[tuple[str, str]] = []
        self._left: list[LeftOver] = []
        self._lines = 0
        self._first: dict[str, _Version] = {}
        self._more: dict[str, list[_Version]] = {}

    def admit(self, stream: Iterable[Received]) -> Iterator[bytes]:
        """Take in what was received; the body of each response that has not been there before."""
        for received in stream:
            if received.state == "skipped":
                self.skipped.append((received.origin, received.detail))
                continue
            if received.state != "good":
                self._left.append(
                    LeftOver(self.received, received.origin, received.state, received.reason, received.detail)
                )
            elif self._is_new(received):
                yield received.body
                self._lines += 1
            self.received += 1

    def settle(self, policy: Policy) -> tuple[set[int], list[LeftOver]]:
        """The lines that must go, and all that is left over, in the order in which it was received.

        A person's responses of different content are all held; by the policy "newest" the one saved last stays and the
        others are rejected, unless their times do not tell which one that is.
        """
        gone: set[int] = set()
        left = self._left.copy()
        self.repeated = 0
        for identity, more in self._more.items():
            versions = [self._first[identity], *more]
            stays = newest(versions) if policy == "newest" else None
            if len({version.content for version in versions}) == 1:
                stays = versions[0]
            for version in versions:
                if stays is not None and version.content == stays.content:
                    self.repeated += version is not stays
                else:
                    gone.add(version.line)
                    left.append(_left_over(version, is_decided=stays is not None))
        return gone, sorted(left, key=lambda one: one.number)

    def _is_new(self, received: Received) -> bool:
        """Note what a person says; whether that person has not said the same before."""
        version = _Version(self.received, self._lines, received.origin, received.content, received.saved)
        first = self._first.setdefault(received.identity, version)
        if first is version:
            return True
        more = self._more.setdefault(received.identity, [])
        known = next((other for other in (first, *more) if other.content == version.content), None)
        if known is not None:
            version = _Version(version.number, known.line, version.origin, version.content, version.saved)
        more.append(version)
        return known is None


def _left_over(version: _Version, *, is_decided: bool) -> LeftOver:
    if is_decided:
        return LeftOver(version.number, version.origin, "rejected", "superseded", "the same person has answered later")
    detail = "the same person has answered differently in another file; keep one, or score with --conflicts newest"
    return LeftOver(version.number, version.origin, "held", "conflicting_response", detail)


def newest(versions: Iterable[V]) -> V | None:
    """The version saved last; None where a time is missing or two of different content were saved at the same time."""
    try:
        times = [(datetime.fromisoformat(version.saved), version) for version in versions]
        latest = max(time for time, _ in times)
    except (ValueError, TypeError):
        return None
    last = [version for time, version in times if time == latest]
    return last[0] if len({version.content for version in last}) == 1 else None
