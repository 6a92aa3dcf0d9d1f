"""Which column of a table answers which provision, found by what the headings say."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from clausebook.errors import RejectedRecord
from clausebook.model.mapping import QuestionColumns
from clausebook.model.questionnaire import Questionnaire

Found = Mapping[str, Mapping[str, int]]
"""By reference, the places of the columns with the parts of the answer: "answer", "reason", "comment", "evidence"."""

_REF = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
_NUMBER = re.compile(r"(?<![0-9A-Za-z.])((?>[0-9A-Z]+(?:\.[0-9A-Z]+)*))[\s.(（\[【]*([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")
_COUNT = re.compile(r"\s*[Qq]?\d+\s*[、.．:：)）]\s*")

_Match = Callable[[str], set[str]]


def find_columns(headings: Sequence[str], questions: QuestionColumns, questionnaire: Questionnaire) -> Found:
    """Find the columns that answer a form.

    Raises RejectedRecord("bad_columns") where a column may mean several provisions, several columns mean the same, or
    a provision has none: to guess would be to give people answers that are not theirs.
    """
    if questions.by == "order":
        pairs = list(_in_order(headings, questions, questionnaire))
    else:
        pairs = list(_matched(headings, questions, questionnaire))
    found: dict[str, dict[str, int]] = {}
    for ref, part, place in pairs:
        if part in found.setdefault(ref, {}):
            first, second = found[ref][part] + 1, place + 1
            raise _bad(f"columns {first} and {second} are both about {ref} ({part})")
        found[ref][part] = place
    _check_all_found(found, questions, questionnaire)
    return found


def place_of(headings: Sequence[str], heading: str) -> int:
    """The place of the one column with a heading. Raises RejectedRecord where there is none, or more than one."""
    wanted = " ".join(heading.split())
    places = [place for place, other in enumerate(headings) if " ".join(other.split()) == wanted]
    if len(places) != 1:
        raise _bad(f"{len(places) or 'no'} columns have the heading {heading!r}")
    return places[0]


def _matched(
    headings: Sequence[str], questions: QuestionColumns, questionnaire: Questionnaire
) -> Iterator[tuple[str, str, int]]:
    match = _MATCHERS[questions.by](questionnaire)
    for place, heading in enumerate(headings):
        bare, part = _parts(heading, questions)
        named = questions.columns.get(bare)
        refs = {named} if named else match(_COUNT.sub("", bare, count=1) if questions.numbered else bare)
        if len(refs) > 1:
            raise _bad(f"the heading of column {place + 1} may mean {' or '.join(sorted(refs))}")
        yield from ((ref, part, place) for ref in refs)


def _in_order(
    headings: Sequence[str], questions: QuestionColumns, questionnaire: Questionnaire
) -> Iterator[tuple[str, str, int]]:
    """The columns from the first to the last, a provision each; one with a suffix belongs to the one before it."""
    begin = place_of(headings, questions.first or "")
    end = place_of(headings, questions.last) if questions.last else len(headings) - 1
    refs = list(questionnaire.provisions)
    count = -1
    for place in range(begin, end + 1):
        part = _parts(headings[place], questions)[1]
        count += part == "answer"
        if 0 <= count < len(refs):
            yield refs[count], part, place
    if count + 1 != len(refs):
        raise _bad(f"{count + 1} columns stand where the form asks about {len(refs)} provisions")


def _parts(heading: str, questions: QuestionColumns) -> tuple[str, str]:
    """A heading without its suffix, and the part of the answer that the suffix names."""
    for suffix, part in questions.suffixes.items():
        if heading.rstrip().endswith(suffix):
            return heading.rstrip().removesuffix(suffix).strip(), part
    return heading.strip(), "answer"


def _by_ref(questionnaire: Questionnaire) -> _Match:
    return lambda heading: questionnaire.provisions.keys() & set(_REF.findall(heading))


def _by_number(questionnaire: Questionnaire) -> _Match:
    refs = {
        (clause.number, provision.id): ref
        for clause in questionnaire.standard.in_order
        for ref, provision in clause.references()
    }

    def match(heading: str) -> set[str]:
        pairs = ((found[1], found[2].lower()) for found in _NUMBER.finditer(heading))
        return {refs[pair] for pair in pairs if pair in refs}

    return match


def _by_heading(questionnaire: Questionnaire) -> _Match:
    texts = {
        ref: [_letters(text) for _, text in provision.text.items()]
        for ref, provision in questionnaire.provisions.items()
    }

    def match(heading: str) -> set[str]:
        letters = _letters(heading)
        found = {(ref, text) for ref, own in texts.items() for text in own if text in letters}
        return {ref for ref, text in found if not any(text != other and text in other for _, other in found)}

    return match


_MATCHERS: Mapping[str, Callable[[Questionnaire], _Match]] = {
    "ref": _by_ref,
    "number": _by_number,
    "heading": _by_heading,
}


def _letters(text: str) -> str:
    """A text without spaces and punctuation, which programs change when they copy it."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _check_all_found(found: Found, questions: QuestionColumns, questionnaire: Questionnaire) -> None:
    answered = {ref for ref, parts in found.items() if "answer" in parts}
    missing = [ref for ref in questionnaire.provisions if ref not in answered]
    if missing and (len(missing) == len(questionnaire.provisions) or not questions.partial):
        raise _bad(f"{len(missing)} provisions have no column: {_listed(missing)}")


def _listed(refs: Iterable[str], most: int = 5) -> str:
    listed = list(refs)
    return ", ".join(listed[:most]) + (" and more" if len(listed) > most else "")


def _bad(detail: str) -> RejectedRecord:
    return RejectedRecord("bad_columns", detail)
