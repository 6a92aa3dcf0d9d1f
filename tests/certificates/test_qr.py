"""The code can be read back, whatever it says."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from clausebook.certificates.qr import QUIET_ZONE, qr_svg

TEXTS = ["CB-2026-000001-Q", "CB-2026-000001-Q\n欧阳雨桐 Ouyang Yutong\n杭州云帆 / 良好 78.3", "汉字" * 150]
SCALE = 4


def drawn(svg: str) -> Image.Image:
    """The code as a picture: segno draws each row as strokes of one unit, from moves and horizontal lines."""
    size = int(re.search(r'width="(\d+)"', svg)[1])  # type: ignore[index]
    image = Image.new("L", (size * SCALE, size * SCALE), 255)
    pen = ImageDraw.Draw(image)
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg)[1]):  # type: ignore[index]
        values = [float(number) for number in numbers.split()]
        if command == "h":
            pen.rectangle((x * SCALE, (y - 0.5) * SCALE, (x + values[0]) * SCALE - 1, (y + 0.5) * SCALE - 1), 0)
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return image


@pytest.mark.parametrize("text", TEXTS)
def test_code_reads_back(text: str) -> None:
    code = zxingcpp.read_barcode(drawn(qr_svg(text)))
    assert code is not None
    assert code.text == text
    assert code.ec_level == "M"


def test_quiet_zone_is_white_on_every_side() -> None:
    image = drawn(qr_svg(TEXTS[1]))
    box = Image.eval(image, lambda value: 255 - value).getbbox()
    edge = QUIET_ZONE * SCALE
    assert box == (edge, edge, image.width - edge, image.height - edge)


def test_same_text_gives_the_same_code() -> None:
    assert qr_svg(TEXTS[1]) == qr_svg(TEXTS[1])
