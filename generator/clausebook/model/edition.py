"""Two editions of a standard laid side by side: what became of everything that has an id."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from clausebook.errors import UsageError
from clausebook.model.base import Model, PerLanguage
from clausebook.model.changes import PLACE, Change, Changes, Difference
from clausebook.model.standard import Record, Section, Standard
from clausebook.model.wording import flat, likeness, pieces

ALIKE = 0.9
"""From this likeness on, something new reads like something that is gone. Within one standard the most alike
provisions, which say the same of two different things, reach about 0.88."""

_SAYS = ("name", "title", "objective", "definition", "summary", "duties", "text")

_APART = {"id", "see_also", "translated_from"}
"""Fields that are not compared: what they say follows from the rest."""

T = TypeVar("T", bound=Model)
R = TypeVar("R", bound=Record)


def changes(old: Standard, new: Standard) -> Changes:
    """Compare two editions of a standard. Raises UsageError where they are not, or have no language in common.

    The order of ids in a list, cross-references and the hashes of translations do not count.
    """
    if old.identity.id != new.identity.id:
        raise UsageError(f"{old.identity.id!r} and {new.identity.id!r} are two standards, not two editions of one")
    languages = tuple(language for language in new.languages if language in old.languages)
    if not languages:
        raise UsageError("the two editions have no language in common")
    compare = _Comparison(old, new, languages)
    return Changes(
        old=old,
        new=new,
        languages=languages,
        identity=compare(lambda it: _by_id([it.identity]), apart={"languages", "models", "references"}),
        sections=compare(lambda it: _by_id(sections_of(it)), _stages, apart={"tasks", "clauses"}),
        clauses=compare(lambda it: _by_id(it.in_order), _units, apart={"provisions"}),
        provisions=compare(lambda it: dict(ref for clause in it.in_order for ref in clause.references())),
        models=compare(lambda it: _by_id(it.identity.models)),
        terms=compare(lambda it: _by_id(it.all_terms), _term_lists),
        steps=compare(lambda it: _by_id(it.steps)),
        roles=compare(lambda it: _by_id(it.roles)),
        laws=compare(lambda it: _by_id(it.laws)),
        references=compare(lambda it: _by_id(it.identity.references)),
    )


def sections_of(standard: Standard) -> tuple[Section, ...]:
    """Every stage, each followed by its tasks."""
    return tuple(section for stage in standard.stages for section in (stage, *stage.tasks))


def _by_id(things: Iterable[R]) -> Mapping[str, R]:
    return {thing.id: thing for thing in things}


def _stages(standard: Standard) -> Mapping[str, str]:
    """The stage of each task, by id."""
    return {task.id: stage.id for stage in standard.stages for task in stage.tasks}


def _units(standard: Standard) -> Mapping[str, str]:
    """The task, or the stage without tasks, of each clause, by id."""
    return {clause: unit.id for clause, unit in standard.unit_of_clause.items()}


def _term_lists(standard: Standard) -> Mapping[str, str]:
    """Which list each term is in, by id."""
    lists = {"terms": standard.terms, "glossary": standard.glossary}
    return {term.id: name for name, terms in lists.items() for term in terms}


def _nowhere(_: Standard) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class _Comparison:
    """Compares what two editions hold, their texts in the languages that both have."""

    old: Standard
    new: Standard
    languages: tuple[str, ...]

    def __call__(
        self,
        things: Callable[[Standard], Mapping[str, T]],
        places: Callable[[Standard], Mapping[str, str]] = _nowhere,
        *,
        apart: Iterable[str] = (),
    ) -> Difference[T]:
        """The difference between the things of both editions by id, of which `places` says where they are.

        The fields `apart` are not looked at.
        """
        old, new = things(self.old), things(self.new)
        old_places, new_places = places(self.old), places(self.new)
        added = {key: thing for key, thing in new.items() if key not in old}
        removed = {key: thing for key, thing in old.items() if key not in new}
        changed = {}
        for key in (key for key in new if key in old):
            moved = {PLACE: self.languages} if old_places.get(key) != new_places.get(key) else {}
            if fields := moved | self._fields(old[key], new[key], {*_APART, *apart}):
                changed[key] = Change(old[key], new[key], fields)
        return Difference(added, removed, changed, self._alike(removed, added))

    def _fields(self, old: Model, new: Model, apart: set[str]) -> dict[str, tuple[str, ...]]:
        names = [name for name in type(new).model_fields if name not in apart]
        differing = {
            name: tuple(
                language
                for language in self.languages
                if _in_language(getattr(old, name), language) != _in_language(getattr(new, name), language)
            )
            for name in names
        }
        return {name: languages for name, languages in differing.items() if languages}

    def _alike(self, removed: Mapping[str, Model], added: Mapping[str, Model]) -> Mapping[str, str]:
        """Pairs of something removed and something added, the most alike first; each is in one pair at most.

        A provision is only looked for in its own clause.
        """
        language = self.languages[0]
        gone, come = ({key: pieces(_says(thing, language)) for key, thing in part.items()} for part in (removed, added))
        shares = {
            (old, new): share
            for old in gone
            for new in come
            if _clause_of(old) == _clause_of(new) and (share := likeness(gone[old], come[new], ALIKE))
        }
        pairs: dict[str, str] = {}
        for old, new in sorted(shares, key=lambda pair: (-shares[pair], sorted(pair))):
            if old not in pairs and new not in pairs.values():
                pairs[old] = new
        return pairs


def _clause_of(reference: str) -> str:
    """The clause of a provision; nothing for the id of anything else."""
    return reference.rpartition(".")[0]


def _in_language(value: Any, language: str) -> Any:
    """What a value says to the readers of one language; of a list of ids the order says nothing."""
    if isinstance(value, PerLanguage):
        said = value[language]
        return flat(said) if isinstance(said, str) else tuple(map(flat, said))
    if isinstance(value, Model):
        return {name: _in_language(getattr(value, name), language) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: _in_language(entry, language) for key, entry in value.items()}
    if isinstance(value, tuple):
        entries = [_in_language(entry, language) for entry in value]
        return frozenset(entries) if all(isinstance(entry, str) for entry in value) else entries
    return value


def _says(thing: Model, language: str) -> str:
    """The words by which something is known again under another id."""
    texts = [getattr(thing, name)[language] for name in _SAYS if hasattr(thing, name)]
    texts += [provision.text[language] for provision in getattr(thing, "provisions", ())]
    return " ".join(texts)
