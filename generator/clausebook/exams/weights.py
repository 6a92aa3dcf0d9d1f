"""The weights table: what a blueprint gives each type, stage, obligation, level and band, and what its papers hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

from clausebook.exams.demand import DIMENSIONS, Features
from clausebook.exams.marks import pass_mark_text
from clausebook.exams.rendering import decimal
from clausebook.model.artifact import Artifact
from clausebook.model.blueprint import Blueprint
from clausebook.model.paper import Paper
from clausebook.model.standard import PROVISION_TYPES, Standard
from clausebook.render.fonts import named_fonts
from clausebook.render.jinja import Templates, Words
from clausebook.render.pdf import render_pdf

_PAGE, _PRINT = "exams/weights/page.html.j2", "exams/weights/print.html.j2"
_LEVELS = ("remember", "understand", "apply", "analyse")


@dataclass(frozen=True)
class Row:
    """A value of a dimension: the questions and marks asked for, and of each paper questions, marks and their share."""

    label: str
    asked: str
    marks: str
    papers: tuple[tuple[int, str, str], ...]


def weights_tables(
    blueprint: Blueprint, papers: Sequence[Paper], standard: Standard, templates: Templates, made: datetime
) -> Iterator[Artifact]:
    """The weights table in every language as a page and as a PDF: weights.LANGUAGE.html and weights.LANGUAGE.pdf."""
    for language in standard.languages:
        words = templates.words("exams", language)
        context = _context(blueprint, papers, standard, language, words)
        yield Artifact.text(f"weights.{language}.html", templates.render(_PAGE, **context))
        printed = templates.render(_PRINT, **context)
        content = render_pdf(printed, fonts=named_fonts(templates, _PRINT), created=made)
        yield Artifact(PurePosixPath(f"weights.{language}.pdf"), content)


def _context(
    blueprint: Blueprint, papers: Sequence[Paper], standard: Standard, language: str, words: Words
) -> dict[str, Any]:
    features = Features(standard, blueprint)
    label = _labels(blueprint, standard, language, words)
    return {
        "language": language,
        "words": words,
        "blueprint": blueprint,
        "standard": standard,
        "papers": papers,
        "facts": list(_facts(blueprint, papers, words)),
        "decimal": decimal,
        "share": lambda marks: _percent(marks, blueprint.total),
        "dimensions": [
            (dimension, rows)
            for dimension in DIMENSIONS
            if (rows := list(_rows(blueprint, papers, features, dimension, label[dimension])))
        ],
    }


def _facts(blueprint: Blueprint, papers: Sequence[Paper], words: Words) -> Iterator[tuple[str, str]]:
    """What holds for the exam as a whole, label and value."""
    yield words["weights_total"], decimal(blueprint.total)
    yield words["weights_questions"], str(blueprint.count)
    yield words["weights_minutes"], words["weights_minutes_value"].format(minutes=blueprint.minutes)
    yield words["weights_pass_mark"], pass_mark_text(blueprint.pass_mark, blueprint.total, words)
    if blueprint.difficulty.mean is not None:
        wanted = words["weights_mean_value"].format(
            mean=decimal(blueprint.difficulty.mean), within=decimal(blueprint.difficulty.within)
        )
        yield words["weights_mean"], wanted
    separator = words["weights_separator"]
    means = (f"{paper.id} {decimal(_mean(paper), 3)}" for paper in papers)
    yield words["weights_means"], separator.join(means)
    if len(papers) > 1:
        shared = (f"{one.id}–{other.id} {_shared(one, other)}" for one, other in combinations(papers, 2))
        yield words["weights_shared"], separator.join(shared)
    yield words["weights_codes"], separator.join(f"{paper.id} {paper.code}" for paper in papers)
    yield words["weights_seed"], str(papers[0].seed)


def _mean(paper: Paper) -> Fraction:
    return sum((item.easiness for item in paper.items), Fraction(0)) / len(paper.items)


def _shared(one: Paper, other: Paper) -> int:
    return len({item.id for item in one.items} & {item.id for item in other.items})


def _labels(blueprint: Blueprint, standard: Standard, language: str, words: Words) -> Mapping[str, Mapping[str, str]]:
    """Every value of each dimension, in the order in which it is listed, and what readers call it."""
    bands = sorted(blueprint.difficulty.bands.items(), key=lambda entry: -entry[1])
    return {
        "stage": {stage.id: f"{stage.number} {stage.title[language]}" for stage in standard.stages},
        "obligation": {kind: words[f"weights_obligation_{kind}"] for kind in PROVISION_TYPES},
        "level": {level: words[f"export_level_{level}"] for level in _LEVELS},
        "band": {
            band: words["weights_band_from"].format(name=words.get(f"weights_band_{band}", band), start=decimal(start))
            for band, start in bands
        },
    }


def _rows(
    blueprint: Blueprint, papers: Sequence[Paper], features: Features, dimension: str, labels: Mapping[str, str]
) -> Iterator[Row]:
    """A row for each value that is asked for or occurs."""
    counts, marks = getattr(blueprint.counts, dimension), getattr(blueprint.marks, dimension)
    found = [[(features.of(asked.item)[dimension], asked.points) for asked in paper.questions] for paper in papers]
    for value, label in labels.items():
        held = [[points for other, points in paper if other == value] for paper in found]
        if value in counts or value in marks or any(held):
            yield Row(
                label,
                _range(counts.get(value)),
                _range(marks.get(value)),
                tuple((len(points), decimal(_sum(points)), _percent(_sum(points), blueprint.total)) for points in held),
            )


def _range(asked: tuple[int, int] | None) -> str:
    """The ends of a range, or its only number; a dash where nothing is asked."""
    if asked is None:
        return "–"
    low, high = asked
    return str(low) if low == high else f"{low}–{high}"


def _sum(points: Sequence[Fraction]) -> Fraction:
    return sum(points, Fraction(0))


def _percent(marks: Fraction, total: Fraction) -> str:
    return f"{decimal(100 * marks / total, 1)} %"
