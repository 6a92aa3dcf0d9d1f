"""Items of the bank: what is wrong with one is said with its place, and clues that give an answer away are noticed."""

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import InputError
from clausebook.project import Project
from tests.conftest import Run

ITEMS = """\
items:
  - id: flour-01
    clauses: [flour]
    provisions: [flour.a]
    pool: exam
    type: single_choice
    level: apply
    difficulty: "0.5"
    stem: {en: "What is weighed first, before anything else is done?", de: "Was wird zuerst gewogen, bevor es losgeht?"}
    options:
      - {id: a, text: {en: the flour, de: das Mehl}, correct: true, why: {en: yes, de: ja}}
      - {id: b, text: {en: the water, de: das Wasser}, why: {en: no, de: nein}}
      - {id: c, text: {en: the salt, de: das Salz}, why: {en: no, de: nein}}
  - id: flour-02
    clauses: [flour]
    provisions: [flour.b]
    pool: practice
    type: true_false
    level: remember
    difficulty: "0.5"
    stem: {en: Flour needs no scales., de: Mehl braucht keine Waage.}
    answer: false
    why: {en: It does., de: Doch.}
  - id: heat-01
    clauses: [heat]
    provisions: [heat.a]
    pool: exam
    type: case
    level: analyse
    difficulty: "0.5"
    background: {en: A cold oven., de: Ein kalter Ofen.}
    stem: {en: What now?, de: Was nun?}
    model_answer: {en: Heat it., de: Heizen.}
    marking:
      - {points: 1, criterion: {en: heats, de: heizt}}
      - {points: 1, criterion: {en: waits, de: wartet}}
"""


def written(project: Project, text: str) -> Project:
    folder = project.assessments / "items"
    folder.mkdir()
    (folder / "1.yaml").write_text(text, encoding="utf-8")
    return project


def test_items_are_loaded_and_cover_their_provisions(tiny: Project) -> None:
    loaded = load_project(written(tiny, ITEMS), strict=True)
    assert [item.id for item in loaded.items] == ["flour-01", "flour-02", "heat-01"]
    assert loaded.coverage.of("flour.b", "items") == ("flour-02",)
    assert loaded.coverage.of("water.a", "items") == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "clauses: [flour]",
            "clauses: [flower]",
            "items[0].clauses[0]: there is no clause 'flower'; did you mean 'flour'",
        ),
        ("[flour.a]", "[heat.a]", "items[0].provisions[0]: none of the item's clauses has the provision 'heat.a'"),
        ("id: flour-02", "id: flour-01", "items[1].id: the id 'flour-01' is given to 2 items"),
        ("pool: exam", "pool: exam\n    enemies: [heat-09]", "items[0].enemies[0]: there is no item 'heat-09'"),
        ("correct: true, ", "", "items[0]: 0 options are right, not one"),
        ("type: single_choice", "type: multiple_choice", "items[0]: 1 options are right"),
        ("type: true_false", "type: guess", "items[1]: 'guess' is not one of"),
        ("background: {en: A cold oven., de: Ein kalter Ofen.}\n    ", "", "items[2]: a case has a background"),
        ("the salt", "the flour", "items[0]: 2 entries read 'the flour' in en"),
        ("the salt", "all of these", "options[2].text.en: the option stands for other options"),
        (", de: das Salz", "", "items[0].options[2].text: no text in de"),
        ('difficulty: "0.5"', 'difficulty: "1.5"', "items[0].difficulty"),
        (
            "the flour",
            "the flour and by far the longest",
            "options: warning: the right option is by far the longest in en",
        ),
        (
            "Flour needs no scales.",
            '"What is weighed first, before anything is done?"',
            "items[1].stem: warning: the question is almost that of 'flour-01'",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, told: str, tiny: Project) -> None:
    assert old in ITEMS
    with pytest.raises(InputError) as caught:
        load_project(written(tiny, ITEMS.replace(old, new, 1)), strict=True)
    assert told in str(caught.value)


def test_enemies_may_be_alike(tiny: Project) -> None:
    alike = ITEMS.replace("Flour needs no scales.", '"What is weighed first, before anything is done?"')
    load_project(written(tiny, alike.replace("pool: practice", "pool: practice\n    enemies: [flour-01]")), strict=True)


def test_check_counts_items(run: Run, tiny: Project) -> None:
    assert ", 3 items, " in run(written(tiny, ITEMS), "check").output
