"""QTI 2.1 and 3.0: well-formed by the schemas' rules, complete, and marked by an engine as we mark."""

import io
import zipfile
from collections.abc import Callable

import pytest
from defusedxml.ElementTree import fromstring

from clausebook.exams import qti2, qti3
from clausebook.exams.rendering import Exported
from clausebook.model.paper import Paper
from clausebook.render.jinja import Words
from clausebook.scoring.marking import points
from tests.exams import sample_papers
from tests.exams.qti_grammar import VERSION_2, VERSION_3, faults
from tests.exams.qti_reader import ReadItem, plain, response_of
from tests.exams.sample_papers import LANGUAGES, answers, exam, is_marked_by_people, question

Export = Callable[[Paper, str, Words], Exported]
VERSIONS = [(qti2.qti2, VERSION_2), (qti3.qti3, VERSION_3)]


def files(exported: Exported) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(exported.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def package(export: Export, paper: Paper, language: str = "en") -> dict[str, bytes]:
    return files(export(paper, language, sample_papers.words(language)))


@pytest.mark.parametrize(("export", "grammar"), VERSIONS, ids=["2.1", "3.0"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_keeps_to_the_schema(
    export: Export, grammar: dict[str, tuple[str, str, str]], language: str
) -> None:
    made = package(export, sample_papers.paper(), language)
    found = {name: faults(plain(fromstring(content)), grammar) for name, content in made.items() if name != MANIFEST}
    assert {name: told for name, told in found.items() if told} == {}
    assert len(found) == 10


MANIFEST = "imsmanifest.xml"


@pytest.mark.parametrize(("kind", "rule"), sample_papers.CASES)
@pytest.mark.parametrize(("export", "grammar"), VERSIONS, ids=["2.1", "3.0"])
def test_an_engine_marks_as_we_do(
    export: Export, grammar: dict[str, tuple[str, str, str]], kind: str, rule: str
) -> None:
    paper, asked = question(kind, rule)
    content = package(export, paper)[f"items/{asked.item.id}.xml"]
    read = ReadItem(content)
    assert faults(read.root, grammar) == []
    for answer in answers(asked):
        assert read.score(response_of(kind, answer)) == pytest.approx(float(points(asked, answer)), abs=1e-12), answer


@pytest.mark.parametrize("export", [qti2.qti2, qti3.qti3])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_come_back(export: Export, language: str) -> None:
    paper = sample_papers.paper()
    made = package(export, paper, language)
    for asked in paper.questions:
        read = ReadItem(made[f"items/{asked.item.id}.xml"])
        paragraphs = [p.text for p in read.one("itemBody").findall("p")]
        assert any(text and asked.item.stem[language] in text for text in paragraphs)
        offered = read.texts("simpleChoice") | read.texts("simpleAssociableChoice")
        for letter, text in asked.lettered:
            assert text[language] in (offered.get(letter), offered.get(f"R{letter}"))
        if is_marked_by_people(asked):
            rubric = next(block for block in read.root.iter("rubricBlock") if block.get("view") == "scorer")
            assert len(list(rubric.iter("p"))) == 3
            assert read.root.find("responseProcessing") is None


@pytest.mark.parametrize("export", [qti2.qti2, qti3.qti3])
def test_the_package_holds_what_it_names(export: Export) -> None:
    paper = sample_papers.paper()
    made = package(export, paper)
    manifest = plain(fromstring(made[MANIFEST]))
    resources = {resource.get("identifier"): resource.get("href") for resource in manifest.iter("resource")}
    assert {*resources.values(), MANIFEST} == set(made)
    assert {entry.get("identifierref") for entry in manifest.iter("dependency")} == set(resources) - {"test"}
    test = plain(fromstring(made["test.xml"]))
    references = {reference.get("identifier"): reference.get("href") for reference in test.iter("assessmentItemRef")}
    assert references == {name: path for name, path in resources.items() if name != "test"}
    for name, path in references.items():
        assert ReadItem(made[path or ""]).root.get("identifier") == name


def test_a_test_shows_reasons_only_of_practice_items() -> None:
    shown = [plain(fromstring(package(qti2.qti2, paper)["test.xml"])) for paper in (sample_papers.paper(), exam())]
    controls = [next(test.iter("itemSessionControl")).get("showFeedback") for test in shown]
    assert controls == ["true", "false"]


def test_the_same_paper_gives_the_same_bytes() -> None:
    first, second = (qti3.qti3(sample_papers.paper(), "zh", sample_papers.words("zh")) for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'matchMax="1"', b"", "simpleAssociableChoice has no matchMax"),
        (b"<itemBody>", b"<itemBody><div/>", "there is no div"),
        (b'cardinality="multiple"', b'cardinality="many"', "cardinality is many"),
        (b"</responseProcessing>", b"</responseProcessing><outcomeDeclaration/>", "assessmentItem holds"),
    ],
)
def test_a_broken_item_is_noticed(old: bytes, new: bytes, told: str) -> None:
    paper, asked = question("matching", "per_pair")
    content = package(qti2.qti2, paper)[f"items/{asked.item.id}.xml"].replace(old, new)
    assert any(told in fault for fault in faults(plain(fromstring(content)), VERSION_2))
