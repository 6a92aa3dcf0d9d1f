"""The deck, imported by Anki's own package."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageRequest

from clausebook.exams.anki import anki
from clausebook.model.paper import Paper
from tests.exams import sample_papers


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take(collection: Collection, folder: Path, paper: Paper, language: str) -> None:
    path = folder / "deck.apkg"
    path.write_bytes(anki(paper, language, sample_papers.words(language)).content)
    collection.import_anki_package(ImportAnkiPackageRequest(package_path=str(path)))


def test_anki_takes_every_card(collection: Collection, tmp_path: Path) -> None:
    paper = sample_papers.paper()
    for language in sample_papers.LANGUAGES:
        take(collection, tmp_path, paper, language)
    assert collection.note_count() == 2 * len(paper.questions)
    names = {deck.name for deck in collection.decks.all_names_and_ids()}
    assert {"Sample / exam A", "示例/试卷 A"} <= names
    answers = {collection.get_note(note)["Answer"] for note in collection.find_notes("Question:*counted*")}
    assert answers == {"<p>2.86 ± 0.01 kg</p>", "<p>2.86 ± 0.01 中kg</p>"}


def test_front_and_back(collection: Collection, tmp_path: Path) -> None:
    paper, asked = sample_papers.question("multiple_choice", "none_wrong")
    take(collection, tmp_path, paper, "en")
    (number,) = collection.find_cards("")
    card = collection.get_card(number)
    front, back = card.question(), card.answer()
    assert "Stem of multiple." in front
    assert all(f"{letter}. Option" in front for letter in "ABCDE")
    assert "Reason" not in front
    assert f"<p>{asked.key_letters}</p>" in back
    assert back.count("Reason") == 5


def test_a_newer_deck_updates_its_cards(collection: Collection, tmp_path: Path) -> None:
    paper, _ = sample_papers.question("true_false", "all_or_nothing")
    take(collection, tmp_path, paper, "zh")
    take(collection, tmp_path, paper, "zh")
    assert collection.note_count() == 1


def test_the_same_paper_gives_the_same_bytes() -> None:
    first, second = (anki(sample_papers.paper(), "en", sample_papers.words("en")) for _ in range(2))
    assert first == second
