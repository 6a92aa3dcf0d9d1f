"""Numbers told in digits and in words: a translation has to have the same."""

import pytest

from clausebook.model.quantities import unmatched


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("容量3000万欧元", "a market of €30 million"),
        ("差额占三成", "a gap of 30%"),
        ("各减两三成", "20% to 30% less"),
        ("用九折码", "a 10% code"),
        ("八五折券", "a 15% coupon"),
        ("按万分之三申报", "a duty of 0.03%"),
        ("定金提到一半", "a deposit of 50%"),
        ("17点前答复", "a reply by 17:00"),
        ("3月1日", "on 1 March"),
        ("十万以后", "once there are 100,000"),
        ("重9千克", "weighs 9 kg"),
        ("2400万像素", "24 megapixels"),
        ("按75百分位", "at the 75th percentile"),
        ("三千二百件", "3,200 pieces"),
        ("①先查②再改", "(1) look (2) mend"),
        ("上架后0单", "listed with no orders"),
        ("GA4和B2B", "analytics for companies"),
        ("二十四小时内", "within twenty-four hours"),
        ("周二10时", "Tue 10:00"),
    ],
)
def test_the_same_numbers_are_found(zh: str, en: str) -> None:
    assert unmatched(zh, "zh", en, "en") == []
    assert unmatched(en, "en", zh, "zh") == []


@pytest.mark.parametrize(
    ("zh", "en", "missing"),
    [
        ("限期24小时", "within the limit", ["24"]),
        ("退款14天内", "refund within 15 days", ["14"]),
        ("约3000万欧元", "some €3 million", ["3000"]),
        ("七折", "a 70% coupon", []),
        ("佣金10%至20%", "a commission of 10%", ["20"]),
    ],
)
def test_a_number_that_is_missing_is_named(zh: str, en: str, missing: list[str]) -> None:
    assert unmatched(zh, "zh", en, "en") == missing


def test_a_language_without_rules_is_not_judged() -> None:
    assert unmatched("24 Stunden", "de", "for a day", "en") == []
    assert unmatched("24 hours", "en", "einen Tag", "de") == []
