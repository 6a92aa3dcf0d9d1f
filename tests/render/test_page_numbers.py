"""Pages that a text speaks of are the right ones, stand where they should, and cost no second layout."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from clausebook.errors import RenderError
from tests.render.test_pdf import document, rendered

FAR = "".join(f"<p style='break-before: page' id='p{number}'>page {number}</p>" for number in range(2, 13))
LINKS = """
<p id="p1">see <a href="#p2">page <span data-page-of="p2">000</span></a>, <b>then</b>
<a href="#p12">page <span data-page-of="p12">000</span></a>, <span style="display: inline-block">last</span>.</p>
<p style="text-align: right" id="right">on <span data-page-of="p9">000</span></p>
"""


def drawn(body: str) -> bytes:
    return rendered(document(body, language="en"))


def lefts(content: bytes) -> Mapping[str, tuple[float, float]]:
    """Where each word of the first page begins and ends, in points, by the word."""
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    whole = text.get_text_range()
    return {
        match.group(): (text.get_charbox(match.start())[0], text.get_charbox(match.end() - 1)[2])
        for match in re.finditer(r"\w+", whole)
    }


def test_numbers_are_those_of_the_pages() -> None:
    text = pypdf.PdfReader(BytesIO(drawn(LINKS + FAR))).pages[0].extract_text()
    assert " ".join(text.split()) == "see page 2, then page 12, last. on 9"


def test_what_follows_a_shorter_number_closes_up() -> None:
    places, plain = lefts(drawn(LINKS + FAR)), lefts(drawn(without_placeholders(LINKS) + FAR))
    assert places.keys() == plain.keys()
    for word, ends in places.items():
        assert ends == pytest.approx(plain[word], abs=0.1), word


def without_placeholders(body: str) -> str:
    return re.sub(r'<span data-page-of="p(\d+)">000</span>', r"\1", body)


def test_links_go_where_their_words_went() -> None:
    content = drawn(LINKS + FAR)
    first = pypdf.PdfReader(BytesIO(content)).pages[0]
    rectangles: list[Any] = [note.get_object()["/Rect"] for note in first["/Annots"]]
    left, right = float(rectangles[1][0]), float(rectangles[1][2])
    assert left < lefts(content)["12"][0] < lefts(content)["12"][1] <= right + 0.5
    assert [note.get_object()["/Contents"] for note in first["/Annots"]] == ["page 2", "page 12"]


def test_an_id_that_is_not_there_is_an_error() -> None:
    with pytest.raises(RenderError, match="the document gives the page of nowhere, which is not in it"):
        drawn('<p><span data-page-of="nowhere">000</span></p>')
