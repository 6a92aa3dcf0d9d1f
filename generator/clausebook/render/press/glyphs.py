"""The font that a document has to itself: the few glyphs of its names that the common fonts lack.

A TrueType font with the tables that PDF asks for (ISO 32000-1, 9.9), put together from the records of other files.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from clausebook.render.press.faces import Face, Opened, opened

_MORE, _WORDS, _SCALE, _SCALES, _MATRIX = 0x20, 0x01, 0x08, 0x40, 0x80
"""Flags of a part of a composite glyph (OpenType 1.9, glyf)."""


@dataclass
class OwnFont:
    """Glyphs of any faces whose ems are alike, numbered from 1. `widths` are in thousandths of the size."""

    texts: list[str] = field(default_factory=lambda: [""])
    widths: list[int] = field(default_factory=lambda: [0])
    _numbers: dict[tuple[object, int, str], int] = field(default_factory=dict)
    _outlines: list[bytes] = field(default_factory=lambda: [b""])
    _metrics: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])
    _first: Opened | None = None

    def __bool__(self) -> bool:
        return len(self.texts) > 1

    @property
    def extent(self) -> tuple[int, int]:
        """How far the glyphs reach above and below the baseline, in thousandths of the size."""
        if self._first is None:
            return 0, 0
        ascent, descent = struct.unpack_from(">2h", self._first.table("hhea"), 4)
        return ascent * 1000 // self._first.em, descent * 1000 // self._first.em

    def number(self, face: Face, glyph: int, text: str, width: int) -> int:
        """The number of a glyph that stands for `text`. Raises ValueError where its em differs from the others'."""
        key = (face.path, glyph, text)
        if key not in self._numbers:
            self._numbers[key] = self._added(opened(face.path), glyph, text, width)
        return self._numbers[key]

    def _added(self, file: Opened, glyph: int, text: str, width: int) -> int:
        self._first = self._first or file
        if file.em != self._first.em:
            raise ValueError(f"an em of {file.em} units beside {self._first.em}")
        number = len(self.texts)
        outline = file.outline(glyph)
        self.texts.append(text)
        self.widths.append(width)
        self._metrics.append(file.metric(glyph))
        self._outlines.append(outline)
        self._outlines[number] = self._renumbered(file, outline)
        return number

    def _renumbered(self, file: Opened, outline: bytes) -> bytes:
        """The record of a glyph with the parts that it is composed of, where it is, added and numbered anew."""
        if outline[:2] != b"\xff\xff":
            return outline
        record = bytearray(outline)
        for place in _parts(outline):
            part = struct.unpack_from(">H", outline, place)[0]
            struct.pack_into(
                ">H", record, place, self._added(file, part, "", round(file.metric(part)[0] * 1000 / file.em))
            )
        return bytes(record)

    def truetype(self) -> bytes:
        """The font file. Raises ValueError where there are no glyphs."""
        if self._first is None:
            raise ValueError("a font without glyphs")
        outlines = [outline + bytes(-len(outline) % 4) for outline in self._outlines]
        places = [0]
        for outline in outlines:
            places.append(places[-1] + len(outline))
        count = len(outlines)
        head = bytearray(self._first.table("head"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        hhea, maxp = bytearray(self._first.table("hhea")), bytearray(self._first.table("maxp"))
        struct.pack_into(">H", hhea, 34, count)
        struct.pack_into(">H", maxp, 4, count)
        metrics = b"".join(struct.pack(">Hh", *metric) for metric in self._metrics)
        loca = struct.pack(f">{count + 1}L", *places)
        tables = {"glyf": b"".join(outlines), "head": head, "hhea": hhea, "hmtx": metrics, "loca": loca, "maxp": maxp}
        return _sfnt({tag: bytes(table) for tag, table in tables.items()})


def _parts(outline: bytes) -> Iterator[int]:
    """Where the numbers of the parts stand in the record of a composite glyph."""
    place, flags = 10, _MORE
    while flags & _MORE:
        flags = struct.unpack_from(">H", outline, place)[0]
        yield place + 2
        place += 4 + (4 if flags & _WORDS else 2)
        place += 2 if flags & _SCALE else 4 if flags & _SCALES else 8 if flags & _MATRIX else 0


def _sfnt(tables: dict[str, bytes]) -> bytes:
    """A file of some tables."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">L4H", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    place = 12 + 16 * count
    records, contents = [head], []
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        records.append(struct.pack(">4sLLL", tag.encode(), total, place, len(table)))
        contents.append(padded)
        place += len(padded)
    return b"".join(records + contents)
