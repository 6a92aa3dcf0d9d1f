"""How alike two texts are, and which of their words differ.

A text is compared piece by piece: a word, a Chinese or Japanese character, or a punctuation mark, each with the space
before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from typing import Literal

_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = r"\s!-/:-@\[-`{-~\u00a1-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uffef"
_LETTERS = rf"[^{_MARKS}{_IDEOGRAPHS}]+"
_PIECE = re.compile(rf" ?(?:{_LETTERS}(?:['’.,-]{_LETTERS})*|\S)")

Pieces = tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """Part of a text before and after a change; where a space stands before it, `text` begins with one."""

    kind: Literal["kept", "removed", "added"]
    text: str


def flat(text: str) -> str:
    """The text with every stretch of white space as one space: how a YAML file breaks its lines means nothing."""
    return " ".join(text.split())


def pieces(text: str) -> Pieces:
    """The words, ideographs and punctuation marks of a text, which they make up again when they are joined."""
    return tuple(_PIECE.findall(flat(text)))


def marked(old: str, new: str) -> tuple[Run, ...]:
    """The runs that make the new text of the old one; where both are removed and added, the removed run comes first.

    A few words that happen to be the same amid larger changes count as changed, so that phrases stay whole.
    """
    before, after = pieces(old), pieces(new)
    runs: list[Run] = []
    i = j = 0
    for block in (*_kept(before, after), Match(len(before), len(after), 0)):
        runs += _runs(before[i : block.a], after[j : block.b], after[block.b : block.b + block.size])
        i, j = block.a + block.size, block.b + block.size
    return tuple(runs)


def likeness(one: Pieces, other: Pieces, at_least: float) -> float:
    """The share of pieces that two texts have in common, from 0 to 1, or 0 where it is below `at_least`.

    It is the same whichever text comes first.
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < at_least or matcher.quick_ratio() < at_least:
        return 0.0
    found = max(matcher.ratio(), SequenceMatcher(None, other, one, autojunk=False).ratio())
    return found if found >= at_least else 0.0


def _runs(removed: Pieces, added: Pieces, kept: Pieces) -> list[Run]:
    found = [Run("removed", "".join(removed)), Run("added", "".join(added)), Run("kept", "".join(kept))]
    return [run for run in found if run.text]


def _kept(before: Pieces, after: Pieces) -> list[Match]:
    """The blocks that both texts have, those left out that are no longer than the changes on either side."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    while (island := _island(blocks, before, after)) is not None:
        del blocks[island]
    return blocks


def _island(blocks: Sequence[Match], before: Pieces, after: Pieces) -> int | None:
    ends = [(0, 0), *((block.a + block.size, block.b + block.size) for block in blocks)]
    starts = [*((block.a, block.b) for block in blocks), (len(before), len(after))]
    gaps = [max(_length(before[i:k]), _length(after[j:m])) for (i, j), (k, m) in zip(ends, starts, strict=True)]
    for place, block in enumerate(blocks):
        if _length(before[block.a : block.a + block.size]) <= min(gaps[place], gaps[place + 1]):
            return place
    return None


def _length(part: Pieces) -> int:
    return sum(map(len, part))
