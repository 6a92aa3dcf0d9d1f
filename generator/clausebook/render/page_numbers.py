"""The page numbers that a document's own text gives, written in when the document has been divided into pages.

An element `<span data-page-of="ID">000</span>` comes to show the page on which the element with that id begins. The
text that it has in the source only keeps the room, and has to be as wide as any number that may come. CSS has
target-counter for this, but WeasyPrint then lays out every page with a reference twice or more often.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from weasyprint.document import Page
from weasyprint.formatting_structure import boxes
from weasyprint.text.line_break import split_first_line

from clausebook.errors import RenderError

ATTRIBUTE = "data-page-of"


def write_page_numbers(document: Any) -> None:
    """Write the numbers into a document of WeasyPrint. Raises RenderError where an id is not in the document."""
    numbers: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        numbers |= {anchor: number for anchor in page.anchors if anchor not in numbers}
    for place, page in enumerate(document.pages):
        lines = list(_lines_with_numbers(page._page_box))
        for line in lines:
            _fill(line, numbers)
        if lines:
            # It knows where the links are, which have moved.
            document.pages[place] = Page(page._page_box)


def _lines_with_numbers(page_box: Any) -> Iterator[Any]:
    lines = (box for box in page_box.descendants() if isinstance(box, boxes.LineBox))
    return (line for line in lines if any(_target(box) for box in line.descendants()))


def _target(box: Any) -> str | None:
    """The id of which a box of text has to give the page."""
    is_number = isinstance(box, boxes.TextBox) and box.element is not None
    return box.element.get(ATTRIBUTE) if is_number else None


def _fill(line: Any, numbers: Mapping[str, int]) -> None:
    excess = _moved(line, 0, numbers)
    if line.style["text_align_all"] in ("right", "end"):
        line.translate(dx=-excess)


def _moved(box: Any, shift: float, numbers: Mapping[str, int]) -> float:
    """Move a part of a line by `shift` (to the left where it is negative) and write its numbers into it.

    Returns the shift of what follows. Boxes inside an inline block have lines of their own.
    """
    if isinstance(box, boxes.LineBox | boxes.InlineBox):
        before = shift
        box.position_x += 0 if isinstance(box, boxes.LineBox) else shift
        for child in box.children:
            shift = _moved(child, shift, numbers) if child.is_in_normal_flow() else shift
        box.width += shift - before
    elif isinstance(box, boxes.TextBox):
        box.position_x += shift
        target = _target(box)
        shift += _written(box, target, numbers) if target else 0
    else:
        box.translate(dx=shift)
    return shift


def _written(box: Any, target: str, numbers: Mapping[str, int]) -> float:
    """Write the page of `target` into a box; by how much the box has become wider."""
    if target not in numbers:
        raise RenderError(f"the document gives the page of {target}, which is not in it")
    before = box.width
    box.text = box.element.text = str(numbers[target])
    box.pango_layout, _, _, box.width, _, _ = split_first_line(box.text, box.style, None, None, 0)
    return float(box.width - before)
