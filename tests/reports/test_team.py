"""The page about a team: every figure that may be shown, none that may not, and no names that act up."""

import re
from collections.abc import Iterable
from fractions import Fraction

import pytest

from clausebook.model.result import Result, shown
from clausebook.render.jinja import Templates
from clausebook.reports.tally import Team
from clausebook.reports.team import team_html
from tests.reports.conftest import MADE, MARKUP, mean, people, questionnaire, rated, scored
from tests.reports.test_figures import team
from tests.reports.test_individual import text

LINKS = {"c-1-1-1": "https://handbook.example/x.html#c-1-1-1"}


def page_of(found: Team, templates: Templates, language: str = "en") -> str:
    return team_html(found, templates, language, LINKS, made=MADE)


def test_page_has_every_part(templates: Templates) -> None:
    asked = questionnaire()
    names = ["Sales"] * 8 + ["数据部"] * 6
    results = list(people(asked, names))
    markup = page_of(team(asked, results, earlier=people(asked, names, 2), reviews=people(asked, names, 3)), templates)
    found = text(markup)
    whole = " ".join(shown(cell) for cell in (mean_of(results, place) for place in range(4)))
    assert "Participants 14 Complete 14" in found
    assert f"Everyone 14 {whole}" in found
    assert "数据部 6" in found
    assert "Made on 22 November 2026" in found
    for part in ("Overall scores and bands", "Most frequent gaps", "Change since the last round", "Self and reviewer"):
        assert part in found
    assert "<svg" in markup
    assert LINKS["c-1-1-1"] in markup
    assert not re.search(r'src="(?!data:)|url\((?!data:)|<script|@import', markup)


def mean_of(results: Iterable[Result], place: int) -> Fraction | None:
    return mean([[r.overall, *(stage.score for stage in r.stages)][place] for r in results])


def test_nobody_is_named(templates: Templates) -> None:
    asked = questionnaire()
    markup = page_of(team(asked, people(asked, ["Sales"] * 12)), templates)
    assert "示例" not in markup
    assert not re.search(r"\bE\d+\b", markup)


def test_small_department_is_named_without_figures(templates: Templates) -> None:
    asked = questionnaire()
    found = text(page_of(team(asked, people(asked, ["Sales"] * 8 + ["Data"] * 7 + ["Law"])), templates))
    assert "Departments not listed: Data, Law." in found
    assert "Departments not listed, together 8" in found
    assert "a figure about fewer than 5 people is withheld" in found


@pytest.mark.parametrize(("count", "expected"), [(0, "There are no results yet."), (4, "Fewer than 5 people")])
def test_team_too_small_has_no_figures(count: int, expected: str, templates: Templates) -> None:
    asked = questionnaire()
    markup = page_of(team(asked, people(asked, ["Sales"] * count)), templates)
    assert expected in text(markup)
    assert "Sales" not in markup
    assert "%" not in text(markup)


def test_all_departments_withheld(templates: Templates) -> None:
    asked = questionnaire()
    found = text(page_of(team(asked, people(asked, ["A", "B", "C"] * 2)), templates))
    assert "Everyone 6" in found
    assert "Departments not listed: A, B, C." in found
    assert "together" not in found


def test_many_departments_and_long_names(templates: Templates) -> None:
    asked = questionnaire()
    names = [f"{'很长的部门名称' * 12} {place}" for place in range(40)] * 5
    found = text(page_of(team(asked, people(asked, names)), templates, "zh"))
    assert found.count("很长的部门名称" * 12) == 40


def test_departments_are_never_markup(templates: Templates) -> None:
    asked = questionnaire()
    for names in ([MARKUP] * 6, [MARKUP] + ["Sales"] * 8):
        markup = page_of(team(asked, people(asked, names)), templates)
        assert "<script" not in markup
        assert "&lt;script&gt;alert(1)" in markup


def test_change_that_is_withheld_says_why(templates: Templates) -> None:
    asked = questionnaire()
    found = text(page_of(team(asked, people(asked, ["A"] * 8), earlier=people(asked, ["A"] * 7)), templates))
    assert "Withheld: fewer than 5 people finished in both rounds" in found
    assert "Mean change" not in found


def test_everybody_without_a_score(templates: Templates) -> None:
    asked = questionnaire()
    nothing = rated(
        asked, 4, **dict.fromkeys(f"c_{ref[2:].replace('-', '_').replace('.', '_')}" for ref in asked.provisions)
    )
    results = [scored(asked, nothing, f"E{n}") for n in range(6)]
    found = text(page_of(team(asked, results), templates))
    assert "Everyone 0 – – – –" in found
    assert "No band 6 100.0%" in found
