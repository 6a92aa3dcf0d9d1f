"""People of a roster who are easily taken for one another: same names, names that look alike, ids that do."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping

from clausebook.errors import Problem, Where
from clausebook.model.certificate import Holder
from clausebook.model.likeness import alike, skeleton

_MOST_LINES = 5
_APART = "make sure that these are different people, each with an id of their own"


def check_namesakes(holders: Mapping[str, Holder], lines: Mapping[str, int], shown_as: str) -> Iterator[Problem]:
    """A warning for each group of people of one name, of names that look alike, and of ids that do.

    Both mappings are by id. Each warning stands at the second line of its group.
    """
    for group in _groups(holders, lambda holder: _folded(holder.id)):
        text = "ids differ only in case or width"
        yield _problem(group, lines, shown_as, "id", text, "correct the id that is wrong, or remove the line")
    looks = _groups(holders, lambda holder: skeleton(holder.name) or holder.name)
    for group in looks:
        names = {holders[identity].name for identity in group}
        told = "the same name stands" if len(names) == 1 else _difference(names)
        yield _problem(group, lines, shown_as, "name", told, _APART)


def _groups(holders: Mapping[str, Holder], key: Callable[[Holder], str]) -> Iterator[list[str]]:
    """The ids of holders that have the same key, where there are several."""
    groups: dict[str, list[str]] = {}
    for identity, holder in holders.items():
        groups.setdefault(key(holder), []).append(identity)
    return (group for group in groups.values() if len(group) > 1)


def _folded(identity: str) -> str:
    return identity.casefold() if identity.isascii() else unicodedata.normalize("NFKC", identity).casefold()


def _difference(names: Iterable[str]) -> str:
    is_writing = len({alike(name) for name in names}) == 1
    return "the same name, written differently, stands" if is_writing else "names that look alike stand"


def _problem(group: list[str], lines: Mapping[str, int], file: str, column: str, what: str, remedy: str) -> Problem:
    numbers = sorted(lines[identity] for identity in group)
    where = Where(file, numbers[1], 1, column)
    more = f" and {len(numbers) - _MOST_LINES} more" if len(numbers) > _MOST_LINES else ""
    shown = ", ".join(map(str, numbers[:_MOST_LINES]))
    return Problem(where, f"{what} in the lines {shown}{more}", remedy, is_warning=True)
