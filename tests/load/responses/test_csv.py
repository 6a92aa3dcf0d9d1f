"""Tables as Clausebook, Excel and survey programs write them, and as they should not be."""

from collections.abc import Mapping
from typing import Any

import pytest

from clausebook.errors import RejectedRecord
from clausebook.forms.table import answers_table
from clausebook.load.responses.check import check_response
from clausebook.load.responses.csv import read_csv
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from tests.load.responses.conftest import RARE, SHA256, data, reason

Bakers = Mapping[str, Questionnaire]
REFS = ("flour.a", "flour.b", "water.a", "heat.a", "cooling.a", "cooling.b")


def mapping(by: str = "ref", /, **changes: Any) -> ColumnMapping:
    questions = {"by": by} | changes.pop("questions", {})
    plain = {"id": "survey", "form": "baker", "person": {"id": "Staff number"}, "questions": questions}
    return ColumnMapping.model_validate(plain | changes)


def table(headings: tuple[str, ...], *lines: str, who: str = "Staff number", by: str = ",") -> bytes:
    return "\r\n".join((by.join((who, *headings)), *lines, "")).encode()


def answers(content: bytes, bakers: Bakers, columns: ColumnMapping) -> Any:
    (reading,) = read_csv(content, "survey.csv", bakers, columns)
    return {ref: reply.get("rating", reply) for ref, reply in data(reading)["answers"].items()}


def response(bakers: Bakers, **changes: Any) -> Response:
    plain = {
        "format": "clausebook-response/1",
        "form": "baker",
        "form_hash": bakers["baker"].content_hash,
        "language": "de",
        "person": {"id": "007", "name": "=1+1", "department": RARE},
        "started": "",
        "saved": "2026-01-01T09:00:00Z",
        "answers": {
            "flour.a": {
                "rating": 1,
                "comment": f"{RARE},\n;\t'=x",
                "evidence": [{"name": "a b.jpg", "sha256": SHA256}],
            },
            "flour.b": {"not_applicable": True, "reason": "＝none", "comment": "'=two"},
            "water.a": {"comment": "later"},
            "heat.a": {"rating": 0},
        },
    }
    return Response.model_validate(plain | changes)


def test_its_own_table_comes_back_as_it_was(bakers: Bakers) -> None:
    given = [response(bakers), response(bakers, person={"id": "008"}, language="en", answers={})]
    readings = list(read_csv(answers_table(bakers["baker"], given), "b.csv", bakers))
    assert [reading.origin for reading in readings] == ["b.csv:2", "b.csv:4"]
    assert [check_response(data(reading), bakers)[0] for reading in readings] == given


def test_its_own_table_holds_no_formula(bakers: Bakers) -> None:
    text = answers_table(bakers["baker"], [response(bakers)]).decode("utf-8-sig")
    assert ",'=1+1," in text
    assert ",=" not in text


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings(encoding: str, delimiter: str, bakers: Bakers) -> None:
    lines = [("工号", *REFS), ("张１", "1", "No", "", "ja", "1.0", " 0 ")]
    content = "\n".join(delimiter.join(line) for line in lines) + "\n"
    columns = mapping(person={"id": "工号"})
    assert answers(content.encode(encoding), bakers, columns) == {
        "flour.a": 1,
        "flour.b": 0,
        "heat.a": 1,
        "cooling.a": 1,
        "cooling.b": 0,
    }


HEADINGS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "ref": (REFS, {}),
    "ref in brackets": (tuple(f"Q[{ref}]" for ref in REFS), {}),
    "number": (("1.1 a", "1.1b. Weigh", "1.2(a)", "2.1.a", "2.2（a）", "3、2.2 b"), {}),
    "number, counted": (("1. 1.1 a", "2. 1.1 b", "3. 1.2 a", "4. 2.1 a", "5. 2.2 a", "6. 2.2 b"), {"numbered": True}),
    "heading": (
        (
            "1、The baker shall sift the flour",
            "Form [Der Bäcker sollte es zweimal wiegen.]",
            "3—The baker shall measure the water’s temperature.",
            "Heat the oven  before the dough is ready",
            "THE BAKER SHALL LET THE BREAD COOL ON A RACK. (required)",
            "5. The baker may cover it with a cloth.",
        ),
        {},
    ),
    "order": (("a", "b", "c", "d", "e", "f"), {"first": "a", "last": "f"}),
    "ref, named": (
        ("flour.a", "x", "water.a", "heat.a", "cooling.a", "y"),
        {"columns": {"x": "flour.b", "y": "cooling.b"}},
    ),
}


@pytest.mark.parametrize("case", HEADINGS)
def test_how_headings_lead_to_provisions(case: str, bakers: Bakers) -> None:
    headings, questions = HEADINGS[case]
    columns = mapping(case.split(",")[0].split()[0], questions=questions)
    expected = dict(zip(REFS, (1, 0, 1, 0, 0, 1), strict=True))
    assert answers(table(headings, "B1,1,0,1,0,0,1"), bakers, columns) == expected


def test_answers_have_parts_in_columns_of_their_own(bakers: Bakers) -> None:
    headings = ("a", "a [comment]", "b", "c", "c [reason]", "d", "e", "f")
    columns = mapping(
        "order",
        questions={"first": "a", "comment": "[comment]", "reason": "[reason]"},
        answers={
            "not_applicable": ["N/A"],
            "reason": "no reason asked",
            "unanswered": ["(skipped)"],
            "values": {"A": 0},
        },
    )
    found = answers(table(headings, "B1,1,'=fine,n/a,N/A,none here,(skipped),A,1"), bakers, columns)
    assert found == {
        "flour.a": 1,
        "flour.b": {"not_applicable": True, "reason": "no reason asked"},
        "water.a": {"not_applicable": True, "reason": "none here"},
        "cooling.a": 0,
        "cooling.b": 1,
    }


def test_answers_by_their_place_on_the_scale(bakers: Bakers) -> None:
    columns = mapping(answers={"numbers": "position"})
    assert answers(table(REFS, "B1,1,2,,,,"), bakers, columns) == {"flour.a": 0, "flour.b": 1}
    (reading,) = read_csv(table(REFS, "B1,0,2,,,,"), "x", bakers, columns)
    assert reason(reading) == "off_scale"


def test_who_and_when(bakers: Bakers) -> None:
    content = table(("Name", "Done", *REFS), "007,Jörg,11/22/26 21:55:03,1,1,1,1,1,1")
    columns = mapping(person={"id": "Staff number", "name": "Name"}, saved="Done", time_format="%m/%d/%y %H:%M:%S")
    (reading,) = read_csv(content, "x", bakers, columns)
    assert data(reading)["person"] == {"id": "007", "name": "Jörg", "department": ""}
    assert data(reading)["saved"] == "2026-11-22T21:55:03"
    (reading,) = read_csv(content, "x", bakers, columns.model_copy(update={"time_format": None}))
    assert reason(reading) == "bad_time"


def test_a_bad_line_does_not_stop_the_others(bakers: Bakers) -> None:
    content = table(REFS, "B1,1,1,1,1,1,1", "", "B2,1,1,1,1,maybe,1", 'B3,"1",1,1,1,1,1,9', "B4,1,1,1,1,1,1")
    readings = list(read_csv(content, "s.csv", bakers, mapping()))
    assert [reading.origin for reading in readings] == ["s.csv:2", "s.csv:4", "s.csv:5", "s.csv:6"]
    assert [reason(reading) for reading in readings[1:3]] == ["off_scale", "bad_csv"]
    assert data(readings[3])["person"]["id"] == "B4"


def test_what_people_wrote_is_not_repeated(bakers: Bakers) -> None:
    (reading,) = read_csv(table(REFS, "B1,My secret,1,1,1,1,1"), "x", bakers, mapping())
    assert isinstance(reading.data, RejectedRecord)
    assert "secret" not in str(reading.data)


@pytest.mark.parametrize("end", ["B2,1,1", 'B2,"1'])
def test_a_table_that_breaks_off(end: str, bakers: Bakers) -> None:
    content = table(REFS, "B1,1,1,1,1,1,1") + end.encode()
    first, last = read_csv(content, "x", bakers, mapping())
    assert data(first)["person"]["id"] == "B1"
    assert (last.origin, reason(last)) == ("x:3", "bad_csv")


def test_short_lines_are_what_excel_writes(bakers: Bakers) -> None:
    assert answers(table(REFS, "B1,1,1"), bakers, mapping()) == {"flour.a": 1, "flour.b": 1}


WHOLE: dict[str, tuple[bytes, ColumnMapping | None, str]] = {
    "another program's without a mapping": (table(REFS), None, "no_mapping"),
    "no encoding": (b"\xff\xff\xff", None, "bad_encoding"),
    "half a character of UTF-16": (b"\xff\xfe\x00\xd8", None, "bad_encoding"),
    "another form": (table(REFS), mapping(form="butcher"), "unknown_form"),
    "no column for the person": (table(REFS, who="x"), mapping(), "bad_columns"),
    "two columns for the person": (table(("Staff number", *REFS)), mapping(), "bad_columns"),
    "two columns for one provision": (table((*REFS, "flour.a again")), mapping(), "bad_columns"),
    "a column for two provisions": (table(("flour.a heat.a", *REFS[1:])), mapping(), "bad_columns"),
    "a provision without a column": (table(REFS[:5]), mapping(), "bad_columns"),
    "no question at all": (table(("a", "b")), mapping(questions={"partial": True}), "bad_columns"),
    "too few in order": (table(("a", "b", "c")), mapping("order", questions={"first": "a"}), "bad_columns"),
    "too many in order": (table(tuple("abcdefg")), mapping("order", questions={"first": "a"}), "bad_columns"),
    "an own column twice": (table(("form_hash", "form", "language", "form")), None, "bad_columns"),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_table_that_cannot_be_read(case: str, bakers: Bakers) -> None:
    content, columns, expected = WHOLE[case]
    with pytest.raises(RejectedRecord, match=expected):
        list(read_csv(content + b"B1,1,1,1,1,1,1,1\n", "x", bakers, columns))


def test_its_own_table_of_another_version_or_form(bakers: Bakers) -> None:
    content = answers_table(bakers["baker"], [response(bakers, form_hash="0" * 16), response(bakers, form="butcher")])
    assert [reason(reading) for reading in read_csv(content, "x", bakers)] == ["form_hash_mismatch", "unknown_form"]


def test_a_table_of_part_of_the_form(bakers: Bakers) -> None:
    assert answers(table(REFS[:2], "B1,1,0"), bakers, mapping(questions={"partial": True})) == {
        "flour.a": 1,
        "flour.b": 0,
    }


def test_an_older_version_of_the_form(bakers: Bakers) -> None:
    (reading,) = read_csv(table(REFS, "B1,1,1,1,1,1,1"), "x", bakers, mapping(form_hash="0" * 16))
    with pytest.raises(RejectedRecord, match="form_hash_mismatch"):
        check_response(data(reading), bakers)
