"""Which characters a set of font files draws, and how wide a line of text is in them."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from clausebook.render.jinja import Templates

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode's general categories of controls, invisible formats and bidi overrides, unassigned and private characters,
surrogates, line and paragraph separators: even where a font has a glyph for one of them, it is no part of a name."""

Advances = Mapping[int, float]


def font_files(templates: Templates) -> dict[str, Path]:
    """The TrueType files in the template folders' `fonts`, by file name; an earlier folder hides a later one."""
    folders = (folder / "fonts" for folder in reversed(templates.folders))
    return {path.name: path for folder in folders for path in sorted(folder.glob("*.ttf"))}


def missing_glyphs(text: str, fonts: Iterable[Path]) -> str:
    """The characters of `text` that none of the fonts draws, each once, in order of appearance.

    Characters that are not meant to be printed count as missing, whatever the fonts hold.
    """
    paths = tuple(fonts)
    return "".join(character for character in dict.fromkeys(text) if not _is_drawn(character, paths))


def drawable(text: str, fonts: Iterable[Path]) -> str:
    """The text with every character that none of the fonts draws given by its code point, such as [U+20BB7]."""
    missing = {ord(character): f"[U+{ord(character):04X}]" for character in missing_glyphs(text, fonts)}
    return text.translate(missing)


def _is_drawn(character: str, paths: tuple[Path, ...]) -> bool:
    if unicodedata.category(character) in _UNPRINTABLE:
        return False
    return any(ord(character) in _advances(path) for path in paths)


def text_width(text: str, font: Path) -> float:
    """The width of `text` on one line in ems, without kerning; a character that the font lacks counts as one em."""
    advances = _advances(font)
    return sum(advances.get(ord(character), 1.0) for character in text)


@lru_cache(maxsize=32)
def _advances(path: Path) -> Advances:
    """The advance in ems of every character that the font maps to a glyph."""
    with TTFont(path, lazy=True) as font:
        # Without names of its own the font would read its table of names, which takes three times as long as the rest.
        font.setGlyphOrder([str(index) for index in range(font["maxp"].numGlyphs)])
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {point: metrics[glyph][0] / em for point, glyph in font.getBestCmap().items()}
