"""What differs between two editions of a standard."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from clausebook.model.base import Model
from clausebook.model.standard import (
    BusinessModel,
    Clause,
    Identity,
    Law,
    Provision,
    ProvisionType,
    Reference,
    Role,
    Section,
    Standard,
    Step,
    Term,
)

STRENGTH: Mapping[ProvisionType, int] = {
    "requirement": 3,
    "instruction": 3,
    "recommendation": 2,
    "permission": 1,
    "statement": 0,
}
"""How binding each type of provision is: an instruction has to be followed as a requirement has to be met."""

PLACE = "place"
"""The field that stands for where something is: a task's stage, a clause's task or stage, a term's list."""

T = TypeVar("T", bound=Model)


@dataclass(frozen=True)
class Change(Generic[T]):
    """Something that both editions have and that differs.

    `fields` holds the languages in which each field differs, by the field's name; a field that has no language, such
    as a number, differs in all of them.
    """

    old: T
    new: T
    fields: Mapping[str, tuple[str, ...]]

    def fields_in(self, language: str) -> tuple[str, ...]:
        """The fields that differ for the readers of one language."""
        return tuple(field for field, languages in self.fields.items() if language in languages)

    def is_only_moved(self, languages: Collection[str]) -> bool:
        """Whether the readers of some languages find it elsewhere, or under another number, and otherwise the same."""
        moves = {PLACE, "number"} if isinstance(self.new, Section | Clause) else {PLACE}
        return all(moves.issuperset(self.fields_in(language)) for language in languages)


@dataclass(frozen=True)
class Difference(Generic[T]):
    """All things of one kind in two editions, by id; provisions by reference ("<clause id>.<provision id>").

    `alike` gives, for the id of something removed, the id of something added that reads almost like it.
    """

    added: Mapping[str, T]
    removed: Mapping[str, T]
    changed: Mapping[str, Change[T]]
    alike: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed)

    def counts(self, languages: Collection[str]) -> tuple[int, int, int, int]:
        """How many were added, removed, changed for the readers of these languages, and only moved or renumbered."""
        seen = [change for change in self.changed.values() if any(map(change.fields_in, languages))]
        moved = sum(change.is_only_moved(languages) for change in seen)
        return len(self.added), len(self.removed), len(seen) - moved, moved


@dataclass(frozen=True)
class Changes:
    """Everything in which two editions differ. Texts are compared in `languages`, those that both editions have."""

    old: Standard
    new: Standard
    languages: tuple[str, ...]
    identity: Difference[Identity]
    sections: Difference[Section]
    clauses: Difference[Clause]
    provisions: Difference[Provision]
    models: Difference[BusinessModel]
    terms: Difference[Term]
    steps: Difference[Step]
    roles: Difference[Role]
    laws: Difference[Law]
    references: Difference[Reference]

    @property
    def lists(self) -> Mapping[str, Difference[Any]]:
        """What was compared, by the name of its kind."""
        kinds = ("sections", "clauses", "provisions", "models", "terms", "steps", "roles", "laws", "references")
        return {kind: getattr(self, kind) for kind in kinds}

    @property
    def languages_added(self) -> tuple[str, ...]:
        return tuple(language for language in self.new.languages if language not in self.old.languages)

    @property
    def languages_dropped(self) -> tuple[str, ...]:
        return tuple(language for language in self.old.languages if language not in self.new.languages)

    @property
    def are_steps_reordered(self) -> bool:
        """Whether the steps of the workflow that both editions have come in another order."""
        old, new = ([step.id for step in standard.steps] for standard in (self.old, self.new))
        return [step for step in old if step in new] != [step for step in new if step in old]

    @property
    def is_empty(self) -> bool:
        lists = (self.identity, *self.lists.values())
        return (
            self.old.languages == self.new.languages
            and not self.are_steps_reordered
            and all(difference.is_empty for difference in lists)
        )

    @property
    def raised(self) -> Mapping[str, Change[Provision]]:
        """The provisions that bind more than before, by reference."""
        return {ref: change for ref, change in self.provisions.changed.items() if shift(change) > 0}

    @property
    def lowered(self) -> Mapping[str, Change[Provision]]:
        """The provisions that bind less than before, by reference."""
        return {ref: change for ref, change in self.provisions.changed.items() if shift(change) < 0}


def shift(change: Change[Provision]) -> int:
    """By how much a provision binds more than before; below 0 it binds less."""
    return STRENGTH[change.new.type] - STRENGTH[change.old.type]


def binds(provision: Provision) -> bool:
    """Whether a provision has to be met, as a requirement has."""
    return STRENGTH[provision.type] == STRENGTH["requirement"]
