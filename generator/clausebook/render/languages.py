"""What languages are called."""

from babel import Locale, UnknownLocaleError


def language_name(language: str) -> str:
    """What speakers of a language call it; its code where nobody has said."""
    try:
        name = Locale.parse(language, sep="-").get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name.capitalize() if name else language
