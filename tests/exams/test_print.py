"""Printed papers: all that candidates need and nothing of the key; and the key, whole, for those who mark."""

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import page
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner
from defusedxml import ElementTree

from clausebook.build import exam_print
from clausebook.build.loading import load_project
from clausebook.build.papers import exam_folder
from clausebook.cli import main
from clausebook.exams.paper_pdf import LARGE, NORMAL, Look, css_string, paper_html
from clausebook.exams.scheme_pdf import scheme_html
from clausebook.exams.sheet import Room, parts
from clausebook.load.papers import PAPERS_FILE
from clausebook.model.answer_card import TYPES
from clausebook.model.paper import Paper, Papers
from clausebook.model.rule import RULES
from clausebook.model.standard import Standard
from clausebook.project import Project, packaged_templates
from clausebook.render.jinja import Templates
from tests.conftest import TINY, Run
from tests.exams import sample_papers
from tests.exams.sample_papers import LANGUAGES

MADE = datetime(2026, 11, 23, tzinfo=UTC)
TEMPLATES = Templates(packaged_templates())
FONT = TEMPLATES.file("fonts/NotoSansSC-Regular.ttf")
CARD = Look(has_card=True)
OF_THE_KEY = ["Reason", "Because", "Model.", "First.", "Second.", "utm_source", "来源", "2.86"]
"""What the sample paper says nowhere but in its key."""
NEAREST = 4 * 72 / 25.4


def html(look: Look = NORMAL, languages: tuple[str, ...] = ("en",), paper: Paper | None = None) -> str:
    return paper_html(paper or sample_papers.paper(), TEMPLATES, languages, look)


def texts(source: str, tag: str, kind: str = "") -> list[str]:
    """The texts of the elements of a kind, without line breaks."""
    found = ElementTree.fromstring(source).iter(tag)
    chosen = (one for one in found if not kind or kind in one.get("class", "").split())
    return [" ".join("".join(one.itertext()).split()) for one in chosen]


def count(source: str, kind: str) -> int:
    return sum(kind in one.get("class", "").split() for one in ElementTree.fromstring(source).iter())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Paper and key of the sample paper in both languages, as the command writes them."""
    folder = tmp_path_factory.mktemp("print") / "tiny"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exam_print, "ProcessPoolExecutor", lambda mp_context: ThreadPoolExecutor(1))
        patch.setenv("SOURCE_DATE_EPOCH", str(int(MADE.timestamp())))
        project = assembled(folder)
        done = CliRunner().invoke(main, ["--project", str(folder), "exam", "print", "sample", "--language", "both"])
    assert done.exit_code == 0, done.output
    written = {path.name: path for path in exam_folder(project, "sample").rglob("*.pdf")}
    assert [line for line in done.stdout.splitlines() if line.startswith("file: ")] == [
        f"file: {exam_folder(project, 'sample') / name}" for name in ("print/A.en-zh.pdf", "key/A.en-zh.key.pdf")
    ]
    return written


def assembled(folder: Path) -> Project:
    """The tiny project with the sample paper as if it had been assembled there."""
    project = Project.at(Path(shutil.copytree(TINY, folder)))
    path = exam_folder(project, "sample") / PAPERS_FILE
    path.parent.mkdir(parents=True)
    path.write_text(Papers(papers=(sample_papers.paper(),)).model_dump_json(), encoding="utf-8")
    return project


def drawn_text(path: Path) -> str:
    """The text of all pages without blanks."""
    pages = pypdfium2.PdfDocument(path.read_bytes())
    return re.sub(r"\s", "", "".join(sheet.get_textpage().get_text_range() for sheet in pages))


@pytest.mark.parametrize("name", ["A.en-zh.pdf", "A.en-zh.key.pdf"])
def test_both_are_accessible_and_archivable(name: str, files: dict[str, Path]) -> None:
    content = files[name].read_bytes()
    for profile in ("3a", "ua1"):
        rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
        # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
        assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in content else set())


def test_the_paper_has_everything_in_both_languages(files: dict[str, Path]) -> None:
    text = drawn_text(files["A.en-zh.pdf"])
    for asked in sample_papers.paper().questions:
        for language in LANGUAGES:
            assert re.sub(r"\s", "", asked.item.stem[language].partition(" a <")[0]) in text
    for said in ("Candidateno.", "准考证号", "Page1of", "第1页", sample_papers.paper().code, "Readitfirst."):
        assert said in text


def test_the_paper_holds_nothing_of_the_key(files: dict[str, Path]) -> None:
    reader = pypdf.PdfReader(files["A.en-zh.pdf"])
    described = reader.root_object["/Metadata"].get_object().get_data().decode()
    held = f"{drawn_text(files['A.en-zh.pdf'])} {reader.metadata} {described}"
    assert [told for told in OF_THE_KEY if told in held] == []
    assert reader.attachments == {}
    key = drawn_text(files["A.en-zh.key.pdf"])
    assert [told for told in OF_THE_KEY if told not in key] == []


def test_no_text_leaves_the_sheet(files: dict[str, Path]) -> None:
    for sheet in pypdfium2.PdfDocument(files["A.en-zh.pdf"].read_bytes()):
        width, height = sheet.get_size()
        text = sheet.get_textpage()
        boxes = (text.get_rect(place) for place in range(text.count_rects()))
        drawn = [box for box in boxes if box[0] < box[2]]
        assert min(box[0] for box in drawn) > NEAREST
        assert max(box[2] for box in drawn) < width - NEAREST
        assert min(box[1] for box in drawn) > NEAREST
        assert max(box[3] for box in drawn) < height - NEAREST


@pytest.mark.parametrize("look", [NORMAL, LARGE, CARD])
def test_another_key_gives_the_same_paper(look: Look) -> None:
    paper, other = sample_papers.paper(), with_another_key(sample_papers.paper())
    assert paper.code != other.code
    assert html(look).replace(paper.code, "") == html(look, paper=other).replace(other.code, "")


def with_another_key(paper: Paper) -> Paper:
    """The same questions with other answers and explanations; an ordering or a matching keeps its sides."""
    data = paper.model_dump(mode="json")
    for section in data["sections"]:
        for asked in section["questions"]:
            turn(asked["item"])
    return Paper.model_validate(data)


def turn(item: dict[str, Any]) -> None:
    for key in {"why", "model_answer"} & set(item):
        item[key] = dict.fromkeys(item[key], "Something else")
    for option in item.get("options", ()):
        option["why"] = dict.fromkeys(option["why"], "Otherwise")
    if item["type"] in ("single_choice", "multiple_choice"):
        first, *rest = (option["correct"] for option in item["options"])
        for option, is_right in zip(item["options"], (*rest, first), strict=True):
            option["correct"] = is_right
    if item["type"] == "true_false":
        item["answer"] = not item["answer"]
    if item["type"] == "number":
        item |= {"answer": "77", "tolerance": "0"}
    if item["type"] == "text":
        item["accepted"] = {language: ["Another word"] for language in LANGUAGES}
    if item["type"] == "ordering":
        item["entries"].reverse()
    for criterion in item.get("marking", ()):
        criterion["criterion"] = dict.fromkeys(LANGUAGES, "Nothing")


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_stay_texts(language: str) -> None:
    source = html(languages=(language,))
    stems = texts(source, "p", "stem")
    assert stems == [" ".join(item.stem[language].split()) for item in sample_papers.paper().items]
    assert css_string('"</style>\\\n') == r'"\22 \3c /style>\5c \a "'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("look", [NORMAL, CARD])
def test_every_part_says_what_to_do_and_how_it_is_marked(language: str, look: Look) -> None:
    words = TEMPLATES.words("exams", language)
    for kind, rules in RULES.items():
        for rule in rules:
            told = texts(html(look, (language,), sample_papers.paper({kind: rule}, "2", (kind,))), "p", "how")[0]
            on_card = look.has_card and kind in TYPES
            assert words[f"paper_{'card' if on_card else 'do'}_{kind}"] in told
            assert len(rules) == 1 or words[f"paper_rule_{kind}_{rule}"] in told


def test_a_card_takes_the_places_for_answers_away() -> None:
    plain, card = html(), html(CARD)
    # Three before numbers, three before left sides; one for the order, the number, the words, and two in the strip.
    assert (count(plain, "brackets"), count(plain, "blank")) == (6, 4 + 1 + 1 + 2)
    assert (count(card, "brackets"), count(card, "blank")) == (0, 1 + 1 + 2)
    assert count(card, "ruled") == count(plain, "ruled") > 0
    assert TEMPLATES.words("exams", "en")["paper_note_card"] in texts(card, "li")


def test_large_print_is_eighteen_points() -> None:
    assert "font: 18pt" in html(LARGE)
    assert "font: 18pt" not in html()


@pytest.mark.parametrize(("text", "columns"), [("six", 4), ("some more words", 2), ("much " * 12, 1)])
def test_options_stand_side_by_side_where_they_fit(text: str, columns: int) -> None:
    paper = with_options(text)
    (part,) = parts(paper, ("en",), Room(38.0, FONT))
    assert part.questions[0].columns == {"en": columns}
    assert f'class="options in{columns}"' in html(paper=paper)


def with_options(text: str) -> Paper:
    data = sample_papers.paper(kinds=("single_choice",)).model_dump(mode="json")
    for option in data["sections"][0]["questions"][0]["item"]["options"]:
        option["text"] = dict.fromkeys(LANGUAGES, f"{text}{option['id']}")
    return Paper.model_validate(data)


def test_room_to_write_depends_on_the_marks_alone() -> None:
    for kind in ("short_answer", "case"):
        few, many = (parts(sample_papers.paper(None, points, (kind,)), ("en",), Room(38.0, FONT)) for points in "59")
        assert 5 <= few[0].questions[0].lines < many[0].questions[0].lines


@pytest.fixture(scope="module")
def standard() -> Standard:
    return load_project(Project.at(TINY)).standard


def with_clauses(standard: Standard) -> Paper:
    """The sample paper on clauses of the standard, but for the last question, whose clause has gone."""
    data = sample_papers.paper(points="5").model_dump(mode="json")
    clauses = list(standard.clause_by_id)
    for place, section in enumerate(data["sections"][:-1]):
        section["questions"][0]["item"]["clauses"] = [clauses[place % len(clauses)]]
    return Paper.model_validate(data)


def test_the_scheme_has_every_key_and_why(standard: Standard) -> None:
    paper = with_clauses(standard)
    source = scheme_html(paper, standard, TEMPLATES, ("en",))
    cells = [text for text in texts(source, "td") if text]
    for asked in paper.questions:
        if asked.item.type in ("single_choice", "multiple_choice", "matching"):
            assert asked.key_letters in cells
    for key in (" → ".join(paper.questions[3].key_letters), "2.86 kg (within 0.01)", "utm_source / a*b: {c}", "F"):
        assert key in cells
    assert texts(source, "p", "stem") == [" ".join(item.stem["en"].split()) for item in paper.items]
    assert len([text for text in texts(source, "span", "why") if "Reason" in text]) == 4 + 5
    assert sum("First." in text for text in texts(source, "th")) == 2
    assert "27 of 45 (fixed beforehand at 60 %)" in cells


def test_the_scheme_counts_by_stage_and_level(standard: Standard) -> None:
    source = scheme_html(with_clauses(standard), standard, TEMPLATES, ("en",))
    (table,) = (one for one in ElementTree.fromstring(source).iter("table") if one.get("class") == "coverage")
    *stages, other, total = list(table.iter("tr"))[1:]
    assert ["".join(cell.itertext()) for cell in total] == ["Total", "–", "–", "9 for 45", "–", "9 for 45"]
    assert "".join(other.itertext()).split()[:4] == ["Other", "–", "–", "1"]
    assert len(stages) == len(standard.stages)


def test_a_clause_that_has_gone_is_named_by_its_id(standard: Standard) -> None:
    told = texts(scheme_html(with_clauses(standard), standard, TEMPLATES, ("en",)), "p", "about")
    assert "clause market" in told[-1]
    assert "clause 1" in told[0]


def test_unknown_language_and_missing_papers_are_refused(tmp_path: Path, run: Run) -> None:
    project = assembled(tmp_path / "tiny")
    refused = run(project, "exam", "print", "sample", "--language", "de")
    assert refused.exit_code == 2
    assert "paper A is not in 'de'; name one of: en, zh, both" in refused.stderr
    missing = run(project, "exam", "print", "other")
    assert missing.exit_code == 2
    assert "exam papers" in missing.stderr


def test_both_languages_have_the_same_words() -> None:
    en, zh = ({key: fields(word) for key, word in own(language).items()} for language in LANGUAGES)
    assert en == zh


def own(language: str) -> dict[str, str]:
    path = TEMPLATES.file(f"exams/words/{language}.json")
    words: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return {key: word for key, word in words.items() if key.startswith(("paper_", "scheme_"))}


def fields(word: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", word))
