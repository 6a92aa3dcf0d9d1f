"""Everything that came in about a scheme, brought together person by person: responses, results, marks, the roster."""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import IO, NamedTuple
from unicodedata import normalize

from clausebook.build.conflicts import Policy, newest
from clausebook.build.intake import receive_files
from clausebook.build.loading import Loaded
from clausebook.build.reader import Reader
from clausebook.build.write import spool
from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.exam_results import is_exam_results, read_exam_marks
from clausebook.load.marks import Mark, is_marks, read_marks
from clausebook.load.responses.folder import Found, find_files
from clausebook.load.results import MAX_LINE, ResultReader, is_results
from clausebook.load.roster import absence
from clausebook.model.certificate import Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.likeness import is_same_name
from clausebook.model.response import Person
from clausebook.model.result import Result, shown
from clausebook.model.scheme import Scheme
from clausebook.scoring.evaluation import evaluate, is_earned

_START = 4096
"""So many bytes at the beginning of a file tell what it is."""

Told = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A person of the roster with the evaluation that earns a certificate, or why there is none.

    `origin` is where the first input about the person, or the one at fault, came from. Where it is not known whose a
    file or line is, `person` is empty.
    """

    origin: str
    person: str
    holder: Holder | None = None
    evaluation: Evaluation | None = None
    rejection: RejectedRecord | None = None


class _Part(NamedTuple):
    """What one input says of one person in one component: a result at a place in a file, or marks, or a fault.

    `content` is the same for all that say the same: a digest, or the marks as a fraction. `file` is negative for marks.
    """

    origin: str
    content: str
    saved: str = ""
    reviewer: str = ""
    file: int = -1
    place: int = 0
    fault: RejectedRecord | None = None


Parts = dict[str, list[_Part]]
"""By component, what was said."""


def gather(
    loaded: Loaded,
    scheme: Scheme,
    paths: Iterable[Path],
    holders: Mapping[str, Holder],
    scratch: Path,
    *,
    apart: Path | None = None,
    policy: Policy = "hold",
    told: Told = lambda _what, _count: None,
) -> Iterator[Gathered]:
    """Everybody whom the inputs are about, in the order of the roster, after the files and lines that are of no use.

    Inputs are responses in any packing, files of results, results of exams and tables of marks; the content decides
    what a file is. Results stay on disk, in a nameless file in the folder `scratch` or where they came from; what is
    kept in memory is about two kilobytes a person. `apart` is a folder of our own outputs, which is left out. By the
    policy "newest" the response saved last, and the marks of the last date, count where several of a person differ;
    else the person is held. Raises UsageError where a path is not there.
    """
    with ExitStack() as stack:
        yield from _Gathering(loaded, scheme, holders, policy, told, stack).run(find_files(paths, apart), scratch)


class _Gathering:
    """What one run knows of everybody so far."""

    def __init__(
        self,
        loaded: Loaded,
        scheme: Scheme,
        holders: Mapping[str, Holder],
        policy: Policy,
        told: Told,
        stack: ExitStack,
    ) -> None:
        self._loaded = loaded
        self._scheme = scheme
        self._holders = holders
        self._policy = policy
        self._told = told
        self._stack = stack
        self._components = {component.form: component.id for component in scheme.components if component.form}
        self._results = ResultReader(loaded.questionnaires)
        self._files: list[IO[bytes]] = []
        self._people: dict[str, Parts] = {}
        self._received = 0

    def run(self, files: Iterable[Found], scratch: Path) -> Iterator[Gathered]:
        """First everything is read and noted, then everybody is evaluated."""
        answers: list[Found] = []
        for file in files:
            kind = _kind(file)
            if kind == "answers":
                answers.append(file)
            else:
                yield from self._admit_results(file) if kind == "results" else self._admit_marks(file, kind)
        yield from self._admit_answers(answers, scratch)
        for count, (person, parts) in enumerate(self._in_order(), 1):
            yield self._decided(person, parts)
            self._told("evaluated", count)

    def _admit_answers(self, answers: Sequence[Found], scratch: Path) -> Iterator[Gathered]:
        """Score responses, and keep their results on disk."""
        if not answers:
            return
        kept = self._stack.enter_context(spool(scratch))
        self._files.append(kept)
        for received in receive_files(Reader(self._loaded.questionnaires), answers):
            self._count()
            if received.state == "good":
                place = kept.tell()
                kept.write(received.body + b"\n")
                yield from self._admit_line(received.body, received.origin, place)
            elif received.state != "skipped":
                kind = HeldRecord if received.state == "held" else RejectedRecord
                yield Gathered(received.origin, "", rejection=kind(received.reason, received.detail))

    def _admit_results(self, file: Found) -> Iterator[Gathered]:
        """Note where each line of a file of results stands."""
        try:
            lines = self._stack.enter_context(file.path.open("rb"))
        except OSError as error:
            yield Gathered(file.origin, "", rejection=RejectedRecord("unreadable", error.strerror or "no file"))
            return
        self._files.append(lines)
        place = len(BOM_UTF8) if lines.read(len(BOM_UTF8)) == BOM_UTF8 else 0
        lines.seek(place)
        number = 0
        while line := lines.readline(MAX_LINE):
            number += 1
            self._count()
            if line.strip():
                yield from self._admit_line(line, f"{file.origin}:{number}", place)
            place = lines.tell()

    def _admit_line(self, line: bytes, origin: str, place: int) -> Iterator[Gathered]:
        """Note a result of the file that was opened last."""
        try:
            head = self._results.head(line)
            component = self._component(head.form)
        except RejectedRecord as rejection:
            yield Gathered(origin, "", rejection=rejection)
            return
        person = normalize("NFC", head.person.id.strip())
        reviewer = head.reviewer.id if head.reviewer else ""
        fault = self._name_fault(person, head.person.name)
        if reviewer == head.person.id:
            fault = HeldRecord("own_review", "people have reviewed themselves; ask somebody else for the review")
        part = _Part(origin, head.content, head.saved, reviewer, len(self._files) - 1, place, fault)
        self._people.setdefault(person, {}).setdefault(component, []).append(part)

    def _count(self) -> None:
        self._received += 1
        self._told("received", self._received)

    def _component(self, form: str) -> str:
        if form not in self._components:
            counted = ", ".join(self._components) or "no form"
            raise RejectedRecord("other_form", f"the scheme {self._scheme.id!r} counts {counted}")
        return self._components[form]

    def _name_fault(self, person: str, name: str) -> RejectedRecord | None:
        """Names are compared when they are read: nobody's are kept."""
        holder = self._holders.get(person)
        if holder is None or not name.strip():
            return None
        if is_same_name(name, holder.name) or is_same_name(name, holder.name_latin):
            return None
        return RejectedRecord("name_differs", "it gives another name than the roster; settle which is right")

    def _admit_marks(self, file: Found, kind: str) -> Iterator[Gathered]:
        try:
            for mark in self._marks(file, kind):
                self._count()
                yield from self._admit_mark(mark)
        except RejectedRecord as rejection:
            yield Gathered(file.origin, "", rejection=rejection)

    def _marks(self, file: Found, kind: str) -> Iterator[Mark]:
        if kind == "exam":
            return read_exam_marks(file.path, file.origin, self._scheme)
        return read_marks(file.path, file.origin, self._scheme.exams)

    def _admit_mark(self, mark: Mark) -> Iterator[Gathered]:
        """Note marks. A line that nobody or nothing can be held back for is of no use by itself."""
        rejection = mark.marks if isinstance(mark.marks, RejectedRecord) else None
        is_lone = not (mark.person and mark.component)
        if rejection is not None and (is_lone or rejection.reason == "duplicate_marks"):
            yield Gathered(mark.origin, mark.person, rejection=rejection)
            return
        fault = rejection or self._name_fault(mark.person, mark.name)
        part = _Part(mark.origin, "" if rejection else str(mark.marks), mark.sat, fault=fault)
        self._people.setdefault(mark.person, {}).setdefault(mark.component, []).append(part)

    def _in_order(self) -> Iterator[tuple[str, Parts]]:
        """Everybody with what was said of them: the roster's people in its order, then strangers as they came."""
        yield from ((person, self._people[person]) for person in self._holders if person in self._people)
        yield from ((person, parts) for person, parts in self._people.items() if person not in self._holders)

    def _decided(self, person: str, parts: Parts) -> Gathered:
        settled = {component: self._settled(said) for component, said in parts.items()}
        origin = next(iter(settled.values())).origin
        holder = self._holders.get(person)
        if holder is None:
            return Gathered(origin, person, rejection=absence(self._holders, person))
        faulty = next((part for part in settled.values() if part.fault), None)
        if faulty is not None:
            return Gathered(faulty.origin, person, holder, rejection=faulty.fault)
        try:
            return Gathered(origin, person, holder, self._evaluation(holder, settled))
        except RejectedRecord as rejection:
            return Gathered(origin, person, holder, rejection=rejection)

    def _settled(self, said: Sequence[_Part]) -> _Part:
        """The one part that counts. It has a fault where one has, or where people have to decide which it is."""
        faulty = next((part for part in said if part.fault), None)
        if faulty is not None or len({part.content for part in said}) == 1 == len({part.reviewer for part in said}):
            return faulty or said[0]
        if len({part.reviewer for part in said}) > 1:
            detail = "several people have reviewed this person; keep one review"
            return said[0]._replace(fault=HeldRecord("several_reviews", detail))
        last = newest(said) if self._policy == "newest" else None
        return last or said[0]._replace(fault=_conflict(said))

    def _evaluation(self, holder: Holder, settled: Mapping[str, _Part]) -> Evaluation:
        results = [self._result(part) for part in settled.values() if part.file >= 0]
        marks = {component: Fraction(part.content) for component, part in settled.items() if part.file < 0}
        person = Person(id=holder.id, name=holder.name, department=holder.department)
        by_form = {result.form: result for result in results}
        evaluation = evaluate(self._scheme, self._loaded.questionnaires, by_form, marks, person)
        if not is_earned(self._scheme, self._loaded.questionnaires, evaluation):
            raise RejectedRecord("below_band", _below(evaluation, self._scheme))
        return evaluation

    def _result(self, part: _Part) -> Result:
        file = self._files[part.file]
        file.seek(part.place)
        return self._results.result(file.readline(MAX_LINE))


def _kind(file: Found) -> str:
    """What a file is by its content: results, results of an exam, marks, or answers, which is everything else."""
    if file.problem is not None or file.skipped:
        return "answers"
    try:
        with file.path.open("rb") as opened:
            start = opened.read(_START)
    except OSError:
        return "answers"
    if is_results(start):
        return "results"
    if is_exam_results(start):
        return "exam"
    return "marks" if is_marks(start) else "answers"


def _conflict(said: Sequence[_Part]) -> HeldRecord:
    others = ", ".join(part.origin for part in said[1:4])
    if said[0].file < 0:
        return HeldRecord("conflicting_marks", f"other marks of the same person stand in {others}; keep one line")
    return HeldRecord("conflicting_response", f"the same person has answered differently in {others}; keep one")


def _below(evaluation: Evaluation, scheme: Scheme) -> str:
    left = f"the band {evaluation.band!r}" if evaluation.band else "no band"
    closed = f", held back by {', '.join(evaluation.held)}" if evaluation.held else ""
    return f"{shown(evaluation.overall)} gives {left}{closed}; the scheme asks for {scheme.band!r}"
