"""A document with open slots cut into what is always the same and what is not, and how one document is made of it."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import NamedTuple

from clausebook.render.press.deflate import Piece, joined, pressed, stored
from clausebook.render.press.faces import Face
from clausebook.render.press.file import Body
from clausebook.render.press.glyphs import OwnFont
from clausebook.render.press.objects import Item, embedded_file, own_font, stream, text_string
from clausebook.render.press.prototype import BarPlace, DrawingPlace, Place, Style, TextPlace
from clausebook.render.press.setting import OWN, Line, UnsettableError, number, set_line
from clausebook.render.shapes import Anchor, Caption, operators_of
from clausebook.render.slots import Content, Fit, one_line

DATE = datetime(1904, 2, 29, 13, 14, 15, tzinfo=UTC)
"""The date of a document with open slots, which gives way to that of each document."""
_DATES = ("%Y%m%d%H%M%SZ", "%Y-%m-%dT%H:%M:%SZ")
_OLD_DATES = [DATE.strftime(form).encode() for form in _DATES]
_MARK = re.compile(rb"@slot:([\w-]+)@")
_STRING = re.compile(rb"\(@slot:([\w-]+)@\)")
_PIXELS = 96 / 72
"""CSS pixels in a point."""
_SHORT = 400
"""A drawing of fewer bytes than this is not worth deflating."""
_MOST_LINES = 5_000
_MOST_PIECES = 50_000
_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


class Segment(NamedTuple):
    """A part of a stream that is always the same, and the slot that follows it."""

    piece: Piece
    place: Place | None


class Numbers(NamedTuple):
    """The numbers of the objects that differ in ways of their own: XMP, the attachment, the names of the fonts."""

    metadata: int
    attachment: int
    fonts: int


@dataclass(frozen=True)
class Plate:
    """Everything that documents of one shape have in common; it can be pickled.

    `bodies` are the objects that differ from one document to the next, by number, `streams` the streams among them.
    """

    body: Body
    streams: Mapping[int, Sequence[Segment]]
    bodies: Mapping[int, bytes]
    numbers: Numbers
    attachment_head: bytes
    font_names: bytes
    faces: Mapping[tuple[str, int], Face]
    fits: Mapping[str, Fit]
    files: Mapping[str, Path]
    _pieces: dict[tuple[int, str], Piece] = field(default_factory=dict, repr=False, compare=False)
    _lines: dict[tuple[str, Style], Line] = field(default_factory=dict, repr=False, compare=False)

    def __getstate__(self) -> dict[str, object]:
        """Without what was drawn, which may be somebody's name."""
        return self.__dict__ | {"_pieces": {}, "_lines": {}}

    def draw(self, content: Content, *, created: datetime, attachment: bytes) -> bytes:
        """One document. Raises UnsettableError where a text cannot be set as it has to be."""
        own = OwnFont()
        moment = created.astimezone(UTC)
        items = [Item(key, self._stream(segments, content, own)) for key, segments in self.streams.items()]
        items += [Item(key, self._filled(key, body, content.texts, moment)) for key, body in self.bodies.items()]
        items.append(Item(self.numbers.attachment, embedded_file(self.attachment_head, attachment, moment)))
        items += self._fonts(own)
        identifier = hashlib.sha256(attachment + "\n".join(content.texts.values()).encode())
        return self.body.closed(items, identifier.hexdigest()[:32])

    def _stream(self, segments: Sequence[Segment], content: Content, own: OwnFont) -> bytes:
        pieces = []
        for segment in segments:
            pieces.append(segment.piece)
            if isinstance(segment.place, DrawingPlace):
                pieces.append(self._drawing(segment.place, content, own))
            elif segment.place is not None:
                pieces.append(self._simple(segment.place, content, own))
        return stream(b"/Filter /FlateDecode", joined(pieces))

    def _simple(self, place: TextPlace | BarPlace, content: Content, own: OwnFont) -> Piece:
        """A text or a bar, as it was drawn before where it needs no font of the document's own."""
        said = content.texts[place.name] if isinstance(place, TextPlace) else content.bars[place.name]
        key = (place.number, said)
        piece = self._pieces.get(key)
        if piece is None:
            drawn = self._text(place, one_line(said), own) if isinstance(place, TextPlace) else _bar(place, said)
            piece = stored(drawn)
            if b"/" + OWN not in drawn and len(self._pieces) < _MOST_PIECES:
                self._pieces[key] = piece
        return piece

    def _drawing(self, place: DrawingPlace, content: Content, own: OwnFont) -> Piece:
        shapes = content.drawings[place.name]
        drawn = operators_of(shapes, lambda caption: self._caption(place, caption, own))
        return stored(drawn) if len(drawn) < _SHORT else pressed(drawn, 1)

    def _text(self, place: TextPlace, text: str, own: OwnFont) -> bytes:
        fit = self.fits[place.name]
        size = fit.size(text, self.files)
        if size < fit.smallest:
            raise UnsettableError(f"{place.name}: {text}")
        return self._placed(text, place.style._replace(size=size * _PIXELS), (place.x, place.y), place.anchor, own)

    def _caption(self, place: DrawingPlace, caption: Caption, own: OwnFont) -> bytes:
        """The characters of a caption, which WeasyPrint places one by one."""
        style = place.style._replace(weight=caption.weight, size=round(caption.size, 2))
        lines = [self._line(character, style, own) for character in caption.text]
        x, y = (round(part, 2) for part in caption.place)
        x -= sum(line.width for line in lines) * _SHIFT[caption.anchor]
        drawn = []
        for line in lines:
            drawn.append(b"1 0 0 -1 %.6f %.6f Tm\n%s" % (x, y, line.operators))
            x += line.width
        return b"\n".join(drawn)

    def _placed(self, text: str, style: Style, place: tuple[float, float], anchor: Anchor, own: OwnFont) -> bytes:
        line = self._line(text, style, own)
        x = place[0] - line.width * _SHIFT[anchor]
        return b"1 0 0 -1 %s %s Tm\n%s" % (number(x), number(place[1]), line.operators)

    def _line(self, text: str, style: Style, own: OwnFont) -> Line:
        """A text as it was set before, where it needs no font of the document's own."""
        line = self._lines.get((text, style))
        if line is None:
            keys = ((family, style.weight) for family in style.families)
            line = set_line(text, tuple(self.faces[key] for key in keys if key in self.faces), style, own)
            if b"/" + OWN not in line.operators and len(self._lines) < _MOST_LINES:
                self._lines[text, style] = line
        return line

    def _filled(self, key: int, body: bytes, texts: Mapping[str, str], moment: datetime) -> bytes:
        """An object with its hidden texts and its dates."""
        for old, form in zip(_OLD_DATES, _DATES, strict=True):
            body = body.replace(old, moment.strftime(form).encode())
        if key == self.numbers.metadata:
            return stream(
                b"/Type /Metadata/Subtype /XML",
                _MARK.sub(lambda found: escape(texts[found[1].decode()], quote=False).encode(), body),
            )
        return _STRING.sub(lambda found: text_string(texts[found[1].decode()]), body)

    def _fonts(self, own: OwnFont) -> list[Item]:
        """The names of the fonts, and the font that the document has to itself."""
        if not own:
            return [Item(self.numbers.fonts, b"<<%s>>" % self.font_names)]
        first = self.body.count
        names = b"<<%s/%s %d 0 R>>" % (self.font_names, OWN, first)
        return [Item(self.numbers.fonts, names), *own_font(own, first)]


def _bar(place: BarPlace, percent: str) -> bytes:
    """A rectangle; one without any length would be drawn as a thin line."""
    x, y, width, height = place.box
    length = width * float(percent) / 100
    operands = (*place.colour, x, y, length, height)
    return b"q %.6g %.6g %.6g rg %.5f %.5f %.5f %.5f re f Q" % operands if length else b""
