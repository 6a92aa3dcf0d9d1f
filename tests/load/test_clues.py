"""Clues that give the answer away, languages that do not agree, provisions that have changed, and misplaced items."""

from pathlib import Path

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import InputError
from clausebook.project import Project
from tests.conftest import Run

ITEM = """\
items:
  - id: {id}
    clauses: [flour]
    provisions: [flour.a]
    pool: {pool}
    type: single_choice
    level: apply
    difficulty: "0.5"
    {more}
    stem: {{en: "{stem}", de: "{german}"}}
    options:
      - {{id: a, text: {{en: "{key}", de: eins}}, correct: true, why: {{en: yes, de: ja}}}}
      - {{id: b, text: {{en: "{other}", de: zwei}}, why: {{en: no, de: nein}}}}
      - {{id: c, text: {{en: the table salt, de: drei}}, why: {{en: no, de: nein}}}}
"""
PLAIN = {
    "id": "flour-01",
    "pool": "exam",
    "more": "enemies: []",
    "stem": "What is taken first?",
    "german": "Was kommt zuerst?",
    "key": "the wheat flour",
    "other": "the well water",
}
WEIGHED = {"stem": "Which is weighed?", "german": "Was wiegt man?"}


def written(folder: Path, name: str = "1.yaml", **changes: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(ITEM.format(**(PLAIN | changes)), encoding="utf-8")


def warnings(project: Project) -> list[str]:
    return [str(warning) for warning in load_project(project).warnings]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"stem": "The wheat has come. What is taken?"},
            "only the right option repeats a word of the question in en: wheat",
        ),
        ({"stem": "The wheat has come. What is taken?", "other": "the wheat bran"}, ""),
        ({"key": "the wheat flour."}, "only the right option ends, or does not end, with a full stop in en"),
        ({"key": "the flour, sieved"}, "only the right option has another number of clauses in en"),
        ({"key": "the 1,000 grams"}, ""),
        ({"key": "egg white", "stem": "First the baker takes an ___"}, "the article 'an' before the gap goes with"),
        ({"key": "egg white", "other": "egg yolk", "stem": "First the baker takes an ___"}, ""),
        (
            {"written_for": "{flour.a: aaaaaaaaaaaaaaaa}"},
            "the provision flour.a has changed since the item was written",
        ),
        ({"written_for": "{heat.a: aaaaaaaaaaaaaaaa}"}, "the item does not test the provision heat.a"),
        ({"generated": "{from: terms, seed: 1}"}, "1 of 1 items are generated, more than one in 5"),
    ],
)
def test_what_is_wrong_with_an_item_is_said(changes: dict[str, str], told: str, tiny: Project) -> None:
    more = [f"{key}: {value}" for key, value in changes.items() if key not in PLAIN]
    given = {key: value for key, value in changes.items() if key in PLAIN}
    written(tiny.assessments / "items", more=(more or [PLAIN["more"]])[0], **given)
    found = warnings(tiny)
    assert [told in warning for warning in found] == ([True] if told else [])


def test_languages_have_to_agree(kitchen: Project) -> None:
    folder = kitchen.assessments / "items"
    folder.mkdir(exist_ok=True)
    clause = load_project(kitchen).standard.in_order[0]
    (folder / "1.yaml").write_text(
        f"""\
items:
  - id: one
    clauses: [{clause.id}]
    provisions: [{clause.references()[0][0]}]
    pool: practice
    type: true_false
    level: remember
    difficulty: "0.5"
    stem: {{en: Which pan is not to stay on the stove for 14 minutes?, zh: 哪口锅可以放在灶上十五分钟？}}
    answer: true
    why: {{en: It is hot., zh: 很烫。}}
""",
        encoding="utf-8",
    )
    told = "\n".join(warnings(kitchen))
    assert "items[0].stem: warning: the zh text lacks a number that the en text has: 14" in told
    assert "items[0].stem: warning: the question asks for the exception in en and not in zh" in told


def with_pool(project: Project) -> Path:
    pool = project.root.parent / "exam-pool"
    pool.mkdir()
    (project.assessments / "bank.yaml").write_text("exam_pool: ../exam-pool\n", encoding="utf-8")
    return pool


def test_the_exam_pool_stands_outside_the_project(tiny: Project, run: Run) -> None:
    pool = with_pool(tiny)
    written(pool)
    written(tiny.assessments / "items", id="flour-02", pool="practice", **WEIGHED)
    loaded = load_project(tiny, strict=True)
    assert [item.id for item in loaded.items] == ["flour-02", "flour-01"]
    written(pool, pool="practice")
    assert "../exam-pool/1.yaml:5:11: items[0].pool: warning: an item for practice stands in the exam pool" in (
        run(tiny, "check").stdout
    )
    written(pool)
    written(tiny.assessments / "items", id="flour-02", **WEIGHED)
    assert "an item for exams stands in the project; move it" in run(tiny, "check").stdout


def test_a_pool_that_is_missing_is_told_unless_there_shall_be_none(
    tiny: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_pool(tiny).rmdir()
    written(tiny.assessments / "items", pool="practice", more="enemies: [flour-in-the-pool]")
    assert "bank.yaml:1:12: exam_pool: warning: there is no folder ../exam-pool" in run(tiny, "check").stdout
    monkeypatch.setenv("CLAUSEBOOK_EXAM_POOL", "")
    assert run(tiny, "check", "--strict").exit_code == 0
    monkeypatch.setenv("CLAUSEBOOK_EXAM_POOL", "/nowhere/at/all")
    with pytest.raises(InputError, match="CLAUSEBOOK_EXAM_POOL: there is no folder /nowhere/at/all"):
        load_project(tiny)
