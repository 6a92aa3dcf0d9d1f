"""Clues in an item that give its answer away to people who do not know it."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction

from clausebook.errors import Problem
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.asking import content_words
from clausebook.model.base import LocalizedText
from clausebook.model.item import Choice, Item, Matching, Option, Ordering

LONGER, LONGER_BY = Fraction(5, 4), 4
"""A key that is longer than every other option by this factor, and by so many characters, gives itself away."""
_CATCH_ALL: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(r"^(?:以上|上述)[^，。]{0,6}(?:都|皆|均|全)"),
    "en": re.compile(r"^(?:all|none|both|neither) of (?:the|these|them)", re.IGNORECASE),
}
"""Options that stand for other options, by language; a language without an entry has no rule here."""
_FULL_STOP = re.compile("[.。!！?？]$")
_PAUSE = re.compile(r"[,，;；:：](?!\d)")
_ENUMERATION = re.compile("、")
_ARTICLE = re.compile(r"\b(an?)\s*(?:_{2,}|…|\.{3}|[:?]?$)")
_VOWEL = re.compile("[aeiou]", re.IGNORECASE)


def check_clues(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """Every clue of an item, and choices among which nobody can tell the right one."""
    for check in _CHECKS:
        yield from check(item, source, path)


def _check_distinct(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """Texts among which a candidate chooses have to differ in every language."""
    for language, texts in _choices(item).items():
        for text, count in Counter(texts).items():
            if count > 1:
                what = f"{count} entries read {text!r} in {language}"
                yield source.problem(path, what, "word each of them differently")


def _choices(item: Item) -> Mapping[str, list[str]]:
    texts: list[LocalizedText] = []
    if isinstance(item, Choice):
        texts = [option.text for option in item.options]
    elif isinstance(item, Ordering):
        texts = [entry.text for entry in item.entries]
    elif isinstance(item, Matching):
        texts = [*(pair.right for pair in item.pairs), *item.extras]
    found: defaultdict[str, list[str]] = defaultdict(list)
    for text in texts:
        for language, words in text.items():
            found[language].append(words)
    return found


def _check_length(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    for language, key, others in _sides(item):
        longest = max(map(len, others))
        if len(key) >= LONGER * longest and len(key) >= longest + LONGER_BY:
            what = (
                f"the right option is by far the longest in {language}: {len(key)} characters, the next has {longest}"
            )
            yield source.problem((*path, "options"), what, "make the options alike in length", is_warning=True)


def _check_catch_all(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    for place, option in enumerate(item.options if isinstance(item, Choice) else ()):
        for language, text in option.text.items():
            rule = _CATCH_ALL.get(language)
            if rule and rule.search(text):
                where = (*path, "options", place, "text", language)
                yield source.problem(where, "the option stands for other options", "replace it by an option of its own")


def _check_repetition(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """Whether only the right option says something again that the question says."""
    for language, key, others in _sides(item):
        asked = content_words(item.stem[language], language)
        repeated = asked & content_words(key, language)
        if repeated and not any(asked & content_words(other, language) for other in others):
            what = f"only the right option repeats a word of the question in {language}: {', '.join(sorted(repeated))}"
            yield source.problem(
                (*path, "options"), what, "word it otherwise, or let another repeat one", is_warning=True
            )


def _check_shape(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """Whether the right option is made otherwise than all the others, which are alike."""
    for language, key, others in _sides(item):
        for shape, told in _SHAPES:
            common = {shape(other) for other in others}
            if len(common) == 1 and shape(key) not in common:
                what = f"only the right option {told} in {language}"
                yield source.problem((*path, "options"), what, "let another be like it", is_warning=True)


def _check_article(item: Item, source: Source, path: Path_) -> Iterator[Problem]:
    """Whether the article before the gap goes with the right option and with no other."""
    for language, key, others in _sides(item):
        found = _ARTICLE.search(item.stem[language]) if language == "en" else None
        if found and _fits(found[1], key) and not any(_fits(found[1], other) for other in others):
            what = f"the article {found[1]!r} before the gap goes with the right option only"
            yield source.problem((*path, "stem"), what, "put the article into the options", is_warning=True)


def _fits(article: str, option: str) -> bool:
    return (article.lower() == "an") == bool(_VOWEL.match(option))


def _sides(item: Item) -> Iterator[tuple[str, str, list[str]]]:
    """The right option of a single choice and the others, in each language."""
    if isinstance(item, Choice) and item.type == "single_choice":
        key = next(option for option in item.options if option.correct)
        others: list[Option] = [option for option in item.options if not option.correct]
        for language, text in key.text.items():
            yield language, text, [option.text[language] for option in others]


_SHAPES: tuple[tuple[Callable[[str], Hashable], str], ...] = (
    (lambda text: bool(_FULL_STOP.search(text)), "ends, or does not end, with a full stop"),
    (lambda text: len(_PAUSE.findall(text)), "has another number of clauses"),
    (lambda text: bool(_ENUMERATION.search(text)), "lists, or does not list, several things"),
)
_Check = Callable[[Item, Source, Path_], Iterator[Problem]]
_CHECKS: tuple[_Check, ...] = (
    *(_check_distinct, _check_length, _check_catch_all),
    *(_check_repetition, _check_shape, _check_article),
)
