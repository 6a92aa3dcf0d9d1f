"""Items made from a standard itself: what they ask, where they are written, and that the same seed makes the same."""

from collections import Counter
from pathlib import Path

import pytest

from clausebook.build.generation import write_generated
from clausebook.build.loading import load_project
from clausebook.exams.generation.bank import at_most, generate_items
from clausebook.model.item import Choice, Item, Matching, Ordering
from clausebook.model.standard import Standard
from clausebook.project import Project
from tests.conftest import Run
from tests.load.test_clues import with_pool

SEED = 3


@pytest.fixture(scope="module")
def made(real: Project, standard: Standard) -> tuple[Item, ...]:
    return generate_items(standard, {name: real.templates.words("exams", name) for name in standard.languages}, SEED)


def test_the_same_seed_makes_the_same_items(made: tuple[Item, ...], real: Project, standard: Standard) -> None:
    words = {language: real.templates.words("exams", language) for language in standard.languages}
    assert generate_items(standard, words, SEED) == made
    assert generate_items(standard, words, SEED + 1) != made
    assert len({item.id for item in made}) == len(made) > 60
    pools = Counter((item.generated.origin, item.pool) for item in made if item.generated)
    assert all(abs(pools[origin, "exam"] - pools[origin, "practice"]) <= 1 for origin, _ in pools)


def test_right_options_are_right(made: tuple[Item, ...], standard: Standard) -> None:
    meanings = {term.definition["en"].rstrip("."): term.name["en"] for term in standard.all_terms}
    names = {term.name["en"]: term for term in standard.all_terms}
    titles = {clause.title["en"]: clause for clause in standard.in_order}
    for item in made:
        kind = item.id.split("-")[2]
        if isinstance(item, Matching) and item.generated and item.generated.origin == "terms":
            assert all(meanings[pair.right["en"]] == pair.left["en"] for pair in item.pairs)
            assert not {meanings[extra["en"]] for extra in item.extras} & {pair.left["en"] for pair in item.pairs}
        if isinstance(item, Choice) and kind == "named":
            (key,) = [option.text["en"] for option in item.options if option.correct]
            assert names[key].definition["en"].rstrip(".") in item.stem["en"]
        if isinstance(item, Choice) and kind == "advised":
            types = {option.correct: titles[option.text["en"]].provisions[0].type for option in item.options}
            assert types == {True: "recommendation", False: "requirement"}
        if isinstance(item, Ordering):
            steps = [step.title["en"] for step in standard.steps]
            places = [steps.index(entry.text["en"]) for entry in item.entries]
            assert places == sorted(places)


def test_no_term_is_asked_for_twice(made: tuple[Item, ...]) -> None:
    asked: Counter[str] = Counter()
    for item in made:
        if isinstance(item, Matching) and item.generated and item.generated.origin == "terms":
            asked.update(pair.left["en"] for pair in item.pairs)
        elif isinstance(item, Choice) and "-named-" in item.id:
            asked.update(option.text["en"] for option in item.options if option.correct)
    assert max(asked.values()) == 1


def test_as_many_as_there_is_room_for_are_taken_from_each_origin(made: tuple[Item, ...]) -> None:
    some = at_most(made, 30)
    assert set(Counter(item.generated.origin for item in some if item.generated).values()) == {10}
    assert at_most(made, 1_000) == made


TERMS = """\
terms:
{terms}"""
TERM = """\
  - id: term-{n}
    name: {{en: {en}, de: {de}}}
    definition: {{en: the thing of the kind {n}, de: das Ding der Sorte {n}}}
"""
STEP = """\
  - id: step-{n}
    title: {{en: Step {letter}, de: Schritt {letter}}}
    summary: {{en: The work of {letter}., de: Die Arbeit von {letter}.}}
    tasks: [dough]
"""
BY_HAND = """\
  - id: by-hand-{n}
    clauses: [flour]
    provisions: [flour.a]
    pool: practice
    type: true_false
    level: remember
    difficulty: "0.5"
    stem: {{en: Statement {n} of {letter}{letter}{letter} is right., de: Aussage {n} über {letter}{letter}{letter}.}}
    answer: true
    why: {{en: So it is., de: So ist es.}}
"""
NAMES = ["sieve", "ladle", "oven", "tray", "scale", "apron", "brush", "spoon"]


@pytest.fixture
def bakery(tiny: Project) -> Project:
    """The tiny standard with terms that its clauses use, a workflow, and enough items by hand."""
    terms = "".join(TERM.format(n=n, en=name, de=f"Gerät{n}") for n, name in enumerate(NAMES))
    (tiny.content / "terms.yaml").write_text(TERMS.format(terms=terms), encoding="utf-8")
    flour = tiny.content / "clauses" / "1.1.yaml"
    used = flour.read_text(encoding="utf-8").replace("en: [Sift, Weigh]", f"en: [{'; '.join(NAMES)}, Weigh]")
    flour.write_text(used, encoding="utf-8")
    steps = "".join(STEP.format(n=n, letter="ABCDEF"[n]) for n in range(6))
    (tiny.content / "workflow.yaml").write_text("steps:\n" + steps, encoding="utf-8")
    (tiny.assessments / "items").mkdir()
    by_hand = "".join(BY_HAND.format(n=n, letter=chr(97 + n % 26)) for n in range(40))
    (tiny.assessments / "items" / "1.yaml").write_text("items:\n" + by_hand, encoding="utf-8")
    return tiny


def written(folder: Path) -> str:
    return (folder / "generated.yaml").read_text(encoding="utf-8")


def test_generated_items_are_written_and_stand_the_checks(bakery: Project, run: Run) -> None:
    told = run(bakery, "items", "generate", "--seed", "5")
    assert told.exit_code == 0, told.output
    first = written(bakery.assessments / "items")
    assert first.startswith("# Made by: clausebook items generate --seed 5.")
    loaded = load_project(bakery)
    generated = [item for item in loaded.items if item.generated]
    assert 5 < len(generated) <= len(loaded.items) / 5
    assert f"{len(generated)} items, " in told.stdout
    assert not [warning for warning in loaded.warnings if "generated.yaml" in str(warning)]
    assert all(item.written_for for item in generated)
    run(bakery, "items", "generate", "--seed", "5")
    assert written(bakery.assessments / "items") == first


def test_what_exams_have_shown_stays_with_an_item(bakery: Project) -> None:
    write_generated(bakery, 5)
    path = bakery.assessments / "items" / "generated.yaml"
    shown = '    measured: {difficulty: "7/30", candidates: 30}\n    written_for'
    path.write_text(path.read_text(encoding="utf-8").replace("    written_for", shown, 1), encoding="utf-8")
    write_generated(bakery, 5)
    (measured,) = [item.measured for item in load_project(bakery).items if item.measured]
    assert (str(measured.difficulty), measured.candidates) == ("7/30", 30)


def test_items_for_exams_go_to_the_exam_pool(bakery: Project, run: Run) -> None:
    pool = with_pool(bakery)
    write_generated(bakery, 5)
    assert "pool: practice" not in written(pool)
    assert "pool: exam" not in written(bakery.assessments / "items")
    written_by_seed = run(bakery, "items", "generate", "--seed", "6")
    assert "../" not in written_by_seed.stdout
    (pool / "generated.yaml").unlink()
    pool.rmdir()
    assert run(bakery, "items", "generate").exit_code == 2
