"""What every page of the handbook in one language is written with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from clausebook.handbook.links import alternates, as_html, clause_target, relative, section_page
from clausebook.handbook.names import Glossary
from clausebook.handbook.order import Neighbours, outline_order, workflow_order
from clausebook.handbook.retranslation import stale_notice
from clausebook.model.artifact import Artifact
from clausebook.model.base import LocalizedList, LocalizedText
from clausebook.model.coverage import Coverage
from clausebook.model.standard import Clause, Record, Section, Standard
from clausebook.render.jinja import Templates, Words, plain
from clausebook.render.languages import language_name


@dataclass(frozen=True)
class Writer:
    """A standard, a language, and the templates and words that make pages of them."""

    standard: Standard
    templates: Templates
    language: str
    words: Words
    coverage: Coverage
    glossary: Glossary
    by_outline: Mapping[str, Neighbours]
    by_workflow: Mapping[str, Neighbours]

    @classmethod
    def of(cls, standard: Standard, templates: Templates, language: str, coverage: Coverage) -> "Writer":
        """A writer with all that is worked out once for every page."""
        return cls(
            standard=standard,
            templates=templates,
            language=language,
            words=templates.words("handbook", language),
            coverage=coverage,
            glossary=Glossary(standard, language),
            by_outline=outline_order(standard),
            by_workflow=workflow_order(standard),
        )

    @property
    def other_languages(self) -> tuple[str, ...]:
        """The languages that may stand beside this one."""
        return tuple(language for language in self.standard.languages if language != self.language)

    def page(self, path: str, template: str, **context: Any) -> Artifact:
        """One page from a template of the handbook; `context` is what the template needs besides."""
        text = self.templates.render(
            f"handbook/{template}.md.j2",
            standard=self.standard,
            language=self.language,
            words=self.words,
            others=[(language, language_name(language)) for language in self.other_languages],
            language_name=language_name(self.language),
            alternates=alternates(path, self.standard.languages),
            say=Speech(self, path),
            to=Links(self, path),
            **context,
        )
        return Artifact.text(path, text.lstrip("\n"))


@dataclass(frozen=True)
class Speech:
    """Texts as one page shows them: terms linked where they first occur, the other languages beside them, hidden."""

    writer: Writer
    page: str
    met: set[str] = field(default_factory=set)

    def text(self, text: LocalizedText) -> Markup:
        """A text in this language with its translations beside it."""
        shown = Markup('<span class="cb-text">{}</span>').format(self.plainly(text))
        return shown + Markup("").join(self._beside(lang, text[lang]) for lang in self.writer.other_languages)

    def entries(self, entries: LocalizedList | None) -> list[Markup]:
        """The entries of a list, each with its translations beside it."""
        if entries is None:
            return []
        places = range(len(entries[self.writer.language]))
        return [self.text(LocalizedText({lang: texts[place] for lang, texts in entries.items()})) for place in places]

    def plainly(self, text: LocalizedText) -> Markup:
        """A text in this language alone."""
        return self.writer.glossary.linked(text[self.writer.language], self.page, self.met)

    def title(self, text: LocalizedText) -> Markup:
        """A text in this language for a heading, a link or a cell, where no term is linked."""
        return plain(text[self.writer.language])

    def beside(self, text: LocalizedText) -> Markup:
        """The translations alone, to stand below a heading."""
        return Markup("").join(self._beside(lang, text[lang]) for lang in self.writer.other_languages)

    def stale(self, record: Record) -> Markup:
        """A notice where the record's translation is older than its source, else nothing."""
        writer = self.writer
        notice = stale_notice(writer.standard, record, writer.language, writer.words)
        return Markup('<p class="cb-stale">{}</p>\n').format(plain(notice)) if notice else Markup("")

    def _beside(self, language: str, text: str) -> Markup:
        shown = Markup('<span class="cb-beside" lang="{}" data-search-exclude hidden>{}</span>')
        return shown.format(language, plain(text))


@dataclass(frozen=True)
class Links:
    """Links as one page writes them: to Markdown pages, which the engine checks, or to what is built from them."""

    writer: Writer
    page: str

    def file(self, target: str) -> str:
        """The link to a Markdown page, with or without an anchor."""
        return relative(target, self.page)

    def section(self, section: Section) -> str:
        """The link to a stage or task."""
        return self.file(section_page(section))

    def clause(self, clause: Clause) -> str:
        """The link to a clause."""
        return self.file(clause_target(self.writer.standard, clause))

    def built(self, target: str) -> str:
        """The link to a page as it is built, for HTML that the engine leaves as it is."""
        return relative(as_html(target), self.page)

    def built_section(self, section: Section) -> str:
        """The link to the built page of a stage or task."""
        return self.built(section_page(section))

    def built_clause(self, clause: Clause) -> str:
        """The link to a clause on its built page."""
        return self.built(clause_target(self.writer.standard, clause))
