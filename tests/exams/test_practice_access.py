"""The practice for everyone: axe-core in every state of it, narrow phones, and a name for every control."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from tests.exams.practice_page import Practice, items, opened, violations, write

TYPES = len(items())
WORDS = {"en": ("All", "Daily use"), "zh": ("全部", "日常使用")}
CONTROLS = ("button", "link", "textbox", "radio", "checkbox", "combobox", "progressbar", "region")


def each_state(practice: Practice, language: str, *, is_checked: bool) -> Iterator[str]:
    """Bring the practice into every state worth looking at, one after another, and name it.

    Questions are looked at as they are asked, with a reminder that there is no answer yet, or once they are checked.
    """
    page = practice.page
    every, stage = WORDS[language]
    practice.open(language, "?clauses=stove")
    yield "start"
    page.get_by_role("radio", name=every, exact=True).check()
    page.get_by_role("button", name=re.compile(f"^{stage}")).click()
    for _ in range(TYPES):
        identity = practice.id
        if not is_checked and identity == "ordered":
            yield identity
        practice.check()
        if not is_checked and practice.verdict.is_hidden():
            yield identity
        if practice.verdict.is_hidden():
            page.locator(".cb-check-actions button").first.click()
        if is_checked:
            yield identity
        practice.check()
    yield "summary"


@pytest.mark.parametrize(
    ("colours", "width", "language", "is_checked"),
    [("light", 320, "zh", False), ("dark", 1280, "en", True)],
    ids=["phone", "desktop"],
)
def test_every_state_is_for_everyone(
    colours: Literal["light", "dark"],
    width: int,
    language: str,
    is_checked: bool,
    browser: Browser,
    tmp_path: Path,
) -> None:
    size: Any = {"width": width, "height": 800}
    addresses = write(tmp_path, "slate" if colours == "dark" else "default")
    faults, wide, nameless = {}, {}, {}
    with opened(browser, addresses, color_scheme=colours, viewport=size) as practice:
        for state in each_state(practice, language, is_checked=is_checked):
            if found := violations(practice.page):
                faults[state] = found
            if (room := practice.page.evaluate("document.documentElement.scrollWidth")) > width:
                wide[state] = room
            tree = practice.page.locator("main").aria_snapshot().splitlines()
            if unnamed := [line for line in tree if line.strip().rstrip(":") in {f"- {one}" for one in CONTROLS}]:
                nameless[state] = unnamed
    assert faults == {}
    assert wide == {}
    assert nameless == {}
