"""The places of a template that change from one document to the next: filled in at once, or left open for a press.

A template asks for each by a call such as `slots.text("name", room=370, largest=36, smallest=14, font="Serif.ttf")`. A
text stands alone in its element, on one line whose height does not depend on it, so that whatever it says moves nothing
else.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol
from unicodedata import east_asian_width

from markupsafe import Markup

from clausebook.render.fonts import line_width
from clausebook.render.shapes import Shape, svg_of

ATTRIBUTE = "data-slot"
OPEN_TEXT = "0"
"""What stands in a slot that has been left open."""
_FILLED = Markup('<span class="{} {}" style="font-size: {:.2f}pt">{}</span>')
_OPEN = Markup('<span class="slot narrow" {}="{}" style="font-size: {:.2f}pt">{}</span>')
_BAR = Markup('<span class="{}" style="width: {}%{}"></span>')
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class Fit(NamedTuple):
    """A slot for a line of text: its room and its sizes in points, and the font file that tells its width."""

    name: str
    room: float
    largest: float
    smallest: float
    font: str

    def size(self, text: str, fonts: Mapping[str, Path]) -> float:
        """The size, in points, in which a text fills the room at most; below `smallest` it is too long."""
        width = line_width(text, fonts[self.font], tuple(fonts.values()))
        return min(self.largest, int(100 * self.room / width) / 100) if width else self.largest


class Content(NamedTuple):
    """What fills the slots of one document, by name: texts, drawings, and the lengths of bars in percent."""

    texts: Mapping[str, str]
    drawings: Mapping[str, Iterable[Shape]]
    bars: Mapping[str, str]


class Slots(Protocol):
    """What a template may ask for."""

    def text(self, name: str, *, room: float, largest: float, smallest: float, font: str) -> Markup:
        """A line of text that shrinks to fit `room`; all three are in points."""

    def hidden(self, name: str) -> str:
        """A text that is not drawn: a title or a description, alone in its attribute or element."""

    def drawing(self, name: str) -> Markup:
        """A part of an SVG."""

    def bar(self, name: str, kind: str) -> Markup:
        """A bar of the class `kind` as long as its share of the element around it."""


class Filled:
    """Slots that are filled in where they stand."""

    def __init__(self, content: Content, fonts: Mapping[str, Path]) -> None:
        self._content = content
        self._fonts = fonts

    def text(self, name: str, *, room: float, largest: float, smallest: float, font: str) -> Markup:
        """The text in the size that fits; one that would be too small goes on over several lines."""
        text = one_line(self._content.texts[name])
        size = Fit(name, room, largest, smallest, font).size(text, self._fonts)
        kind = "slot" if size >= smallest else "flow"
        return _FILLED.format(kind, script_class(text), max(size, smallest), text)

    def hidden(self, name: str) -> str:
        """The text."""
        return self._content.texts[name]

    def drawing(self, name: str) -> Markup:
        """The drawing as SVG."""
        return svg_of(self._content.drawings[name])

    def bar(self, name: str, kind: str) -> Markup:
        """The bar; one without any length would be shown as a thin line."""
        percent = self._content.bars[name]
        return _BAR.format(kind, percent, "" if float(percent) else "; background: none")


class Open:
    """Slots that are left open; `fits` are those of the texts, by name."""

    def __init__(self) -> None:
        self.fits: dict[str, Fit] = {}

    def text(self, name: str, *, room: float, largest: float, smallest: float, font: str) -> Markup:
        """A digit that keeps the place."""
        self.fits[name] = Fit(name, room, largest, smallest, font)
        return _OPEN.format(ATTRIBUTE, name, largest, OPEN_TEXT)

    def hidden(self, name: str) -> str:
        """A mark that a press finds in the finished document."""
        return hidden_mark(name)

    def drawing(self, name: str) -> Markup:
        """An empty element that keeps the place."""
        return Markup('<g {}="{}"/>').format(ATTRIBUTE, name)

    def bar(self, name: str, kind: str) -> Markup:
        """A bar of full length."""
        return Markup('<span class="{}" {}="{}" style="width: 100%"></span>').format(kind, ATTRIBUTE, name)


def one_line(text: str) -> str:
    """The text as HTML shows it on a line: blanks collapsed."""
    return _BLANKS.sub(" ", text).strip(" ")


def script_class(text: str) -> str:
    """The class of a text that is in no known language: "wide" where its punctuation is full width, or "narrow"."""
    return "wide" if any(east_asian_width(character) in "WF" for character in text) else "narrow"


def hidden_mark(name: str) -> str:
    """What stands in a document for a text that is not drawn."""
    return f"@slot:{name}@"
