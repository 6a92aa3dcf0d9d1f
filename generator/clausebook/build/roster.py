"""A roster looked through before certificates are issued: what is wrong with names, and what no font draws."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from clausebook.build.loading import load_project
from clausebook.errors import Problem
from clausebook.load.roster import Roster, load_roster
from clausebook.model.certificate import Holder
from clausebook.model.characters import listed
from clausebook.model.name_characters import fault_in_label
from clausebook.project import Project
from clausebook.render.fonts import missing_glyphs, named_fonts

PRINTED = ("name", "name_latin", "organization", "department")
_GUIDE = "ask for another way to write it, or add a font that has it: see the guide for HR"


@dataclass(frozen=True)
class Inspected:
    """How many people a roster has, how many of them would get no certificate, and why, line by line."""

    people: int
    held: int
    problems: tuple[Problem, ...]

    @property
    def warnings(self) -> int:
        """How many of the problems only ask for somebody to look."""
        return sum(problem.is_warning for problem in self.problems)


def inspect_roster(project: Project, path: Path, scheme: str | None) -> Inspected:
    """Every finding about a roster. Characters are looked for in the fonts of the scheme's certificates, or of each
    scheme's. Raises InputError, and UsageError where there is no such scheme."""
    loaded = load_project(project)
    roster = load_roster(path, str(path))
    schemes = [loaded.scheme(scheme)] if scheme else list(loaded.schemes.values())
    everybody = [*roster.values(), *roster.aside.values()]
    undrawn = _undrawn(project, everybody, {one.design for one in schemes})
    held = [problem for problems in roster.held.values() for problem in problems]
    held += (problem for holder in roster.values() for problem in _missing(holder, undrawn, roster))
    # What must not be printed at all has been told of the lines that are held.
    untold = frozenset(character for character in undrawn if not fault_in_label(character))
    held += (problem for holder in roster.aside.values() for problem in _missing(holder, untold, roster))
    problems = sorted((*held, *roster.warnings), key=lambda problem: (problem.where.line, problem.where.path))
    return Inspected(len(roster.lines), len({problem.where.line for problem in held}), tuple(problems))


def _undrawn(project: Project, holders: Iterable[Holder], designs: Iterable[str]) -> frozenset[str]:
    """The characters of the holders' texts that the fonts of some design lack."""
    used = "".join({character for holder in holders for text in _texts(holder) for character in text})
    fonts = [named_fonts(project.templates, f"certificates/{design}/certificate.html.j2") for design in designs]
    return frozenset(character for files in fonts for character in missing_glyphs(used, files.values()))


def _missing(holder: Holder, undrawn: frozenset[str], roster: Roster) -> Iterator[Problem]:
    """A problem for each cell with a character that cannot be drawn."""
    for column, text in zip(PRINTED, _texts(holder), strict=True):
        if not undrawn.isdisjoint(text):
            what = f"no font draws {listed(character for character in text if character in undrawn)}"
            yield Problem(roster.where(holder.id, column), what, _GUIDE)


def _texts(holder: Holder) -> tuple[str, str, str, str]:
    return holder.name, holder.name_latin, holder.organization, holder.department
