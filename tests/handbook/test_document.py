"""The handbook as a PDF: whole, in order, easy to find one's way in, accessible, and the same every time."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import yaml

from clausebook.build.loading import load_project
from clausebook.handbook.document import handbook_html, handbook_pdf
from clausebook.model.standard import Clause, Section, Standard
from clausebook.project import Project
from clausebook.render.languages import collation, written_date
from tests.conftest import Once, Run
from tests.handbook.test_pages import HOSTILE, spoilt

MADE = datetime(2026, 11, 22, tzinfo=UTC)
MARGIN = 23 * 72 / 25.4
NEVER_FIRST = "，。、；：？！）》”’％…"
"""Marks that may not begin a line (GB/T 15834-2011, 5.1)."""
NEVER_LAST = "（《“‘"
FULLER = {
    "standard.yaml": "edition: '2'\n",
    "outline.yaml": """\
        groups: [{number: '1.1.1', title: {en: With fire, zh: 用火}}]
        inputs: {en: [A shopping list], zh: [采购单]}
        outputs: {en: [A meal], zh: [一顿饭]}
        context: {en: Tidying up waits for it., zh: 收拾要等它做完。}
""",
}


def drawn(project: Project, language: str) -> bytes:
    return handbook_pdf(load_project(project).standard, project.templates, language, MADE)


def flat(text: str) -> str:
    return re.sub(r"\s", "", text)


@lru_cache(maxsize=4)
def texts(content: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn, without blanks."""
    return [flat(sheet.get_textpage().get_text_range()) for sheet in pypdfium2.PdfDocument(content)]


@lru_cache(maxsize=1)
def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(content))


def bookmarks(content: bytes) -> list[tuple[int, str, int]]:
    """Depth, title and page, counted from 1, of each bookmark."""
    reader = read(content)

    def walk(entries: Any, depth: int) -> Iterator[tuple[int, str, int]]:
        for entry in entries:
            if isinstance(entry, list):
                yield from walk(entry, depth + 1)
            else:
                yield depth, str(entry.title), (reader.get_destination_page_number(entry) or 0) + 1

    return list(walk(reader.outline, 0))


def heading(part: Clause | Section, language: str) -> str:
    return f"{part.number} {part.title[language]}"


def assert_conforms(content: bytes) -> None:
    for profile in ("3a", "ua1"):
        rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
        # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
        assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in content else set())


def assert_leads_to_every_clause(content: bytes, standard: Standard, language: str) -> None:
    """Stages, tasks and clauses are bookmarked one below the other; contents give the pages where they begin."""
    marks = bookmarks(content)
    listed = "".join(texts(content)[1 : _first_page_after_contents(marks) - 1])
    depth_of = {title: depth for depth, title, _ in marks}
    page_of = {title: number for _, title, number in marks}
    for stage in standard.stages:
        assert depth_of[heading(stage, language)] == 0
        for unit in stage.units:
            assert depth_of[heading(unit, language)] == (0 if unit is stage else 1)
        for part in (stage, *stage.tasks, *standard.clauses_of(stage)):
            title = heading(part, language)
            assert flat(f"{title}{page_of[title]}") in listed, title
            assert flat(title) in texts(content)[page_of[title] - 1], title
    for clause in standard.in_order:
        assert depth_of[heading(clause, language)] > depth_of[heading(standard.unit_of_clause[clause.id], language)]


def _first_page_after_contents(marks: list[tuple[int, str, int]]) -> int:
    return sorted({number for _, _, number in marks})[1]


def assert_has_every_provision_in_order(content: bytes, standard: Standard, language: str) -> None:
    said = "".join(texts(content))
    place = 0
    for clause in standard.in_order:
        for provision in clause.provisions:
            place = said.find(flat(provision.text[language]), place)
            assert place >= 0, (clause.number, provision.id)


def dangling_links(content: bytes) -> set[str]:
    """The destinations of links that are not in the document."""
    reader = read(content)
    annotations = [note.get_object() for sheet in reader.pages for note in sheet.get("/Annots", [])]
    wanted = {str(note["/Dest"]) for note in annotations if "/Dest" in note}
    assert wanted
    return wanted - set(reader.named_destinations)


def lines(content: bytes) -> Iterator[str]:
    """Every line of every page, as it stands on paper."""
    for sheet in pypdfium2.PdfDocument(content):
        yield from filter(None, map(str.strip, sheet.get_textpage().get_text_bounded().splitlines()))


def assert_is_whole(content: bytes, standard: Standard, language: str) -> None:
    assert_conforms(content)
    assert_leads_to_every_clause(content, standard, language)
    assert_has_every_provision_in_order(content, standard, language)
    assert dangling_links(content) == set()


@pytest.fixture(scope="session")
def book(standard: Standard, real: Project, once: Once) -> bytes:
    """This project's own handbook in Chinese, which takes a minute."""

    def make(folder: Path) -> None:
        folder.mkdir()
        (folder / "book.pdf").write_bytes(handbook_pdf(standard, real.templates, "zh", MADE))

    return (once("book", make) / "book.pdf").read_bytes()


@pytest.fixture
def full_kitchen(kitchen: Project) -> Project:
    """The sample standard with everything that a document may have."""
    for file, more in FULLER.items():
        path = kitchen.content / file
        text = path.read_text(encoding="utf-8")
        at = text.index("      - id: tidying") if file == "outline.yaml" else len(text)
        path.write_text(text[:at] + more + text[at:], encoding="utf-8")
    rename = {"1.1.1.yaml": ('number: "1.1.1"', 'number: "1.1.1.1"'), "outline.yaml": ('["1.1.1"]', '["1.1.1.1"]')}
    for path in kitchen.content.rglob("*.yaml"):
        if path.name in rename:
            path.write_text(path.read_text(encoding="utf-8").replace(*rename[path.name]), encoding="utf-8")
    (kitchen.content / "clauses" / "1.1.1.yaml").rename(kitchen.content / "clauses" / "1.1.1.1.yaml")
    dishes = kitchen.content / "clauses" / "1.2.1.yaml"
    left_out = "left_out: {office: {en: There is a canteen., zh: 公司有食堂。}}\n"
    dishes.write_text(dishes.read_text(encoding="utf-8").replace("models: [office]\n", left_out), encoding="utf-8")
    return kitchen


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_sample_standard_conforms_and_leads_to_every_clause(language: str, full_kitchen: Project) -> None:
    content = drawn(full_kitchen, language)
    standard = load_project(full_kitchen).standard
    assert_is_whole(content, standard, language)


def test_everything_that_the_data_say_is_there(full_kitchen: Project) -> None:
    said = "".join(texts(drawn(full_kitchen, "en")))
    for words in (
        *("Samplerulesforasharedkitchen", "共用厨房管理示例", "Handbooktothestandard", "Samplepublisher"),
        *("2·English·Madeon22November2026", "restatesamade-upstandard", "Freetouse."),
        *("1stage", "2tasks", "shallRequirement:hastobemettoconform2", "forexample1.1.1.1a"),
        *("1Cookameal", "1.1Cooking,p.", "Whatyouneed", "Ashoppinglist", "Ameal", "Tidyingupwaitsforit."),
        *("1.1.1Withfire", "AppliestoOffice", "DonebyCook", "StepCookameal"),
        *("NotforOfficeThereisacanteen.", "Mostkitchenfires", "Turnitoff", "Thehouserules", "Answeringthetelephone"),
        *(
            "sharedkitchen共用厨房",
            "alsocalledextractor,fan",
            "Cooksandleaves",
            "FoodAct",
            "31January2026",
            "F1Firecode",
        ),
    ):
        assert words in said, words
    assert "edition" not in said.lower().replace("2·english", "")


def test_the_index_gives_pages_of_definitions_and_clauses(full_kitchen: Project) -> None:
    terms = full_kitchen.content / "terms.yaml"
    terms.write_text(
        terms.read_text(encoding="utf-8").replace("[extractor, fan]", "[extractor, hoods]"), encoding="utf-8"
    )
    content = drawn(full_kitchen, "en")
    page_of = {title: number for _, title, number in bookmarks(content)}
    hood, stove = page_of["Words of the trade"], page_of["1.1.1.1 Using the stove"]
    index = texts(content)[page_of["Index"] - 1]
    assert f"Cook{page_of['Roles']}extractor{hood}hood{hood},1.1.1.1({stove})sharedkitchen{page_of['Terms']}" in index


@pytest.mark.parametrize("language", ["en", "de"])
def test_two_levels_without_roles_or_workflow(language: str, tiny: Project) -> None:
    content = drawn(tiny, language)
    standard = load_project(tiny).standard
    assert_is_whole(content, standard, language)
    assert len([depth for depth, _, _ in bookmarks(content) if depth == 0]) == 7


def test_other_languages_are_marked(tiny: Project) -> None:
    html = handbook_html(load_project(tiny).standard, tiny.templates, "en", MADE.date())
    assert '<html lang="en">' in html
    marked = [text for language, text in re.findall(r'<\w+ [^>]*lang="(\w+)"[^>]*>([^<]*)', html) if language == "de"]
    assert marked == ["Musterregeln für eine kleine Bäckerei", "Krume"]


def test_texts_stay_texts(tiny: Project) -> None:
    before = handbook_html(load_project(tiny).standard, tiny.templates, "en", MADE.date())
    hostile = " ".join(" ".join(text.split()) for text in HOSTILE)
    for path in tiny.content.rglob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        path.write_text(yaml.safe_dump(spoilt(data, hostile), allow_unicode=True), encoding="utf-8")
    standard = load_project(tiny).standard
    after = handbook_html(standard, tiny.templates, "en", MADE.date())
    assert shape(after) == shape(before)
    said = "".join(texts(handbook_pdf(standard, tiny.templates, "en", MADE)))
    assert said.count(flat(hostile)) > len(standard.clauses)


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """The elements of a document and which attributes they have."""
    found = Elements()
    found.feed(html)
    return found.elements


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))


def test_the_command_writes_each_language_and_the_same_bytes_twice(
    tiny: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = run(tiny, "handbook")
    assert first.exit_code == 0, first.output
    made = [tiny.build / "handbook" / f"sample-bakery.{language}.pdf" for language in ("en", "de")]
    assert first.stdout.splitlines() == [f"handbook: {path}" for path in made]
    again = run(tiny, "handbook", "--language", "de", "--out", tiny.root / "again")
    assert again.exit_code == 0, again.output
    assert [path.name for path in (tiny.root / "again").iterdir()] == [made[1].name]
    assert (tiny.root / "again" / made[1].name).read_bytes() == made[1].read_bytes()
    assert "14 November 2023" in pypdf.PdfReader(made[1]).pages[0].extract_text()


def test_an_unknown_language_is_refused(tiny: Project, run: Run) -> None:
    refused = run(tiny, "handbook", "--language", "fr")
    assert refused.exit_code == 2
    assert "the standard is not in 'fr'; it is in: en, de" in refused.stderr
    assert not (tiny.build / "handbook").exists()


def test_a_character_that_no_font_draws_is_named(tiny: Project, run: Run) -> None:
    path = tiny.content / "clauses" / "1.1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("en: Flour", "en: Flour 𠮷"), encoding="utf-8")
    refused = run(tiny, "handbook", "--language", "en")
    assert refused.exit_code == 1
    assert "the handbook in en: no font draws U+20BB7" in refused.stderr
    assert not (tiny.build / "handbook").exists()


@pytest.mark.xdist_group("handbook")
def test_this_standard_conforms_and_leads_to_every_clause(book: bytes, standard: Standard) -> None:
    assert_is_whole(book, standard, "zh")


@pytest.mark.xdist_group("handbook")
def test_nothing_stands_outside_the_margins(book: bytes) -> None:
    for sheet in pypdfium2.PdfDocument(book):
        text, (width, height) = sheet.get_textpage(), sheet.get_size()
        drawn = map(text.get_charbox, range(text.count_chars()))
        boxes = [(left, bottom, right, top) for left, bottom, right, top in drawn if right > left]
        assert min(left for left, _, _, _ in boxes) > MARGIN
        assert max(right for _, _, right, _ in boxes) < width - MARGIN
        assert min(bottom for _, bottom, _, _ in boxes) > MARGIN / 2
        assert max(top for _, _, _, top in boxes) < height - MARGIN / 2


@pytest.mark.xdist_group("handbook")
def test_no_line_begins_or_ends_with_the_wrong_mark(book: bytes) -> None:
    found = list(lines(book))
    assert len(found) > 5000
    assert [line for line in found if line[0] in NEVER_FIRST or line[-1] in NEVER_LAST] == []


def test_names_sort_as_readers_expect() -> None:
    assert sorted(["增值税", "《海关法》", "报关", "Zebra", "apple"], key=collation) == [
        *("apple", "Zebra", "报关", "《海关法》", "增值税"),
    ]


@pytest.mark.parametrize(
    ("language", "pattern", "written"),
    [
        ("en", "d MMMM y", "2 November 2026"),
        ("zh", "y年M月d日", "2026年11月2日"),
        ("de", "d. MMMM y", "2. November 2026"),
        ("x-none", "d MMMM y", "2 November 2026"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, pattern: str, written: str) -> None:
    assert written_date(datetime(2026, 11, 2, tzinfo=UTC).date(), language, pattern) == written


def test_words_say_the_same_in_both_languages() -> None:
    folder = Path(__file__).resolve().parents[2] / "templates" / "handbook" / "words"
    words = [yaml.safe_load((folder / f"{name}.json").read_text(encoding="utf-8")) for name in ("en", "zh")]
    assert words[0].keys() == words[1].keys()
    for key in words[0]:
        fields = [set(re.findall(r"{(\w+)}", each[key])) for each in words]
        assert fields[0] == fields[1], key
