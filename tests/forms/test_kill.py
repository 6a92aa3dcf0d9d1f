"""A person answers and types; the tab, or the whole browser, is killed at some moment; hardly anything may be gone.

At most the last five seconds of entries are lost, and nothing that the page called saved. The suite kills a few times;
KILLS=50 makes as many of each kind and prints the figures: KILLS=50 pytest -n0 -s tests/forms/test_kill.py
"""

import os
import shutil
import signal
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page

from clausebook.forms.web import single_file
from tests.conftest import CHROMIUM
from tests.forms.conftest import TEMPLATES, FormPage, sample

KILLS = os.environ.get("KILLS")
LONGEST_LOSS = 5.0
LETTERS = "abcdefghij klmnop。，答卷䶮𬭎"
REFS = ("c-1-1-1.a", "c-1-1-1.b", "c-1-1-2.a", "c-1-2-1.b")
STATE = """() => {
    const state = {};
    const all = query => [...document.querySelectorAll(query)];
    for (const radio of all('.cb-page input[type=radio]:checked')) state[radio.name] = radio.id;
    for (const box of all('.cb-page textarea')) state[box.id] = box.value;
    return [document.querySelector('.cb-saved').textContent, state];
}"""


@dataclass
class Diary:
    """What the page held at which moment, in seconds, and what of it it called saved."""

    entries: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))
    promised: dict[str, int] = field(default_factory=dict)

    def note(self, saved: str, state: dict[str, str]) -> None:
        for name, value in state.items():
            if value and (not self.entries[name] or self.entries[name][-1][1] != value):
                self.entries[name].append((time.monotonic(), value))
            if saved.startswith("Saved at") and self.entries[name]:
                self.promised[name] = len(self.entries[name])

    def loss(self, kept: dict[str, str], moment: float) -> float:
        """How many seconds before the moment the first of the lost entries was made; 0 where nothing is lost."""
        lost = [self._lost(name, kept.get(name, "")) for name in self.entries]
        return moment - min([moment, *(made for entries in lost for made, _ in entries)])

    def broken(self, kept: dict[str, str]) -> list[str]:
        """What the page had called saved and did not keep."""
        after = {name: len(self.entries[name]) - len(self._lost(name, kept.get(name, ""))) for name in self.entries}
        return [name for name, promised in self.promised.items() if after[name] < promised]

    def _lost(self, name: str, kept: str) -> list[tuple[float, str]]:
        values = [value for _, value in self.entries[name]]
        places = [place for place, value in enumerate(values) if value == kept]
        return self.entries[name][places[-1] + 1 :] if places else self.entries[name]


@dataclass
class Person:
    """Rates and comments with the pauses of a person until a given moment, and looks at the page after every stroke."""

    form: FormPage
    rng: Random
    until: float
    diary: Diary = field(default_factory=Diary)

    def work(self) -> None:
        self.look()
        while time.monotonic() < self.until:
            ref = self.rng.choice(REFS)
            if self.rng.random() < 0.4:
                self.form.rate(ref, self.rng.randrange(4))
                self.look()
            else:
                self.comment(ref)

    def comment(self, ref: str) -> None:
        box = self.form.page.locator(f'[id="cb-q-{ref}-comment"]')
        if not box.is_visible():
            self.form.question(ref).get_by_role("button", name="Comment").click()
        box.focus()
        self.form.page.keyboard.press("Control+End")
        for _ in range(self.rng.randint(3, 30)):
            pause = min(self.rng.uniform(0, 0.15), self.until - time.monotonic())
            if pause <= 0:
                return
            time.sleep(pause)
            self.form.page.keyboard.insert_text(self.rng.choice(LETTERS))
            self.look()

    def look(self) -> None:
        self.diary.note(*self.form.page.evaluate(STATE))


def strike(form: FormPage, seed: int, processes: list[int]) -> tuple[Diary, float]:
    """Let a person work, and kill the processes at a random moment: what the page held until then, and the moment."""
    rng = Random(seed)
    person = Person(form, rng, until=time.monotonic() + rng.uniform(0.1, rng.choice((1, 2, 5))))
    person.work()
    moment = time.monotonic()
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    return person.diary, moment


def kept(page: Page, diary: Diary) -> dict[str, str]:
    """What the reopened page shows, once it has taken in all that was stored."""
    state: dict[str, str] = {}
    for _ in range(20):
        state = page.evaluate(STATE)[1]
        if not diary.broken(state):
            break
        time.sleep(0.05)
    return state


@contextmanager
def told(kind: str) -> Iterator[list[float]]:
    losses: list[float] = []
    yield losses
    print(f"\n{kind}: {len(losses)} kills, entries lost in {sum(loss > 0 for loss in losses)},", end=" ")
    print(f"{max(losses):.2f} s at the most")


def opened(context: BrowserContext, path: Path) -> FormPage:
    form = FormPage(context.new_page())
    form.page.goto(path.as_uri())
    form.turn(1)
    return form


def written(folder: Path) -> Path:
    path = folder / "form.html"
    path.write_bytes(single_file(sample(), TEMPLATES).content)
    return path


def check(form: FormPage, diary: Diary, moment: float) -> float:
    state = kept(form.page, diary)
    assert diary.broken(state) == []
    loss = diary.loss(state, moment)
    assert loss <= LONGEST_LOSS
    return loss


def test_a_killed_tab_loses_next_to_nothing(browser: Browser, context: BrowserContext, tmp_path: Path) -> None:
    devtools, path = browser.new_browser_cdp_session(), written(tmp_path)
    form = opened(context, path)
    with told("tab") as losses:
        for seed in range(int(KILLS or 7)):
            diary, moment = strike(form, seed, renderers(devtools))
            form.page.close()
            form = opened(context, path)
            losses.append(check(form, diary, moment))


def renderers(devtools: Any) -> list[int]:
    processes = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    return [process["id"] for process in processes if process["type"] == "renderer"]


def test_a_killed_browser_loses_next_to_nothing(browser: Browser, tmp_path: Path) -> None:
    """What it holds in memory for the disk is gone then."""
    path, profile = written(tmp_path), tmp_path / "profile"
    with told("browser") as losses:
        for seed in range(int(KILLS or 3)):
            with launched(browser, profile) as context:
                diary, moment = strike(opened(context, path), seed, browsers(profile))
            with launched(browser, profile) as context:
                losses.append(check(opened(context, path), diary, moment))


@contextmanager
def launched(browser: Browser, profile: Path) -> Iterator[BrowserContext]:
    context = browser.browser_type.launch_persistent_context(
        profile,
        executable_path=shutil.which(CHROMIUM),
        args=["--no-sandbox", "--disable-background-networking"],
        locale="en-GB",
    )
    try:
        yield context
    finally:
        with suppress(Error):
            context.close()


def browsers(profile: Path) -> list[int]:
    """The main process of the browser that works on the profile."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (process / "cmdline").read_text().split("\0")
            if f"--user-data-dir={profile}" in words and not any(word.startswith("--type=") for word in words):
                found.append(int(process.name))
    return found
