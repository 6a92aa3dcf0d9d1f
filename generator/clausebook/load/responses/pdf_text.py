"""What stands in the place of a PDF's text field, and whether that is its value."""

import unicodedata
from collections.abc import Sequence
from typing import Any

from pikepdf import Dictionary, Name, Stream, String, parse_content_stream

from clausebook.errors import RejectedRecord
from clausebook.load.responses.pdf_fonts import Font, font_of, fonts_of

_MAX_STREAM, _MAX_ALL = 1_000_000, 40_000_000
_MAX_NESTING = 3
_SURE = 20
"""So many characters that agree are enough where a program draws only the part of a long text that fits the box."""
_LOST = "?\ufffd"
"""What programs write where a font lacks a character."""
_UNSEEN = {"Cc", "Cf", "Cn", "Zs", "Zl", "Zp"}


def decoded(content: bytes) -> str:
    """A text string (ISO 32000-2, 7.9.2.2). Raises RejectedRecord where it is not the Unicode that it says it is."""
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")):
        if content.startswith(mark):
            try:
                return content.removeprefix(mark).decode(encoding)
            except UnicodeDecodeError:
                raise RejectedRecord("bad_value", "a field of the PDF holds a text that is not Unicode") from None
    return content.decode("pdfdoc", "replace")


class _Shown:
    """The text that an appearance draws, and the fonts that it draws it with."""

    def __init__(self) -> None:
        self.text = ""
        self.fonts: list[Font] = []

    @property
    def is_known(self) -> bool:
        return all(font.is_known for font in self.fonts)

    def draw(self, font: Font, codes: bytes) -> None:
        if font not in self.fonts:
            self.fonts.append(font)
        self.text += font.text(codes) if font.is_known else ""

    def has_glyph(self, character: str) -> bool:
        return any(font.draws(character) for font in self.fonts)


class Appearances:
    """The appearances of a form's text fields. Their fonts are read once."""

    def __init__(self, form: Dictionary) -> None:
        self._common = fonts_of(form.get("/DR"))
        drawn_anew: Any = form.get("/NeedAppearances")
        self._is_drawn_anew = drawn_anew is True
        self._fonts: dict[tuple[int, int], Font] = {}
        self._read = 0

    def agree(self, value: str, widgets: Sequence[Any]) -> bool:
        """Whether every widget of a field shows its value, as far as can be told.

        Where the form says that programs have to draw the fields anew, an empty appearance shows nothing yet.
        """
        return all(self._agrees(value, widget) for widget in widgets)

    def _agrees(self, value: str, widget: Any) -> bool:
        drawing = widget.get("/AP", {}).get("/N")
        shown = _Shown()
        if isinstance(drawing, Stream):
            self._draw(drawing, shown, 0)
        if not shown.text and self._is_drawn_anew:
            return True
        return not shown.is_known or _is_shown(value, shown)

    def _draw(self, drawing: Stream, shown: _Shown, nesting: int) -> None:
        content = drawing.read_bytes()
        self._read += len(content)
        if len(content) > _MAX_STREAM or self._read > _MAX_ALL:
            raise RejectedRecord("too_large", "what a field of the PDF shows has too many bytes")
        resources = drawing.get("/Resources", Dictionary())
        fonts = {**self._common, **fonts_of(resources)}
        font = Font()
        for step in parse_content_stream(drawing, "Tf Tj TJ ' \" Do"):
            operator, operands = str(step.operator), list(step.operands)
            if operator == "Tf":
                font = self._font(fonts.get(str(operands[0])))
            elif operator == "Do":
                self._nested(resources, operands[0], shown, nesting)
            else:
                for codes in _strings(operands[-1]):
                    shown.draw(font, codes)

    def _nested(self, resources: Any, name: Any, shown: _Shown, nesting: int) -> None:
        inner = resources.get("/XObject", {}).get(str(name))
        if isinstance(inner, Stream) and inner.get("/Subtype") == Name.Form and nesting < _MAX_NESTING:
            self._draw(inner, shown, nesting + 1)

    def _font(self, resource: Any) -> Font:
        if not isinstance(resource, Dictionary):
            return Font()
        if not resource.is_indirect:
            return font_of(resource)
        if resource.objgen not in self._fonts:
            self._fonts[resource.objgen] = font_of(resource)
        return self._fonts[resource.objgen]


def _strings(operand: Any) -> list[bytes]:
    parts = [operand] if isinstance(operand, String) else list(operand)
    return [bytes(part) for part in parts if isinstance(part, String)]


def _is_shown(value: str, shown: _Shown) -> bool:
    """Whether a drawing shows a value, apart from characters that its fonts lack.

    What a program writes for those is often no character at all, and spoils what follows: so the text up to the first
    of them has to agree.
    """
    seen = _visible(shown.text)
    lacking = next((place for place, c in enumerate(value) if c != "\n" and not shown.has_glyph(c)), len(value))
    wanted = _visible("".join(filter(shown.has_glyph, value)))
    if seen == wanted and (seen or not _visible(value) or shown.fonts):
        return True
    if lacking < len(value) and shown.fonts:
        return seen.startswith(_visible(value[:lacking]))
    return len(seen) >= _SURE and seen in wanted


def _visible(text: str) -> str:
    """What is to be seen of a text: line ends and blanks are the program's, and so are forms of one character."""
    seen = "".join(c for c in text if not _is_unseen(c) and c not in _LOST)
    return unicodedata.normalize("NFKC", seen)


def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _UNSEEN
