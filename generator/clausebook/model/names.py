"""Names of people and organisations: the one way to write each, and what does not belong in one."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from clausebook.model.characters import (
    is_ideograph,
    is_invisible,
    is_letter,
    is_lookalike,
    is_mark,
    listed,
    plain_form,
    script,
    unified,
)
from clausebook.model.name_characters import (
    EXPORT,
    RETYPE,
    Finding,
    character_findings,
    fault_in_label,
    fault_in_name,
)

DOT = "\u00b7"
"""The dot between the parts of a name, as in 买买提·吐尔逊 (GB/T 15834-2011, 4.13)."""
LONGEST = 120
"""Characters in the longest name; the same in UTF-8 has at most LONGEST_BYTES, which is what a signed code takes."""
LONGEST_BYTES = 255
MOST_MARKS = 4
"""Marks on one letter: UTS 39, section 5.4."""

_JAPANESE_DOTS = "\u30fb\uff65"
_KANA = frozenset({"Hiragana", "Katakana", "Halfwidth"})
_SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_DOTS = re.compile(f" ?[{DOT}\u0387\u2022\u2027\u2219\u22c5\u25cf\u2e31\u2e33{_JAPANESE_DOTS}] ?")
_STOPS = re.compile(" ?[.\uff0e\ufe52\uff61] ?")
_ORDINARY = re.compile("[\u4e00-\u9fff]{1,60}|[A-Za-z]+(?: [A-Za-z]+){0,9}")
_ORDINARY_LABEL = re.compile("[\u4e00-\u9fffA-Za-z0-9 ()（）&,.·-]{0,60}")


def normalised(name: str) -> str:
    """The name as it is kept and printed: NFC, single spaces, U+00B7 for whatever dot joins its parts.

    A full stop between Chinese characters is such a dot. U+30FB stays beside kana, where Japanese writes it. Hyphens
    and apostrophes stay. Normalising again changes nothing.
    """
    if _ORDINARY.fullmatch(name):
        return name
    tidy = _tidy(name)
    return _STOPS.sub(_stop, _DOTS.sub(_dot, tidy))


@lru_cache(maxsize=4096)
def tidied(label: str) -> str:
    """The name of an organisation or department as it is kept: NFC and single spaces."""
    return _tidy(label)


def _tidy(label: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", label.strip()))


def findings(name: str) -> tuple[Finding, ...]:
    """What is wrong with a person's name as somebody wrote it, before it is normalised. An empty one has no fault."""
    if not name.strip() or (_ORDINARY.fullmatch(name) and len(name) <= LONGEST):
        return ()
    text = normalised(name)
    if _is_misread(name) or _is_misread(text):
        return (Finding("misread", "it is UTF-8 that was read as Windows-1252", EXPORT),)
    seen = _without_needed(text)
    checks = (
        character_findings(seen, fault_in_name),
        _unified(name),
        _words(text),
        _marks(seen),
        _spaces(text),
        _length(text),
    )
    found = tuple(finding for check in checks for finding in check)
    is_name = any(map(is_letter, text)) or any(finding.severity == "held" for finding in found)
    return found if is_name else (*found, Finding("no_letter", "there is no letter in it", "write the name"))


@lru_cache(maxsize=4096)
def findings_in_label(label: str) -> tuple[Finding, ...]:
    """What is wrong with the name of an organisation or department, or an id: only what can never be right.

    Digits, signs, forms of other widths and mixed scripts are common there, so they pass.
    """
    if _ORDINARY_LABEL.fullmatch(label):
        return ()
    text = tidied(label)
    checks = (character_findings(_without_needed(text), fault_in_label), _unified(label), _length(text))
    return tuple(finding for check in checks for finding in check)


def _neighbours(match: re.Match[str]) -> tuple[str, str]:
    start, end = match.span()
    return match.string[max(0, start - 1) : start], match.string[end : end + 1]


def _dot(match: re.Match[str]) -> str:
    """The dot where it joins letters; between Chinese characters the spaces around it go."""
    before, after = _neighbours(match)
    if not before or not after or not (is_letter(before) or is_mark(before)) or not is_letter(after):
        return match.group()
    if match.group().strip(" ") in _JAPANESE_DOTS and {script(before), script(after)} & _KANA:
        return match.group()
    if is_ideograph(before) and is_ideograph(after):
        return DOT
    return re.sub("[^ ]", DOT, match.group())


def _stop(match: re.Match[str]) -> str:
    before, after = _neighbours(match)
    is_joint = before and after and is_ideograph(before) and is_ideograph(after)
    return DOT if is_joint else match.group()


_CURSIVE = frozenset({"Arabic", "Syriac", "Mandaic", "Nko", "Mongolian", "Manichaean", "Sogdian", "Adlam"})


def _without_needed(text: str) -> str:
    """The text without the invisible characters that its script needs where they stand."""
    if not any(map(is_invisible, text)):
        return text
    return "".join(character for at, character in enumerate(text) if not _is_needed(text, at))


def _is_needed(text: str, at: int) -> bool:
    """Joiners by RFC 5892, Appendix A, and before a virama (Bengali ya-phalaa); selectors of a form of the letter."""
    before, after = text[:at][-1:], text[at + 1 :][:1]
    if not before:
        return False
    if text[at] in "\u200c\u200d" and 9 in (unicodedata.combining(before), unicodedata.combining(after or " ")):
        return True
    if text[at] == "\u200c":
        return bool(after) and script(before) in _CURSIVE and script(after) in _CURSIVE
    if "\u180b" <= text[at] <= "\u180f":
        return script(before) == "Mongolian"
    is_selector = "\ufe00" <= text[at] <= "\ufe0e" or "\U000e0100" <= text[at] <= "\U000e01ef"
    return is_selector and is_ideograph(before)


def _unified(name: str) -> Iterator[Finding]:
    """Compatibility ideographs, which normalisation changes into others that may look different."""
    changed = [character for character in dict.fromkeys(name) if unified(character)]
    if changed:
        others = listed(map(unified, changed))
        text = f"{listed(changed)} would be printed as {others}, which may look different"
        yield Finding("compatibility_ideograph", text, f"write {''.join(map(unified, changed))} if that is meant")


_TOGETHER = (
    frozenset({"Latin", "Han", "Hiragana", "Katakana"}),
    frozenset({"Latin", "Han", "Bopomofo"}),
    frozenset({"Latin", "Han", "Hangul"}),
)
"""Scripts that one word may mix: UTS 39, section 5.2, highly restrictive."""
_WORD = re.compile(r"[^\s·.,/'\u2018\u2019\u2010\u2011\u30fb-]+")


def _words(text: str) -> Iterator[Finding]:
    for word in _WORD.findall(text):
        letters = [letter for letter in word if is_letter(letter) and script(letter) and not plain_form(letter)]
        scripts = list(dict.fromkeys(map(script, letters)))
        if len(scripts) > 1 and not any(together.issuperset(scripts) for together in _TOGETHER):
            fewest = min(reversed(scripts), key=[script(letter) for letter in letters].count)
            yield _mixed(scripts, [letter for letter in letters if script(letter) == fewest])


def _mixed(scripts: Iterable[str], odd: Iterable[str]) -> Finding:
    """A word in two scripts; `odd` are the letters of the one that has fewer."""
    seen = list(odd)
    remark = "; it looks like another letter" if any(map(is_lookalike, seen)) else ""
    text = f"a word mixes {' and '.join(scripts)} letters: {listed(seen)}{remark}"
    return Finding("mixed_scripts", text, "type the word again on one keyboard layout")


def _marks(text: str) -> Iterator[Finding]:
    run, most, before = 0, 0, " "
    stray: list[str] = []
    for character in text:
        if is_invisible(character):
            continue
        if is_mark(character) and not (is_letter(before) or is_mark(before)):
            stray.append(character)
        run = run + 1 if unicodedata.category(character) == "Mn" else 0
        most, before = max(most, run), character
    if most > MOST_MARKS:
        yield Finding("marks", f"a letter carries {most} marks, more than {MOST_MARKS}", RETYPE)
    if stray:
        yield Finding("stray_mark", f"a mark stands on no letter: {listed(stray)}", RETYPE)


def _spaces(text: str) -> Iterator[Finding]:
    if " " in text and all(map(is_ideograph, text.replace(" ", ""))):
        remedy = "delete it if it only makes names equally long"
        yield Finding("space", "a space stands between Chinese characters", remedy, "warning")


def _is_misread(text: str) -> bool:
    try:
        return not text.isascii() and text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _length(text: str) -> Iterator[Finding]:
    size = len(text.encode("utf-8", "replace"))
    if len(text) > LONGEST or size > LONGEST_BYTES:
        told = f"it has {len(text)} characters ({size} bytes), more than {LONGEST} ({LONGEST_BYTES} bytes)"
        yield Finding("too_long", told, "ask the person how to shorten it")
