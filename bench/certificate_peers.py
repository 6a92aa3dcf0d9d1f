"""Draws the pages of bench/certificates.py with one of its peers: `certificate_peers.py NAME JOB.json COUNT`.

Apart from Chromium it runs in an environment of its own, which knows nothing of Clausebook.
"""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZE = (841.89, 595.28)
POINTS = 72 / 25.4
CHART, CODE = (472.0, 190.0, 303.0, 247.0), (668.0, 90.0, 96.0)
Page = dict[str, Any]


def main() -> None:
    name, job, count = sys.argv[1:]
    pages = json.loads(Path(job).read_text(encoding="utf-8"))[: int(count)]
    {"Typst": typst, "ReportLab": reportlab, "Chromium": chromium}[name](pages)


def typst(pages: list[Page]) -> None:
    import typst as library

    lines = [
        "#let job = json(bytes(sys.inputs.page))",
        "#set page(width: 841.89pt, height: 595.28pt, margin: 0pt)",
        "#let at(x, y, body) = place(top + left, dx: x * 1pt, dy: (595.28 - y) * 1pt, body)",
        '#let family(name) = if name.contains("Serif") { "Noto Serif SC" } else { "Noto Sans SC" }',
        "#for number in range(2) [",
        "  #for (p, x, y, size, font, body) in job.runs { if p == number {",
        '    at(x, y, text(size: size * 1pt, font: family(font), top-edge: "baseline", body)) } }',
        "  #if number == 0 [",
        '    #at(472, 437, image(bytes(job.chart), format: "svg", width: 303pt, alt: "chart"))',
        '    #at(668, 186, image(bytes(job.code), format: "svg", width: 96pt, alt: "code")) ] else [',
        "    #for (index, share) in job.bars.enumerate() {",
        "      at(310, 500 - index * 13, rect(width: share * 0.6pt, height: 3pt, fill: blue)) } ]",
        "  #if number == 0 { pagebreak() } ]",
    ]
    source = Path(sys.argv[2]).with_name("page.typ")
    source.write_text("\n".join(lines), encoding="utf-8")
    compiler = library.Compiler(source, font_paths=[pages[0]["fonts"]], ignore_system_fonts=True)
    for page in pages:
        compiler.compile(format="pdf", pdf_standards="a-3a", sys_inputs={"page": json.dumps(page)})


def reportlab(pages: list[Page]) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    for name in ("NotoSerifSC-SemiBold", "NotoSansSC-Regular"):
        pdfmetrics.registerFont(TTFont(name, f"{pages[0]['fonts']}/{name}.ttf"))
    for page in pages:
        canvas = Canvas(io.BytesIO(), pagesize=SIZE)
        for number in range(2):
            for _, x, y, size, font, text in (run for run in page["runs"] if run[0] == number):
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
            draw_rest(canvas, page, number)
            canvas.showPage()
        canvas.save()


def draw_rest(canvas: Any, page: Page, number: int) -> None:
    """The chart and the code on the first page, the bars on the second."""
    if number:
        for index, share in enumerate(page["bars"]):
            canvas.rect(310, 500 - 13 * index, share * 0.6, 3, stroke=0, fill=1)
        return
    left, bottom, _, height = CHART
    for x, y, size, text in page["labels"]:
        canvas.setFont("NotoSansSC-Regular", size * POINTS)
        canvas.drawString(left + x * POINTS, bottom + height - y * POINTS, text)
    path = canvas.beginPath()
    for index, (x, y) in enumerate(page["points"]):
        (path.lineTo if index else path.moveTo)(left + x * POINTS, bottom + height - y * POINTS)
    path.close()
    canvas.drawPath(path)
    unit = CODE[2] / len(page["rows"])
    code = canvas.beginPath()
    for y, row in enumerate(page["rows"]):
        start = 0
        for end in range(1, len(row) + 1):
            if end == len(row) or row[end] != row[start]:
                if row[start] == "1":
                    code.rect(CODE[0] + start * unit, CODE[1] + CODE[2] - y * unit, (end - start) * unit, unit)
                start = end
    canvas.drawPath(code, stroke=0, fill=1)


def chromium(pages: list[Page]) -> None:
    from playwright.sync_api import sync_playwright

    folder = Path(sys.argv[2]).parent
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox", "--disable-background-networking"]
        )
        sheet = browser.new_page()
        for page in pages:
            path = folder / "page.html"
            path.write_text(page["html"], encoding="utf-8")
            sheet.goto(path.as_uri())
            sheet.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
        browser.close()


Draw = Callable[[list[Page]], None]

if __name__ == "__main__":
    main()
