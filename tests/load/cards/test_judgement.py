"""Blank, marked, or in doubt: by how dark bubbles are, and what lines of bubbles mean."""

import pytest

from clausebook.load.cards.judgement import Judge, Shade, State, Verdict, number_of, verdict
from clausebook.model.answer_card import Line, Spot

BLANKS = [Shade(level / 1000) for level in range(30, 60, 2)]
MARKS = [Shade(level / 1000) for level in range(700, 800, 20)]
SHORT: dict[str, State] = {".": "blank", "X": "marked", "?": "faint", "/": "crossed"}


def lines(*rows: str) -> dict[Line, list[State]]:
    """Lines as rows such as ".X..", of several parts where there are several rows."""
    letters = ["TF" if len(row) == 2 else "ABCDEF"[: len(row)] for row in rows]
    parts = range(1, len(rows) + 1) if len(rows) > 1 else (0,)
    return {
        Line(7, part, tuple(Spot(letter, 0, 0) for letter in own)): [SHORT[sign] for sign in row]
        for part, own, row in zip(parts, letters, rows, strict=True)
    }


@pytest.mark.parametrize(
    ("level", "state"),
    [
        *[(0.03, "blank"), (0.06, "blank"), (0.078, "blank")],
        *[(0.12, "faint"), (0.2, "faint"), (0.4, "faint")],
        *[(0.5, "marked"), (0.75, "marked"), (1.0, "marked")],
    ],
)
def test_a_bubble_is_judged_by_the_others_of_its_card(level: float, state: str) -> None:
    assert Judge.of([*BLANKS, *MARKS]).state(Shade(level)) == state


def test_what_is_plain_with_a_pencil_is_faint_with_a_pen() -> None:
    pencil = [Shade(0.38 + at / 100) for at in range(5)]
    assert Judge.of([*BLANKS, *pencil]).state(Shade(0.36)) == "marked"
    assert Judge.of([*BLANKS, *MARKS]).state(Shade(0.36)) == "faint"


def test_a_smudge_on_an_empty_card_is_no_mark() -> None:
    assert Judge.of([*BLANKS, Shade(0.2)]).state(Shade(0.2)) == "faint"


def test_a_mark_with_strokes_around_it_may_have_been_crossed_out() -> None:
    assert Judge.of([*BLANKS, *MARKS]).state(Shade(0.75, around=0.3)) == "crossed"


def test_a_card_on_which_nothing_is_blank_is_all_doubt() -> None:
    judge = Judge.of([Shade(0.6 + at / 100) for at in range(30)])
    assert {judge.state(Shade(level)) for level in (0.1, 0.6, 0.9)} == {"faint"}


def test_most_bubbles_may_be_marked() -> None:
    judge = Judge.of([*BLANKS[:10], *MARKS, *MARKS, *MARKS])
    assert [judge.state(Shade(level)) for level in (0.05, 0.75)] == ["blank", "marked"]


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        ("single_choice", [".X.."], Verdict("B", "B")),
        ("single_choice", ["...."], Verdict(None, "")),
        ("single_choice", [".X.X"], Verdict(None, "BD", "several")),
        ("single_choice", [".X.?"], Verdict(None, "BD?", "faint")),
        ("single_choice", ["./.."], Verdict(None, "B?", "crossed")),
        ("multiple_choice", ["XX.X"], Verdict("ABD", "ABD")),
        ("multiple_choice", ["XX.?"], Verdict(None, "ABD?", "faint")),
        ("true_false", [".X"], Verdict("F", "F")),
        ("true_false", ["XX"], Verdict(None, "TF", "several")),
        ("ordering", ["..X", "X..", ".X."], Verdict("CAB", "1C 2A 3B")),
        ("ordering", ["..X", "X..", "X.."], Verdict(None, "1C 2A 3A", "incomplete")),
        ("ordering", ["..X", "...", ".X."], Verdict(None, "1C 3B", "incomplete")),
        ("ordering", ["...", "...", "..."], Verdict(None, "")),
        ("matching", ["..X", "...", "X.."], Verdict("1C 3A", "1C 3A")),
        ("matching", ["..X", "XX.", "X.."], Verdict(None, "1C 2AB 3A", "several")),
    ],
)
def test_lines_make_an_answer_or_a_doubt(kind: str, rows: list[str], expected: Verdict) -> None:
    assert verdict(kind, lines(*rows)) == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (["X..", ".X.", "...", "..."], Verdict("01", "01")),
        (["X..", "...", ".X."], Verdict(None, "0·1", "no_number")),
        (["...", "..."], Verdict(None, "", "no_number")),
        (["X..", ".XX"], Verdict(None, "012", "several")),
        (["X..", ".?."], Verdict(None, "01?", "faint")),
    ],
)
def test_columns_make_a_number_or_a_doubt(columns: list[str], expected: Verdict) -> None:
    assert number_of([("012", [SHORT[sign] for sign in column]) for column in columns]) == expected
