"""Figures and dates as people read them."""

from datetime import datetime
from fractions import Fraction

from clausebook.model.result import shown
from clausebook.render.jinja import Words
from clausebook.render.languages import written_date

MINUS, EN_DASH = "−", "–"
_LEAST = Fraction(1, 2000)


def signed(difference: Fraction | None) -> str:
    """A difference of two scores in points with one decimal, half away from nought, and its sign."""
    if difference is None:
        return EN_DASH
    figure = shown(abs(difference))
    if figure == "0.0":
        return figure
    return f"{'+' if difference > 0 else MINUS}{figure}"


def cost(lost: Fraction, words: Words) -> str:
    """What a gap takes from the overall score, in points."""
    return words["lost_least"] if lost < _LEAST else words["lost"].format(points=shown(lost))


def whole(percent: Fraction) -> str:
    """A limit in percent, without a decimal where it has none."""
    return shown(percent / 100).removesuffix(".0")


def moment(saved: str) -> datetime | None:
    """When a response was saved, in the time zone of this machine; None where the browser wrote no ISO 8601."""
    try:
        return datetime.fromisoformat(saved).astimezone()
    except (ValueError, OverflowError):
        return None


def written_day(at: datetime | None, language: str, words: Words) -> str:
    """A day in words; empty where it is not known."""
    return "" if at is None else written_date(at.date(), language, words["day"])
