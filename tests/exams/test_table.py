"""The spreadsheet of a paper, read back."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from clausebook.exams.table import table
from tests.exams import sample_papers

MADE = datetime(2026, 1, 2, tzinfo=UTC)


def rows(language: str) -> list[dict[str, Any]]:
    exported = table(sample_papers.paper(points="2.5"), language, sample_papers.words(language), made=MADE)
    heads, *lines = load_workbook(io.BytesIO(exported.content)).active.values
    return [dict(zip(heads, line, strict=True)) for line in lines]


def test_a_line_a_question() -> None:
    paper = sample_papers.paper(points="2.5")
    lines = rows("en")
    assert [line["Item"] for line in lines] == [asked.item.id for asked in paper.questions]
    assert {line["Marks"] for line in lines} == {2.5}
    assert [line["Key"] or "" for line in lines[:5]] == [
        "False" if asked.item.type == "true_false" else asked.key_letters for asked in paper.questions[:5]
    ]
    assert lines[5]["Key"] == "2.86 ± 0.01 kg"
    assert lines[8]["Question"].startswith("Situation.")
    assert "[2] First." in lines[8]["Reasons"]


def test_the_words_are_those_of_the_language() -> None:
    line = rows("zh")[0]
    assert line["题型"] == "单项选择题"
    assert line["题干"].startswith("Stem of single.若a<b")


def test_what_looks_like_a_formula_stays_text() -> None:
    paper, _ = sample_papers.question("single_choice", "all_or_nothing")
    section = paper.sections[0]
    named = section.model_copy(
        update={"title": section.title.model_copy(update={"root": {"en": "=1+1", "zh": "=1+1"}})}
    )
    changed = paper.model_copy(update={"sections": (named,)})
    exported = table(changed, "en", sample_papers.words("en"), made=MADE)
    cell = load_workbook(io.BytesIO(exported.content)).active["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize("language", sample_papers.LANGUAGES)
def test_the_same_paper_gives_the_same_bytes(language: str) -> None:
    first, second = (table(sample_papers.paper(), language, sample_papers.words(language), made=MADE) for _ in range(2))
    assert first == second
