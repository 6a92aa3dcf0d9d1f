"""The page that tells readers of the handbook what a new edition changes, one for each language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from clausebook.handbook.change_lines import Line, Lines
from clausebook.handbook.links import alternates, clause_target, section_page
from clausebook.model.artifact import Artifact
from clausebook.model.base import LocalizedText
from clausebook.model.changes import Change, Changes, Difference, binds
from clausebook.model.standard import Clause, Provision, Reference, Section, Stage, Standard, Term
from clausebook.model.wording import Run
from clausebook.render.jinja import Templates, Words
from clausebook.render.languages import language_name

PAGE = "changes.md"
_PAGES = {
    "models": None,
    "terms": "terms.md",
    "steps": "workflow.md",
    "roles": "roles.md",
    "laws": "laws.md",
    "references": "references.md",
}
"""The lists beside the outline, with the handbook's page of each."""
_GISTS = ("definition", "summary", "duties")


@dataclass(frozen=True)
class Block:
    """Something with a heading, and what has changed in it.

    `tag` says whether it is new or gone as a whole. `blocks` stand below it, `renumbered` are things below it of which
    only the number has changed.
    """

    anchor: str
    title: str
    number: str = ""
    href: str | None = None
    tag: str | None = None
    lines: tuple[Line, ...] = ()
    blocks: tuple["Block", ...] = ()
    renumbered: tuple[Line, ...] = ()

    @property
    def is_only_renumbered(self) -> bool:
        """Whether nothing but its number has changed."""
        return not self.tag and [line.tag for line in self.lines] == ["renumbered"]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.tag or self.lines or self.blocks or self.renumbered)


def change_pages(changes: Changes, templates: Templates) -> tuple[Artifact, ...]:
    """The page in every language that both editions have: LANGUAGE/changes.md, for the handbook of the new edition."""
    return tuple(_page(changes, templates, language) for language in changes.languages)


def _page(changes: Changes, templates: Templates, language: str) -> Artifact:
    words = templates.words("handbook", language)
    editor = _Editor(changes, words, Lines(changes, language, words))
    stages = {stage.id: editor.stage(stage) for stage in changes.new.stages}
    parts = [editor.identity(), *stages.values(), *editor.gone(), *editor.lists()]
    text = templates.render(
        "handbook/changes.md.j2",
        language=language,
        words=words,
        alternates=alternates(PAGE, changes.languages),
        languages_added=[language_name(added) for added in changes.languages_added],
        languages_dropped=[language_name(dropped) for dropped in changes.languages_dropped],
        figures=editor.figures(),
        counts=editor.counts(),
        notable=editor.notable(),
        parts=[part for part in parts if not part.is_empty],
        unchanged=[part for part in stages.values() if part.is_empty],
    )
    return Artifact.text(f"{language}/{PAGE}", text.lstrip("\n"))


@dataclass(frozen=True)
class _Editor:
    """Puts the changes in the order in which they are read."""

    changes: Changes
    words: Words
    lines: Lines

    @property
    def language(self) -> str:
        return self.lines.language

    def figures(self) -> list[tuple[int, str]]:
        """What matters most, counted; what does not occur is left out."""
        provisions = self.changes.provisions
        fields = [change.fields_in(self.language) for change in provisions.changed.values()]
        figures = [
            (len(self.changes.raised), "changes_figure_raised"),
            (len(self.changes.lowered), "changes_figure_lowered"),
            (len(_requirements(provisions.added)), "changes_figure_added"),
            (len(_requirements(provisions.removed)), "changes_figure_removed"),
            (sum("text" in names for names in fields), "changes_figure_reworded"),
        ]
        return [(count, self.words[key]) for count, key in figures if count]

    def counts(self) -> list[tuple[str, tuple[int, int, int, int]]]:
        """How many of each kind were added, removed, changed, and only moved; kinds without any are left out."""
        rows = [(self.words[f"changes_{kind}"], it.counts([self.language])) for kind, it in self.changes.lists.items()]
        return [(kind, numbers) for kind, numbers in rows if any(numbers)]

    def notable(self) -> list[tuple[Clause, Line]]:
        """What a reader must not miss: obligations raised, requirements new and gone, obligations lowered."""
        lines, new, old = self.lines, _clauses(self.changes.new), _clauses(self.changes.old)
        added, removed = map(_requirements, (self.changes.provisions.added, self.changes.provisions.removed))
        return [
            *self._shifted("raised", self.changes.raised),
            *((new[ref], lines.whole("added", it, lines.href(new[ref], ref))) for ref, it in added.items()),
            *((old[ref], lines.whole("removed", it)) for ref, it in removed.items()),
            *self._shifted("lowered", self.changes.lowered),
        ]

    def identity(self) -> Block:
        """What the standard says of itself."""
        lines = [line for change in self.changes.identity.changed.values() for line in self.lines.fields(change)]
        return Block("standard", self.words["changes_identity"], lines=tuple(lines))

    def stage(self, stage: Stage) -> Block:
        """A stage of the new edition with the tasks and clauses that differ, and those that it has lost."""
        inner = [block for unit in stage.units for block in self._unit(unit, stage)]
        return self._part(stage, [*inner, *self._lost(stage)])

    def gone(self) -> Iterator[Block]:
        """The stages that the new edition has no more, with what was in them."""
        kept = {stage.id for stage in self.changes.new.stages}
        for stage in self.changes.old.stages:
            if stage.id not in kept:
                part = self._part(stage, self._lost(stage))
                yield replace(part, anchor=f"gone-{stage.id}", href=None, tag="removed")

    def lists(self) -> Iterator[Block]:
        """Business models, terms, steps, roles, laws and references."""
        for kind in _PAGES:
            difference = self.changes.lists[kind]
            changed = [change.new for change in difference.changed.values()]
            things = [*difference.added.values(), *changed, *difference.removed.values()]
            blocks = tuple(block for block in (self._block(kind, thing) for thing in things) if not block.is_empty)
            lines = self.lines.order() if kind == "steps" else ()
            yield Block(kind, self.words[f"changes_{kind}"], lines=lines, blocks=blocks)

    def _shifted(self, tag: str, found: Mapping[str, Change[Provision]]) -> Iterator[tuple[Clause, Line]]:
        clauses = _clauses(self.changes.new)
        for ref, change in found.items():
            yield clauses[ref], self.lines.shifted(tag, change, self.lines.href(clauses[ref], ref))

    def _part(self, stage: Stage, inner: Iterable[Block]) -> Block:
        shown = [block for block in inner if not block.is_empty]
        return replace(
            self._block("sections", stage),
            blocks=tuple(block for block in shown if not block.is_only_renumbered),
            renumbered=tuple(
                Line(None, block.title, block.href, runs=block.lines[0].runs)
                for block in shown
                if block.is_only_renumbered
            ),
        )

    def _unit(self, unit: Section, stage: Stage) -> Iterator[Block]:
        if unit is not stage:
            yield self._block("sections", unit)
        yield from (self._block("clauses", clause) for clause in self.changes.new.clauses_of(unit))

    def _lost(self, stage: Stage) -> Iterator[Block]:
        """The tasks and clauses of a stage of the old edition that the new one has no more."""
        before = next((old for old in self.changes.old.stages if old.id == stage.id), None)
        if before is None:
            return
        sections, clauses = self.changes.sections.removed, self.changes.clauses.removed
        yield from (self._block("sections", task) for task in before.tasks if task.id in sections)
        yield from (self._block("clauses", it) for it in self.changes.old.clauses_of(before) if it.id in clauses)

    def _block(self, kind: str, thing: Any) -> Block:
        """Something of either edition with all that has changed in it; where it is the same, the block is empty."""
        difference = self.changes.lists[kind]
        tag = "added" if thing.id in difference.added else "removed" if thing.id in difference.removed else None
        return Block(
            anchor=f"{kind}-{thing.id}",
            title=self._title(thing),
            number=thing.number if isinstance(thing, Section | Clause) else "",
            href=None if tag == "removed" else self._href(kind, thing),
            tag=tag,
            lines=tuple(self._whole(kind, thing) if tag else self._changed(difference, thing)),
        )

    def _changed(self, difference: Difference[Any], thing: Any) -> Iterator[Line]:
        """Where something stands and what it is called, then what it asks for, then the rest."""
        change = difference.changed.get(thing.id)
        quiet = self.lines.evidence(thing) if isinstance(thing, Clause) else []
        fields = self.lines.fields(change, quiet)
        yield from (line for line in fields if line.tag != "changed")
        yield from self.lines.provisions(thing) if isinstance(thing, Clause) else ()
        yield from (line for line in fields if line.tag == "changed")

    def _whole(self, kind: str, thing: Any) -> Iterator[Line]:
        """What something new says, or something that is gone said."""
        yield from (self.lines.whole(None, provision) for provision in getattr(thing, "provisions", ()))
        gist = next((getattr(thing, field) for field in _GISTS if hasattr(thing, field)), None)
        if gist is not None:
            yield Line(None, runs=(Run("kept", gist[self.language]),))
        difference = self.changes.lists[kind]
        if (successor := difference.added.get(difference.alike.get(thing.id, ""))) is not None:
            yield Line("renamed", self._title(successor), self._href(kind, successor))

    def _title(self, thing: Any) -> str:
        name: LocalizedText = thing.name if isinstance(thing, Term) else thing.title
        return f"{thing.number} {name[self.language]}" if isinstance(thing, Reference) else name[self.language]

    def _href(self, kind: str, thing: Any) -> str | None:
        """The place of something in the handbook of the new edition; business models have none."""
        if kind == "sections":
            return section_page(thing)
        if kind == "clauses":
            return clause_target(self.changes.new, thing)
        page = _PAGES[kind]
        return f"{page}#{thing.id}" if page else None


def _clauses(standard: Standard) -> Mapping[str, Clause]:
    """The clause of every provision, by reference."""
    return {ref: clause for clause in standard.in_order for ref, _ in clause.references()}


def _requirements(provisions: Mapping[str, Provision]) -> Mapping[str, Provision]:
    return {ref: provision for ref, provision in provisions.items() if binds(provision)}
