"""The chart shows every stage once, inside its picture, for any number of stages."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from clausebook.render.radar import radar_svg, tint

SVG = "{http://www.w3.org/2000/svg}"
LONG = [
    "信息呈现与视觉营销以及站点日常维护工作",
    "Content, visual merchandising and everything else that is shown to buyers",
]


def chart(labels: Sequence[Sequence[str]], scores: Sequence[Fraction | None]) -> ET.Element:
    return ET.fromstring(radar_svg(labels, scores, accent="#1d4f91"))  # noqa: S314


def words(svg: ET.Element) -> str:
    return "".join(text.text or "" for text in svg.iter(f"{SVG}text")).replace(" ", "")


def scores(count: int) -> list[Fraction | None]:
    return [Fraction(index, count) for index in range(1, count + 1)]


@pytest.mark.parametrize("count", range(3, 21))
def test_every_stage_has_a_point_a_score_and_a_label(count: int) -> None:
    svg = chart([[f"Stage{index}"] for index in range(count)], scores(count))
    assert len(list(svg.iter(f"{SVG}circle"))) == count
    for index in range(count):
        assert f"Stage{index}" in words(svg)
    assert "100.0" in words(svg)


@pytest.mark.parametrize("count", [1, 2])
def test_few_stages_are_bars(count: int) -> None:
    svg = chart([LONG] * count, scores(count))
    assert not list(svg.iter(f"{SVG}circle"))
    bars = [bar for bar in svg.iter(f"{SVG}rect") if bar.get("fill") == "#1d4f91"]
    assert [bar.get("width") for bar in bars] == [f"{108 * score:.2f}" for score in map(float, scores(count))]  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [3, 4, 5, 7, 8, 10])
@pytest.mark.parametrize("label", [["短"], ["Short"], LONG, LONG * 2])
def test_labels_stay_inside_the_picture_and_lose_nothing(count: int, label: list[str]) -> None:
    svg = chart([label] * count, scores(count))
    assert words(svg).count("".join(label).replace(" ", "")) == count
    for text in svg.iter(f"{SVG}text"):
        left, top, right, bottom = box(text)
        assert left >= 0
        assert top >= 0
        assert right <= 108
        assert bottom <= 88


@pytest.mark.parametrize("count", range(3, 11))
def test_labels_do_not_touch(count: int) -> None:
    svg = chart([["信息呈现与视觉营销", "Content and visual merchandising"]] * count, scores(count))
    boxes = [box(text) for text in svg.iter(f"{SVG}text")]
    for (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) in combinations(boxes, 2):
        assert right <= other_left or other_right <= left or bottom <= other_top or other_bottom <= top


def box(text: ET.Element) -> tuple[float, float, float, float]:
    """Left, upper, right and lower edge of a line of text."""
    size, x, y = (float(text.get(name, 0)) for name in ("font-size", "x", "y"))
    width = size * sum(1 if ord(character) > 0x2E80 else 0.55 for character in text.text or "")
    left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor", "")]
    return left, y - 0.9 * size, left + width, y + 0.2 * size


def test_stage_without_a_score_has_no_point() -> None:
    svg = chart([["A"], ["B"], ["C"], ["D"]], [Fraction(1, 2), None, Fraction(1), Fraction(0)])
    assert len(list(svg.iter(f"{SVG}circle"))) == 3
    assert "50.0–100.00.0" in words(svg)


def test_points_stand_at_their_share_of_the_axis() -> None:
    svg = chart([["A"], ["B"], ["C"], ["D"]], [Fraction(1), Fraction(1, 2), Fraction(1), Fraction(1, 2)])
    points = [(float(point.get("cx", 0)), float(point.get("cy", 0))) for point in svg.iter(f"{SVG}circle")]
    (top_x, top_y), (right_x, _), (_, bottom_y), (left_x, _) = points
    assert right_x - left_x == pytest.approx((bottom_y - top_y) / 2, abs=0.02)
    assert top_x == pytest.approx(54)


def test_labels_are_escaped() -> None:
    assert "R&D<1>" in words(chart([["R&D <1>"], ["B"], ["C"]], scores(3)))


def test_punctuation_does_not_begin_a_line() -> None:
    svg = chart([["建站、准备、定位、调研、合规、审查、装修"]] * 5, scores(5))
    assert not [text.text for text in svg.iter(f"{SVG}text") if (text.text or "").startswith("、")]


def test_tint_thins_a_colour_with_white() -> None:
    assert [tint("#102030", share) for share in (1, 0, Fraction(1, 2))] == ["#102030", "#ffffff", "#889098"]
