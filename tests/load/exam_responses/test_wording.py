"""Answers as people and programs write them: read as what they are, or held, and never guessed."""

import pytest

from clausebook.errors import HeldRecord
from clausebook.load.exam_responses.wording import Wording, answer_of
from clausebook.model.item import Choice, Matching, Ordering
from clausebook.model.paper import Asked
from tests.exams.sample_papers import answers, item, paper, short, shuffled_order

MADE = {asked.item.type: asked for asked in paper().questions}
OURS = Wording.of(("对", "true"), ("错", "false"), has_points=True)
MOODLE = Wording.of(("True",), ("False",), ("-",), "; ")


def option(asked: Asked, letter: str, language: str = "en") -> str:
    return dict(asked.lettered)[letter][language]


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "true_false", "ordering", "matching"])
def test_what_a_paper_letters_is_read_as_it_stands(kind: str) -> None:
    for answer in answers(MADE[kind]):
        assert answer_of(MADE[kind], answer or "", OURS) == answer


@pytest.mark.parametrize(
    ("kind", "written", "answer"),
    [
        ("single_choice", " ｂ ", "B"),
        ("single_choice", "-", None),
        ("multiple_choice", "D、A，Ｃ", "ACD"),
        ("multiple_choice", "a;b", "AB"),
        ("true_false", "对", "T"),
        ("true_false", "FALSE", "F"),
        ("ordering", "C → A → B → D", "CABD"),
        ("ordering", "c>a", "CA"),
        ("matching", "2a，1C；3-b", "1C 2A 3B"),
        ("matching", "CAB", "1C 2A 3B"),
        ("number", " 2.86 kg ", "2.86 kg"),
        ("short_answer", "1.5", "3/2"),
        ("case", "0", "0"),
    ],
)
def test_other_ways_to_write_it(kind: str, written: str, answer: str | None) -> None:
    assert answer_of(MADE[kind], written, Wording.of(("对",), ("false",), ("-",))) == answer


@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [
        ("single_choice", "E", "'E' is none of the options"),
        ("multiple_choice", "AAB", "is none of the options"),
        ("multiple_choice", "A or B", "is none of the options"),
        ("true_false", "maybe", "neither true nor false"),
        ("ordering", "ABCDE", "is none of the options"),
        ("ordering", "3124", "is none of the options"),
        ("matching", "1A 1B", "names no pairs"),
        ("matching", "4A", "names no pairs"),
        ("matching", "1E", "names no pairs"),
        ("number", "9" * 2001, "more than 2,000 characters"),
        ("case", "two", "no number of points"),
        ("case", "5", "5 points, of 1.66667"),
        ("text", "a\x1b[31m" * 400, "more than"),
    ],
)
def test_what_is_unclear_is_held(kind: str, written: str, told: str) -> None:
    with pytest.raises(HeldRecord) as held:
        answer_of(MADE[kind], written, OURS)
    assert told in held.value.detail
    assert held.value.detail.isprintable()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_moodle_writes_the_texts_of_options(language: str) -> None:
    single, several = MADE["single_choice"], MADE["multiple_choice"]
    for letter in single.letters:
        assert answer_of(single, option(single, letter, language), MOODLE) == letter
        assert answer_of(single, f"{letter.lower()}. {option(single, letter, language)}", MOODLE) == letter
    texts = "; ".join(option(several, letter, language) for letter in "DBE")
    assert answer_of(several, texts, MOODLE) == "BDE"


def test_texts_of_two_languages_make_no_answer() -> None:
    several = MADE["multiple_choice"]
    with pytest.raises(HeldRecord):
        answer_of(several, f"{option(several, 'A')}; {option(several, 'B', 'zh')}", MOODLE)


def test_moodle_cuts_the_entries_of_an_ordering_short() -> None:
    entries = [{"id": name, "text": short(f"{name} after the others")} for name in "abcd"]
    asked = lettered(item("cut", "ordering", entries=entries, why=short("Because.")))
    texts = {letter: texts["en"] for letter, texts in asked.lettered}
    assert answer_of(asked, "; ".join(f"{texts[letter][:7]}..." for letter in "CABD"), MOODLE) == "CABD"
    assert answer_of(asked, "; ".join(texts[letter] for letter in "DCBA"), MOODLE) == "DCBA"
    alike = [{"id": name, "text": short(f"the others after {name}")} for name in "abcd"]
    same = lettered(item("alike", "ordering", entries=alike, why=short("Because.")))
    with pytest.raises(HeldRecord):
        answer_of(same, "the oth...; the oth...", MOODLE)


def lettered(made: Ordering | Choice | Matching) -> Asked:
    order = shuffled_order(made, "seed")
    return Asked.model_validate(
        {"number": 1, "item": made, "points": 1, "rule": "all_or_nothing", "order": order},
    )


@pytest.mark.parametrize(("arrow", "between"), [(" -> ", "; "), ("=>", ",")])
def test_pairs_in_words(arrow: str, between: str) -> None:
    """As Moodle and Canvas write them, in any order; a side that was left alone is not among them."""
    asked = MADE["matching"]
    assert isinstance(asked.item, Matching)
    lefts = [pair.left["en"] for pair in asked.item.pairs]
    rights = {letter: texts["en"] for letter, texts in asked.lettered}
    extra = asked.letter_of["3"]
    written = between.join((f"{lefts[2]}{arrow}{rights[extra]}", f"{lefts[0]}{arrow}{rights[asked.letter_of['1']]}"))
    wording = Wording.of(separator=between)
    assert answer_of(asked, written, wording) == f"1{asked.letter_of['1']} 3{extra}"
    alone = between.join((f"{lefts[0]}{arrow}", f"{lefts[1]}{arrow}{rights[extra]}"))
    assert answer_of(asked, alone, wording) == f"2{extra}"
    assert answer_of(asked, f"{lefts[0]}{arrow}", wording) is None


def test_an_option_that_reads_like_a_letter_is_held() -> None:
    """The second option is called A: nobody knows which of the two was meant."""
    options = [
        {"id": n, "text": short(t), "why": short("w"), "correct": n == "a"} for n, t in zip("abc", "XAC", strict=True)
    ]
    made = item("letters", "single_choice", options=options)
    asked = Asked.model_validate(
        {"number": 1, "item": made, "points": 1, "rule": "all_or_nothing", "order": tuple("abc")}
    )
    with pytest.raises(HeldRecord, match="may mean several answers"):
        answer_of(asked, "A", OURS)
    assert answer_of(asked, "C", OURS) == "C"
