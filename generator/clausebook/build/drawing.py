"""Certificates drawn side by side: in this process, in others of this machine, or on a cluster.

Only what is printed travels, sealed: no key ever leaves the process that has opened it.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, NamedTuple

from clausebook.certificates.document import Press
from clausebook.certificates.sealing import Seal
from clausebook.errors import ClausebookError, MissingGlyphError, RejectedRecord, RenderError, UsageError
from clausebook.model.certificate import Certificate
from clausebook.model.evaluation import Evaluation

CHUNK = 32
"""So many certificates are drawn at a time by one process; so few are drawn in this one, which starts no other."""
_AHEAD = 3
"""So many chunks a process are under way, so that none waits for what this process does meanwhile."""
_PATIENCE = 10
"""Seconds to wait for a cluster to answer."""


class Order(NamedTuple):
    """A certificate to be drawn."""

    certificate: Certificate
    evaluation: Evaluation
    seal: Seal


class Drawing(NamedTuple):
    """The file, or where there is none the reason code and the detail."""

    content: bytes
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Workforce:
    """Who draws: so many processes of this machine, or the cluster at an address."""

    processes: int = 0
    cluster: str | None = None

    @property
    def size(self) -> int:
        """How many processes of this machine draw."""
        return self.processes or len(os.sched_getaffinity(0))


Chunk = Sequence[Order]
Submit = Callable[[Chunk], "Future[list[Drawing]]"]


def draw_all(press: Press, chunks: Iterable[Chunk], workforce: Workforce) -> Iterator[tuple[Chunk, list[Drawing]]]:
    """Draw all certificates, in their order, however many are drawn at once.

    Raises UsageError where the cluster is out of reach.
    """
    waiting = iter(chunks)
    begun = list(islice(waiting, 2))
    if workforce.cluster is None and (workforce.size == 1 or len(begun) < 2):
        for chunk in chain(begun, waiting):
            yield chunk, draw(press, chunk)
        return
    with _others(press, workforce) as (submit, size):
        pending: deque[tuple[Chunk, Future[list[Drawing]]]] = deque()
        for chunk in chain(begun, waiting):
            pending.append((chunk, submit(chunk)))
            if len(pending) >= size * _AHEAD:
                yield _finished(*pending.popleft())
        while pending:
            yield _finished(*pending.popleft())


def draw(press: Press, chunk: Chunk) -> list[Drawing]:
    """Draw some certificates here."""
    return [_drawn(press, order) for order in chunk]


def _drawn(press: Press, order: Order) -> Drawing:
    try:
        return Drawing(press.draw(*order))
    except RejectedRecord as rejection:
        return Drawing(b"", rejection.reason, rejection.detail)
    except MissingGlyphError as error:
        return Drawing(b"", "missing_glyphs", str(error))
    except RenderError as error:
        return Drawing(b"", "not_drawn", str(error))


def _finished(chunk: Chunk, future: "Future[list[Drawing]]") -> tuple[Chunk, list[Drawing]]:
    return chunk, future.result()


@contextmanager
def _others(press: Press, workforce: Workforce) -> Iterator[tuple[Submit, int]]:
    """A way to have a chunk drawn elsewhere, and how many draw."""
    if workforce.cluster is not None:
        with _cluster(press, workforce.cluster) as others:
            yield others
        return
    # Libraries that lay out text have threads, which a forked process would not.
    pool = ProcessPoolExecutor(workforce.size, get_context("spawn"), _take, (press,))
    try:
        yield lambda chunk: pool.submit(_draw_here, chunk), workforce.size
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _cluster(press: Press, address: str) -> Iterator[tuple[Submit, int]]:
    try:
        from distributed import Client  # the extra [cluster]
    except ImportError as error:
        raise UsageError("a cluster needs the extra: pip install 'clausebook[cluster]'") from error
    client: Any
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(f"there is no cluster at {address}; start it, or leave out --cluster") from error
    with client:
        size = sum(client.ncores().values())
        if not size:
            raise UsageError(f"the cluster at {address} has no workers; start some")
        spread = client.scatter(press, broadcast=True)
        executor = client.get_executor(pure=False)
        yield lambda chunk: executor.submit(draw, spread, chunk), size


_press: Press | None = None
"""What a process of the pool draws with."""


def _take(press: Press) -> None:
    global _press
    _press = press


def _draw_here(chunk: Chunk) -> list[Drawing]:
    if _press is None:
        raise ClausebookError("this process has nothing to draw with")
    return draw(_press, chunk)
