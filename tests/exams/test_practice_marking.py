"""The browser marks every answer exactly as scoring/marking.py does, and repeats questions after the right time."""

from collections.abc import Iterator
from fractions import Fraction

import pytest
from playwright.sync_api import Browser, Page

from clausebook.exams.questions import Questions
from clausebook.model.item import OpenQuestion
from clausebook.scoring.marking import number_of, points
from tests.conftest import ROOT
from tests.exams import sample_papers

SCRIPTS = ("forms/web/rational.js", *(f"exams/practice/{name}.js" for name in ("answer", "marking", "leitner")))
NUMBERS = [
    *("1.5", "1,5", "1,500", "0,500", "1500", "1,500.5", "12,34", "1234,567", "1,234,567", "1,500,00", "1,2,3"),
    *("0.5", ".5", "-.5", ",5", "3/4", "-3/4", "3/0", "00", "-0", "+1,5", "1.", "1.5.2", "5%", "1e3", "0x10", "٣"),
    *("−2", "＋３", "１．５", "1 500", "1.5 kg", "1.5KG", "1.5 千克", "kg", "", " ", "about 2", "1" * 41),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    for script in SCRIPTS:
        opened.add_script_tag(path=ROOT / "templates" / script)
    yield opened
    opened.close()


@pytest.mark.parametrize(("kind", "rule"), sample_papers.CASES)
def test_marks_agree(kind: str, rule: str, page: Page) -> None:
    _, asked = sample_papers.question(kind, rule)
    given = [answer or "" for answer in sample_papers.answers(asked)]
    question = Questions(("en", "zh")).question(asked.item, asked.rule)
    mine = page.evaluate(
        "([question, order, given]) => given.map(one => Marking.mark({question, order}, one))",
        [question, list(asked.order), given],
    )
    ours = [points(asked, answer or None) / asked.points for answer in given]
    assert [Fraction(share) for share in mine] == ours
    assert len(set(ours)) > 1


def test_criteria_met_earn_their_points(page: Page) -> None:
    item = sample_papers.items()["short_answer"]
    assert isinstance(item, OpenQuestion)
    question = Questions(("en",)).question(item)
    script = "question => ['', 'A', 'B', 'AB'].map(given => Marking.mark({question, order: []}, given))"
    assert page.evaluate(script, question) == ["0", "2/5", "3/5", "1"]


def test_numbers_are_read_alike(page: Page) -> None:
    units = ["kg", "千克"]
    script = """([numbers, units]) => numbers.map(text => {
      const found = Marking.numberOf(text, units);
      return found && found.top + '/' + found.bottom;
    })"""
    mine = page.evaluate(script, [NUMBERS, units])
    assert [found and Fraction(found) for found in mine] == [number_of(text, units) for text in NUMBERS]


@pytest.mark.parametrize(
    ("card", "verdict", "box", "due"),
    [
        (None, "right", 2, "2026-03-02"),
        (None, "wrong", 1, "2026-03-01"),
        ({"box": 4, "due": "2026-02-27"}, "right", 5, "2026-03-16"),
        ({"box": 5, "due": "2026-02-28"}, "right", 5, "2026-03-16"),
        ({"box": 4, "due": "2026-02-27"}, "partly", 4, "2026-03-01"),
        ({"box": 4, "due": "2026-02-27"}, "wrong", 1, "2026-03-01"),
        ({"box": 3, "due": "2026-03-01"}, "right", 3, "2026-03-01"),
        ({"box": 3, "due": "2026-03-01"}, "wrong", 1, "2026-03-01"),
        ({"box": 3, "due": "2031-01-01"}, "right", 4, "2026-03-08"),
    ],
)
def test_boxes_and_dates(card: dict[str, object] | None, verdict: str, box: int, due: str, page: Page) -> None:
    known = card and {"seen": 1, "right": 0, **card}
    script = "([card, verdict]) => Leitner.after(card || undefined, verdict, new Date(2026, 1, 28, 23, 30))"
    after = page.evaluate(script, [known, verdict])
    assert (after["box"], after["due"]) == (box, due)
    assert after["seen"] == (2 if card else 1)
