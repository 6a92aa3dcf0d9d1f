"""Font files as a press needs them: which characters they draw, how a text is shaped, and the outlines one by one."""

import mmap
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

UNITS = 1024
"""Pango counts lengths in parts of a CSS pixel."""


@dataclass(frozen=True, eq=False)
class Face:
    """A TrueType file. `resource` is the name of its font in the documents, "" where they have none.

    `known` are the glyphs that this font holds, each with the text that it stands for.
    """

    path: Path
    resource: str = ""
    known: dict[int, str] = field(default_factory=dict)

    def draws(self, character: str) -> bool:
        """Whether the file has a glyph for a character."""
        return opened(self.path).font.get_nominal_glyph(ord(character)) is not None

    def shaped(
        self, text: str, size: float, script: str, language: str, features: dict[str, bool]
    ) -> list[tuple[int, int, int]]:
        """Glyph, advance in units and place in `text` for each glyph of a text of one script, at a size in CSS pixels.

        Raises ValueError where a glyph would stand off its place, or nothing draws a character.
        """
        font = opened(self.path).font
        scale = int(size * UNITS)
        font.scale = scale, scale
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction, buffer.script = "ltr", script
        if language:
            buffer.language = language
        hb.shape(font, buffer, features)
        glyphs = list(zip(buffer.glyph_infos, buffer.glyph_positions, strict=True))
        if any(at.x_offset or at.y_offset or not info.codepoint for info, at in glyphs):
            raise ValueError(text)
        return [(info.codepoint, at.x_advance, info.cluster) for info, at in glyphs]


class Opened:
    """A TrueType file, mapped into memory (OpenType 1.9, chapter 5)."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.font: Any = hb.Font(hb.Face(hb.Blob.from_file_path(str(path))))
        count = struct.unpack_from(">H", self._data, 4)[0]
        records = (struct.unpack_from(">4s4xLL", self._data, 12 + 16 * at) for at in range(count))
        self._tables = {tag.decode(): (start, length) for tag, start, length in records}
        self.em: int = struct.unpack_from(">H", self._data, self._tables["head"][0] + 18)[0]
        self._is_long = struct.unpack_from(">h", self._data, self._tables["head"][0] + 50)[0]
        self._metrics = struct.unpack_from(">H", self._data, self._tables["hhea"][0] + 34)[0]

    def table(self, tag: str) -> bytes:
        """A whole table."""
        start, length = self._tables[tag]
        return self._data[start : start + length]

    def outline(self, glyph: int) -> bytes:
        """The record of a glyph in the table glyf; no bytes for one that draws nothing."""
        form, size, factor = (">2L", 4, 1) if self._is_long else (">2H", 2, 2)
        first, last = struct.unpack_from(form, self._data, self._tables["loca"][0] + size * glyph)
        start = self._tables["glyf"][0]
        return self._data[start + factor * first : start + factor * last]

    def metric(self, glyph: int) -> tuple[int, int]:
        """The advance and the left side bearing of a glyph, in units of the em."""
        start = self._tables["hmtx"][0]
        if glyph < self._metrics:
            return struct.unpack_from(">Hh", self._data, start + 4 * glyph)
        advance = struct.unpack_from(">H", self._data, start + 4 * (self._metrics - 1))[0]
        bearing = struct.unpack_from(">h", self._data, start + 2 * (self._metrics + glyph))[0]
        return advance, bearing


@lru_cache(maxsize=64)
def opened(path: Path) -> Opened:
    """The file, once a process."""
    return Opened(path)


def first_to_draw(character: str, faces: Sequence[Face]) -> Face | None:
    """The first of some faces that draws a character."""
    return next((face for face in faces if face.draws(character)), None)
