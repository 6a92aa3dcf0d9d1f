"""The numbers that a text tells, in digits or in words, so that its translation can be held against it.

A language without an entry has no rule here, and its texts are not judged.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

Reading = frozenset[Fraction]
"""The values that one number can stand for: 9千克 is nine kilograms, or nine thousand."""

# Digits beside a letter are part of a name such as GA4 or B2B, and those behind a colon are minutes.
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(rf"(?<![A-Za-z\d.:])(?:{_DIGITS})(?![\dA-Za-z])")
_LOOSE = re.compile(_DIGITS)
_CIRCLED = re.compile("[①-⑳]")

_EN_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EN_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_EN_POWERS = {"hundred": 100, "thousand": 1_000, "million": 10**6, "mega": 10**6, "billion": 10**9}
_EN_WORDS: Mapping[str, Fraction] = {
    word: Fraction(value)
    for words, first, step in (
        (_EN_SMALL, 0, 1),
        (_EN_TENS, 20, 10),
        (_EN_ORDINALS, 1, 1),
        (_EN_MONTHS, 1, 1),
        (("once", "twice", "thrice"), 1, 1),
    )
    for value, word in zip(range(first, first + step * len(words), step), words, strict=True)
} | {word: Fraction(value) for word, value in {"no": 0, "none": 0, "a": 1, "an": 1, "double": 2, "dozen": 12}.items()}
_EN_SCALED = re.compile(rf"({_DIGITS}|[a-z]+)[ -]?({'|'.join(_EN_POWERS)})")
_EN_COMPOUND = re.compile(rf"({'|'.join(_EN_TENS)})-([a-z]+)")

_ZH_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2, "双": 2, "俩": 2, "无": 0, "没": 0}
_ZH_POWERS = {"十": 10, "百": 100, "千": 1_000, "万": 10**4, "亿": 10**8}
_ZH_RUN = re.compile(f"[{''.join(_ZH_DIGITS)}{''.join(_ZH_POWERS)}]+")
_ZH_SCALED = re.compile(rf"({_DIGITS})([{''.join(_ZH_POWERS)}])")
_ZH_TENTHS = re.compile(r"([\d一二三四五六七八九两]+)成")
_ZH_DISCOUNT = re.compile(r"([\d一二三四五六七八九]{1,2})折")
_ZH_PER = re.compile(r"([百千万])分之([\d.]+|[一二三四五六七八九十]+)")


def unmatched(text: str, language: str, other: str, other_language: str) -> list[str]:
    """The numbers that a text writes in digits and the same text in another language tells in no way."""
    if language not in _READERS or other_language not in _READERS:
        return []
    doubtful = {*_NUMBER.findall(text)} - {*_LOOSE.findall(other)}
    if not doubtful:
        return []
    told = {value for reading in _READERS[other_language](other) for value in reading}
    return sorted(number for number in doubtful if not told & _value(number, text, language))


def _value(number: str, text: str, language: str) -> Reading:
    """What a number in digits may stand for where it stands."""
    readings = [reading for reading in _READERS[language](text) if _plain(number) in reading]
    return frozenset({_plain(number)}).union(*readings)


def _plain(number: str) -> Fraction:
    return Fraction(number.replace(",", ""))


def _in_digits(text: str) -> Iterator[Reading]:
    yield from (frozenset({_plain(number)}) for number in _LOOSE.findall(text))
    yield from (frozenset({Fraction(ord(mark) - ord("①") + 1)}) for mark in _CIRCLED.findall(text))


def _english(text: str) -> list[Reading]:
    small = text.lower()
    found = [*_in_digits(small), *(frozenset({_EN_WORDS[w]}) for w in re.findall("[a-z]+", small) if w in _EN_WORDS)]
    for tens, ones in _EN_COMPOUND.findall(small):
        found.append(frozenset({_EN_WORDS[tens] + _EN_WORDS.get(ones, 0)}))
    for number, power in _EN_SCALED.findall(small):
        value = _EN_WORDS.get(number) if number.isalpha() else _plain(number)
        if value is not None:
            found.append(frozenset({value, value * _EN_POWERS[power]}))
    if "half" in small:
        found.append(frozenset({Fraction(1, 2), Fraction(50)}))
    return found


def _chinese(text: str) -> list[Reading]:
    found = list(_in_digits(text))
    for number, power in _ZH_SCALED.findall(text):
        found.append(frozenset({_plain(number), _plain(number) * _ZH_POWERS[power]}))
    for run in _ZH_RUN.findall(text):
        found += [
            frozenset({_chinese_number(run)}),
            *(frozenset({Fraction(_ZH_DIGITS[c])}) for c in run if c in _ZH_DIGITS),
        ]
    for run in _ZH_TENTHS.findall(text):
        found += [frozenset({10 * _chinese_number(digit)}) for digit in run]
    for run in _ZH_DISCOUNT.findall(text):
        paid = Fraction("".join(str(_chinese_number(digit)) for digit in run))
        found.append(frozenset({paid, 100 - paid * (10 if len(run) == 1 else 1)}))
    for power, run in _ZH_PER.findall(text):
        value = _plain(run) if run[0].isdigit() else _chinese_number(run)
        found.append(frozenset({value, value / _ZH_POWERS[power], 100 * value / _ZH_POWERS[power]}))
    if "半" in text:
        found.append(frozenset({Fraction(1, 2), Fraction(50)}))
    return found


def _chinese_number(run: str) -> Fraction:
    """三千二百 as 3200; a digit by itself as that digit."""
    if run.isdigit() and run.isascii():
        return Fraction(run)
    whole, last = 0, 0
    for character in run:
        if character in _ZH_DIGITS:
            last = _ZH_DIGITS[character]
        elif _ZH_POWERS[character] >= _ZH_POWERS["万"]:
            whole, last = ((whole + last) or 1) * _ZH_POWERS[character], 0
        else:
            whole, last = whole + (last or 1) * _ZH_POWERS[character], 0
    return Fraction(whole + last)


_READERS: Mapping[str, Callable[[str], list[Reading]]] = {"en": _english, "zh": _chinese}
