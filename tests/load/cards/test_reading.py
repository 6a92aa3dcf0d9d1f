"""Cards that were printed, marked and scanned: every mark is right or in doubt, none is wrong."""

import os
import random
import sys

import cv2
import numpy as np
import pytest

from clausebook.errors import HeldRecord, MissingLibraryError, RejectedRecord
from clausebook.load.cards import pages
from clausebook.load.cards.reading import read_card
from clausebook.load.cards.vision import Vision
from clausebook.model.card_reading import CANDIDATE, CardReading
from tests.load.cards.marking import PER_MM, Candidate, Picture, absent, draw, scanned
from tests.load.cards.sample import NAMED, NAMELESS, card, fresh, paper

CARDS = int(os.environ.get("CARDS", "12"))
"""How many are marked at random: 200 for a whole proof."""
PLAIN = 7.0
"""Pixels to a millimetre of a plain scan."""


def read(picture: Picture) -> CardReading:
    return read_card(Vision(), picture, {paper().code: card()}, "digest-1", "scan.png:1")


@pytest.mark.parametrize("seed", range(CARDS))
def test_every_mark_is_right_or_in_doubt(seed: int) -> None:
    candidate, picture = Candidate(card(), seed), fresh()
    candidate.mark(picture)
    reading = read(scanned(picture, seed))
    doubtful = {doubt.question for doubt in reading.doubts}
    assert candidate.unclear <= doubtful
    meant = {question: answer for question, answer in candidate.meant.items() if question not in doubtful}
    assert {question: reading.answers[question] for question in meant} == meant
    assert doubtful | reading.answers.keys() == card().types.keys()


def test_a_card_filled_in_as_it_should_be_leaves_no_doubt() -> None:
    candidate, picture = Candidate(card(), 3, strokes=("filled",), slips=0), fresh()
    candidate.mark(picture)
    reading = read(scanned(picture, 3, turned=180, size=PLAIN))
    assert (reading.person, reading.code, reading.language, reading.doubts) == ("S0001", paper().code, "", ())
    assert reading.answers == candidate.meant


def test_an_empty_card_is_one_of_somebody_who_knew_nothing() -> None:
    reading = read(scanned(fresh(), 1, turned=2, size=PLAIN))
    assert not reading.is_absent
    assert set(reading.answers.values()) == {None}


def test_a_doubt_comes_with_its_picture() -> None:
    picture = fresh()
    line = card().lines[4]
    for spot in line.spots[:2]:
        draw(picture, spot, "filled", random.Random(1))
    (doubt,) = read(scanned(picture, 1, turned=0, size=PLAIN)).doubts
    assert (doubt.question, doubt.seen, doubt.reason) == (line.question, "AB", "several")
    shown = cv2.imdecode(np.frombuffer(doubt.picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert (shown < 110).mean() > 0.05


def test_a_card_without_a_name_bears_a_number() -> None:
    picture = fresh(NAMELESS)
    for column, digit in zip(card().digits, "20417", strict=False):
        draw(picture, column[int(digit)], "filled", random.Random(int(digit)))
    reading = read(scanned(picture, 1, turned=-1, size=PLAIN))
    assert (reading.person, reading.is_marked, reading.doubts) == ("20417", True, ())


def test_a_number_that_is_not_marked_is_a_doubt() -> None:
    reading = read(scanned(fresh(NAMELESS), 1, turned=-1, size=PLAIN))
    assert [(doubt.question, doubt.reason) for doubt in reading.doubts] == [(CANDIDATE, "no_number")]
    assert reading.person == ""


def test_an_invigilator_marks_who_is_absent() -> None:
    picture = fresh()
    absent(picture)
    assert read(scanned(picture, 1, turned=1, size=PLAIN)).is_absent
    draw(picture, card().lines[0].spots[1], "filled", random.Random(1))
    with pytest.raises(HeldRecord, match="absent_or_not"):
        read(scanned(picture, 1, turned=1, size=PLAIN))


def test_a_card_with_a_soiled_code_is_read_by_the_other() -> None:
    picture = fresh()
    picture[20 * PER_MM : 42 * PER_MM, 160 * PER_MM : 188 * PER_MM] = 90
    assert read(scanned(picture, 2, turned=3, size=PLAIN)).person == "S0001"


def hidden(picture: Picture, left: float, top: float, right: float, bottom: float) -> Picture:
    """The card with a part of it, in mm, covered in white."""
    rows, columns = (slice(int(first * PER_MM), int(last * PER_MM)) for first, last in ((top, bottom), (left, right)))
    picture[rows, columns] = 255
    return picture


def bent(picture: Picture) -> Picture:
    """The card with a wave in it, as of a page that is not pressed flat."""
    rows, columns = np.indices(picture.shape, dtype=np.float32)
    waves = columns + 2.2 * PER_MM * np.sin(rows / picture.shape[0] * 6.3).astype(np.float32)
    return cv2.remap(picture, waves, rows, cv2.INTER_LINEAR, borderValue=255)  # type: ignore[call-overload]


def cropped(picture: Picture) -> Picture:
    return np.full((800, 600), 255, np.uint8)


def small(picture: Picture) -> Picture:
    return cv2.resize(picture, None, fx=3.4 / PER_MM, fy=3.4 / PER_MM, interpolation=cv2.INTER_AREA)


def twice(picture: Picture) -> Picture:
    other = fresh(NAMELESS)
    return np.hstack([picture, other])


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (cropped, "no_code"),
        (twice, "two_cards"),
        (small, "too_coarse"),
        (bent, "bent"),
        (lambda picture: hidden(picture, 0, 60, 210, 250), "no_squares"),
        (lambda picture: picture[:, 20 * PER_MM :], "no_squares"),
    ],
)
def test_what_cannot_be_read_is_rejected(spoil: object, reason: str) -> None:
    assert callable(spoil)
    with pytest.raises(RejectedRecord, match=f"^{reason}"):
        read(np.ascontiguousarray(spoil(fresh(NAMED))))


def test_a_card_of_another_exam_is_rejected() -> None:
    with pytest.raises(RejectedRecord, match="other_paper"):
        read_card(Vision(), fresh(), {"00000000": card()}, "digest-1", "scan.png:1")


@pytest.mark.parametrize("library", ["cv2", "numpy", "zxingcpp", "pypdfium2"])
def test_what_has_to_be_installed_is_told(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'clausebook\[scan\]'"):
        pages.prepare()
