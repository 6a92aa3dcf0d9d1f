"""Which column of a table answers which question, found by what the headings say."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from clausebook.errors import RejectedRecord
from clausebook.load.responses.names import readable
from clausebook.model.exam_mapping import AnswerColumns
from clausebook.model.item import OpenQuestion
from clausebook.model.paper import Paper

_LEADING = re.compile(r"\s*[^\W\d]{0,8}[\s.]{0,2}(\d{1,3})(?!\d)")
_MOST_TOLD = 8

Columns = Mapping[int, int]
"""The places of columns by the number of the question."""


def question_columns(headings: Sequence[str], columns: AnswerColumns, paper: Paper) -> Columns:
    """Find the columns that answer a paper.

    Raises RejectedRecord("bad_columns") where two are about the same question, or a question that no marker marks has
    none: to guess would be to give people answers that are not theirs.
    """
    found: dict[int, int] = {}
    for number, place in _matched(headings, columns, paper):
        if number in found:
            raise _bad(f"columns {found[number] + 1} and {place + 1} are both about question {number}")
        found[number] = place
    known = {asked.number for asked in paper.questions}
    unknown = sorted(found.keys() - known)
    if unknown:
        raise _bad(f"column {found[unknown[0]] + 1} is about question {unknown[0]}, which paper {paper.id} has not")
    closed = {asked.number for asked in paper.questions if not isinstance(asked.item, OpenQuestion)}
    missing = sorted(closed - found.keys())
    if missing:
        listed = ", ".join(map(str, missing[:_MOST_TOLD])) + (" and more" if len(missing) > _MOST_TOLD else "")
        raise _bad(f"these questions of paper {paper.id} have no column: {listed}")
    return found


def _matched(headings: Sequence[str], columns: AnswerColumns, paper: Paper) -> Iterator[tuple[int, int]]:
    """Each column that is about a question: the number of the question and the place."""
    stems = _stems(paper) if columns.by == "stem" else {}
    for place, heading in enumerate(headings):
        named = columns.columns.get(heading.strip())
        numbers = {named} if named else _by_stem(heading, stems) if stems else _by_number(heading, columns.prefix)
        if len(numbers) > 1:
            raise _bad(f"the heading of column {place + 1} may mean several questions: {readable(heading)[:60]!r}")
        yield from ((number, place) for number in numbers)


def _by_number(heading: str, prefix: str | None) -> set[int]:
    """The number that a heading consists of, behind a prefix if there is one; without one the number it begins with."""
    if prefix is None:
        found = _LEADING.match(unicodedata.normalize("NFKC", heading))
        return {int(found[1])} if found else set()
    rest = heading.strip().removeprefix(prefix).strip()
    is_number = heading.strip().startswith(prefix) and rest.isascii() and rest.isdigit() and len(rest) < 4
    return {int(rest)} if is_number else set()


def _stems(paper: Paper) -> dict[str, int]:
    """The stems of a paper in every language, without what programs change, with the number of their question."""
    return {_letters(text): asked.number for asked in paper.questions for _, text in asked.item.stem.items()}


def _by_stem(heading: str, stems: Mapping[str, int]) -> set[int]:
    """The questions whose stem stands in a heading, and in no longer one that stands there too."""
    letters = _letters(heading)
    found = [stem for stem in stems if stem in letters]
    return {stems[stem] for stem in found if not any(stem != other and stem in other for other in found)}


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _bad(detail: str) -> RejectedRecord:
    return RejectedRecord("bad_columns", detail)
