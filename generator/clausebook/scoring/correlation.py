"""How two columns of whole numbers go together."""

from fractions import Fraction
from math import sqrt


def correlation(count: int, xs: int, xx: int, ys: int, yy: int, xy: int) -> float | None:
    """Pearson's correlation from sums over `count` pairs: of x, x², y, y² and xy. None where x or y never differs."""
    covariance = count * xy - xs * ys
    spread = (count * xx - xs * xs) * (count * yy - ys * ys)
    if not spread:
        return None
    strength = sqrt(Fraction(covariance * covariance, spread))
    return strength if covariance >= 0 else -strength
