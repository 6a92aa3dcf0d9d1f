"""Both pages for everyone: axe-core, light and dark, and screens of 320 pixels."""

from pathlib import Path
from typing import Literal, TypeAlias

import pytest
from playwright.sync_api import Browser

from clausebook.render.jinja import Templates
from clausebook.reports.individual import individual_html
from clausebook.reports.team import team_html
from tests.browser.test_accessibility import violations
from tests.reports.conftest import MADE, people, questionnaire, rated, scored
from tests.reports.test_figures import team

Colours: TypeAlias = Literal["light", "dark"]


@pytest.fixture(scope="module")
def pages(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    asked = questionnaire()
    names = ["Sales"] * 8 + ["很长的部门名称" * 8] * 6 + ["x" * 90] * 5 + ["Law"]
    whole = team(asked, people(asked, names), earlier=people(asked, names, 2), reviews=people(asked, names, 3))
    low = {"c_1_1_1_a": 0, "c_1_1_1_b": 2, "c_1_1_2_a": 2, "c_2_1_a": 1, "c_2_2_a": 1, "c_3_1_a": 2}
    review = scored(asked, rated(asked, 3), reviewer="M1")
    person = scored(asked, rated(asked, 4, **low), name="x" * 150, department="很长的部门名称" * 20)
    texts = {
        "person": individual_html(person, asked, templates, "en", {"c-2-1": "https://x.example/"}, review=review),
        "team": team_html(whole, templates, "zh", {"c-2-1": "https://x.example/"}, made=MADE),
    }
    folder = tmp_path_factory.mktemp("reports")
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return sorted(folder.glob("*.html"))


@pytest.mark.parametrize(("colours", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_and_nothing_sticks_out(
    colours: Colours, width: int, browser: Browser, pages: list[Path]
) -> None:
    context = browser.new_context(color_scheme=colours, viewport={"width": width, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        assert violations(page) == [], path.name
    context.close()
