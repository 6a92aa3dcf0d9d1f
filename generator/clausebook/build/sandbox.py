"""Long-living child processes in which untrusted files are read, each item under limits of time and memory.

What a child has said before it dies is never lost, and which item it was at is known. A child that fails, dies or takes
too long is replaced, and the rest of its work goes on in the next one. Replies come out in the order of the jobs.
"""

import os
import selectors
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from time import monotonic
from types import ModuleType, TracebackType
from typing import Protocol, Self

from clausebook.build import confinement
from clausebook.build.confinement import Work, crashed, frames, serve, too_much_memory, too_slow
from clausebook.errors import RejectedRecord

WORKERS = os.cpu_count() or 1
_BATCH_JOBS, _BATCH_BYTES = 64, 2_000_000
_MOST_WAITING = 64_000_000
"""Bytes of replies that may wait for their turn."""
_MOST_BATCHES = 32
_CHUNK = 1 << 20
_PATIENCE = 1.0
_CONTEXT = get_context("forkserver")


class Job(Protocol):
    """A file, or some of the entries of an archive."""

    @property
    def origin(self) -> str:
        """Its name as it is shown."""

    @property
    def weight(self) -> int:
        """Its size in bytes."""

    def rest(self, done: int) -> Self | None:
        """What is left of it after so many items besides its first; None where nothing is."""


@dataclass(frozen=True)
class Failure:
    """An item over which a child failed."""

    origin: str
    rejection: RejectedRecord


@dataclass(eq=False)
class _Batch:
    """Jobs for one child, and what came back so far. `begun` counts the items of the first job that were begun."""

    jobs: deque[Job]
    begun: int = 0
    replies: deque[bytes | Failure] = field(default_factory=deque)
    waiting: int = 0


@dataclass(eq=False)
class _Child:
    """A process and what it is at: `item` since `since`, where it is at one."""

    process: BaseProcess
    jobs: Connection
    replies: Connection
    buffer: bytearray = field(default_factory=bytearray)
    batch: _Batch | None = None
    item: str | None = None
    since: float = 0.0


class Sandbox:
    """A pool of child processes that do `work` on jobs; a context manager, which ends them."""

    def __init__(self, work: Work, workers: int = WORKERS) -> None:
        self._work = work
        self._workers = workers
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Self:
        _CONTEXT.set_forkserver_preload([self._work.__module__])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children[:]:
            self._end(child, _PATIENCE if child.batch is None else 0)
        self._selector.close()

    def run(self, jobs: Iterable[Job]) -> Iterator[bytes | Failure]:
        """Every reply of the work and every failure, in the order of the jobs, which are taken as they are needed."""
        fresh = _batches(jobs)
        order: deque[_Batch] = deque()
        while True:
            self._assign(order, fresh)
            while order and order[0].replies:
                reply = order[0].replies.popleft()
                order[0].waiting -= _size(reply)
                yield reply
            if order and not order[0].jobs:
                order.popleft()
            elif order or any(child.batch for child in self._children):
                self._listen(order)
            else:
                return

    def _assign(self, order: deque[_Batch], fresh: Iterator[_Batch]) -> None:
        """Give each child that has nothing to do the next batch, the interrupted ones first."""
        at_work = {child.batch for child in self._children}
        interrupted = deque(batch for batch in order if batch.jobs and batch not in at_work)
        while sum(child.batch is not None for child in self._children) < self._workers:
            batch = interrupted.popleft() if interrupted else self._next(order, fresh)
            if batch is None:
                return
            child = next((child for child in self._children if child.batch is None), None) or self._start()
            child.batch = batch
            child.jobs.send(list(batch.jobs))

    def _next(self, order: deque[_Batch], fresh: Iterator[_Batch]) -> _Batch | None:
        if len(order) >= _MOST_BATCHES or sum(batch.waiting for batch in order) > _MOST_WAITING:
            return None
        batch = next(fresh, None)
        if batch is not None:
            order.append(batch)
        return batch

    def _listen(self, order: deque[_Batch]) -> None:
        """Wait until a child says something or is late."""
        is_full = sum(batch.waiting for batch in order) > _MOST_WAITING
        heard = [child for child in self._children if not is_full or child.batch is order[0]]
        self._turn_to(heard)
        late = min((child.since for child in heard if child.item is not None), default=monotonic())
        ready = {key.data for key, _ in self._selector.select(late + confinement.SECONDS - monotonic())}
        for child in self._children[:]:
            if child not in heard:
                child.since = monotonic()
            elif child in ready:
                self._hear(child)
            elif child.item is not None and monotonic() - child.since > confinement.SECONDS:
                self._lose(child, too_slow())

    def _turn_to(self, heard: Iterable[_Child]) -> None:
        """Watch the pipes of these children only."""
        wanted = {child.replies.fileno(): child for child in heard}
        watched = set(self._selector.get_map())
        for pipe in watched - wanted.keys():
            self._selector.unregister(pipe)
        for pipe in wanted.keys() - watched:
            self._selector.register(pipe, selectors.EVENT_READ, wanted[pipe])

    def _hear(self, child: _Child) -> None:
        said = os.read(child.replies.fileno(), _CHUNK)
        child.buffer += said
        try:
            for kind, payload in frames(child.buffer):
                self._take(child, kind, payload)
        except ValueError:
            said = b""
        if not said:
            self._lose(child, None)

    def _take(self, child: _Child, kind: bytes, payload: bytes) -> None:
        batch = child.batch
        if batch is None:
            raise ValueError("a child without work has nothing to say")
        child.since = monotonic()
        if kind == confinement.ITEM:
            child.item = payload.decode("utf-8", "replace")
            batch.begun += 1
        elif kind == confinement.REPLY:
            batch.replies.append(payload)
            batch.waiting += len(payload)
        elif kind == confinement.END:
            child.item = None
            batch.jobs.popleft()
            batch.begun = 0
        elif kind == confinement.FAILURE:
            reason, _, detail = payload.decode("utf-8", "replace").partition("\n")
            self._lose(child, RejectedRecord(reason, detail))
        else:
            child.batch = None
            if payload:
                self._end(child, _PATIENCE)

    def _lose(self, child: _Child, why: RejectedRecord | None) -> None:
        """Note the item that a child failed over; the jobs that are left wait for another one."""
        batch, child.batch = child.batch, None
        if child in self._children:
            died = self._end(child, _PATIENCE if why is None else 0)
            why = why or _cause(died)
        if batch is None or why is None:
            return
        if not batch.begun:
            raise RuntimeError("a reading process does not start")
        batch.replies.append(Failure(child.item or batch.jobs[0].origin, why))
        rest = batch.jobs.popleft().rest(batch.begun - 1)
        if rest is not None:
            batch.jobs.appendleft(rest)
        batch.begun = 0

    def _start(self) -> _Child:
        taken, jobs = _CONTEXT.Pipe(duplex=False)
        replies, said = _CONTEXT.Pipe(duplex=False)
        process = _CONTEXT.Process(target=serve, args=(self._work, taken, said), daemon=True)
        with _without_main():
            process.start()
        taken.close()
        said.close()
        child = _Child(process, jobs, replies)
        self._children.append(child)
        return child

    def _end(self, child: _Child, patience: float) -> int | None:
        """Let a child end by itself within so many seconds, or kill it; its exit code, negative for a signal."""
        self._children.remove(child)
        if child.replies.fileno() in self._selector.get_map():
            self._selector.unregister(child.replies.fileno())
        child.jobs.close()
        child.process.join(patience)
        child.process.kill()
        child.process.join()
        child.replies.close()
        return child.process.exitcode


def _batches(jobs: Iterable[Job]) -> Iterator[_Batch]:
    """Jobs by the batch: many small ones together, so that a child seldom waits, or a large one alone."""
    batch: deque[Job] = deque()
    weight = 0
    for job in jobs:
        if batch and (len(batch) >= _BATCH_JOBS or weight + job.weight > _BATCH_BYTES):
            yield _Batch(batch)
            batch, weight = deque(), 0
        batch.append(job)
        weight += job.weight
    if batch:
        yield _Batch(batch)


def _size(reply: bytes | Failure) -> int:
    return len(reply) if isinstance(reply, bytes) else 0


def _cause(exitcode: int | None) -> RejectedRecord:
    """Why a process died by itself: the system takes its time or its memory by signal."""
    if exitcode == -signal.SIGXCPU:
        return too_slow()
    return too_much_memory() if exitcode == -signal.SIGKILL else crashed()


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the program that was started: a child would import it, and with it everything that no reader needs."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
