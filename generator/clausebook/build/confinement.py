"""The inside of a sandbox: a child process that does its work under limits and says everything through one pipe.

What it says are frames: a kind of one byte, the length of the payload in four, the payload.
"""

import os
import resource
import signal
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import BufferedWriter
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from clausebook.errors import RejectedRecord

SECONDS = 10
"""The most that one item may take, in time on the clock and in time of the processor."""
MEMORY = 400_000_000
"""Bytes that a child may map on top of what it has mapped when it starts; with that it stays below 512 MB."""
_WORN = MEMORY // 4
ITEM, REPLY, END, FAILURE, BATCH_END = b"I", b"R", b"E", b"F", b"B"
HEAD = struct.Struct("!cI")

Work = Callable[[Any], Iterable[str | bytes]]
"""Does a job: says the name of each item before it begins it, and any number of replies after."""


def serve(work: Work, jobs: Connection, replies: Connection) -> None:
    """Do batches of jobs until the parent goes, something fails, or the child has grown too much to go on.

    A work may have a method `prepare`, which loads what it needs before the limits are set.
    """
    getattr(work, "prepare", lambda: None)()
    mapped = _confine()
    with os.fdopen(os.dup(replies.fileno()), "wb") as pipe, suppress(EOFError, BrokenPipeError):
        replies.close()
        is_worn = False
        while not is_worn:
            if not all(_do(work, job, pipe) for job in jobs.recv()):
                return
            is_worn = _mapped() > mapped + _WORN
            _say(pipe, BATCH_END, b"worn" if is_worn else b"")


def too_slow() -> RejectedRecord:
    """Why an item is given up that takes too long."""
    return RejectedRecord("too_slow", f"reading it takes more than {SECONDS} seconds")


def too_much_memory() -> RejectedRecord:
    """Why an item is given up that needs too much."""
    return RejectedRecord("too_much_memory", "reading it takes more memory than a file of answers can need")


def crashed(how: str = "") -> RejectedRecord:
    """Why an item is given up over which the reader broke; `how` names the kind of error."""
    told = f" ({how})" if how else ""
    return RejectedRecord("reader_crashed", f"the file breaks the program that reads it{told}")


def _do(work: Work, job: object, pipe: BufferedWriter) -> bool:
    """Do one job; whether this child can go on."""
    try:
        for said in work(job):
            _renew()
            if isinstance(said, str):
                _say(pipe, ITEM, said.encode("utf-8", "backslashreplace"))
            else:
                _say(pipe, REPLY, said)
    except BrokenPipeError:
        raise
    except MemoryError:
        return _fail(pipe, too_much_memory())
    except Exception as error:
        return _fail(pipe, crashed(type(error).__name__))
    _say(pipe, END)
    return True


def _fail(pipe: BufferedWriter, rejection: RejectedRecord) -> bool:
    _say(pipe, FAILURE, f"{rejection.reason}\n{rejection.detail}".encode())
    return False


def _say(pipe: BufferedWriter, kind: bytes, payload: bytes = b"") -> None:
    pipe.write(HEAD.pack(kind, len(payload)) + payload)
    pipe.flush()


def _confine() -> int:
    """Set the limits and let go of the terminal; the bytes that are mapped so far."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nowhere, descriptor)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    mapped = _mapped()
    if mapped:
        resource.setrlimit(resource.RLIMIT_AS, (mapped + MEMORY, mapped + MEMORY))
    return mapped


def _mapped() -> int:
    """The bytes of address space in use, or 0 on a system that does not tell."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    return 0


def _renew() -> None:
    """Grant the time of the processor anew."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def frames(buffer: bytearray) -> Iterator[tuple[bytes, bytes]]:
    """Take the whole frames from the beginning of a buffer. Raises ValueError where it holds no frames."""
    at = 0
    while len(buffer) >= at + HEAD.size:
        kind, length = HEAD.unpack_from(buffer, at)
        end = at + HEAD.size + length
        if kind not in (ITEM, REPLY, END, FAILURE, BATCH_END) or length > MEMORY:
            raise ValueError("these are no frames")
        if len(buffer) < end:
            break
        yield kind, bytes(buffer[at + HEAD.size : end])
        at = end
    del buffer[:at]
