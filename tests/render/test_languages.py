"""What languages are called, by their own speakers and by others."""

import pytest

from clausebook.render.languages import language_name, language_name_in


@pytest.mark.parametrize(
    ("language", "own", "in_english", "in_chinese"),
    [("zh", "中文", "Chinese", "中文"), ("en", "English", "English", "英语"), ("fr", "Français", "French", "法语")],
)
def test_names(language: str, own: str, in_english: str, in_chinese: str) -> None:
    assert language_name(language) == own
    assert (language_name_in(language, "en"), language_name_in(language, "zh")) == (in_english, in_chinese)


def test_a_language_that_nobody_knows_is_called_by_its_code() -> None:
    assert (language_name("xx"), language_name_in("xx", "en")) == ("xx", "xx")
    assert language_name_in("zh", "xx") == "Chinese"
