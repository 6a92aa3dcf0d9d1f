"""A child that hangs, devours memory, dies or talks nonsense costs one record, and no reply of another is lost."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from clausebook.build import confinement
from clausebook.build.sandbox import Failure, Sandbox


@dataclass(frozen=True)
class Task:
    """What a child is to do: `parts` are the items after the first, each named by what happens in it."""

    origin: str
    parts: tuple[str, ...] = ()
    weight: int = 1

    def rest(self, done: int) -> "Task | None":
        return Task(self.origin, self.parts[done:], self.weight) if done and self.parts[done:] else None


def work(task: Task) -> Iterator[str | bytes]:
    yield task.origin
    yield from _done(task.origin)
    for part in task.parts:
        yield f"{task.origin}/{part}"
        yield from _done(part)


def _done(name: str) -> Iterator[bytes]:
    yield name.encode()
    if name == "much":
        yield from (b"x" * 1_000_000 for _ in range(30))
    elif name in MISDEEDS:
        MISDEEDS[name]()


def fail() -> None:
    raise KeyError("secret of a person")


def speak() -> None:
    os.write(1, b"secret of a person")
    os.write(2, b"secret of a person")


MISDEEDS: dict[str, Callable[[], object]] = {
    "hang": lambda: time.sleep(60),
    "devour": lambda: bytearray(512_000_000),
    "die": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "late": lambda: os.kill(os.getpid(), signal.SIGXCPU),
    "exit": lambda: os._exit(0),
    "raise": fail,
    "print": speak,
}


def run(*tasks: Task, workers: int = 2) -> list[str]:
    """What came back: replies as they are, failures as origin: reason."""
    with Sandbox(work, workers) as sandbox:
        return [_told(reply) for reply in sandbox.run(tasks)]


def _told(reply: bytes | Failure) -> str:
    return f"{reply.origin}: {reply.rejection.reason}" if isinstance(reply, Failure) else reply.decode()[:9]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("devour", "too_much_memory"),
        ("die", "reader_crashed"),
        ("killed", "too_much_memory"),
        ("late", "too_slow"),
        ("exit", "reader_crashed"),
        ("raise", "reader_crashed"),
    ],
)
def test_a_failure_is_one_record(name: str, reason: str) -> None:
    assert run(Task("a"), Task(name), Task("b")) == ["a", name, f"{name}: {reason}", "b"]


def test_what_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confinement, "SECONDS", 1)
    assert run(Task("a"), Task("hang"), Task("b")) == ["a", "hang", "hang: too_slow", "b"]


def test_an_archive_goes_on_after_its_bad_entry() -> None:
    told = run(Task("zip", ("1", "die", "2", "raise", "3")), Task("b"))
    assert [line for line in told if line != "zip"] == [
        "1", "die", "zip/die: reader_crashed", "2", "raise", "zip/raise: reader_crashed", "3", "b",
    ]  # fmt: skip


def test_replies_come_in_the_order_of_the_jobs() -> None:
    names = [f"{number}" for number in range(1000)]
    tasks = [Task(name, weight=100_000) for name in names]
    for bad in (3, 500, 999):
        tasks[bad] = Task("die")
    with Sandbox(work, workers=3) as sandbox:
        told = [_told(reply) for reply in sandbox.run(tasks)]
        assert [line for line in told if not line.startswith("die")] == [
            n for n in names if int(n) not in (3, 500, 999)
        ]
        assert told.count("die: reader_crashed") == 3
        assert [_told(reply) for reply in sandbox.run([Task("again")])] == ["again"]


def test_much_is_passed_on_without_keeping_it_all() -> None:
    tasks = [Task("much", weight=10_000_000) for _ in range(6)]
    assert len(run(*tasks)) == 6 * 31


def test_a_child_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(Task("print"), Task("raise")) == ["print", "raise", "raise: reader_crashed"]
    assert capfd.readouterr() == ("", "")


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(10_000):
            taken.append(number)
            yield Task(str(number), weight=1_000_000)

    with Sandbox(work) as sandbox:
        replies = sandbox.run(tasks())
        assert [next(replies) for _ in range(3)] == [b"0", b"1", b"2"]
        assert len(taken) < 500
        replies.close()


def test_frames_that_are_none_are_noticed() -> None:
    frame = confinement.HEAD.pack(confinement.REPLY, 3) + b"abc"
    buffer = bytearray(frame + frame[:-1])
    assert list(confinement.frames(buffer)) == [(confinement.REPLY, b"abc")]
    assert buffer == frame[:-1]
    for nonsense in (b"Traceback", confinement.HEAD.pack(confinement.REPLY, 1 << 31)):
        with pytest.raises(ValueError, match="no frames"):
            list(confinement.frames(bytearray(nonsense)))
