"""What single characters are, as far as it decides whether they belong in a name.

Python's tables of Unicode hold neither the property Script nor Default_Ignorable_Code_Point. The script is told by the
first word of a letter's name, the other by the ranges of DerivedCoreProperties.txt (Unicode 17).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SET_ASIDE = ((0x20000, 0x2FFFD), (0x30000, 0x3CFFF))
"""Planes for ideographs. Those added since this Python was made are unassigned to it, and stand in people's names:
U+2EBF0 to U+2EE5D are nothing else."""

_SCRIPTS = {
    **dict.fromkeys(("CJK", "IDEOGRAPHIC", "VERTICAL"), "Han"),
    **dict.fromkeys(("FEMININE", "MASCULINE", "SUPERSCRIPT", "TURNED", "ROMAN"), "Latin"),
    "HENTAIGANA": "Hiragana",
}
_COMMON = frozenset({"MODIFIER", "COMBINING"})

_PROPER = frozenset("ªº\u0587\u0675\u0676\u0677\u0678\u0e33\u0eb3\u0edc\u0edd\u0f77\u0f79")
"""Letters that have a compatibility decomposition and are nevertheless how Spanish, Armenian, Kazakh, Thai, Lao and
Tibetan names are written."""

_CYRILLIC = dict(zip("авекмнорстухіјѕһӏԁԛԝ", "abekmhopctyxijshldqw", strict=True))
_GREEK = dict(zip("αβεζηικμνορτυχ", "abeznikmvoptux", strict=True))
_KANA_LIKE_IDEOGRAPHS = dict(zip("エカタトニハロー", "工力夕卜二八口一", strict=True))
_LATIN = {"ı": "i", "ɑ": "a", "ɡ": "g"}
_LOOKS: dict[str, str] = {**_CYRILLIC, **_GREEK, **_KANA_LIKE_IDEOGRAPHS, **_LATIN}
_ALIKE = {*_LOOKS, *_LOOKS.values()}
LOOKALIKES = str.maketrans(_LOOKS)
"""Small letters that look, or whose capitals look, like another (the commonest of the data of UTS 39, section 4)."""

_SINCE_MOVED = str.maketrans(
    "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
    "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
)
"""Characters to which GB 18030-2000 gave private code points and later editions their own."""
_GBK_PRIVATE = range(0xE815, 0xE865)
_GBK_TRAILS = (*range(0x50, 0x7F), *range(0x80, 0xA1))


def named(character: str) -> str:
    """A character as a person can look it up: U+200B ZERO WIDTH SPACE, U+4F1F 伟, or just U+E000."""
    shown = character if is_letter(character) else ""
    name = unicodedata.name(character, "")
    point = f"{ord(character):04X}"
    return f"U+{point} {shown if not name or name.endswith(point) else name}".strip()


def listed(characters: Iterable[str]) -> str:
    """Characters as `named` tells them, each once, at most five."""
    every = [named(character) for character in dict.fromkeys(characters)]
    more = f" and {len(every) - 5} more" if len(every) > 5 else ""
    return ", ".join(every[:5]) + more


def is_ideograph(character: str) -> bool:
    """Whether it is a Chinese character, among them those that are newer than Python's tables."""
    return script(character) == "Han"


def is_new_ideograph(character: str) -> bool:
    """Whether it is unassigned to Python, in a plane that holds ideographs only."""
    return unicodedata.category(character) == "Cn" and any(a <= ord(character) <= b for a, b in _SET_ASIDE)


@lru_cache(maxsize=10_000)
def is_letter(character: str) -> bool:
    """Whether a word may begin with it: letters, ideographs, and 〇, which Unicode counts as a number."""
    return character == "〇" or unicodedata.category(character)[0] == "L" or is_new_ideograph(character)


@lru_cache(maxsize=10_000)
def is_mark(character: str) -> bool:
    """Whether it is drawn on or around the letter before it."""
    return unicodedata.category(character)[0] == "M"


def is_bidi_control(character: str) -> bool:
    """Whether it turns the direction of the text."""
    return character in _BIDI


@lru_cache(maxsize=10_000)
def is_invisible(character: str) -> bool:
    """Whether it is drawn as nothing, or steers how others are drawn."""
    return bool(_IGNORABLE.match(character)) or unicodedata.category(character) == "Cf"


@lru_cache(maxsize=10_000)
def script(character: str) -> str:
    """The script of a letter or mark, such as Latin, Han or Cyrillic; "" where many scripts share it.

    Scripts whose names begin with the same word, such as Tai Le and Tai Viet, are told as one.
    """
    if is_new_ideograph(character):
        return "Han"
    word = re.split("[ -]", unicodedata.name(character, ""))[0]
    return "" if word in _COMMON else _SCRIPTS.get(word, word.capitalize())


def is_lookalike(letter: str) -> bool:
    """Whether it looks, as a small or a capital letter, like one of another script."""
    return letter.lower() in _ALIKE


def plain_form(character: str) -> str:
    """What a compatibility form stands for: A for a full-width A, fi for the ligature; "" where it is none.

    Phonetic letters that are set high or low count as letters of their own.
    """
    tag = unicodedata.decomposition(character).partition(" ")[0]
    is_form = tag.startswith("<") and tag != "<noBreak>" and character not in _PROPER
    if not is_form or (tag in ("<super>", "<sub>") and unicodedata.category(character) == "Lm"):
        return ""
    return unicodedata.normalize("NFKC", character)


def unified(character: str) -> str:
    """The other character that Unicode's normalisation puts in the place of a compatibility ideograph, or ""."""
    is_one = unicodedata.name(character, "").startswith("CJK COMPATIBILITY IDEOGRAPH")
    other = unicodedata.normalize("NFC", character)
    return other if is_one and other != character else ""


def was_private(character: str) -> str:
    """The character that Chinese systems kept at this private code point before it had one of its own, or ""."""
    point = ord(character)
    if point not in _GBK_PRIVATE:
        return ""
    if point in _SINCE_MOVED:
        return character.translate(_SINCE_MOVED)
    return bytes((0xFE, _GBK_TRAILS[point - _GBK_PRIVATE.start])).decode("gb18030")
