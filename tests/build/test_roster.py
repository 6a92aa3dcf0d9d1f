"""A roster looked through before the run, and a rare character drawn by the project's own font."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from clausebook.project import Project
from clausebook.render.fonts import named_fonts
from clausebook.render.jinja import Templates
from tests.conftest import ROOT, Run

HEADER = "id,name,name_latin,organization,department\n"
OWN = '@font-face { font-family: "Clausebook Own"; font-weight: 400; src: url("font:Rare.ttf"); }\n'


def roster(project: Project, lines: str) -> Path:
    path = project.root / "roster.csv"
    path.write_text(HEADER + lines, encoding="utf-8")
    return path


def add_font(project: Project, characters: str, style: str) -> None:
    """A font of squares for these characters, and the style that names it."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    glyphs = {".notdef": pen.glyph(), **{f"u{ord(character):X}": pen.glyph() for character in characters}}
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(list(glyphs))
    font.setupCharacterMap({ord(character): f"u{ord(character):X}" for character in characters})
    font.setupGlyf(glyphs)
    font.setupHorizontalMetrics(dict.fromkeys(glyphs, (1000, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Rare", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    own = project.root / "templates"
    for folder in (own / "fonts", own / "certificates" / "parts"):
        folder.mkdir(parents=True)
    font.save(own / "fonts" / "Rare.ttf")
    (own / "certificates" / "parts" / "own.css.j2").write_text(style, encoding="utf-8")


def test_every_finding_is_told_by_line_with_a_sum(tiny: Project, run: Run) -> None:
    lines = "1,𠮷田,,甲\u200b,\n2,张伟,,甲,\n3,王䶮Şahin𠮷,Łukasz,甲,𬭎\n4,张伟,,甲,\n5,Аnna,,甲,\n"
    told = run(tiny, "roster", roster(tiny, lines))
    assert told.exit_code == 3
    *found, total = told.stdout.splitlines()
    places = [line.removeprefix(str(tiny.root / "roster.csv:")).split(": ")[:2] for line in found]
    assert places == [
        ["2:1", "name"],
        ["2:1", "organization"],
        ["4:1", "name"],
        ["5:1", "name"],
        ["6:1", "name"],
    ]
    assert "no font draws U+20BB7 𠮷; " in found[0]
    assert total == "5 people: 2 ready, 3 held, 1 warnings"


def test_what_a_script_needs_but_no_font_draws_is_told(tiny: Project, run: Run) -> None:
    """A selector belongs to the name, so that the line is not held for it; yet the certificate would lack it."""
    told = run(tiny, "roster", roster(tiny, "1,葛\U000e0100城,,甲,\n"))
    assert told.exit_code == 3
    assert "no font draws U+E0100 VARIATION SELECTOR-17" in told.stdout


def test_a_roster_in_order_says_so(tiny: Project, run: Run) -> None:
    told = run(tiny, "roster", roster(tiny, "1,欧阳娜娜,Ouyang Nana,甲,\n2,Ольга,,甲,\n"), "--scheme", "baker")
    assert (told.exit_code, told.stdout) == (0, "2 people: 2 ready, 0 held, 0 warnings\n")


@pytest.mark.parametrize(("lines", "option", "code"), [("1,,,甲,\n", [], 1), ("", ["--scheme", "none"], 2)])
def test_a_roster_that_cannot_be_read(lines: str, option: list[str], code: int, tiny: Project, run: Run) -> None:
    assert run(tiny, "roster", roster(tiny, lines), *option).exit_code == code


def test_a_font_that_no_style_names_draws_nothing(tiny: Project, run: Run) -> None:
    add_font(tiny, "𠮷", "/* " + OWN + "*/")
    assert "no font draws U+20BB7" in run(tiny, "roster", roster(tiny, "1,𠮷田,,甲,\n")).stdout


def test_the_projects_own_font_draws_a_rare_character(tiny: Project, run: Run) -> None:
    """U+2EBF0 is newer than Python's tables of Unicode."""
    add_font(tiny, "𠮷\U0002ebf0", OWN)
    people = roster(tiny, "B1,𠮷田\U0002ebf0,,甲,\n")
    assert run(tiny, "roster", people).exit_code == 0
    run(tiny, "sample", "baker", "--person", "B1")
    done = run(tiny, "certify", tiny.build / "samples" / "baker.json", "--roster", people, "--trial")
    assert done.exit_code == 0, done.output
    (certificate,) = (tiny.build / "trial").rglob("*.pdf")
    assert "𠮷田\U0002ebf0" in PdfReader(certificate).pages[0].extract_text()


def test_a_name_is_compared_as_people_write_it(tiny: Project, run: Run) -> None:
    people = roster(tiny, "B1,买买提·吐尔逊,,甲,\n")
    for name in ("买买提\u2022吐尔逊", "买买提\u3000吐尔逊", "买买提吐尔逊"):
        run(tiny, "sample", "baker", "--person", "B1", "--name", name)
        done = run(tiny, "certify", tiny.build / "samples" / "baker.json", "--roster", people, "--trial")
        assert done.exit_code == 0, done.output


def test_a_bad_name_holds_one_person(tiny: Project, run: Run) -> None:
    people = roster(tiny, "B1,Jörg\u202eMüßig,,甲,\n")
    run(tiny, "sample", "baker", "--person", "B1")
    held = run(tiny, "certify", tiny.build / "samples" / "baker.json", "--roster", people, "--trial")
    assert held.exit_code == 3
    assert "bad_name: " in held.stderr
    assert "U+202E RIGHT-TO-LEFT OVERRIDE" in held.stderr
    assert not list(tiny.build.rglob("*.pdf"))


@pytest.mark.parametrize(
    ("style", "named"),
    [
        ("font:NotoSans-Bold.ttf", ["NotoSans-Bold.ttf"]),
        ("{# font:NotoSans-Bold.ttf #}font:none.ttf", []),
        ("{% include 'other.j2' %}", ["NotoSans-Regular.ttf"]),
        ('{%- import "other.j2" as other with context %}', ["NotoSans-Regular.ttf"]),
    ],
)
def test_fonts_that_a_template_names(style: str, named: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text(style, encoding="utf-8")
    (tmp_path / "other.j2").write_text('url("font:NotoSans-Regular.ttf")', encoding="utf-8")
    assert sorted(named_fonts(Templates(tmp_path, ROOT / "templates"), "a.j2")) == named


def test_fonts_that_a_template_puts_together_may_be_any(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("font:{{ name }}.ttf", encoding="utf-8")
    assert len(named_fonts(Templates(tmp_path, ROOT / "templates"), "a.j2")) > 1
