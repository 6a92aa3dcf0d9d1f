"""From a template with open slots to the plate that documents of its shape are made with."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from clausebook.errors import RenderError
from clausebook.render.pdf import FONT_FACE, FONT_SCHEME, Attachment, lay_out
from clausebook.render.press.deflate import pressed
from clausebook.render.press.faces import Face
from clausebook.render.press.file import Body
from clausebook.render.press.objects import Item
from clausebook.render.press.plate import DATE, Numbers, Plate, Segment
from clausebook.render.press.prototype import ALPHABET, Place, Recorder, mark
from clausebook.render.slots import Fit

_DECLARED = re.compile(r'font-family:\s*"([^"]+)".*?font-weight:\s*(\d+).*?url\("' + FONT_SCHEME + r'([^"]+)"\)', re.S)


def compile_plate(
    html: str, fits: Mapping[str, Fit], alphabet: str, *, fonts: Mapping[str, Path], attachment: Attachment
) -> Plate:
    """Lay out and write a document with open slots. The content of `attachment` is that of each document.

    `fits` are the slots for texts; `alphabet` has characters that the fonts of slots hold besides ASCII. Raises
    RenderError where a slot is not drawn, and what `lay_out` raises.
    """
    layout = lay_out(html, fonts=fonts)
    recorder = Recorder(ALPHABET + alphabet)
    with recorder.listening(layout.document):
        pdf = layout.objects(created=DATE, attachments=[attachment])
    if missing := fits.keys() - {place.name for place in recorder.places}:
        raise RenderError(f"the template asks for slots that are not drawn: {', '.join(sorted(missing))}")
    return _plate(pdf, recorder.places, fits, dict(fonts), _faces(html, layout.document.fonts.values(), fonts))


def _plate(
    pdf: Any, places: Sequence[Place], fits: Mapping[str, Fit], files: Mapping[str, Path], faces: Mapping[Any, Face]
) -> Plate:
    sorted_out = _Sorted(places)
    for thing in pdf.objects[1:]:
        sorted_out.take(thing)
    count = len(pdf.objects)
    fonts = pdf.objects[sorted_out.fonts]
    return Plate(
        body=Body.of(
            sorted_out.common_streams,
            sorted_out.common,
            count=count,
            root=pdf.catalog.number,
            info=pdf.info.number,
        ),
        streams=sorted_out.streams,
        bodies=sorted_out.bodies,
        numbers=Numbers(sorted_out.metadata, sorted_out.attachment, sorted_out.fonts),
        attachment_head=b"/Type /EmbeddedFile/Subtype " + pdf.objects[sorted_out.attachment].extra["Subtype"].encode(),
        font_names=fonts.data[2:-2],
        faces=faces,
        fits=fits,
        files=files,
    )


class _Sorted:
    """The objects of a document by what becomes of them."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._marks = {mark(number): place for number, place in enumerate(places)}
        self.common: list[Item] = []
        self.common_streams: list[Item] = []
        self.streams: dict[int, tuple[Segment, ...]] = {}
        self.bodies: dict[int, bytes] = {}
        self.metadata = self.attachment = self.fonts = 0

    def take(self, thing: Any) -> None:
        """Sort one object."""
        is_stream = hasattr(thing, "stream")
        kind = thing.extra.get("Type") if is_stream else None
        if kind == "/Metadata":
            self.metadata = thing.number
            self.bodies[thing.number] = b"\n".join(thing.stream)
        elif kind == "/EmbeddedFile":
            self.attachment = thing.number
        elif is_stream and any(item in self._marks for item in thing.stream if isinstance(item, bytes)):
            self.streams[thing.number] = tuple(self._segments(thing.stream))
        elif is_stream:
            self.common_streams.append(Item(thing.number, thing.data))
        else:
            self._take_plain(thing)

    def _take_plain(self, thing: Any) -> None:
        body = thing.data
        if isinstance(thing, dict) and "Font" in thing and "ColorSpace" in thing:
            self.fonts = int(bytes(thing["Font"]).split()[0])
        if b"@slot:" in body or DATE.strftime("%Y%m%d%H%M%S").encode() in body:
            self.bodies[thing.number] = body
        else:
            self.common.append(Item(thing.number, body))

    def _segments(self, stream: Sequence[Any]) -> Iterator[Segment]:
        waiting: list[bytes] = []
        for item in map(_bytes, stream):
            if item in self._marks:
                yield Segment(pressed(b"\n".join(waiting) + b"\n"), self._marks[item])
                waiting = [b""]
            else:
                waiting.append(item)
        yield Segment(pressed(b"\n".join(waiting)), None)


def _bytes(item: Any) -> bytes:
    """An item of a stream of pydyf as it is written."""
    return item if isinstance(item, bytes) else item.encode("ascii") if isinstance(item, str) else bytes(item.data)


def _faces(html: str, fonts: Any, files: Mapping[str, Path]) -> dict[tuple[str, int], Face]:
    """The fonts that a document declares, by family and weight, with the names and glyphs of those that it holds."""
    held = {(font.family, font.weight): font for font in sorted(fonts, key=lambda font: len(font.to_unicode))}
    faces = {}
    for rule in FONT_FACE.findall(html):
        if found := _DECLARED.search(rule):
            key = found[1], int(found[2])
            font = held.get(key)
            known = {glyph: font.to_unicode[glyph] for glyph in font.widths if glyph in font.to_unicode} if font else {}
            faces[key] = Face(files[found[3]], font.hash if font else "", known)
    return faces
