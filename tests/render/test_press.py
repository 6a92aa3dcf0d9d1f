"""The parts of a press: streams in pieces, tiny fonts, lines of text, slots."""

import zlib
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from clausebook.render.fonts import font_files, line_width
from clausebook.render.jinja import Templates
from clausebook.render.press.deflate import joined, pressed, stored
from clausebook.render.press.faces import Face, opened
from clausebook.render.press.glyphs import OwnFont
from clausebook.render.press.objects import text_string
from clausebook.render.press.prototype import Style
from clausebook.render.press.setting import OWN, UnsettableError, set_line
from clausebook.render.slots import Content, Filled, Fit, Open, one_line, script_class

ROOT = Path(__file__).resolve().parents[2]
FONTS = font_files(Templates(ROOT / "templates"))
SANS, LATIN = FONTS["NotoSansSC-Regular.ttf"], FONTS["NotoSans-Regular.ttf"]
STYLE = Style(families=(), weight=400, size=16, language="zh")


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 200_001])
def test_stream_joined_from_pieces_inflates_to_all_of_them(size: int) -> None:
    content = bytes(index * 31 % 251 for index in range(size))
    pieces = [pressed(b"before"), stored(content), pressed(content, 1), stored(b""), pressed(b"after")]
    assert zlib.decompress(joined(pieces)) == b"before" + content + content + b"after"


def test_own_font_holds_the_glyphs_with_their_parts() -> None:
    own = OwnFont()
    faces = [(SANS, "欧"), (LATIN, "ł"), (LATIN, "ễ"), (SANS, "欧")]
    numbers = []
    for path, character in faces:
        glyph = opened(path).font.get_nominal_glyph(ord(character))
        numbers.append(own.number(Face(path), glyph, character, 1000))
    assert numbers[0] == numbers[3]
    font = TTFont(BytesIO(own.truetype()))
    shapes = font["glyf"]
    for (path, character), number in zip(faces, numbers, strict=True):
        with TTFont(path, lazy=True) as whole:
            name = whole.getBestCmap()[ord(character)]
            drawn = shapes[font.getGlyphName(number)].getCoordinates(shapes)[0]
            assert list(drawn) == list(whole["glyf"][name].getCoordinates(whole["glyf"])[0])
            assert font["hmtx"][font.getGlyphName(number)] == whole["hmtx"][name]


def test_line_takes_known_glyphs_from_the_common_font_and_others_from_its_own() -> None:
    glyph = opened(SANS).font.get_nominal_glyph(ord("A"))
    own = OwnFont()
    line = set_line("A王", (Face(SANS, "COMMON", {glyph: "A"}), Face(LATIN)), STYLE, own)
    assert line.operators.split(b"\n")[0] == b"/COMMON 16 Tf"
    assert line.operators.split(b"\n")[2] == b"/%s 16 Tf" % OWN
    assert own.texts == ["", "王"]
    assert line.width == pytest.approx(16 * line_width("A王", SANS, ()), abs=0.01)


def test_glyph_that_stands_for_something_else_in_the_common_font_is_not_taken_from_there() -> None:
    glyph = opened(SANS).font.get_nominal_glyph(ord("A"))
    own = OwnFont()
    set_line("A", (Face(SANS, "COMMON", {glyph: "Α"}),), STYLE, own)
    assert own.texts == ["", "A"]


@pytest.mark.parametrize("text", ["a\u0301", "שלום", "\u200bx", "𠮷", "नमस्ते"])
def test_text_that_needs_more_than_a_row_of_glyphs_is_refused(text: str) -> None:
    with pytest.raises(UnsettableError):
        set_line(text, (Face(SANS), Face(LATIN)), STYLE, OwnFont())


def test_text_shrinks_to_its_room_and_no_more() -> None:
    fit = Fit("name", room=100, largest=20, smallest=5, font=SANS.name)
    assert fit.size("王", FONTS) == 20
    assert fit.size("王" * 10, FONTS) == 10
    assert fit.size("王" * 30, FONTS) * 30 <= 100
    assert fit.size("", FONTS) == 20


def test_slots_are_filled_or_left_open() -> None:
    content = Content({"name": "  A  &\nB ", "title": "T"}, {}, {"bar": "12.5"})
    filled, left_open = Filled(content, FONTS), Open()
    room = {"room": 100.0, "largest": 20.0, "smallest": 5.0, "font": SANS.name}
    assert '<span class="slot narrow"' in filled.text("name", **room)  # type: ignore[arg-type]
    assert ">A &amp; B<" in filled.text("name", **room)  # type: ignore[arg-type]
    assert 'data-slot="name"' in left_open.text("name", **room)  # type: ignore[arg-type]
    assert filled.hidden("title") == "T"
    assert 'style="width: 12.5%"' in filled.bar("bar", "bar")
    assert list(left_open.fits) == ["name"]


def test_text_too_long_for_a_line_goes_on_over_several() -> None:
    filled = Filled(Content({"name": "王" * 100}, {}, {}), FONTS)
    assert 'class="flow wide" style="font-size: 9.00pt"' in filled.text(
        "name", room=100, largest=20, smallest=9, font=SANS.name
    )


@pytest.mark.parametrize(("text", "kind"), [("Ann O’Neil", "narrow"), ("“云帆”", "wide"), ("", "narrow")])
def test_width_of_punctuation_follows_the_text(text: str, kind: str) -> None:
    assert script_class(text) == kind


def test_strings_of_a_file_are_escaped() -> None:
    assert text_string("a(b)\\c") == b"(a\\(b\\)\\\\c)"
    assert text_string("王") == b"<feff738b>"
    assert one_line(" a\n\tb ") == "a b"
