"""Cards handed out, scanned, decided about where they are in doubt, and marked: through the commands' own doors."""

import csv
import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

import cv2
import openpyxl
import pikepdf
import pytest

from clausebook.build import scanning
from clausebook.build.cards import write_cards
from clausebook.build.exam_marking import mark_exam
from clausebook.build.papers import exam_folder
from clausebook.build.scanning import scan_cards
from clausebook.errors import MissingLibraryError, UsageError
from clausebook.model.paper import Papers
from clausebook.project import Project
from tests.load.cards.marking import Candidate, absent, draw, printed, scanned
from tests.load.cards.sample import card, fresh, paper

ROSTER = """\
id,name,organization,department
S0001,示例学员,示例公司,运营部
S0002,=样例同事,示例公司,
S0003,李四,示例公司,
"""
PEOPLE = ("S0001", "S0002", "S0003")


@pytest.fixture
def exam(tiny: Project) -> Project:
    """A project with papers that were assembled, and a roster."""
    other = paper().model_copy(update={"id": "B", "seed": 2})
    folder = exam_folder(tiny, "sample")
    folder.mkdir(parents=True)
    (folder / "papers.json").write_text(Papers(papers=(paper(), other)).model_dump_json(), encoding="utf-8")
    (tiny.root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tiny


def silent(what: str, count: int) -> None:
    """Says nothing."""


def save(exam: Project, name: str, work: Callable[..., None], page: int = 0, seed: int = 5) -> Path:
    """A scan of a card on which somebody has worked."""
    picture = fresh(page)
    work(picture)
    path = exam.root / "scans" / name
    path.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(path), scanned(picture, seed, turned=1, size=6.5))
    return path


def candidate() -> Candidate:
    return Candidate(card(), 5, strokes=("filled",), slips=0)


def responses(scanned_: scanning.Scanned) -> list[dict[str, object]]:
    return [json.loads(line) for line in scanned_.responses.read_text(encoding="utf-8").splitlines()]


def test_cards_are_written_for_a_roster(exam: Project) -> None:
    files = write_cards(exam, "sample", exam.root / "roster.csv", blank=1, language="en")
    folder = exam_folder(exam, "sample") / "cards"
    assert files == [folder / "A.en.pdf", folder / "B.en.pdf", folder / "seats.csv"]
    pages = []
    for file in files[:2]:
        with pikepdf.open(file) as pdf:
            pages.append(len(pdf.pages))
    assert pages == [3, 2]
    seats = csv.DictReader(io.StringIO(files[2].read_text(encoding="utf-8-sig")))
    assert [(seat["id"], seat["name"], seat["paper"]) for seat in seats] == [
        ("S0001", "示例学员", "A"),
        ("S0002", "'=样例同事", "B"),
        ("S0003", "李四", "A"),
    ]


@pytest.mark.parametrize(("paper_", "language", "told"), [("C", None, "no paper 'C'"), (None, "fr", "not in 'fr'")])
def test_what_is_not_there_is_told(exam: Project, paper_: str | None, language: str | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        write_cards(exam, "sample", None, blank=1, paper=paper_, language=language)


def test_scans_become_responses_and_what_is_in_doubt_waits(exam: Project) -> None:
    sure = candidate()
    doubtful = card().lines[0]

    def on_the_spare_card(picture: object) -> None:
        for column, digit in zip(card().digits, "0002", strict=False):
            draw(picture, column[int(digit)], "filled", random.Random(1))
        for spot in doubtful.spots[:2]:
            draw(picture, spot, "filled", random.Random(1))

    save(exam, "1.png", sure.mark)
    save(exam, "2.jpg", on_the_spare_card, page=1)
    (exam.root / "scans" / "3.tif").write_bytes(b"II*\x00 this is no picture")
    roster = exam.root / "roster.csv"
    first = scan_cards(exam, "sample", [exam.root / "scans"], silent, roster=roster)
    counts = (first.received, first.read, first.doubtful, first.places, first.held, first.rejected)
    assert counts == (3, 1, 1, 1, 0, 1)
    assert [one.reason for one in first.left_over] == ["no_picture"]
    one, other = responses(first)
    assert (one["paper"], one["person"]) == ("A", {"id": "S0001", "name": "示例学员", "department": "运营部"})
    assert one["answers"] == {str(question): answer for question, answer in sure.meant.items()}
    assert other["person"]["id"] == "S0002"  # type: ignore[index]
    assert "1" not in other["answers"]  # type: ignore[operator]
    (review,) = first.reviews
    book = openpyxl.load_workbook(review)
    row = next(row for row in book.worksheets[0].iter_rows() if row[4].value == "1")
    assert [cell.value for cell in row[1:7]] == ["S0002", first_origin(exam, "2.jpg"), "A", "1", None, "AB"]
    assert len(book.worksheets[0]._images) == 1
    row[8].value = "b"
    decided = exam.root / "decided.xlsx"
    book.save(decided)
    again = scan_cards(exam, "sample", [exam.root / "scans", decided], silent, roster=roster)
    assert (again.received, again.read, again.places, again.reviews) == (3, 2, 0, ())
    assert responses(again)[1]["answers"]["1"] == "B"  # type: ignore[index]
    assert review.exists()
    marked = mark_exam(exam, "sample", [again.responses], silent)
    assert (marked.received, marked.rejected) == (2, 0)
    assert {one.reason for one in marked.left_over} == {"unmarked"}


def first_origin(exam: Project, name: str) -> str:
    return f"{exam.root / 'scans' / name}:1"


def test_one_card_a_person_counts(exam: Project) -> None:
    save(exam, "1.png", candidate().mark)
    save(exam, "2.png", candidate().mark, seed=6)
    same = scan_cards(exam, "sample", [exam.root / "scans"], silent)
    assert (same.received, same.read, same.repeated) == (2, 1, 1)
    save(exam, "3.png", Candidate(card(), 9, strokes=("filled",), slips=0).mark)
    differ = scan_cards(exam, "sample", [exam.root / "scans"], silent)
    assert (differ.received, differ.held, responses(differ)) == (3, 3, [])
    assert {one.reason for one in differ.left_over} == {"two_cards"}


def test_those_who_were_absent_answered_nothing(exam: Project) -> None:
    save(exam, "1.png", absent)
    found = scan_cards(exam, "sample", [exam.root / "scans"], silent)
    assert (found.received, found.absent, found.read, responses(found)) == (1, 1, 0, [])


def test_pages_of_a_pdf_are_read_one_by_one(exam: Project) -> None:
    (file, *_) = write_cards(exam, "sample", exam.root / "roster.csv", blank=0, paper="A")
    found = scan_cards(exam, "sample", [file], silent)
    assert [one["person"]["id"] for one in responses(found)] == list(PEOPLE)  # type: ignore[index]
    assert printed(file.read_bytes(), 2).shape == printed(file.read_bytes(), 0).shape


def test_without_the_libraries_nothing_is_written(exam: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(MissingLibraryError, match="OpenCV"):
        scan_cards(exam, "sample", [exam.root], silent)
    assert not (exam_folder(exam, "sample") / "scan").exists()
