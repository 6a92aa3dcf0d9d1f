"""Items from terms: which term is defined, what a term means, which definition belongs to which term."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from clausebook.exams.generation.maker import MEANING, NAME, Maker
from clausebook.model.asking import content_words
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item
from clausebook.model.standard import Clause, Term

_WRONG = 3
_OF_A_MATCHING = 4
_SHORTEST, _LONGEST = 3, 4
"""Definitions are offered beside each other where none is shorter than three quarters of another."""


@dataclass(frozen=True)
class _Placed:
    """A term with the clause in which it is used most, and its definition as an option, without a full stop."""

    term: Term
    clause: Clause
    provision: str
    meaning: LocalizedText


def from_terms(maker: Maker) -> Iterator[Item]:
    """One item a term, or a matching of four: no term is asked for twice."""
    placed = [found for term in maker.standard.all_terms if (found := _place(maker, term))]
    left = maker.shuffled(placed)
    while left:
        term = left.pop()
        near = _nearest(term, placed)
        together = _distinct_from([term], (other for other in near if other in left))[: _OF_A_MATCHING - 1]
        if len(together) == _OF_A_MATCHING - 1 and len(left) % 3 == 0:
            left = [other for other in left if other not in together]
            yield _matching(maker, (term, *together), near)
        elif len(left) % 2 and (other := _similar(term, near)):
            yield _meant(maker, term, other)
        elif len(distinct := [other for other in near if _are_distinct(term, other)]) >= _WRONG:
            yield _named(maker, term, maker.drawn(distinct, _WRONG))


def _named(maker: Maker, term: _Placed, others: Sequence[_Placed]) -> Item:
    return maker.single(
        (term.term.name, maker.text("term_right", name=term.term.name, meaning=term.meaning)),
        [(other.term.name, _wrong(maker, other)) for other in others],
        name=f"named-{term.term.id}",
        origin="terms",
        kind=NAME,
        clauses=(term.clause,),
        provision=term.provision,
        stem=maker.text("term_named", meaning=term.meaning),
    )


def _meant(maker: Maker, term: _Placed, others: Sequence[_Placed]) -> Item:
    return maker.single(
        (term.meaning, maker.text("term_right", name=term.term.name, meaning=term.meaning)),
        [(other.meaning, maker.text("term_other", name=other.term.name)) for other in others],
        name=f"meant-{term.term.id}",
        origin="terms",
        kind=MEANING,
        clauses=(term.clause,),
        provision=term.provision,
        stem=maker.text("term_meant", name=term.term.name),
    )


def _matching(maker: Maker, terms: Sequence[_Placed], near: Sequence[_Placed]) -> Item:
    extras = _distinct_from(terms, (other for other in near if other not in terms))[:1]
    return maker.matching(
        [(term.term.name, term.meaning) for term in terms],
        [extra.meaning for extra in extras],
        maker.text("term_matched_why", name=extras[0].term.name) if extras else maker.text("term_all_matched_why"),
        name=f"matched-{terms[0].term.id}",
        origin="terms",
        kind=MEANING,
        clauses=[term.clause for term in terms],
        stem=maker.text("term_matched"),
    )


def _wrong(maker: Maker, other: _Placed) -> LocalizedText:
    return maker.text("term_wrong", name=other.term.name, meaning=other.meaning)


def _place(maker: Maker, term: Term) -> _Placed | None:
    """Where a term belongs; None where no clause uses it, or its definition gives its name away."""
    language = maker.standard.languages[0]
    if any(_gives_itself_away(term, spoken) for spoken in maker.standard.languages):
        return None
    clause = max(maker.standard.in_order, key=lambda clause: _uses(_all_text(clause, language), term, language))
    if not _uses(_all_text(clause, language), term, language):
        return None
    references = clause.references()
    used = [reference for reference, provision in references if _uses(provision.text[language], term, language)]
    meaning = LocalizedText({spoken: text.rstrip("。.") for spoken, text in term.definition.items()})
    return _Placed(term, clause, (used or [references[0][0]])[0], meaning)


def _gives_itself_away(term: Term, language: str) -> bool:
    """Whether a definition has a word of the name that it defines."""
    definition, name = term.definition[language], term.name[language]
    return bool(
        _uses(definition, term, language) or content_words(definition, language) & content_words(name, language)
    )


def _all_text(clause: Clause, language: str) -> str:
    lists = [found[language] for found in (clause.practice, clause.pitfalls) if found]
    texts = [clause.title[language], *(provision.text[language] for provision in clause.provisions)]
    return "\n".join(
        [*texts, clause.purpose[language] if clause.purpose else "", *(text for part in lists for text in part)]
    )


def _uses(text: str, term: Term, language: str) -> int:
    """How often a text names a term, whichever of its names it takes."""
    names = [term.name[language], *(term.aliases[language] if term.aliases else ())]
    return len(
        re.findall("|".join(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" for name in names), text, re.IGNORECASE)
    )


def _nearest(term: _Placed, placed: Sequence[_Placed]) -> list[_Placed]:
    """The other terms, those first that are related to a term, by name or by where they are used."""
    return sorted((other for other in placed if other is not term), key=lambda other: -_kinship(term, other))


def _kinship(one: _Placed, other: _Placed) -> int:
    related = (other.term.id in one.term.see_also) + (one.term.id in other.term.see_also)
    shared = len({*one.term.see_also} & {*other.term.see_also}) + (one.clause.id == other.clause.id)
    is_alike_written = all(
        name.isascii() == other.term.name[language].isascii() for language, name in one.term.name.items()
    )
    return 2 * related + shared + is_alike_written


def _are_distinct(one: _Placed, other: _Placed) -> bool:
    """Whether neither term is named in what defines the other, nor a part of its name."""
    for mine, theirs in ((one.term, other.term), (other.term, one.term)):
        for language, definition in mine.definition.items():
            if _uses(definition, theirs, language) or mine.name[language] in theirs.name[language]:
                return False
    return True


def _distinct_from(chosen: Sequence[_Placed], others: Iterable[_Placed]) -> list[_Placed]:
    """Those of the others that are distinct from all that were chosen and from each other."""
    found: list[_Placed] = []
    for other in others:
        if all(_are_distinct(one, other) for one in (*chosen, *found)):
            found.append(other)
    return found


def _similar(term: _Placed, near: Sequence[_Placed]) -> list[_Placed]:
    """Three terms whose definitions are about as long as that of a term, or nothing."""
    chosen = [term]
    for other in near:
        if len(chosen) <= _WRONG and all(_are_distinct(one, other) and _are_as_long(one, other) for one in chosen):
            chosen.append(other)
    return chosen[1:] if len(chosen) > _WRONG else []


def _are_as_long(one: _Placed, other: _Placed) -> bool:
    lengths = [sorted((len(text), len(other.meaning[language]))) for language, text in one.meaning.items()]
    return all(short * _LONGEST >= long * _SHORTEST for short, long in lengths)
