"""Exact numbers as whole numbers over a denominator, and how they are written in JSON."""

from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

COUNTS = 1 << 20
"""A sum of scores and how many there are stand in one number, sum * COUNTS + count: both add up in one go."""
_MOST = 50_000


@lru_cache(_MOST)
def written(numerator: int, denominator: int) -> str:
    """A fraction in lowest terms as a result has it in JSON: "3/5" or "1", with the quotes."""
    common = gcd(numerator, denominator)
    top, bottom = numerator // common, denominator // common
    return f'"{top}"' if bottom == 1 else f'"{top}/{bottom}"'


@lru_cache(_MOST)
def mean(total: int, denominator: int) -> str:
    """The mean of some scores, which with their count stand in one number, in JSON; null where there are none."""
    score, count = divmod(total, COUNTS)
    return written(score, count * denominator) if count else "null"


def whole(numbers: Iterable[Fraction]) -> tuple[int, ...]:
    """Whole numbers in the same proportion to each other, as small as can be."""
    exact = tuple(numbers)
    common = lcm(*(number.denominator for number in exact))
    scaled = [int(number * common) for number in exact]
    divisor = gcd(*scaled) or 1
    return tuple(number // divisor for number in scaled)
