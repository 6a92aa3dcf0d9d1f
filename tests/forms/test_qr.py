"""The QR codes that the form draws: read back from the screen, and module for module as another program draws them."""

import io
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from segno.consts import ERROR_LEVEL_L, ERROR_LEVEL_M, SYMBOL_CAPACITY

from tests.forms.conftest import TEMPLATES

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LEVELS = {"L": ERROR_LEVEL_L, "M": ERROR_LEVEL_M}
QUIET = 4
ENCODE = """given => {
    const code = Qr.encode(...given);
    return {...code, matrix: code.matrix.map(row => row.join('')), path: Qr.path(code, 4)};
}"""
VERSIONS = """([sizes, level]) => sizes.map(size => {
    const code = Codewords.write('A'.repeat(size), level);
    return code && code.version;
})"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1000, "height": 1000})
    for name in ("codewords.js", "qr.js", "code.js"):
        page.add_script_tag(path=TEMPLATES.file(f"forms/web/{name}"))
    yield page
    page.close()


def encode(page: Page, text: str, level: str, mask: int | None = None) -> dict[str, Any]:
    arguments = [text, level] if mask is None else [text, level, mask]
    code: dict[str, Any] = page.evaluate(ENCODE, arguments)
    return code


def needed(size: int, version: int) -> int:
    """Bits that a text of the alphanumeric mode takes: mode, count, 11 for a pair of letters, 6 for a single one."""
    return 4 + (9 if version < 10 else 11 if version < 27 else 13) + 11 * (size // 2) + 6 * (size % 2)


def longest(version: int, level: str) -> int:
    """How many letters a version holds, by the other program's table."""
    capacities: Any = SYMBOL_CAPACITY
    room = capacities[version][LEVELS[level]]
    return next(size for size in range(5000, 0, -1) if needed(size, version) <= room)


def comparable(size: int, version: int) -> int:
    """The other program adds an empty codeword where the end falls on the boundary of one; the standard does not."""
    return next(near for near in (size, size - 1, size - 2) if needed(near, version) % 8 != 4)


def shown(page: Page, code: dict[str, Any], width: float) -> Image.Image:
    """A picture of the code as the screen shows it, `width` pixels wide, whatever that makes of its modules."""
    side, path = code["size"] + 2 * QUIET, code["path"]
    page.set_content(
        f'<body style="margin:0;background:#fff"><svg xmlns="http://www.w3.org/2000/svg" width="{width}" '
        f'height="{width}" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>'
    )
    return Image.open(io.BytesIO(page.locator("svg").screenshot())).convert("L")


def read(image: Image.Image) -> Any:
    return zxingcpp.read_barcode(image)


@pytest.mark.parametrize("level", ["L", "M"])
def test_versions_are_drawn_as_another_program_draws_them(page: Page, level: str) -> None:
    rng = Random(level)
    for version in range(1 + "LM".index(level), 41, 2):
        text = "".join(rng.choices(LETTERS, k=comparable(longest(version, level), version)))
        mask = rng.randrange(8)
        code = encode(page, text, level, mask)
        same: Any = segno.make(text, error=level, mask=mask, mode="alphanumeric", micro=False, boost_error=False)
        assert (code["version"], same.version) == (version, version)
        assert code["matrix"] == ["".join(map(str, row)) for row in same.matrix]


@pytest.mark.parametrize("level", ["L", "M"])
def test_the_smallest_version_is_taken(page: Page, level: str) -> None:
    full = [longest(version, level) for version in range(1, 41)]
    versions = page.evaluate(VERSIONS, [[size + more for size in full for more in (0, 1)], level])
    following = [version + 1 for version in range(1, 40)]
    assert versions[::2] == list(range(1, 41))
    assert versions[1::2] == [*following, None]


@pytest.mark.parametrize("text", ["a", "答卷 𬭎\n", "x" * 700, "é" * 1100])
def test_other_letters_are_written_as_bytes(page: Page, text: str) -> None:
    assert read(shown(page, encode(page, text, "M"), 900)).text == text


@pytest.mark.parametrize(("size", "width"), [(1, 60), (150, 130), (480, 231), (480, 280.5), (720, 300), (1000, 420)])
def test_codes_are_read_from_the_screen(page: Page, size: int, width: float) -> None:
    text = "".join(Random(size).choices(LETTERS, k=size))
    for level in "LM":
        found = read(shown(page, encode(page, text, level), width))
        assert (found.text, found.ec_level) == (text, level)


def test_a_spoilt_corner_is_repaired(page: Page) -> None:
    text = "".join(Random(3).choices(LETTERS, k=720))
    image = shown(page, encode(page, text, "M"), 600)
    image.paste(0, (380, 380, 520, 520))
    assert read(image).text == text


def test_the_mask_has_the_fewest_points(page: Page) -> None:
    """Long runs are what masks are there to break: a code of one letter must not keep them."""
    code = encode(page, "0" * 700, "M")
    assert not any("1" * 12 in row or "0" * 12 in row for row in code["matrix"])
    assert read(shown(page, code, 500)).text == "0" * 700


def test_parts_for_the_screen_are_not_too_dense(page: Page) -> None:
    size = page.evaluate("Code.LONGEST_ON_SCREEN")
    code = encode(page, "".join(Random(4).choices(LETTERS, k=size)), "M")
    assert code["version"] == 17
    assert read(shown(page, code, 2.5 * (code["size"] + 2 * QUIET))) is not None
