"""Tables laid out as common survey programs export them, for the operator's form of the real standard."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from openpyxl import Workbook

from clausebook.build.loading import load_project
from clausebook.errors import RejectedRecord
from clausebook.load.mapping import load_mapping
from clausebook.load.responses.check import check_response
from clausebook.load.responses.dispatch import read_content
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire
from clausebook.project import Project
from tests.load.responses.conftest import data, reason

WHEN = datetime.fromisoformat("2026-01-05T09:03:22")


@dataclass(frozen=True)
class Question:
    """A provision as somebody copies it into a survey: its place from 1, clause and letter, its text."""

    place: int
    number: str
    zh: str
    en: str


@dataclass(frozen=True)
class Survey:
    """What a program puts before the questions, how it heads them, how it writes answers, and the mapping for it."""

    before: Mapping[str, str]
    heading: Callable[[Question], str]
    answer: Callable[[int], str]
    away: str
    mapping: str | Mapping[str, Any]
    encoding: str = "utf-8-sig"
    delimiter: str = ","


ZH = ("未开展", "起步", "部分做到", "基本做到", "完全做到")
EN = ("Not started", "Beginning", "Partly", "Largely", "Fully")

SURVEYS = {
    "Wenjuanxing": Survey(
        {
            "序号": "1",
            "提交答卷时间": "2026/1/5 9:03:22",
            "来自IP": "10.0.0.1(广东深圳)",
            "1、您的工号": "007",
            "2、您的姓名": "张䶮",
            "3、您的部门": "运营部",
            "4、您从事的业务模式": "B2B（面向企业买家）┋B2C（面向个人消费者）",
        },
        lambda question: f"{question.place // 8 + 5}、请评价下列做法—{question.zh}",
        lambda points: ZH[points],
        "不适用",
        "wenjuanxing",
        encoding="gb18030",
    ),
    "Microsoft Forms": Survey(
        {
            "ID": "1",
            "Start time": "1/5/26 9:00:00",
            "Completion time": "1/5/26 9:03:22",
            "Email": "anonymous",
            "Name": "张䶮",
            "Staff number": "007",
            "Department": "运营部",
            "Which business models are yours?": "b2b;b2c;",
        },
        lambda question: f"{question.number} {question.en}",
        lambda points: EN[points],
        "Not applicable",
        "microsoft-forms",
    ),
    "Tencent Survey": Survey(
        {"编号": "1", "结束答题时间": "2026-01-05 09:03:22", "1.工号": "007", "2.姓名": "张䶮", "3.部门": "运营部"},
        lambda question: f"{question.place + 3}. {question.zh}",
        lambda points: str(points + 1),
        "6",
        {
            "language": "zh",
            "person": {"id": "1.工号", "name": "2.姓名", "department": "3.部门"},
            "saved": "结束答题时间",
            "questions": {"by": "heading", "numbered": True},
            "answers": {"numbers": "position", "not_applicable": ["6"], "reason": "-"},
        },
    ),
    "Google Forms": Survey(
        {"Timestamp": "2026/01/05 9:03:22 AM GMT+8", "Staff number": "007", "Name": "张䶮", "Department": "运营部"},
        lambda question: f"How far is this done? [{question.number}: {question.en}]",
        lambda points: f"{EN[points]}",
        "n/a",
        {
            "person": {"id": "Staff number", "name": "Name", "department": "Department"},
            "saved": "Timestamp",
            "time_format": "%Y/%m/%d %I:%M:%S %p GMT+8",
            "questions": {"by": "number"},
            "answers": {"not_applicable": ["N/A"], "reason": "-"},
        },
    ),
    "LimeSurvey": Survey(
        {
            "id": "1",
            "submitdate": "2026-01-05 09:03:22",
            "startlanguage": "en",
            "staff": "007",
            "name": "张䶮",
            "unit": "运营部",
        },
        lambda question: f"G{question.place // 20:02}Q01[SQ{question.place:03}]",
        lambda points: f"A{points}",
        "NA",
        {
            "person": {"id": "staff", "name": "name", "department": "unit"},
            "saved": "submitdate",
            "questions": {"by": "order", "first": "G00Q01[SQ001]"},
            "answers": {
                "values": {f"A{points}": points for points in range(5)},
                "not_applicable": ["NA"],
                "reason": "-",
            },
        },
        delimiter=";",
    ),
}


@pytest.fixture(scope="session")
def forms(real: Project) -> Mapping[str, Questionnaire]:
    return load_project(real).questionnaires


def questions(form: Questionnaire) -> Iterator[Question]:
    place = 0
    for clause in form.standard.in_order:
        for _, provision in clause.references():
            place += 1
            yield Question(place, f"{clause.number} {provision.id}", provision.text["zh"], provision.text["en"])


def table(survey: Survey, form: Questionnaire) -> tuple[list[str], list[str]]:
    """The headings and one person's answers: the points go round, and every tenth is not applicable."""
    asked = list(questions(form))
    cells = [survey.away if place % 10 == 9 else survey.answer(place % 5) for place in range(len(asked))]
    return [*survey.before, *map(survey.heading, asked)], [*survey.before.values(), *cells]


def as_csv(survey: Survey, lines: Iterable[list[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=survey.delimiter).writerows(lines)
    return written.getvalue().encode(survey.encoding)


def as_workbook(lines: Iterable[list[Any]]) -> bytes:
    book, written = Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(written)
    return written.getvalue()


def mapping(survey: Survey, real: Project, forms: Mapping[str, Questionnaire]) -> ColumnMapping:
    if isinstance(survey.mapping, str):
        path = real.assessments / "mappings" / f"{survey.mapping}.yaml"
        return load_mapping(path, path.name, forms)
    return ColumnMapping.model_validate({"id": "survey", "form": "operator", **survey.mapping})


@pytest.mark.parametrize("program", SURVEYS)
def test_exports_of_survey_programs(program: str, real: Project, forms: Mapping[str, Questionnaire]) -> None:
    survey, form = SURVEYS[program], forms["operator"]
    content = as_csv(survey, table(survey, form))
    (reading,) = read_content(content, "survey.csv", forms, mapping(survey, real, forms))
    response, _ = check_response(data(reading), forms)
    assert (response.person.id, response.person.name, response.person.department) == ("007", "张䶮", "运营部")
    assert datetime.fromisoformat(response.saved) == WHEN
    given = [None if reply.not_applicable else reply.rating for reply in response.answers.values()]
    assert given == [None if place % 10 == 9 else place % 5 for place in range(len(form.provisions))]


def test_an_export_as_a_workbook(real: Project, forms: Mapping[str, Questionnaire]) -> None:
    survey = SURVEYS["Wenjuanxing"]
    headings, line = table(survey, forms["operator"])
    dated = [WHEN if cell == "2026/1/5 9:03:22" else cell for cell in line]
    broken = [*line[:-1], "=1+1"]
    content, columns = as_workbook([headings, dated, broken, line]), mapping(survey, real, forms)
    good, bad, same = read_content(content, "survey.xlsx", forms, columns)
    assert [good.origin, bad.origin, same.origin] == ["survey.xlsx:2", "survey.xlsx:3", "survey.xlsx:4"]
    assert data(good) == data(same)
    assert reason(bad) == "formula_cell"
    with pytest.raises(RejectedRecord, match="unknown_format"):
        list(read_content(content, "survey.xlsx", forms))
