"""Lines of Chinese and Japanese text set flush at both ends.

WeasyPrint widens spaces, of which such text has next to none. Here the gaps beside wide characters are widened, all by
the same little, as compositors do (JLREQ 3.8; CLREQ 3.2).
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text.ffi import TO_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

widen_spaces = inline.justify_line
WIDEST_GAP = 0.25
"""In ems: a line that would need wider gaps is left ragged."""
_WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Widen a line of WeasyPrint by `extra_width` (CSS pixels)."""
    texts = [box for box in _texts(line) if _WIDE.search(box.text)]
    gaps = sum(_gaps(box.text) for box in texts)
    if not gaps:
        widen_spaces(context, line, extra_width)
    elif (gap := extra_width / gaps) <= WIDEST_GAP * line.style["font_size"]:
        _widen(line, 0, gap)


def _texts(line: Any) -> Iterator[Any]:
    return (box for box in line.descendants() if isinstance(box, boxes.TextBox))


def _gaps(text: str) -> float:
    """How many gaps a text has: Pango puts half of each on either side of a wide character, but none at the ends."""
    wide = _WIDE.findall(text)
    return sum(map(len, wide)) - 0.5 * (text.startswith(wide[0]) + text.endswith(wide[-1])) if wide else 0


def _widen(box: Any, shift: float, gap: float) -> float:
    """Move a part of a line to the right by `shift` and widen its gaps; the shift of what follows."""
    if isinstance(box, boxes.TextBox):
        box.position_x += shift
        added = gap * _gaps(box.text)
        if added:
            box.pango_layout = _Widened(box.pango_layout, gap)
            box.width += added
        return shift + added
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        start = shift
        box.position_x += shift
        for child in box.children:
            shift = _widen(child, shift, gap) if child.is_in_normal_flow() else shift
        box.width += shift - start
    else:
        box.translate(dx=shift)
    return shift


class _Widened(Layout):  # type: ignore[misc]
    """A text of WeasyPrint that is drawn with wider gaps beside its wide characters."""

    def __init__(self, plain: Layout, gap: float) -> None:
        # It has been laid out and put away; nothing is asked of Pango before it is drawn.
        self.__dict__.update(plain.__dict__)
        self._gap = gap

    def set_text(self, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - as WeasyPrint calls it
        super().set_text(text, justify)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for run in _WIDE.finditer(text):
            spacing = pango.pango_attr_letter_spacing_new(round(self._gap * TO_UNITS))
            spacing.start_index = len(text[: run.start()].encode())
            spacing.end_index = spacing.start_index + len(run.group().encode())
            pango.pango_attr_list_change(attributes, spacing)
        pango.pango_layout_set_attributes(self.layout, attributes)
