"""What the wording of a question gives away."""

import pytest

from clausebook.model.asking import asks_for_exception, content_words, negates


@pytest.mark.parametrize(
    ("text", "language", "is_asked"),
    [
        ("下列哪一项不属于供应数据？", "zh", True),
        ("评分的五项之中不包括哪一项？", "zh", False),
        ("下列说法错误的是哪项？", "zh", True),
        ("没有货时应怎样做？", "zh", False),
        ("Which of these is not a figure of supply?", "en", True),
        ("All of these count except one. Which?", "en", True),
        ("A store has no stock. What does it do?", "en", False),
        ("Was ist nicht richtig?", "de", False),
    ],
)
def test_an_exception_is_asked_for(text: str, language: str, is_asked: bool) -> None:
    assert asks_for_exception(text, language) is is_asked


def test_negations() -> None:
    assert negates("Which can't be used?", "en")
    assert not negates("Which can be used?", "en")
    assert negates("哪一项错误？", "zh")
    assert not negates("哪一项可行？", "zh")
    assert negates("Was?", "de")


def test_words_that_mean_something() -> None:
    assert content_words("The seller's parcels, before they were shipped", "en") == {"seller", "parcel", "shipped"}
    assert content_words("已发货，再改", "zh") == {"已发货"}
    assert content_words("Der Verkäufer", "de") == frozenset()
