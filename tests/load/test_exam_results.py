"""Results of an exam are read back as they were written, and refused where somebody has changed them."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from clausebook.errors import RejectedRecord
from clausebook.load.exam_results import is_exam_results, read_exam_marks, read_exam_results
from clausebook.load.marks import read_marks
from clausebook.load.schemes import check_exams
from clausebook.load.yaml_source import parse
from clausebook.model.blueprint import Blueprint
from clausebook.model.exam_response import ExamResponse, ExamResult
from clausebook.model.response import Person
from clausebook.model.scheme import Exam, Scheme
from clausebook.scoring.marking import mark
from tests.load.exam_responses.sittings import A, right_answers

BOTH = {"en": "Title", "zh": "标题"}


def scheme(**exams: Exam) -> Scheme:
    components = [{"id": name, "title": BOTH, "exam": exam, "weight": 1} for name, exam in exams.items()]
    return Scheme.model_validate(
        {
            "id": "scheme",
            "components": [*components, {"id": "self", "title": BOTH, "form": "operator", "weight": 1}],
            "band": "good",
            "pass_mark": {"basis": "fixed", "note": BOTH},
            **dict.fromkeys(("title", "statement", "remark", "issuer"), BOTH),
            "signatories": [{"name": BOTH, "position": BOTH}],
            "validity": 12,
            "prefix": "EX",
        }
    )


@pytest.fixture
def result() -> ExamResult:
    answers = {**right_answers(A), 8: "4/3", 9: None}
    person = Person(id="K1", name="王小明")
    return mark(A, ExamResponse(paper="A", code=A.code, person=person, sat="2026-11-20", answers=answers))


def written(folder: Path, *lines: str) -> Path:
    path = folder / "results.jsonl"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_what_was_written_is_read_back(result: ExamResult, tmp_path: Path) -> None:
    path = written(tmp_path, result.model_dump_json(), "", result.model_dump_json())
    assert is_exam_results(path.read_bytes()[:100])
    assert list(read_exam_results(path, "r")) == [("r:1", result), ("r:3", result)]
    assert result.marks == 14 + Fraction(4, 3)


def test_they_are_marks_of_the_component_that_names_the_blueprint(result: ExamResult, tmp_path: Path) -> None:
    path = written(tmp_path, result.model_dump_json())
    table = tmp_path / "marks.csv"
    table.write_text("id,component,marks\nK1,sample,15.33\n", encoding="utf-8")
    for counted in (scheme(sample=Exam(maximum=18)), scheme(written=Exam(maximum=18, blueprint="sample"))):
        (component,) = counted.exams
        (found,) = read_exam_marks(path, "r", counted)
        assert (found.component, found.marks, found.person, found.sat) == (component, result.marks, "K1", "2026-11-20")
        (by_table,) = read_marks(table, "marks.csv", counted.exams)
        assert (by_table.component, by_table.marks) == (component, Fraction("15.33"))


@pytest.mark.parametrize(
    ("counted", "reason"),
    [
        (scheme(other=Exam(maximum=18)), "unknown_component"),
        (scheme(sample=Exam(maximum=100)), "other_maximum"),
    ],
)
def test_an_exam_that_the_scheme_does_not_count(
    counted: Scheme, reason: str, result: ExamResult, tmp_path: Path
) -> None:
    (found,) = read_exam_marks(written(tmp_path, result.model_dump_json()), "r", counted)
    assert isinstance(found.marks, RejectedRecord)
    assert found.marks.reason == reason


def test_a_scheme_without_an_exam(result: ExamResult, tmp_path: Path) -> None:
    with pytest.raises(RejectedRecord, match="counts no exam"):
        list(read_exam_marks(written(tmp_path, result.model_dump_json()), "r", scheme()))


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line.replace('"marks":"46/3"', '"marks":"18"'),
        lambda line: line.replace('"points":"4/3"', '"points":"2"'),
        lambda line: line.replace('"points":"4/3"', '"points":"-4/3"'),
        lambda line: line.replace('"maximum":"18"', '"maximum":"9"'),
        lambda line: line.replace('"sat"', '"set"'),
        lambda line: line[:-20],
        lambda line: "[" * 5000,
    ],
)
def test_a_changed_result_is_refused(change: Callable[[str], str], result: ExamResult, tmp_path: Path) -> None:
    line = result.model_dump_json()
    assert change(line) != line
    ((_, found),) = read_exam_results(written(tmp_path, change(line)), "r")
    assert isinstance(found, RejectedRecord)
    assert found.reason == "bad_result"


@pytest.mark.parametrize(
    ("exam", "told"),
    [
        ("{maximum: 18, blueprint: smaple}", "there is no blueprint 'smaple'; did you mean 'sample'?"),
        ("{maximum: 100, blueprint: sample}", "the blueprint 'sample' has full marks of 18; write 18"),
        ("{maximum: 18, blueprint: sample}", None),
        ("{maximum: 50}", None),
    ],
)
def test_a_scheme_names_a_blueprint_that_is_there(exam: str, told: str | None) -> None:
    section = {"id": "all", "title": BOTH, "type": "true_false", "count": 9, "points": 2}
    blueprint = Blueprint.model_validate({"id": "sample", "title": BOTH, "minutes": 10, "sections": [section]})
    source = parse(f"components:\n  - exam: {exam}\n", "scheme.yaml")
    counted = scheme(written=Exam.model_validate(source.data["components"][0]["exam"]))
    found = [f"{one.what}; {one.remedy}" for one in check_exams([(counted, source)], {"sample": blueprint})]
    assert found == ([told] if told else [])
