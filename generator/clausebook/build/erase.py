"""Removing what is kept about a person, wherever Clausebook put it, and saying what stays and why."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from clausebook.build.exam_erasure import holds_exam_results, named_in, plan_exam
from clausebook.build.handed_out import handed_out
from clausebook.build.handout import MAIL_MERGE
from clausebook.build.intake import contents_of
from clausebook.build.left_over import LEFT_OVER, without
from clausebook.build.loading import Loaded, load_project
from clausebook.build.register import Place
from clausebook.build.reporting import REPORTS, RESULTS, TEAM, file_name, read_results, result_of
from clausebook.build.write import STAGED, replace_lines, write_file
from clausebook.certificates.register import ERASED, is_register
from clausebook.errors import UsageError
from clausebook.load.papers import PAPERS_FILE
from clausebook.load.responses.folder import find_files
from clausebook.model.response import Person
from clausebook.model.result import Result
from clausebook.model.table import guarded
from clausebook.project import Project
from clausebook.render import clock

_ERASED = Person(id=ERASED)
_SUMS = "holds sums over groups only; score again and it is made without this person"
_ENTRY = "keeps the serial, scheme, band, score, dates and digests, so that a certificate can still be verified"
_SHARED = "holds answers of others too; take this person's out by hand"
_REVIEW = "is this person's review of somebody else; decide who keeps it"
_UNREAD = "cannot be read as answers, but names this person; look at it"


@dataclass(frozen=True)
class Removal:
    """Something that goes: where it is, what it is, and how it is removed."""

    place: Path | str
    what: str
    act: Callable[[], object]


@dataclass
class Erasure:
    """What would go and what would stay, each place with the reason; nothing has been changed yet."""

    removals: list[Removal] = field(default_factory=list)
    stays: list[tuple[Path | str, str]] = field(default_factory=list)

    def carry_out(self) -> None:
        """Remove everything. Whoever stops it in between may simply do it again."""
        for removal in self.removals:
            removal.act()


def plan_erasure(project: Project, person: str, folders: Iterable[Path], register: Place | None = None) -> Erasure:
    """What has to go about the person of this id: below build, in the folders named, files of answers as
    well, and in one more register.

    Raises InputError, UsageError or RegisterError.
    """
    if not person.strip():
        raise UsageError("name a person by the id that stands in the answers")
    loaded = load_project(project)
    named = list(folders)
    places = [project.build, *named]
    erasure = Erasure()
    for stopped in sorted(project.build.rglob(STAGED)):
        erasure.removals.append(Removal(stopped, "left by a run that was stopped", partial(shutil.rmtree, stopped)))
    for results in _found(places, RESULTS):
        if not holds_exam_results(results):
            _plan_results(erasure, results, person)
    for papers in _found(places, PAPERS_FILE):
        _plan_exam(erasure, papers.parent, person)
    for mail_merge in _found(places, MAIL_MERGE):
        _plan_handout(erasure, mail_merge, person)
    for ledger in _registers(places, register):
        _plan_register(erasure, ledger, person, places)
    _plan_answers(erasure, loaded, person, [path for path in (project.build / "samples", *named) if path.exists()])
    return erasure


def _plan_exam(erasure: Erasure, folder: Path, person: str) -> None:
    """What the folder of an exam has about the person."""
    erasure.removals += [Removal(place, what, act) for place, what, act in plan_exam(folder, person)]
    erasure.stays += [(path, _SHARED) for path in named_in(folder, person)]


def _found(places: Iterable[Path], pattern: str) -> list[Path]:
    """The files of this name below some folders, each once."""
    found = {path.resolve(): path for place in places for path in place.rglob(pattern) if STAGED not in path.parts}
    return sorted(found.values())


def _plan_results(erasure: Erasure, results: Path, person: str) -> None:
    """The lines about the person, their reports, and what names them beside the results."""
    folder = results.parent
    names, reports, lines = {person}, {file_name(person)}, 0
    for result in _results(results):
        if result.person.id == person:
            names |= {result.person.name} - {""}
            lines += 1
        elif result.reviewer is not None and result.reviewer.id == person:
            names |= {result.reviewer.name} - {""}
            reports.add(file_name(result.person.id))
            lines += 1
    _plan_table(erasure, folder / LEFT_OVER, names)
    for report in sorted((folder / REPORTS).glob("*/*")):
        parts = report.name.split(".")[:-1]
        if file_name(person) in parts or parts[0] in reports:
            erasure.removals.append(Removal(report, "a report", report.unlink))
    if lines:
        # The results go last: a run that is stopped before still finds by them what belongs to the person.
        erasure.removals.append(Removal(results, f"{lines} results", lambda: _rewrite(results, person)))
        erasure.stays += [(team, _SUMS) for team in sorted((folder / TEAM).glob("*"))]


def _results(path: Path) -> Iterator[Result]:
    yield from (result_of(line, path) for _, line in read_results(path))


def _rewrite(path: Path, person: str) -> None:
    """The results without those about a person; in those by that person as a reviewer nobody is named."""
    kept = (result for result in _results(path) if result.person.id != person)
    replace_lines(path, (_anonymous(result, person).model_dump_json().encode() for result in kept))


def _anonymous(result: Result, person: str) -> Result:
    is_theirs = result.reviewer is not None and result.reviewer.id == person
    return result.model_copy(update={"reviewer": _ERASED}) if is_theirs else result


def _plan_table(erasure: Erasure, path: Path, names: set[str]) -> None:
    if not path.is_file():
        return
    content, count = without(path, _mention(names).search)
    if count:
        erasure.removals.append(Removal(path, f"{count} lines", lambda: write_file(path, content)))


def _mention(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names or ids, not as a part of a longer word of Latin letters and digits."""
    every = "|".join(map(re.escape, sorted(names)))
    return re.compile(rf"(?<![A-Za-z0-9])(?:{every})(?![A-Za-z0-9])")


def _plan_handout(erasure: Erasure, mail_merge: Path, person: str) -> None:
    """What a run of certify has made about the person; its list goes last, as it says what belongs to whom."""
    for path, what in handed_out(mail_merge, person):
        _plan_file(erasure, path, what)
    _plan_table(erasure, mail_merge.with_name(LEFT_OVER), {person})
    content, count = without(mail_merge, {person, guarded(person)}.__contains__)
    if count:
        erasure.removals.append(Removal(mail_merge, f"{count} lines", lambda: write_file(mail_merge, content)))


def _plan_file(erasure: Erasure, path: Path, what: str) -> None:
    """A file that goes, once."""
    if path.is_file() and path.resolve() not in [removal.place for removal in erasure.removals]:
        erasure.removals.append(Removal(path.resolve(), what, path.resolve().unlink))


def _registers(places: Iterable[Path], more: Place | None) -> list[Place]:
    """The registers below some folders, copies as well, and one more, each once."""
    found = [Place.of_file(path) for path in _found(places, "*.sqlite") if is_register(path)]
    if more is None or (isinstance(more.location, Path) and Place.of_file(more.location) in found):
        return found
    return [*found, more]


def _plan_register(erasure: Erasure, place: Place, person: str, places: Iterable[Path]) -> None:
    with place.ledger() as ledger:
        name = ledger.name
        records = [record for record in ledger.records() if record.holder.id == person]
    for record in records:
        for certificate in _found(places, f"{record.serial}.*"):
            _plan_file(erasure, certificate, "a certificate")
    if records:
        what = f"id, names, organisation and department in {len(records)} entries"
        erasure.removals.append(Removal(name, what, lambda: _blank(place, person)))
        erasure.stays.append((name, _ENTRY))


def _blank(place: Place, person: str) -> None:
    with place.register() as register:
        register.erase(person, clock.now())


def _plan_answers(erasure: Erasure, loaded: Loaded, person: str, paths: list[Path]) -> None:
    """Files of this person's answers; what others share, or nobody can read, a person has to look at."""
    files = [found for found in find_files(paths) if not found.skipped and found.path.name not in (RESULTS, LEFT_OVER)]
    known = {removal.place.resolve() for removal in erasure.removals if isinstance(removal.place, Path)}
    for contents in contents_of(files, loaded.questionnaires):
        path = contents.file.path
        if path.resolve() in known:
            continue
        rated = {response.person.id for response in contents.responses}
        reviewers = {response.reviewer.id for response in contents.responses if response.reviewer}
        if rated == {person} and contents.is_all_read:
            erasure.removals.append(Removal(path, "answers", path.unlink))
        elif person in rated:
            erasure.stays.append((path, _SHARED))
        elif person in reviewers:
            erasure.stays.append((path, _REVIEW))
        elif not contents.is_all_read and _names(path, person):
            erasure.stays.append((path, _UNREAD))


def _names(path: Path, person: str) -> bool:
    """Whether a file's name or content holds the id as a word."""
    word = _mention([person])
    return bool(word.search(path.name)) or bool(word.search(path.read_bytes().decode("utf-8", "replace")))
