"""Rosters as spreadsheets write them, and as they should not."""

from pathlib import Path

import pytest

from clausebook.errors import HeldRecord, InputError
from clausebook.load.roster import absence, load_roster

HEADER = "id,name,name_latin,organization,department\n"


def written(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "roster.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    path = written(tmp_path, (HEADER + "007,示例学员,Sample,示例公司,运营部\r\n").encode(encoding))
    holder = load_roster(path, "roster.csv")["007"]
    assert (holder.name, holder.organization, holder.department) == ("示例学员", "示例公司", "运营部")


def test_names_are_normalised(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + "1,Jo\u0308rg,,Sample,\n")
    assert load_roster(path, "r")["1"].name == "Jörg"


def test_a_quoted_line_break_keeps_the_line_numbers(tmp_path: Path) -> None:
    path = written(tmp_path, HEADER + '1,A,,"B\nC",\n2,,,D,\n')
    with pytest.raises(InputError) as caught:
        load_roster(path, "r.csv")
    assert str(caught.value).startswith("r.csv:4:1: the cell 'name' is empty")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("id,name\n1,A\n", "'organization' is missing"),
        ("id,name,organization,score\n", "'score' is unknown"),
        ("id,id,name,organization\n", "'id' stands twice"),
        (HEADER + "1,A,,B,\n1,C,,D,\n", "'1' stands twice"),
        (HEADER + "1,A,,B,,x,y\n", "more cells"),
        (HEADER + '1,"A,,B,\n', "not CSV"),
        ("", "'id' is missing"),
        (b"\xff\xff\xff", "neither UTF-8 nor GB 18030"),
    ],
)
def test_faults(content: str | bytes, what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=what):
        load_roster(written(tmp_path, content), "roster.csv")


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        load_roster(tmp_path / "none.csv", "none.csv")


def test_a_name_that_must_not_be_printed_holds_its_line_alone(tmp_path: Path) -> None:
    lines = "1,欧阳娜娜,,甲,\n2,Аnna,,甲,\n3,张伟,,甲,\n"
    roster = load_roster(written(tmp_path, HEADER + lines), "r.csv")
    assert list(roster) == ["1", "3"]
    (problem,) = roster.held["2"]
    assert str(problem) == (
        "r.csv:3:1: name: a word mixes Cyrillic and Latin letters: U+0410 CYRILLIC CAPITAL LETTER A; "
        "it looks like another letter; type the word again on one keyboard layout"
    )
    assert roster.warnings == ()


def test_why_somebody_is_absent(tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, HEADER + "1,张\u200b伟,,甲,\n"), "r.csv")
    held = absence(roster, "1")
    assert isinstance(held, HeldRecord)
    assert (held.reason, "r.csv:2:1: name" in held.detail, "U+200B" in held.detail) == ("bad_name", True, True)
    assert absence(roster, "2").reason == "not_on_roster"
    assert absence({}, "1").reason == "not_on_roster"


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("1\u200b,A,,B,", "id"),
        ("1,A😀,,B,", "name"),
        ("1,A,\uff21,B,", "name_latin"),
        ('1,A,,"B\nC",', "organization"),
        ("1,A,,B,\ue000", "department"),
        ("1,A,,A\u202eB,", "organization"),
        (f"1,A,,{'字' * 86},", "organization"),
    ],
)
def test_every_column_is_looked_at(line: str, column: str, tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, HEADER + line + "\n2,B,,C,\n"), "r.csv")
    ((problem,),) = roster.held.values()
    assert (problem.where.line, problem.where.path) == (2, column)
    assert roster.where("2", "name").line == 2 + line.count("\n") + 1


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("买买提\u2022吐尔逊", "买买提·吐尔逊"), ("\u3000张伟 ", "张伟"), ("Anna\u00a0Maria", "Anna Maria")],
)
def test_dots_and_spaces_are_put_right_without_a_word(cell: str, kept: str, tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, HEADER + f"1,{cell},{cell},{cell},{cell}\n"), "r.csv")
    assert roster["1"].name == kept
    assert all("Latin" in problem.what for problem in roster.warnings)


def test_an_organisation_keeps_its_full_stop(tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, HEADER + "1,A,,甲.乙（公司）,\n"), "r.csv")
    assert roster["1"].organization == "甲.乙（公司）"


@pytest.mark.parametrize(
    ("lines", "where", "told"),
    [
        ("1,张伟,,A,\n2,王芳,,A,\n3,张伟,,A,\n", 4, "the same name stands in the lines 2, 4"),
        (
            "1,买买提·吐尔逊,,A,\n2,买买提吐尔逊,,A,\n",
            3,
            "the same name, written differently, stands in the lines 2, 3",
        ),
        ("1,Anna,,A,\n2,Аппа,,A,\n3,Аnnа Ann,,A,\n", 0, ""),
        ("1,BETO,,A,\n2,ВЕТО,,A,\n", 3, "names that look alike stand in the lines 2, 3"),
        ("e1,A,,A,\nE1,B,,A,\n", 3, "ids differ only in case or width in the lines 2, 3"),
        ("E1,A,,A,\nＥ１,B,,A,\n", 3, "ids differ only in case or width"),
        ("1,张伟2,,A,\n", 2, "it holds a number: U+0032 DIGIT TWO"),
        ("1,Ольга,Ольга,A,\n", 2, "letters other than Latin ones stand in it: U+041E"),
        ("".join(f"{at},张伟,,A,\n" for at in range(9)), 3, "in the lines 2, 3, 4, 5, 6 and 4 more"),
    ],
)
def test_warnings(lines: str, where: int, told: str, tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, HEADER + lines), "r.csv")
    found = [(problem.where.line, told in str(problem)) for problem in roster.warnings]
    assert found == ([(where, True)] if where else [])
    assert all(problem.is_warning for problem in roster.warnings)


def test_people_whose_line_is_held_are_nobodys_namesakes(tmp_path: Path) -> None:
    roster = load_roster(written(tmp_path, HEADER + "1,张伟,,A,\n2,张伟,,A\u200b,\n"), "r.csv")
    assert roster.warnings == ()


def test_an_id_stands_twice_even_where_a_line_is_held(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'1' stands twice"):
        load_roster(written(tmp_path, HEADER + "1,A\u200b,,B,\n1,A,,B,\n"), "r.csv")
