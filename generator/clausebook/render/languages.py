"""What languages are called, how they write a date, and in which order they put names."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

_OPENING = "《〈「『“‘（("


def language_name(language: str) -> str:
    """What speakers of a language call it; its code where nobody has said."""
    locale = _locale(language)
    name = locale and locale.get_display_name()
    return name.capitalize() if name else language


def language_name_in(language: str, reader: str) -> str:
    """What speakers of the language `reader` call a language within a sentence; its code where nobody has said."""
    locale = _locale(language)
    return (locale and locale.get_display_name(_locale(reader) or Locale("en"))) or language


def written_date(day: date, language: str, pattern: str) -> str:
    """A day in words; `pattern` is one of Unicode's (UTS 35, part 4), such as "d MMMM y"."""
    return format_date(day, pattern, locale=_locale(language) or Locale("en"))


def collation(name: str) -> bytes:
    """A key by which names sort as readers expect, whatever bracket or quotation mark they begin with.

    GB 18030 has common Chinese characters in the order of pinyin.
    """
    return name.lstrip(_OPENING).casefold().encode("gb18030")


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None
