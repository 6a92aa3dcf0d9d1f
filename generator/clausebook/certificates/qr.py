"""QR codes of links that end in many digits (ISO/IEC 18004:2015), made quickly by the thousand.

Whatever comes before the digits, and their number, decide the symbol's size; the mask is always the same. Then each bit
of the digits turns the same modules over, so that a code is the exclusive or of pictures that were made before.
"""

import re
from collections.abc import Iterator
from functools import lru_cache, reduce
from itertools import chain
from operator import getitem, itemgetter, xor
from typing import Any

import segno
import segno.consts
import segno.encoder

from clausebook.errors import RenderError
from clausebook.render.shapes import Grid

consts: Any = segno.consts
encoder: Any = segno.encoder
QUIET_ZONE = 4
"""Modules of white around the symbol: 5.3.8."""
_LINK = re.compile(r"(.*?)(\d+)", re.S)
_GROUP = re.compile(r"\d{1,3}")
_HALF = 5
"""Three digits are ten bits; their pictures are made for either half of them."""

_MASK = 3
"""Chosen once and for all: the digits are as good as random, so no mask is better than another."""


def qr_grid(link: str) -> Grid:
    """A code with error correction M; the unit of the grid is a module, and `offset` its quiet zone.

    Raises RenderError where the link does not end in a digit or is too long.
    """
    found = _LINK.fullmatch(link)
    if found is None:
        raise RenderError("a link in a code has to end in digits")
    symbol = _symbol(found[1], len(found[2]))
    return Grid(symbol.drawn(found[2]), symbol.side, QUIET_ZONE, "#000000")


class _Symbol:
    """All codes with the same text before so many digits. A picture is a number with a bit a module, row by row."""

    def __init__(self, prefix: str, count: int) -> None:
        blank = _made(prefix, "0" * count)
        self.side = len(blank.matrix)
        self._blank = _picture(blank.matrix)
        version = int(blank.version)
        sizes = (consts.CHAR_COUNT_INDICATOR_LENGTH[mode] for mode in (consts.MODE_BYTE, consts.MODE_NUMERIC))
        counters = sum(size[encoder.version_range(version)] for size in sizes)
        turned = _turned(version)
        first = 4 + 4 + counters + 8 * len(prefix.encode())
        self._pictures = [_pictures(turned, bits) for bits in _groups(first, count)]

    def drawn(self, digits: str) -> int:
        """The picture of the code with these digits."""
        values = list(map(int, _GROUP.findall(digits)))
        turned = chain.from_iterable(map(getitem, self._pictures, values))
        return reduce(xor, turned, self._blank)


def _made(prefix: str, digits: str) -> segno.QRCode:
    """The code as segno makes it, with all that is the same in each."""
    content: Any = [(prefix, consts.MODE_BYTE, "utf-8"), (digits, consts.MODE_NUMERIC)]
    try:
        return segno.make_qr(content, error="m", boost_error=False, mask=_MASK)
    except segno.DataOverflowError:
        raise RenderError(f"a link of {len(prefix) + len(digits)} characters is too long for a code") from None


@lru_cache(maxsize=64)
def _symbol(prefix: str, count: int) -> _Symbol:
    return _Symbol(prefix, count)


@lru_cache(maxsize=8)
def _turned(version: int) -> "_Turned":
    return _Turned(version)


def _groups(first: int, count: int) -> Iterator[range]:
    """For each three digits the places of their bits in the data, the last first (7.4.3)."""
    for digits in [3] * (count // 3) + [count % 3] * bool(count % 3):
        bits = {3: 10, 2: 7, 1: 4}[digits]
        yield range(first + bits - 1, first - 1, -1)
        first += bits


def _pictures(turned: "_Turned", bits: range) -> list[tuple[int, int]]:
    """For each value of some bits two pictures that together turn over what it does; one for each would be too many."""
    low, high = (_all_of([turned.by(bit) for bit in half]) for half in (bits[:_HALF], bits[_HALF:]))
    return [(low[value % len(low)], high[value // len(low)]) for value in range(len(low) * len(high))]


def _all_of(pictures: list[int]) -> list[int]:
    """What each choice of some pictures makes together; the first picture is the lowest bit of the choice."""
    made = [0]
    for picture in pictures:
        made += [picture ^ other for other in made]
    return made


def _picture(matrix: tuple[bytearray, ...]) -> int:
    return int("".join(str(module) for row in matrix for module in row), 2)


class _Turned:
    """Which modules one bit of the data turns over: its own, and those of the error correction that follow from it."""

    def __init__(self, version: int) -> None:
        self._data, self._corrections = _layout(version)
        self._bits = 8 * (len(self._data) + sum(map(len, self._corrections)))
        self._to_modules = itemgetter(*_modules(version, self._bits))
        self._remainders: dict[int, list[bytes]] = {}
        self._known: dict[int, int] = {}

    def by(self, bit: int) -> int:
        """The picture of what turns over with a bit of the data."""
        if bit not in self._known:
            self._known[bit] = int("".join(self._to_modules(f"{self._message(bit):0{self._bits}b}0")), 2)
        return self._known[bit]

    def _message(self, bit: int) -> int:
        """The final message of a bit of the data alone, as a number."""
        value = 128 >> bit % 8
        place, block, after = self._data[bit // 8]
        message = self._word(place, value)
        corrections = self._corrections[block]
        for at, remainder in zip(corrections, self._remainder(len(corrections), after), strict=True):
            message |= self._word(at, _times(remainder, value))
        return message

    def _word(self, place: int, value: int) -> int:
        return value << self._bits - 8 - 8 * place

    def _remainder(self, count: int, after: int) -> bytes:
        """What remains of a one with so many words after it in its block, divided by the generator (7.5.2)."""
        generator = bytes(consts.GALIOS_EXP[log] for log in consts.GEN_POLY[count])
        known = self._remainders.setdefault(count, [generator])
        while len(known) <= after:
            first, *others = known[-1]
            shifted = bytes([*others, 0])
            known.append(bytes(part ^ _times(first, other) for part, other in zip(shifted, generator, strict=True)))
        return known[after]


def _times(one: int, other: int) -> int:
    """The product of two elements of the field of 256."""
    if not one or not other:
        return 0
    return int(consts.GALIOS_EXP[(consts.GALIOS_LOG[one] + consts.GALIOS_LOG[other]) % 255])


def _layout(version: int) -> tuple[list[tuple[int, int, int]], list[list[int]]]:
    """Where words stand in the final message (7.6).

    For each word of the data its place, its block and how many words follow in the block; for each block the places of
    its words of error correction.
    """
    kinds = consts.ECC[version][consts.ERROR_LEVEL_M]
    sizes = [kind.num_data for kind in kinds for _ in range(kind.num_blocks)]
    corrections = [kind.num_total - kind.num_data for kind in kinds for _ in range(kind.num_blocks)]
    order = list(_interleaved(sizes))
    place_of = {word: place for place, word in enumerate(order)}
    data = [(place_of[block, at], block, size - 1 - at) for block, size in enumerate(sizes) for at in range(size)]
    checks = {word: len(order) + place for place, word in enumerate(_interleaved(corrections))}
    return data, [[checks[block, at] for at in range(count)] for block, count in enumerate(corrections)]


def _interleaved(sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Blocks of these sizes, word by word from each in turn, as (block, word)."""
    words = ((block, at) for at in range(max(sizes)) for block in range(len(sizes)))
    return ((block, at) for block, at in words if at < sizes[block])


def _modules(version: int, bits: int) -> list[int]:
    """Which of so many bits of the message each module holds, row by row (7.7.3); `bits` for one that holds none."""
    side = encoder.calc_matrix_size(version)
    matrix = encoder.make_matrix(side, side)
    encoder.add_finder_patterns(matrix, side, side)
    encoder.add_alignment_patterns(matrix, side, side)
    matrix[-8][8] = 1
    order = ((y, x) for y, x in _zigzag(side) if matrix[y][x] == 2)
    held = {place: bit for bit, place in zip(range(bits), order, strict=False)}
    return [held.get((y, x), bits) for y in range(side) for x in range(side)]


def _zigzag(side: int) -> Iterator[tuple[int, int]]:
    """All modules by row and column, in columns of two from the right, up and down in turn, past the timing pattern."""
    for index, right in enumerate(range(side - 1, 0, -2)):
        column = right - (right <= 6)
        for y in range(side) if index % 2 else range(side - 1, -1, -1):
            yield from ((y, column), (y, column - 1))
