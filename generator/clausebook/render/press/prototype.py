"""The document with open slots, laid out and written by WeasyPrint once, and where its slots are."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import weasyprint.draw
import weasyprint.draw.text
from weasyprint import svg

from clausebook.render.shapes import Anchor
from clausebook.render.slots import ATTRIBUTE

ALPHABET = "".join(map(chr, range(32, 127))) + "·–"
"""The characters that every font of a slot holds in every document."""


class Style(NamedTuple):
    """How a text is set: families in the order of preference, weight, size in CSS pixels, language and features."""

    families: tuple[str, ...]
    weight: int
    size: float
    language: str = ""
    features: tuple[str, ...] = ()


class TextPlace(NamedTuple):
    """Where a text goes: its anchor on its baseline and how it is aligned there, in the coordinates of the stream."""

    number: int
    name: str
    style: Style
    x: float
    y: float
    anchor: Anchor


class DrawingPlace(NamedTuple):
    """Where a drawing goes: the coordinates of the stream at that point are its own. Captions are set in `style`."""

    name: str
    style: Style


class BarPlace(NamedTuple):
    """Where a bar goes: its colour's channels from 0 to 1, and its left, top, full width and height."""

    number: int
    name: str
    colour: tuple[float, float, float]
    box: tuple[float, float, float, float]


Place = TextPlace | DrawingPlace | BarPlace


@dataclass
class Recorder:
    """Stands in for WeasyPrint's drawing functions while a document with open slots is written.

    Every slot leaves a mark, which is a comment, as an item of its own in the stream that it is drawn into; the fonts
    of texts come to hold an alphabet.
    """

    alphabet: str
    places: list[Place] = field(default_factory=list)
    _bars: dict[int, tuple[str, Any]] = field(default_factory=dict)

    @contextlib.contextmanager
    def listening(self, document: Any) -> Iterator[None]:
        """Record the slots of a document of WeasyPrint that is written inside the block."""
        for page in document.pages:
            for box in page._page_box.descendants():
                if _slot(box) and box.background is not None:
                    self._bars[id(box.background)] = (_slot(box), box)
        kept = weasyprint.draw.text.draw_first_line, weasyprint.draw.draw_background, svg.SVG.draw_node
        weasyprint.draw.text.draw_first_line = self._text(kept[0])
        weasyprint.draw.draw_background = self._background(kept[1])
        svg.SVG.draw_node = self._node(kept[2])
        try:
            yield
        finally:
            weasyprint.draw.text.draw_first_line, weasyprint.draw.draw_background, svg.SVG.draw_node = kept

    def _mark(self, stream: Any, place: Place) -> None:
        stream.stream.append(mark(len(self.places)))
        self.places.append(place)
        stream._current_font = stream._current_color = None

    def _text(self, draw: Any) -> Any:
        def draw_first_line(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
            name = _slot(textbox)
            if not name:
                return draw(stream, textbox, overflow, ellipsis, matrix)
            _, _, _, _, x, y = matrix.values
            anchor = _anchor(textbox.style["text_align_all"])
            x += {"start": 0, "middle": textbox.width / 2, "end": textbox.width}[anchor]
            self._mark(stream, TextPlace(len(self.places), name, _style(textbox.style), x, y, anchor))
            # A font comes to hold what is drawn with it, be it on a stream that nobody keeps.
            textbox.pango_layout.set_text(self.alphabet)
            return draw(stream.clone(), textbox, overflow, ellipsis, matrix)

        return draw_first_line

    def _background(self, draw: Any) -> Any:
        def draw_background(stream: Any, background: Any, *arguments: Any, **options: Any) -> None:
            name, box = self._bars.get(id(background), ("", None))
            if not name:
                draw(stream, background, *arguments, **options)
                return
            colour = background.color.to("srgb").coordinates
            with stream.artifact():
                area = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
                self._mark(stream, BarPlace(len(self.places), name, tuple(colour), area))

        return draw_background

    def _node(self, draw: Any) -> Any:
        def draw_node(image: Any, node: Any, *arguments: Any, **options: Any) -> None:
            if name := node.get(ATTRIBUTE):
                self._mark(image.stream, DrawingPlace(name, _style_of_svg(image.tree)))
            else:
                draw(image, node, *arguments, **options)

        return draw_node


def mark(number: int) -> bytes:
    """The comment that stands for the slot of this number."""
    return b"%%slot %d" % number


def _slot(box: Any) -> str:
    """The name of the slot that a box belongs to."""
    element = getattr(box, "element", None)
    return "" if element is None else element.get(ATTRIBUTE, "")


def _anchor(alignment: str) -> Anchor:
    return "middle" if alignment == "center" else "end" if alignment in ("right", "end") else "start"


def _style(style: Any) -> Style:
    settings = style["font_feature_settings"]
    features = () if settings == "normal" else tuple(f"{name}={value}" for name, value in dict(settings).items())
    return Style(
        families=tuple(style["font_family"]),
        weight=style["font_weight"],
        size=style["font_size"],
        language=style["lang"] or "",
        features=features,
    )


def _style_of_svg(root: Any) -> Style:
    families = tuple(name.strip("\"' ") for name in root.get("font-family", "").split(","))
    return Style(families, 400, 0)
