"""Words for the search of languages written without spaces.

The index is cut into words when the site is built, and a query when it is typed. A name that the cutter does not
know falls apart (独立站 into 独立 and 站), and a long word hides the short ones in it (要求 in 满足要求). So the cutter
learns the standard's own names, and words that are made of other words are cut again.
"""

import logging
import re
from collections.abc import Callable, Iterable

import jieba

from clausebook.model.standard import Standard

HAN = re.compile(r"[\u3400-\u9fff]+")
SEPARATOR = r"(?:[\s\u200b\u3000\-_,:;!?()/、，。：；！？（）《》“”·—…]|\.(?!\d))+"
"""Where the search cuts text and queries into words; U+200B marks the cuts between Chinese words.

A point before a digit cuts nothing: 3.2.4 is the number of a clause.
"""

_SHORTEST_COMPOUND = 3

jieba.setLogLevel(logging.WARNING)


def is_unspaced(language: str) -> bool:
    """Whether a language is written without spaces and its words are known to the cutter."""
    return language.split("-")[0] == "zh"


def vocabulary(standard: Standard, language: str) -> tuple[str, ...]:
    """The shortest names of the standard's terms: those that are not made of others, in a fixed order."""
    if not is_unspaced(language):
        return ()
    names = [term.name[language] for term in standard.all_terms]
    names += [alias for term in standard.all_terms if term.aliases for alias in term.aliases[language]]
    runs = sorted({run for name in names for run in HAN.findall(name)}, key=lambda run: (len(run), run))
    kept: list[str] = []
    for run in runs:
        if not _tiled(run, lambda part: part in kept or _is_word(part)):
            kept.append(run)
    return tuple(kept)


def learn(words: Iterable[str]) -> None:
    """Teach the cutter names that it must keep in one piece."""
    for word in words:
        jieba.add_word(word)


def recut(text: str, names: Iterable[str]) -> str:
    """Cut text, in which U+200B already stands between words, once more where a word is made of others."""
    kept = set(names)
    return "\u200b".join(_pieces(part, kept) for part in text.split("\u200b"))


def _pieces(word: str, kept: set[str]) -> str:
    if word in kept or len(word) < _SHORTEST_COMPOUND or not HAN.fullmatch(word):
        return word
    return "\u200b".join(_tiled(word, _is_word) or (word,))


def _is_word(part: str) -> bool:
    jieba.initialize()
    return len(part) > 1 and bool(jieba.dt.FREQ.get(part))


def _tiled(word: str, is_word: Callable[[str], bool]) -> tuple[str, ...] | None:
    """The word as two or more shorter words laid end to end, the first as long as possible; None if there are none."""
    for end in range(len(word) - 2, 1, -1):
        head, tail = word[:end], word[end:]
        if is_word(head):
            rest = (tail,) if is_word(tail) else _tiled(tail, is_word)
            if rest:
                return (head, *rest)
    return None
