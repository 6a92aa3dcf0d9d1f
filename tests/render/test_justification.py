"""Chinese lines end flush, with small gaps; others stay as WeasyPrint sets them."""

from itertools import groupby

import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.render.test_pdf import document, rendered

CHINESE = (
    "先框定市场：一个国家、一个品类、一类买家，例如<b>德国</b>、露营灯、Google家庭用户，不写“欧美市场”这样的大词。" * 4
)
JUSTIFIED = "p { text-align: justify; font-size: 10pt; margin: 0 }"
LEFT_MARGIN = 75 * 0.75


def ends(body: str, language: str, style: str = JUSTIFIED) -> list[float]:
    """Where each line of the first page ends, in points."""
    html = document(body, language=language).replace("</style>", f"{style}</style>")
    text = pypdfium2.PdfDocument(rendered(html))[0].get_textpage()
    boxes = [text.get_charbox(index, loose=True) for index in range(text.count_chars())]
    printed = [box for box in boxes if box[2] > box[0]]
    return [max(right for _, _, right, _ in line) for _, line in groupby(printed, key=lambda box: round(box[1] / 4))]


def test_chinese_lines_end_flush() -> None:
    *full, last = ends(f"<p>{CHINESE}</p>", "zh")
    assert len(full) > 3
    assert max(full) - min(full) < 0.5
    assert last < max(full) - 10


def test_without_it_they_are_ragged() -> None:
    *full, _ = ends(f"<p>{CHINESE}</p>", "zh", "p { font-size: 10pt }")
    assert max(full) - min(full) > 2


def test_a_line_that_would_fall_apart_stays_ragged() -> None:
    first, *_ = ends(
        f"<p style='width: 200pt'>一二三 {'W' * 12} {'W' * 12}</p>", "zh", f"body {{ margin: 0 }} {JUSTIFIED}"
    )
    assert first < LEFT_MARGIN + 160


def test_spaces_of_other_texts_are_widened() -> None:
    *full, _ = ends(f"<p>{'Every operator shall do what the clause says. ' * 8}</p>", "en")
    assert max(full) - min(full) < 0.5


@pytest.mark.parametrize("text", ["", "一", "<b></b>", "——", "A"])
def test_short_texts_do_no_harm(text: str) -> None:
    assert len(ends(f"<p>{text}&#x200b;{CHINESE}</p>", "zh")) > 3
