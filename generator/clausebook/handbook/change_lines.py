"""One line for each thing that has changed between two editions, in one language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from clausebook.handbook.links import clause_target
from clausebook.model.base import LocalizedText, PerLanguage
from clausebook.model.changes import PLACE, Change, Changes, shift
from clausebook.model.standard import Clause, Provision, ProvisionType, Section, Standard
from clausebook.model.wording import Run, marked
from clausebook.render.jinja import Words


@dataclass(frozen=True)
class Line:
    """One change: what happened (`tag`), to what (`name`, with a link), how it binds, and the words before and after.

    `types` holds the type of a provision, or the old one and the new one.
    """

    tag: str | None
    name: str = ""
    href: str | None = None
    types: tuple[ProvisionType, ...] = ()
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True)
class Lines:
    """Writes the lines of two editions' changes in one language. Links are relative to the site."""

    changes: Changes
    language: str
    words: Words

    def fields(self, change: Change[Any] | None, also: Iterable[str] = ()) -> list[Line]:
        """The fields in which something differs; those whose words are not shown share a line with `also`."""
        lines = [self._field(change, field) for field in change.fields_in(self.language)] if change else []
        quiet = [*(line.name for line in lines if not line.runs), *also]
        shown = [line for line in lines if line.runs]
        return [*shown, Line("changed", " · ".join(quiet))] if quiet else shown

    def provisions(self, clause: Clause) -> Iterator[Line]:
        """The provisions of a clause of the new edition that are new, gone, or bind or read in another way."""
        found = self.changes.provisions
        for ref, provision in clause.references():
            if ref in found.added:
                yield self.whole("added", provision, self.href(clause, ref))
            elif ref in found.changed:
                yield from self._provision(found.changed[ref], self.href(clause, ref))
        old = self.changes.old.clause_by_id.get(clause.id)
        for ref, provision in old.references() if old else ():
            if ref in found.removed:
                yield self.whole("removed", provision)
                yield from self._renamed(ref, clause)

    def evidence(self, clause: Clause) -> list[str]:
        """The label of evidence with the provisions of a clause for which it has changed, or nothing."""
        changed = self.changes.provisions.changed
        letters = [
            provision.id
            for ref, provision in clause.references()
            if ref in changed and "evidence" in changed[ref].fields_in(self.language)
        ]
        return [f"{self.label('evidence')} ({', '.join(letters)})"] if letters else []

    def whole(self, tag: str | None, provision: Provision, href: str | None = None) -> Line:
        """A provision as it stands, or stood."""
        return Line(tag, provision.id, href, (provision.type,), _kept(provision.text[self.language]))

    def href(self, clause: Clause, ref: str) -> str:
        """The link to a provision of the new edition."""
        return f"{clause_target(self.changes.new, clause).partition('#')[0]}#{ref}"

    def shifted(self, tag: str, change: Change[Provision], href: str) -> Line:
        """A provision of another type than before."""
        types = (change.old.type, change.new.type)
        return Line(tag, change.new.id, href, types, self._marked(change.old.text, change.new.text))

    def order(self) -> tuple[Line, ...]:
        """The steps of the workflow in their new order, where that has changed."""
        if not self.changes.are_steps_reordered:
            return ()
        titles = " → ".join(step.title[self.language] for step in self.changes.new.steps)
        return (Line("changed", self.words["changes_order"], runs=_kept(titles)),)

    def label(self, field: str) -> str:
        """What a field is called: by a word of its own here, or by the one of the page where it stands."""
        own = f"changes_{field}"
        return self.words[own if own in self.words else field]

    def heading(self, thing: Section | Clause) -> str:
        """A section or clause by number and title."""
        return f"{thing.number} {thing.title[self.language]}"

    def _provision(self, change: Change[Provision], href: str) -> Iterator[Line]:
        fields = change.fields_in(self.language)
        if "type" in fields:
            by = shift(change)
            yield self.shifted("raised" if by > 0 else "lowered" if by < 0 else "retyped", change, href)
        elif "text" in fields:
            runs = self._marked(change.old.text, change.new.text)
            yield Line("reworded", change.new.id, href, (change.new.type,), runs)

    def _renamed(self, ref: str, clause: Clause) -> Iterator[Line]:
        if successor := self.changes.provisions.alike.get(ref):
            yield Line("renamed", successor.rpartition(".")[2], self.href(clause, successor))

    def _field(self, change: Change[Any], field: str) -> Line:
        old, new = getattr(change.old, field, None), getattr(change.new, field, None)
        if field == PLACE:
            return Line("moved", runs=_replaced(*self._places(change)))
        if field in ("title", "name"):
            return Line("retitled", runs=self._marked(old, new))
        if field == "number" and isinstance(change.new, Section | Clause):
            return Line("renumbered", runs=_replaced(str(old), str(new)))
        return Line("changed", self.label(field), runs=self._runs(field, old, new))

    def _runs(self, field: str, old: Any, new: Any) -> tuple[Run, ...]:
        """The words of a field before and after; none where they are too many to be shown."""
        if field in self._titles:
            return self._listed(field, old, new)
        if isinstance(old or new, LocalizedText):
            return self._marked(old, new)
        if isinstance(old or new, PerLanguage | tuple | Mapping):
            return ()
        return _replaced(str(old or ""), str(new or ""))

    def _marked(self, old: LocalizedText | None, new: LocalizedText | None) -> tuple[Run, ...]:
        return marked(old[self.language] if old else "", new[self.language] if new else "")

    def _listed(self, field: str, old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Run, ...]:
        titles = self._titles[field]
        runs = [Run("removed", f" {titles[entry]}") for entry in old if entry not in new]
        runs += [Run("added", f" {titles[entry]}") for entry in new if entry not in old]
        return tuple(part for run in runs for part in (run, Run("kept", " ·")))[:-1]

    @cached_property
    def _titles(self) -> Mapping[str, Mapping[str, str]]:
        """What the ids in some fields stand for, in either edition."""
        editions = (self.changes.old, self.changes.new)
        return {
            "roles": {role.id: role.title[self.language] for it in editions for role in it.roles},
            "models": {model.id: model.title[self.language] for it in editions for model in it.identity.models},
            "steps": {step.id: step.title[self.language] for it in editions for step in it.steps},
            "tasks": {unit.id: self.heading(unit) for it in editions for unit in it.units},
        }

    def _places(self, change: Change[Any]) -> tuple[str, str]:
        old, new = self.changes.old, self.changes.new
        return self._place(old, change.old), self._place(new, change.new)

    def _place(self, standard: Standard, thing: Any) -> str:
        if isinstance(thing, Clause):
            return self.heading(standard.unit_of_clause[thing.id])
        if isinstance(thing, Section):
            stages = [stage for stage in standard.stages if thing in stage.tasks]
            return self.heading(stages[0]) if stages else "–"
        return self.words["defined_terms" if thing in standard.terms else "glossary"]


def _kept(text: str) -> tuple[Run, ...]:
    return (Run("kept", text),)


def _replaced(old: str, new: str) -> tuple[Run, ...]:
    """Something short that was replaced as a whole."""
    runs = (Run("removed", old), Run("added", f" {new}"))
    return tuple(run for run in runs if run.text.strip())
