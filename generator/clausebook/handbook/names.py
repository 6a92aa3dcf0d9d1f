"""Where texts name terms, laws and documents, and the links from the first place on a page to what is named."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from markupsafe import Markup

from clausebook.handbook.links import as_html, relative
from clausebook.model.standard import Clause, Law, Standard, Term
from clausebook.render.jinja import escaped

_LETTER = "[A-Za-z0-9]"


class Names:
    """Names by what they are of, and where they stand in a text.

    The longest name wins. A name in Latin letters stands for itself only as a whole word, in whatever case unless it
    is written in capitals alone: IT is no pronoun.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._targets = {name.lower(): target for name, target in names.items()}
        self._capitals = {name.lower(): name for name in names if name == name.upper()}
        longest_first = sorted(self._targets, key=lambda name: (name[0], -len(name), name))
        # The branches begin with letters and the text is in lower case, which lets the engine skip what cannot match.
        branches = (_branch(first, alike) for first, alike in groupby(longest_first, key=itemgetter(0)))
        self._pattern = re.compile("|".join(branches) or r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start and end of each name in a text, with what it is of."""
        lower = text.lower()
        if len(lower) != len(text):  # A few capitals have longer small letters, which would shift the places.
            lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
        for match in self._pattern.finditer(lower):
            name = match.group()
            if name not in self._capitals or self._capitals[name] == text[match.start() : match.end()]:
                yield match.start(), match.end(), self._targets[name]


def _branch(first: str, names: Iterable[str]) -> str:
    """A pattern for the names in lower case that begin with a letter, which looks back only behind that letter."""
    start = f"(?<!{_LETTER}{re.escape(first)})" if re.match(_LETTER, first) else ""
    return f"{re.escape(first)}{start}(?:{'|'.join(map(_rest, names))})"


def _rest(name: str) -> str:
    """A pattern for what follows a name's first letter, to its end."""
    end = f"(?!{_LETTER})" if re.match(_LETTER, name[-1]) else ""
    return f"{re.escape(name[1:])}{end}"


def term_names(terms: Iterable[Term], language: str) -> dict[str, str]:
    """Term ids by name and alias; of two terms with the same name the first has it."""
    pairs = [(name, term.id) for term in terms for name in (term.name[language], *_aliases(term, language))]
    return dict(reversed(pairs))


def law_names(laws: Iterable[Law], language: str) -> dict[str, str]:
    """Law ids by the names that texts give them."""
    return dict(reversed([(name, law.id) for law in laws for name in law.names[language]]))


def _aliases(term: Term, language: str) -> tuple[str, ...]:
    return term.aliases[language] if term.aliases else ()


def texts_of(clause: Clause, language: str) -> Iterator[str]:
    """All that a clause says in a language."""
    yield clause.title[language]
    for provision in clause.provisions:
        yield provision.text[language]
        yield from provision.evidence[language] if provision.evidence else ()
    yield from (clause.purpose[language],) if clause.purpose else ()
    for entries in (clause.practice, clause.pitfalls):
        yield from entries[language] if entries else ()


class Glossary:
    """The terms and laws of a standard in one language, as the pages link to them."""

    def __init__(self, standard: Standard, language: str) -> None:
        terms, laws = standard.all_terms, standard.laws
        self._explained = {f"terms.md#{term.id}": term.definition[language] for term in terms}
        self._explained |= {f"laws.md#{law.id}": law.title[language] for law in laws}
        targets = {name: f"laws.md#{law}" for name, law in law_names(laws, language).items()}
        targets |= {name: f"terms.md#{term}" for name, term in term_names(terms, language).items()}
        self._names = Names(targets)

    def linked(self, text: str, page: str, met: set[str]) -> Markup:
        """The text as HTML in which a name that is not yet among `met`, which takes it in, links to its explanation.

        A page that explains names links none of its own.
        """
        flat = " ".join(text.split())
        parts, done = [], 0
        for start, end, target in self._names.find(flat):
            if target in met or target.partition("#")[0] == page:
                continue
            met.add(target)
            parts += [escaped(flat[done:start]), self._link(target, flat[start:end], page)]
            done = end
        return Markup("").join([*parts, escaped(flat[done:])])

    def _link(self, target: str, shown: str, page: str) -> Markup:
        explained = escaped(" ".join(self._explained[target].split()))
        href = relative(as_html(target), page)
        return Markup('<a class="cb-term" href="{}" title="{}">{}</a>').format(href, explained, escaped(shown))


def mentions(standard: Standard, names: Mapping[str, str], language: str) -> Mapping[str, list[Clause]]:
    """The clauses in which names occur, by what they are of, in outline order."""
    known = Names(names)
    found: dict[str, list[Clause]] = {}
    for clause in standard.in_order:
        for identity in {name for text in texts_of(clause, language) for _, _, name in known.find(text)}:
            found.setdefault(identity, []).append(clause)
    return found
