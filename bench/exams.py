"""Exams from banks of 600 to 20,000 questions: four parallel papers assembled, and the whole bank exported.

The banks are this project's exam pool many times over, with other ids and difficulties; enemies are kept within each
copy. Times are of the processor.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from random import Random

from report import report

from clausebook.build.loading import Loaded, load_project
from clausebook.exams.assembly import assemble
from clausebook.exams.gift import gift
from clausebook.exams.moodle import moodle
from clausebook.exams.qti2 import qti2
from clausebook.exams.qti3 import qti3
from clausebook.exams.rendering import Exported
from clausebook.exams.table import table
from clausebook.model.item import Item
from clausebook.model.paper import Paper, paper_of
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Words

ROOT = Path(__file__).resolve().parents[1]
SIZES, QUICK_SIZES = (600, 2_000, 6_000, 20_000), (600, 2_000)
SEEDS = 3
EXPORTERS: dict[str, Callable[[Paper, str, Words], Exported]] = {
    "Moodle XML": moodle,
    "QTI 2.1": qti2,
    "QTI 3.0": qti3,
    "GIFT": gift,
    "XLSX": lambda paper, language, words: table(paper, language, words, made=clock.now()),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="banks of up to 2,000 questions")
    quick = parser.parse_args().quick
    project = Project.at(ROOT)
    loaded = load_project(project)
    words = project.templates.words("exams", "en")
    figures: dict[str, float] = {}
    for size in QUICK_SIZES if quick else SIZES:
        items = bank(loaded.items, size)
        figures[f"{size:,} questions: 4 papers of 60, s"] = assembly_time(loaded, items)
        figures |= export_times(loaded, items, words)
    report("exams", figures, ("pydantic", "openpyxl"))


def bank(items: Sequence[Item], size: int) -> list[Item]:
    """The exam pool again and again up to a size, difficulties off by up to 0.05."""
    pool, chance = [item for item in items if item.pool == "exam"], Random(1)
    made: list[Item] = []
    while len(made) < size:
        copy = len(made) // len(pool)
        made += [again(item, copy, chance) for item in pool[: size - len(made)]]
    return made


def again(item: Item, copy: int, chance: Random) -> Item:
    difficulty = item.easiness + Fraction(chance.randint(-5, 5), 100)
    return item.model_copy(
        update={
            "id": f"{item.id}-copy-{copy}",
            "difficulty": min(Fraction(99, 100), max(Fraction(1, 100), difficulty)),
            "measured": None,
            "enemies": tuple(f"{enemy}-copy-{copy}" for enemy in item.enemies),
        }
    )


def assembly_time(loaded: Loaded, items: Sequence[Item]) -> float:
    """The mean over some seeds."""
    blueprint = loaded.blueprint("operator")
    start = time.process_time()
    for seed in range(SEEDS):
        assembly = assemble(blueprint, items, loaded.standard, seed=seed, papers=4)
        assert not assembly.shortfalls
    return (time.process_time() - start) / SEEDS


def export_times(loaded: Loaded, items: Sequence[Item], words: Words) -> dict[str, float]:
    """What each format takes for the whole bank in one language."""
    paper = paper_of(items, "bank", loaded.blueprint("operator").title, loaded.standard.languages)
    times: dict[str, float] = {}
    for name, export in EXPORTERS.items():
        start = time.process_time()
        export(paper, "en", words)
        times[f"{len(items):,} questions: {name}, s"] = time.process_time() - start
    return times


if __name__ == "__main__":
    main()
