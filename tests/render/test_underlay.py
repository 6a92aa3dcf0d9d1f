"""Pages laid under others: drawn once in the file, no part of its structure, the same each time."""

import io
from datetime import UTC, datetime

import pikepdf

from clausebook.project import packaged_templates
from clausebook.render.fonts import font_files
from clausebook.render.jinja import Templates
from clausebook.render.pdf import render_pdf
from clausebook.render.underlay import underlaid

STYLE = """\
@font-face { font-family: "Clausebook Sans"; src: url("font:NotoSans-Regular.ttf"); }
html { font-family: "Clausebook Sans"; }
"""


def document(*paragraphs: str) -> bytes:
    body = "".join(f'<p style="break-after: page">{text}</p>' for text in paragraphs)
    html = f"<html lang=en><head><title>Test</title><style>{STYLE}</style></head><body>{body}</body></html>"
    fonts = font_files(Templates(packaged_templates()))
    return render_pdf(html, fonts=fonts, created=datetime(2026, 11, 23, tzinfo=UTC))


def test_pages_are_laid_under_others() -> None:
    over, under = document("one", "two", "three"), [document("first"), document("second")]
    made = underlaid(over, under, (0, 1, 0))
    assert made == underlaid(over, under, (0, 1, 0))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        contents = [pikepdf.parse_content_stream(page) for page in pdf.pages]
        for content in contents:
            assert [str(part.operator) for part in content[:6]] == ["BMC", "q", "cm", "Do", "Q", "EMC"]
        names = [str(content[3].operands[0]) for content in contents]
        drawn = [page.resources.XObject[name] for page, name in zip(pdf.pages, names, strict=True)]
        assert drawn[0].objgen == drawn[2].objgen != drawn[1].objgen
        for form in drawn:
            inside = {str(part.operator) for part in pikepdf.parse_content_stream(form)}
            assert "Tj" in inside or "TJ" in inside
            assert inside.isdisjoint({"BDC", "BMC", "EMC"})
            assert "/StructParents" not in form
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
