"""Codes are those that the standard asks for, and can be read back."""

import pytest
import segno.consts
import zxingcpp
from PIL import Image, ImageDraw

from clausebook.certificates.qr import QUIET_ZONE, qr_grid
from clausebook.errors import RenderError
from clausebook.render.shapes import Grid

ADDRESS = "https://example.org/kurse/verify/#"
LENGTHS = [1, 2, 3, 30, 149, 150, 151, 440, 478, 481, 700]


def link(digits: int, prefix: str = ADDRESS) -> str:
    return prefix + str(7**2000)[:digits]


def drawn(grid: Grid, scale: int = 4) -> Image.Image:
    side = scale * (grid.side + 2 * QUIET_ZONE)
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for y, row in enumerate(grid.rows(), start=grid.offset):
        for x, module in enumerate(row, start=grid.offset):
            if module == "1":
                pen.rectangle((x * scale, y * scale, (x + 1) * scale - 1, (y + 1) * scale - 1), 0)
    return image


@pytest.mark.parametrize("digits", LENGTHS)
@pytest.mark.parametrize("prefix", [ADDRESS, "https://kurse.bäckerei.example/verify/#"])
def test_code_reads_back(digits: int, prefix: str) -> None:
    code = zxingcpp.read_barcode(drawn(qr_grid(link(digits, prefix))))
    assert code is not None
    assert code.text == link(digits, prefix)
    assert code.ec_level == "M"


@pytest.mark.parametrize("digits", LENGTHS)
def test_code_is_the_one_that_segno_makes(digits: int) -> None:
    content = [(ADDRESS, segno.consts.MODE_BYTE), (link(digits).removeprefix(ADDRESS), segno.consts.MODE_NUMERIC)]
    known = segno.make(content, error="m", boost_error=False, micro=False, mask=3)  # type: ignore[arg-type]
    assert list(qr_grid(link(digits)).rows()) == ["".join(map(str, row)) for row in known.matrix]


def test_quiet_zone_is_white_on_every_side() -> None:
    image = drawn(qr_grid(link(440)))
    box = Image.eval(image, lambda value: 255 - value).getbbox()
    edge = QUIET_ZONE * 4
    assert box == (edge, edge, image.width - edge, image.height - edge)


@pytest.mark.parametrize("text", ["https://example.org/", "", link(1000, "x" * 3000)])
def test_link_without_digits_or_too_long_is_refused(text: str) -> None:
    with pytest.raises(RenderError):
        qr_grid(text)
