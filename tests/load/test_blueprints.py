"""Every slip in a blueprint is told where it stands, with what to do about it, before anything is assembled."""

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import Problem, UsageError
from clausebook.project import Project
from tests.exams.small_bank import write_exam
from tests.load.faults import faults

FILE = "assessments/blueprints/bread.yaml"
FIXED = "{basis: fixed, percent: 60}"


def problems(project: Project, old: str, new: str) -> list[Problem]:
    return [found for found in faults(write_exam(project), FILE, old, new) if found.where.file == FILE]


def test_a_right_blueprint_is_right(tiny: Project) -> None:
    assert problems(tiny, "", "") == []
    blueprint = load_project(tiny).blueprint("bread")
    assert (blueprint.count, blueprint.total, blueprint.pass_mark.passing(blueprint.total)) == (12, 20, 12)
    assert dict(blueprint.counts.stage) == {"dough": (6, 6), "oven": (5, 7)}
    assert [section.marked_by for section in blueprint.sections] == ["all_or_nothing", "all_or_nothing", "by_criteria"]


def test_a_blueprint_that_is_not_there_is_named(tiny: Project) -> None:
    with pytest.raises(UsageError, match="there are: bread"):
        load_project(write_exam(tiny)).blueprint("bred")


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("{dough: 6,", "{doug: 6,", 9, "there is no stage 'doug'", "'dough'"),
        ("stage: {dough: [7", "stage: {doug: [7", 13, "there is no stage 'doug'", "'dough'"),
        ("{hard: [2", "{hart: [2", 11, "there is no band 'hart'", "'hard'"),
        ("id: judged", "id: single", 6, "the id 'single' is already taken", "choose another"),
        ("dough: 6", "dough: 8", 9, "add up to at least 13, and a paper has 12", "lower some"),
        (
            "dough: 6, oven: [5, 7]",
            "dough: 4, oven: [5, 7]",
            9,
            "add up to at most 11, and a paper has 12",
            "raise some",
        ),
        ("[5, 7]", "[7, 5]", 9, "the fewest, 7, is more than the most, 5", ""),
        ("hard: 0", 'hard: "0.1"', 15, "no band begins at 0", ""),
        ("hard: 0", 'hard: "0.6"', 15, "two bands begin at the same difficulty", ""),
        ("type: true_false", "rule: per_pair, type: true_false", 6, "not marked by the rule per_pair", ""),
        ("type: true_false", "type: single_choice", 1, "give different points", ""),
        ("count: 1, points: 3", "count: 1, points: 5", 7, "has 0 questions of the type case whose criteria", "1 more"),
        (FIXED, "{basis: angoff, cut: 21, judges: 3}", 19, "the full marks, which are 20", "correct one"),
        (FIXED, "{basis: fixed, percent: 101}", 19, "less than or equal to 100", ""),
        (FIXED, "{basis: angoff, cut: 12}", 19, "the key 'judges' is missing", "add it"),
        ("papers: 2", "papers: 2\noverlap: 13", 19, "cannot share 13 of 12 questions", "lower it"),
    ],
)
def test_a_slip_is_told(tiny: Project, old: str, new: str, line: int, what: str, remedy: str) -> None:
    found = problems(tiny, old, new)
    assert len(found) == 1, list(map(str, found))
    assert what in found[0].what
    assert remedy in found[0].remedy
    assert found[0].where.line == line


def test_a_pool_that_is_kept_elsewhere_is_not_missed(tiny: Project) -> None:
    write_exam(tiny)
    (tiny.assessments / "items" / "all.yaml").write_text("items: []\n", encoding="utf-8")
    assert load_project(tiny, strict=True).blueprint("bread").count == 12
