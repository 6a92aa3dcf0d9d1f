"""Rosters as spreadsheets write them, and as they should not."""

from pathlib import Path

import pytest

from clausebook.errors import InputError
from clausebook.load.roster import load_roster

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
