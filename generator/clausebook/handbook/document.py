"""The whole handbook as one document: the standard from cover to index, and how it becomes a PDF."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from clausebook.handbook.names import law_names, mentions, term_names
from clausebook.handbook.retranslation import stale_notice
from clausebook.handbook.sections import grouped
from clausebook.model.standard import PROVISION_TYPES, Clause, Standard, Term
from clausebook.render.fonts import font_files
from clausebook.render.jinja import Templates, Words
from clausebook.render.languages import collation, language_name, written_date
from clausebook.render.pdf import render_pdf


class Chapter(NamedTuple):
    """A chapter before or after the stages: its anchor and its title."""

    anchor: str
    title: str


class Entry(NamedTuple):
    """A line of the index: a name, the anchor of what it names, and the clauses that speak of it."""

    name: str
    anchor: str
    clauses: Sequence[Clause] = ()


def handbook_pdf(standard: Standard, templates: Templates, language: str, made: datetime) -> bytes:
    """The handbook in one language as PDF/A-3a and PDF/UA-1, dated `made`; the same arguments give the same bytes.

    Raises MissingGlyphError where no font draws a character, and RenderError.
    """
    html = handbook_html(standard, templates, language, made.date())
    return render_pdf(html, fonts=font_files(templates), created=made)


def handbook_html(standard: Standard, templates: Templates, language: str, made: date) -> str:
    """The handbook as HTML for `render_pdf`, which writes the numbers of pages into it."""
    words = templates.words("handbook", language)
    written = partial(written_date, language=language, pattern=words["book_date"])
    return templates.render(
        "handbook/pdf/book.html.j2",
        standard=standard,
        identity=standard.identity,
        language=language,
        language_name=language_name(language),
        others=[other for other in standard.languages if other != language],
        words=words,
        written=written,
        made=words["book_made"].format(date=written(made)),
        **_body(standard, language, words),
        **_back(standard, language, words),
    )


def _body(standard: Standard, language: str, words: Words) -> dict[str, Any]:
    """What the templates need from the cover to the last clause."""
    units = {unit.id: unit for unit in standard.units}
    return {
        "before": [
            Chapter("guide", words["book_guide"]),
            *([Chapter("workflow", words["workflow"])] if standard.steps else []),
        ],
        "figures": _figures(standard),
        "models": words["list_separator"].join(model.title[language] for model in standard.identity.models),
        "types": _types(standard),
        "example": next((f"{clause.number} {clause.provisions[0].id}" for clause in standard.in_order), ""),
        "steps": [(step, [units[task] for task in step.tasks]) for step in standard.steps],
        "parts": lambda section: grouped(section, standard.clauses_of(section)),
        "facts": partial(_facts, standard, language, words),
        "outdated": lambda clause: stale_notice(standard, clause, language, words),
    }


def _back(standard: Standard, language: str, words: Words) -> dict[str, Any]:
    """What the templates need after the last clause, and the titles of its chapters."""
    named_laws = mentions(standard, law_names(standard.laws, language), language)
    glossaries = [
        (Chapter("terms", words["terms"]), standard.terms),
        (Chapter("glossary", words["glossary"]), standard.glossary),
    ]
    lists = [
        *glossaries,
        (Chapter("roles", words["roles"]), standard.roles),
        (Chapter("laws", words["laws"]), standard.laws),
        (Chapter("references", words["references"]), standard.identity.references),
        (Chapter("clauses", words["book_clauses"]), standard.in_order),
        (Chapter("index", words["lookup"]), (index := _index(standard, language))),
    ]
    return {
        "after": [chapter for chapter, entries in lists if entries],
        "glossaries": [(chapter, terms) for chapter, terms in glossaries if terms],
        "roles": [(role, [c for c in standard.in_order if role.id in c.roles]) for role in standard.roles],
        "laws": [(law, named_laws.get(law.id, ())) for law in standard.laws],
        "index": index,
    }


def _figures(standard: Standard) -> list[tuple[int, str]]:
    """How many there are of each part, with the word for it."""
    figures = [
        (len(standard.stages), "figure_stages"),
        (sum(len(stage.tasks) for stage in standard.stages), "figure_tasks"),
        (len(standard.clauses), "figure_clauses"),
        (sum(len(clause.provisions) for clause in standard.in_order), "figure_provisions"),
    ]
    return [(number, key) for number, key in figures if number]


def _types(standard: Standard) -> list[tuple[str, int]]:
    """The types of provisions that occur, with how many there are."""
    counts = Counter(provision.type for clause in standard.in_order for provision in clause.provisions)
    return [(kind, counts[kind]) for kind in PROVISION_TYPES if counts[kind]]


def _facts(standard: Standard, language: str, words: Words, clause: Clause) -> list[tuple[str, list[str]]]:
    """What a reader sees at a glance: for which business, by whom, in which step."""
    every = standard.identity.models
    models = [model.title[language] for model in every if model.id in clause.models]
    facts = [
        ("applies_to", [words["book_all_models"]] if 1 < len(models) == len(every) else models),
        ("done_by", [standard.role_by_id[role].title[language] for role in clause.roles]),
        ("in_step", [standard.step_by_id[step].title[language] for step in clause.steps]),
    ]
    return [(name, titles) for name, titles in facts if titles]


def _index(standard: Standard, language: str) -> list[Entry]:
    """Terms, under all their names, and roles; a longer name that would stand right behind a shorter is left out."""
    kept: list[Entry] = []
    for entry in sorted(_entries(standard, language), key=lambda entry: collation(entry.name)):
        last = kept[-1] if kept else None
        if last and last.anchor == entry.anchor and collation(entry.name).startswith(collation(last.name)):
            kept[-1] = last._replace(clauses=last.clauses or entry.clauses)
        else:
            kept.append(entry)
    return kept


def _entries(standard: Standard, language: str) -> Iterator[Entry]:
    named = mentions(standard, term_names(standard.all_terms, language), language)
    for term in standard.all_terms:
        yield Entry(term.name[language], f"term-{term.id}", named.get(term.id, ()))
        yield from (Entry(alias, f"term-{term.id}") for alias in _aliases(term, language))
    for role in standard.roles:
        yield Entry(role.title[language], f"role-{role.id}")


def _aliases(term: Term, language: str) -> tuple[str, ...]:
    return term.aliases[language] if term.aliases else ()
