"""PDFs are archivable, accessible and reproducible, draw every character, and fetch nothing."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pypdf
import pytest

from clausebook.errors import MissingGlyphError, RenderError
from clausebook.render.fonts import font_files, missing_glyphs, text_width
from clausebook.render.jinja import Templates
from clausebook.render.pdf import Attachment, lay_out, render_pdf

ROOT = Path(__file__).resolve().parents[2]
FONTS = font_files(Templates(ROOT / "templates"))
CREATED = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
STYLE = """
@font-face { font-family: "Clausebook Sans"; src: url("font:NotoSansSC-Regular.ttf") }
html { font-family: "Clausebook Sans" }
"""
SQUARE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"
    "%3Cpath d='M0 0h9v9z'/%3E%3C/svg%3E"
)
BODY = f"""
<h1 id="top">你好 <span lang="en">Hello</span></h1>
<p lang="en">Every operator</p>
<img src="{SQUARE}" alt="a triangle">
<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row">x</th><td>1</td></tr></tbody></table>
<h2 id="next" style="break-before: page">Next</h2>
"""


def document(body: str = BODY, style: str = STYLE, head: str = "<title>Test</title>", language: str = "zh") -> str:
    return f"<!doctype html><html lang='{language}'><head>{head}<style>{style}</style></head><body>{body}</body></html>"


def rendered(html: str, **options: object) -> bytes:
    return render_pdf(html, fonts=FONTS, created=CREATED, **options)  # type: ignore[arg-type]


def root(content: bytes) -> Any:
    return pypdf.PdfReader(BytesIO(content)).root_object


def elements(content: bytes) -> list[dict[str, Any]]:
    """The structure elements in reading order."""
    found: list[dict[str, Any]] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, dict):
            found.append(node)
            walk(node.get("/K", []))
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(root(content)["/StructTreeRoot"]["/K"])
    return found


@pytest.mark.parametrize("profile", ["3a", "ua1"])
@pytest.mark.parametrize("attachments", [(), (Attachment("credential.json", b"{}", "The same as data"),)])
def test_file_conforms_to_both_standards(profile: str, attachments: tuple[Attachment, ...]) -> None:
    content = rendered(document(), attachments=attachments)
    rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
    # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
    assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in content else set())


def test_metadata_says_title_language_and_time() -> None:
    content = rendered(document())
    metadata = pypdf.PdfReader(BytesIO(content)).metadata
    assert metadata is not None
    assert metadata.title == "Test"
    assert metadata.creation_date == metadata.modification_date == CREATED
    assert root(content)["/Lang"] == "zh"


def test_attachment_comes_back_as_it_went_in() -> None:
    content = rendered(document(), attachments=[Attachment("credential.json", b'{"a": 1}', "Credential", "Source")])
    assert dict(pypdf.PdfReader(BytesIO(content)).attachments) == {"credential.json": [b'{"a": 1}']}
    assert root(content)["/AF"][0].get_object()["/AFRelationship"] == "/Source"


def test_elements_carry_their_language_and_header_cells_their_scope() -> None:
    found = elements(rendered(document()))
    paragraph = next(element for element in found if element.get("/S") == "/P")
    assert paragraph["/Lang"] == "en"
    scopes = [element["/A"]["/Scope"] for element in found if element.get("/S") == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]
    assert [element["/Alt"] for element in found if element.get("/S") == "/Figure"] == ["a triangle"]


def test_pages_of_anchors_are_known_before_writing() -> None:
    layout = lay_out(document(), fonts=FONTS)
    assert (layout.page_count, layout.page_of("top"), layout.page_of("next")) == (2, 1, 2)
    with pytest.raises(KeyError):
        layout.page_of("nowhere")


def test_same_input_gives_same_bytes_in_any_process() -> None:
    here = rendered(document(), attachments=[Attachment("a.json", b"{}", "A")])
    assert here == rendered(document(), attachments=[Attachment("a.json", b"{}", "A")])
    script = (
        "import sys; sys.path.insert(0, sys.argv[1]); from test_pdf import *;"
        "sys.stdout.buffer.write(rendered(document(), attachments=[Attachment('a.json', b'{}', 'A')]))"
    )
    for seed in ("1", "2"):
        assert in_a_new_process(script, str(Path(__file__).parent), PYTHONHASHSEED=seed) == here


@pytest.mark.parametrize(
    "other",
    [document("<p>汉字 other words</p>"), document(style=STYLE.replace("NotoSansSC-Regular", "NotoSansSC-Bold"))],
    ids=["same fonts", "other fonts"],
)
def test_what_was_drawn_before_changes_nothing(other: str) -> None:
    before = rendered(document())
    rendered(other)
    assert rendered(document()) == before


@pytest.mark.parametrize(
    "draw",
    [
        "rendered(document())",
        "p = multiprocessing.get_context('spawn').Process(target=rendered, args=(document(),)); p.start(); p.join()",
    ],
    ids=["main process", "child process"],
)
def test_no_copies_of_fonts_stay_behind(draw: str, tmp_path: Path) -> None:
    script = (
        "import multiprocessing, sys; sys.path.insert(0, sys.argv[1]); from test_pdf import *\n"
        f"if __name__ == '__main__': {draw}"
    )
    in_a_new_process(script, str(Path(__file__).parent), TMPDIR=str(tmp_path))
    assert list(tmp_path.iterdir()) == []


def in_a_new_process(script: str, *arguments: str, **variables: str) -> bytes:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | variables
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=True).stdout


@pytest.mark.parametrize(
    "body",
    [
        "<img alt=x src='file:///etc/passwd'>",
        "<img alt=x src='http://127.0.0.1:9/x.png'>",
        "<img alt=x src='https://127.0.0.1:9/x.png'>",
        "<img alt=x src='../x.png'>",
        "<img alt=x src='font:../../../etc/passwd'>",
        "<img alt=x src='font:Unknown.ttf'>",
        "<link rel=attachment href='file:///etc/passwd'>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<style>@import url(file:///etc/passwd)</style>",
        "<style>@font-face { font-family: 'Clausebook X'; src: url('file:///etc/passwd') }</style>",
        "<style>@font-face { font-family: 'Clausebook X'; src: local('DejaVu Sans') }</style>",
        "<object data='file:///etc/passwd'></object>",
        "<embed src='file:///etc/passwd'>",
        "<img alt=x src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'>"
        "<image href='file:///etc/passwd' width='9' height='9'/></svg>\">",
    ],
)
def test_nothing_is_fetched(body: str) -> None:
    with pytest.raises(RenderError):
        rendered(document(body))


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (document(style=STYLE + "p { colour: red }"), "unknown property"),
        (document(f'<img src="{SQUARE}">'), "alt"),
        (document(head=""), "title"),
        (document(language=""), "lang"),
        (document("<img alt=x src='data:image/png,broken'>"), "Failed to load image"),
    ],
)
def test_what_weasyprint_complains_of_is_an_error(html: str, said: str) -> None:
    with pytest.raises(RenderError, match=said):
        rendered(html)


@pytest.mark.parametrize("style", ["", "html { font-family: serif }"])
def test_font_of_the_machine_is_never_used(style: str) -> None:
    with pytest.raises(MissingGlyphError):
        rendered(document(style=style))


def test_character_without_a_glyph_is_named() -> None:
    with pytest.raises(MissingGlyphError, match=r"U\+20BB7") as caught:
        rendered(document("<p>𠮷野家</p>"))
    assert caught.value.characters == "𠮷"


def test_missing_libraries_are_named_when_a_pdf_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from clausebook.errors import MissingLibraryError\n"
        "from clausebook.render.pdf import lay_out\n"
        "try:\n    lay_out('', fonts={})\nexcept MissingLibraryError as error:\n    print(error)\n"
    )
    said = in_a_new_process(script, str(tmp_path)).decode()
    assert "libpango-1.0-0" in said
    assert "apt-get install" in said
    assert "libharfbuzz-subset0" in said


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("欧阳雨桐 Ann O'Neil-Müller", ""),
        ("𠮷𠮷a𠮷", "𠮷"),
        ("a\nb", "\n"),
        ("abc\u202ecba", "\u202e"),
        ("zero\u200bwidth", "\u200b"),
        ("\ue000", "\ue000"),
        ("\u0378", "\u0378"),
        ("\u2028", "\u2028"),
    ],
)
def test_missing_glyphs(text: str, missing: str) -> None:
    assert missing_glyphs(text, FONTS.values()) == missing


def test_width_is_measured_in_ems() -> None:
    sans = FONTS["NotoSansSC-Regular.ttf"]
    assert text_width("汉字", sans) == 2
    assert text_width("iiii", sans) < 2 < text_width("WWWW", sans)


def test_font_in_an_earlier_folder_hides_its_namesake(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    own = tmp_path / "fonts" / "NotoSansSC-Regular.ttf"
    own.touch()
    fonts = font_files(Templates(tmp_path, ROOT / "templates"))
    assert fonts["NotoSansSC-Regular.ttf"] == own
    assert fonts["NotoSansSC-Bold.ttf"].is_relative_to(ROOT)
