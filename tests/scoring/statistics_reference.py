"""The figures that item analysis is checked against, by numpy and scipy; run by hand, which writes them as data:

python -m tests.scoring.statistics_reference
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.stats

from clausebook.model.exam_response import ExamResult
from clausebook.model.paper import Papers
from tests.scoring.exam_sample import Candidates, plain_papers, sample_papers

FIGURES = Path(__file__).resolve().parents[1] / "data" / "exams" / "statistics.json"


def figures(papers: Papers, results: Sequence[ExamResult]) -> dict[str, Any]:
    """Figures of the test as a whole and of each question, in the order of the first paper."""
    first = papers.papers[0]
    names = [asked.item.id for asked in first.questions]
    full = np.array([float(asked.points) for asked in first.questions])
    by_item = [{answer.item: float(answer.points) for answer in result.answers.values()} for result in results]
    points = np.array([[own[name] for name in names] for own in by_item])
    totals = points.sum(axis=1)
    covariance = np.cov(points, rowvar=False)
    questions = len(names)
    alpha = questions / (questions - 1) * (1 - np.trace(covariance) / covariance.sum())
    found = {
        "mean": totals.mean(),
        "median": np.median(totals),
        "deviation": totals.std(ddof=1),
        "alpha": alpha,
        "error": totals.std(ddof=1) * np.sqrt(1 - alpha),
        "difficulty": (points.mean(axis=0) / full).tolist(),
        "discrimination": [scipy.stats.pearsonr(column, totals - column).statistic for column in points.T],
        "index": [index(column, totals) / most for column, most in zip(points.T, full, strict=True)],
    }
    if set(points.flatten()) == {0.0, 1.0}:
        right = points.mean(axis=0)
        found["kr20"] = questions / (questions - 1) * (1 - (right * (1 - right)).sum() / totals.var())
    return found


def index(column: np.ndarray, totals: np.ndarray) -> float:
    """The highest 27 percent less the lowest; who has the same marks counts with the mean of all who have them."""
    level = np.array([column[totals == total].mean() for total in totals])[np.argsort(totals, kind="stable")]
    size = int(np.floor(0.27 * len(totals) + 0.5))
    return float(level[-size:].mean() - level[:size].mean())


def options(papers: Papers, results: Sequence[ExamResult], name: str) -> dict[str, float]:
    """The point-biserial correlation of taking each option of an item with the rest of the marks."""
    by_code = {paper.code: {asked.item.id: asked for asked in paper.questions} for paper in papers.papers}
    taken, rests = [], []
    for result in results:
        asked = by_code[result.code][name]
        answer = result.answers[asked.number]
        taken.append({asked.letters[letter] for letter in answer.given or ""})
        rests.append(float(sum(other.points for other in result.answers.values()) - answer.points))
    return {
        option.id: scipy.stats.pointbiserialr([option.id in own for own in taken], rests).statistic
        for option in asked.item.options
    }


def main() -> None:
    mixed, plain = sample_papers(), plain_papers()
    results = Candidates(mixed).results(300)
    found = {
        "made by": f"numpy {np.__version__}, scipy {scipy.__version__}",
        "mixed": figures(mixed, results)
        | {"options": {name: options(mixed, results, name) for name in ("choice-03", "choice-12", "many-02")}},
        "plain": figures(plain, Candidates(plain, 3).results(64)),
    }
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
