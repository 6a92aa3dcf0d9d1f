"""Lines of text as operators of a page, shaped and measured as Pango does it, so that they look as from WeasyPrint."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from fontTools import unicodedata as scripts

from clausebook.render.press.faces import UNITS, Face, first_to_draw, opened
from clausebook.render.press.glyphs import OwnFont
from clausebook.render.press.prototype import Style
from clausebook.render.slots import script_class

_COMMON = ("Zyyy", "Zinh")
_SIMPLE = frozenset({"Hani", "Hira", "Kana", "Bopo", "Latn", "Cyrl", "Grek", "Hang"})
"""Scripts whose characters stand one after the other, each by itself."""
OWN = b"Own"
"""The name of the font that a document has to itself."""


class UnsettableError(Exception):
    """A press cannot set this text; the document has to be laid out in full."""


class Line(NamedTuple):
    """A line of text: the operators that show it, and its width in CSS pixels."""

    operators: bytes
    width: float


class Run(NamedTuple):
    """Characters of one script in one face."""

    text: str
    face: Face
    script: str


def set_line(text: str, faces: tuple[Face, ...], style: Style, own: OwnFont) -> Line:
    """Set a text in its style, each character in the first face that draws it.

    Glyphs that no font of the document holds go into its `own` font. Raises UnsettableError.
    """
    size = int(style.size * UNITS) / UNITS
    shown: list[bytes] = []
    last = b""
    width = 0
    for glyph in _glyphs(text, faces, style):
        font, code = glyph.font, glyph.number
        if not font:
            font, code = OWN, own.number(glyph.face, glyph.number, glyph.text, glyph.width)
        if font != last:
            last = font
            shown += [_end(shown), b"/%s %s Tf\n[<" % (font, number(size))]
        shown.append(b"%04x>%d<" % (code, glyph.kern) if glyph.kern else b"%04x" % code)
        width += glyph.advance
    shown.append(_end(shown).rstrip())
    return Line(b"".join(shown), width / UNITS)


def _end(shown: list[bytes]) -> bytes:
    """What ends a text. A string of no characters at its end would make some readers overlook the number before it."""
    if not shown:
        return b""
    if shown[-1].endswith(b"<"):
        shown[-1] = shown[-1][:-1]
        return b"] TJ\n"
    return b">] TJ\n"


def number(value: float) -> bytes:
    """A number as an operand."""
    return (b"%.6f" % value).rstrip(b"0").rstrip(b".")


class _Glyph(NamedTuple):
    """A glyph of a face, the font that holds it, if one does, and what it stands for.

    `advance` is in units of Pango, `width` in thousandths of the size, `kern` what has to be taken off that.
    """

    face: Face
    font: bytes
    number: int
    text: str
    advance: int
    width: int
    kern: int


@lru_cache(maxsize=4_096)
def _glyphs(text: str, faces: tuple[Face, ...], style: Style) -> tuple[_Glyph, ...]:
    features = {name: value not in ("0", "off") for name, value in (item.split("=") for item in style.features)}
    features = features if script_class(text) == "narrow" else {}
    size = int(style.size * UNITS) / UNITS
    return tuple(glyph for run in _runs(text, faces) for glyph in _shaped(run, size, style.language, features))


def _shaped(run: Run, size: float, language: str, features: dict[str, bool]) -> Iterator[_Glyph]:
    try:
        shaped = run.face.shaped(run.text, size, run.script, language, features)
    except ValueError as error:
        raise UnsettableError(run.text) from error
    face = run.face
    file = opened(face.path)
    ends = [place for _, _, place in shaped[1:]] + [len(run.text)]
    for (glyph, advance, start), end in zip(shaped, ends, strict=True):
        text = run.text[start:end]
        # WeasyPrint gives widths in whole thousandths of the size and mends them by the same.
        width = round(round(file.metric(glyph)[0] * size * UNITS / file.em) * 1000 / UNITS / size)
        kern = int(width - advance * 1000 / UNITS / size)
        font = face.resource.encode() if face.known.get(glyph) == text else b""
        yield _Glyph(face, font, glyph, text, advance, width, kern)


def _runs(text: str, faces: Sequence[Face]) -> Iterator[Run]:
    """The text cut where its script, its face or the width of its characters changes, as Pango cuts it."""
    scripts_ = _scripts(text)
    wide = [unicodedata.east_asian_width(character) in "WF" for character in text]
    chosen = _chosen(text, faces)
    cuts = [at for at in range(1, len(text)) if _differ(at, scripts_, wide, chosen)]
    for start, end in pairwise([0, *cuts, len(text)]):
        if end > start:
            yield Run(text[start:end], chosen[start], scripts_[start])


def _differ(at: int, scripts_: Sequence[str], wide: Sequence[bool], chosen: Sequence[Face]) -> bool:
    return (scripts_[at], wide[at], chosen[at].path) != (scripts_[at - 1], wide[at - 1], chosen[at - 1].path)


def _scripts(text: str) -> list[str]:
    """The script of each character; what is common to all belongs to the script before it, or at first after it."""
    found = [_script(character) for character in text]
    if unknown := set(found) - _SIMPLE - set(_COMMON):
        raise UnsettableError(f"{text}: {unknown}")
    if any(unicodedata.category(character)[0] in "MC" for character in text):
        raise UnsettableError(text)
    current = next((script for script in found if script not in _COMMON), "Zyyy")
    for at, script in enumerate(found):
        current = found[at] = script if script not in _COMMON else current
    return found


@lru_cache(maxsize=10_000)
def _script(character: str) -> str:
    return str(scripts.script(character))


def _chosen(text: str, faces: Sequence[Face]) -> list[Face]:
    """The face of each character; a blank is set in that of the character before it."""
    chosen: list[Face] = []
    for character in text:
        face = chosen[-1] if chosen and character == " " else first_to_draw(character, faces)
        if face is None:
            raise UnsettableError(text)
        chosen.append(face)
    return chosen
