"""Which characters a set of font files draws, and how wide a line of text is in them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

from clausebook.model.characters import is_new_ideograph
from clausebook.render.jinja import Templates

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""Unicode's general categories of controls, invisible formats and bidi overrides, unassigned and private characters,
surrogates, line and paragraph separators: even where a font has a glyph for one of them, it is no part of a name."""
_JOINERS = "\u200c\u200d"
"""Invisible, but Persian, Hindi or Sinhala names are not drawn right without; a font that can has glyphs for them."""
_FONT = re.compile(r"""font:([^"')\s]+)""")
_COMMENT = re.compile(r"\{#.*?#\}|/\*.*?\*/", re.S)
_TAKEN_IN = re.compile(r"""\{%-?\s*(?:include|extends|import|from)\s*["']([^"']+)""")

Advances = Mapping[int, float]


def font_files(templates: Templates) -> dict[str, Path]:
    """The TrueType files in the template folders' `fonts`, by file name; an earlier folder hides a later one."""
    folders = (folder / "fonts" for folder in reversed(templates.folders))
    return {path.name: path for folder in folders for path in sorted(folder.glob("*.ttf"))}


def named_fonts(templates: Templates, name: str) -> dict[str, Path]:
    """Those of the font files that the template `name`, or one that it takes in, names in its style, by file name.

    Where a name is put together by the template, every font file counts. Raises RenderError where there is no template.
    """
    files = font_files(templates)
    named = set(_FONT.findall(_source(templates, name)))
    return files if any("{" in font for font in named) else {font: files[font] for font in named if font in files}


def _source(templates: Templates, name: str) -> str:
    """The text of a template and of those that it takes in by name."""
    text = _COMMENT.sub("", templates.file(name).read_text(encoding="utf-8"))
    return "".join((text, *(_source(templates, other) for other in _TAKEN_IN.findall(text))))


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
    is_needed = character in _JOINERS or is_new_ideograph(character)
    if unicodedata.category(character) in _UNPRINTABLE and not is_needed:
        return False
    return any(ord(character) in _advances(path) for path in paths)


def text_width(text: str, font: Path) -> float:
    """The width of `text` on one line in ems, without kerning; a character that the font lacks counts as one em."""
    advances = _advances(font)
    return sum(advances.get(ord(character), 1.0) for character in text)


def line_width(text: str, font: Path, others: Iterable[Path]) -> float:
    """The width of `text` on one line in ems, at least: a character that `font` lacks counts as in the widest other."""
    advances = _advances(font)
    return sum(advances.get(ord(character)) or _widest(ord(character), tuple(others)) for character in text)


@lru_cache(maxsize=4096)
def _widest(point: int, fonts: tuple[Path, ...]) -> float:
    return max((_advances(font).get(point, 0.0) for font in fonts), default=0.0) or 1.0


@lru_cache(maxsize=32)
def _advances(path: Path) -> Advances:
    """The advance in ems of every character that the font maps to a glyph."""
    with TTFont(path, lazy=True) as font:
        # Without names of its own the font would read its table of names, which takes three times as long as the rest.
        font.setGlyphOrder([str(index) for index in range(font["maxp"].numGlyphs)])
        em = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return {point: metrics[glyph][0] / em for point, glyph in font.getBestCmap().items()}
