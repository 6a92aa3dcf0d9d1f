"""Certificates for the people who have earned one, one or a hundred thousand in a run.

Serials are reserved, certificates sealed and drawn, files written, and then noted as issued: in this order, some dozens
at a time, so that a run that is stopped loses nothing, doubles nothing, and may simply be started again.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from clausebook.build.conflicts import Policy
from clausebook.build.drawing import CHUNK, Drawing, Order, Workforce, draw_all
from clausebook.build.gather import Gathered, Told, gather
from clausebook.build.handout import (
    ARCHIVES,
    MAIL_MERGE,
    MANIFEST,
    STACKS,
    Delivered,
    Handout,
    Lists,
    folder_name,
    hand_out,
)
from clausebook.build.left_over import LEFT_OVER, LeftOver, Remainder, left_over_table
from clausebook.build.loading import load_project
from clausebook.build.register import Place, digest
from clausebook.build.shard import Shard
from clausebook.build.signer import Seals, Signer
from clausebook.build.write import staged, write_file, write_together
from clausebook.certificates.document import Press
from clausebook.certificates.register import Issued, Record, Register, Request, certificate_key
from clausebook.certificates.sealing import Seal
from clausebook.certificates.verify_payload import link_in
from clausebook.errors import HeldRecord, MissingGlyphError, Problem, RejectedRecord, UsageError
from clausebook.load.responses.folder import check_paths
from clausebook.load.roster import load_roster
from clausebook.model.certificate import Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.scheme import Scheme
from clausebook.project import Project
from clausebook.render import clock

CREDENTIALS = "credentials"
_OUTPUTS = (MANIFEST, MAIL_MERGE, LEFT_OVER, ARCHIVES, STACKS)
"""What a run makes anew; certificates and credentials stay."""
_GONE = {
    "revoked": "to issue it again, put it back in force with: clausebook register reinstate",
    "superseded": "a later result of the same person has replaced it",
    "expired": "the same result gives no new one",
}


@dataclass(frozen=True)
class Run:
    """What a run certifies and where everything is; `scheme` is None where there is only one."""

    scheme: str | None
    roster: Path
    out: Path
    register: Place
    conflicts: Policy = "hold"
    shard: Shard = field(default_factory=Shard)
    workforce: Workforce = field(default_factory=Workforce)
    handout: Handout = field(default_factory=Handout)


@dataclass
class Certified(Remainder):
    """What became of everybody: how many certificates are new, how many stood there already, and who is left over.

    `warnings` is what somebody ought to look at in the roster.
    """

    out: Path
    new: int = 0
    unchanged: int = 0
    left_over: list[LeftOver] = field(default_factory=list)
    warnings: tuple[Problem, ...] = ()

    @property
    def table(self) -> Path:
        """What is left over, as a table."""
        return self.out / LEFT_OVER

    def leave(self, origin: str, rejection: RejectedRecord) -> None:
        """Note that there is no certificate, and why."""
        state = "held" if isinstance(rejection, HeldRecord) else "rejected"
        number = len(self.left_over) + 1
        self.left_over.append(LeftOver(number, origin, state, rejection.reason, rejection.detail))


class _Step(NamedTuple):
    """One certificate on its way. `file` is its place below the folder; `is_there` says that it need not be drawn."""

    origin: str
    record: Record
    evaluation: Evaluation
    seal: Seal
    link: str
    file: Path
    is_there: bool


def certify(project: Project, paths: Iterable[Path], run: Run, signer: Signer, told: Told) -> Certified:
    """Issue a certificate, as a PDF named after its serial below `run.out`, for each person who has earned one.

    A person is left over with a reason where something is missing or differs, where the result lies below the scheme's
    band, or where no font draws the name. Who has a certificate keeps its serial, its dates and its file; another
    result gives a new one, which supersedes it. Raises InputError, UsageError, RegisterError or OSError.
    """
    loaded = load_project(project)
    scheme = loaded.scheme(run.scheme)
    if not scheme.forms:
        raise UsageError(f"the scheme {scheme.id!r} has no form; a certificate shows the scores of one, so add it")
    holders = load_roster(run.roster, str(run.roster))
    named = check_paths(paths)
    questionnaire = loaded.questionnaire(scheme.forms[0])
    seals = Seals(signer, scheme, questionnaire)
    with staged(run.out, _OUTPUTS) as new, run.register.register() as register:
        everybody = gather(loaded, scheme, named, holders, new, apart=run.out, policy=run.conflicts, told=told)
        people = (gathered for gathered in everybody if run.shard.has(gathered.person))
        with Lists(new) as lists:
            issuing = _Issuing(run, scheme, register, signer, seals, lists, new, told)
            issuing.issue(Press(questionnaire, scheme, project.templates), people)
        issuing.certified.warnings = holders.warnings
        write_file(new / LEFT_OVER, left_over_table(issuing.certified.left_over))
        hand_out(run.handout, new, run.out, new)
    return issuing.certified


class _Issuing:
    """A run that issues."""

    def __init__(
        self,
        run: Run,
        scheme: Scheme,
        register: Register,
        signer: Signer,
        seals: Seals,
        lists: Lists,
        scratch: Path,
        told: Told,
    ) -> None:
        self.certified = Certified(run.out)
        self._run = run
        self._scheme = scheme
        self._register = register
        self._files_signer = signer.files
        self._seals = seals
        self._lists = lists
        self._scratch = scratch
        self._told = told
        self._now = clock.now().astimezone()
        self._steps: deque[list[_Step]] = deque()

    def issue(self, press: Press, people: Iterator[Gathered]) -> None:
        """Draw, write and note some dozens at a time, while the next are drawn."""
        for chunk, drawings in draw_all(press, self._chunks(press, people), self._run.workforce):
            serials = (order.certificate.serial for order in chunk)
            self._finish(self._steps.popleft(), dict(zip(serials, drawings, strict=True)))

    def _chunks(self, press: Press, people: Iterator[Gathered]) -> Iterator[list[Order]]:
        """What is to be drawn, some dozens of people at a time; whose certificate is there goes along in the steps."""
        while some := list(islice(people, CHUNK)):
            steps = self._reserved([gathered for gathered in some if self._has_earned(press, gathered)])
            self._steps.append(steps)
            yield [Order(step.record.certificate, step.evaluation, step.seal) for step in steps if not step.is_there]

    def _has_earned(self, press: Press, gathered: Gathered) -> bool:
        try:
            if gathered.rejection is not None:
                raise gathered.rejection
            press.check_names(_earned(gathered)[0])
        except MissingGlyphError as error:
            self.certified.leave(gathered.origin, HeldRecord("missing_glyphs", str(error)))
        except RejectedRecord as rejection:
            self.certified.leave(gathered.origin, rejection)
        else:
            return True
        return False

    def _reserved(self, some: Sequence[Gathered]) -> list[_Step]:
        records = self._register.reserve([_request(self._scheme, *_earned(one)) for one in some], self._now)
        steps = []
        for one, record in zip(some, records, strict=True):
            try:
                steps.append(self._step(one.origin, record, _earned(one)[1]))
            except RejectedRecord as rejection:
                self.certified.leave(one.origin, rejection)
        return steps

    def _step(self, origin: str, record: Record, evaluation: Evaluation) -> _Step:
        """What is to be done for a certificate. Raises RejectedRecord where it may not be issued, or issued again."""
        if record.is_erased:
            raise RejectedRecord("erased", "this certificate's data were erased; it is not issued again")
        if record.state in _GONE:
            raise RejectedRecord(record.state, f"{record.serial} was {record.state}; {_GONE[record.state]}")
        department = folder_name(record.holder.department) if self._run.handout.by_department else ""
        file = Path(department, f"{record.serial}.pdf")
        seal = self._seals.seal(record, evaluation)
        link = _issued_link(record, self._run.out / file)
        return _Step(origin, record, evaluation, seal, link or seal.link, file, link is not None)

    def _finish(self, steps: Sequence[_Step], drawn: Mapping[str, Drawing]) -> None:
        """Write what was drawn, note it in the register, and list all that stands in the folder now."""
        kept, contents = [], {}
        for step in steps:
            try:
                if not step.is_there:
                    contents[step.record.serial] = self._content(step.record, drawn[step.record.serial])
                kept.append(step)
            except RejectedRecord as rejection:
                self.certified.leave(step.origin, rejection)
        write_together(dict(self._files(kept, contents)), self._scratch)
        digests = {serial: digest(content) for serial, content in contents.items()}
        issued = [
            Issued(step.record.serial, digests[step.record.serial], step.seal.payload)
            for step in kept
            if not step.is_there
        ]
        self._register.issue(issued, self._now)
        for step in kept:
            self._list(step, digests)

    def _content(self, record: Record, drawing: Drawing) -> bytes:
        """The file to be written. Raises HeldRecord where there is none, RejectedRecord where it replaced another."""
        if drawing.reason:
            raise HeldRecord(drawing.reason, drawing.detail)
        content = self._files_signer.signed(drawing.content) if self._files_signer else drawing.content
        if record.is_issued and digest(content) != record.digest:
            detail = f"the file of {record.serial} is missing or changed, and now it would come out differently"
            raise RejectedRecord("not_reproducible", f"{detail}; restore it from a backup")
        return content

    def _files(self, kept: Sequence[_Step], contents: Mapping[str, bytes]) -> Iterator[tuple[Path, bytes]]:
        for step in kept:
            if not step.is_there:
                yield self._run.out / step.file, contents[step.record.serial]
            if self._run.handout.has_credentials:
                yield self._run.out / CREDENTIALS / f"{step.record.serial}.jwt", step.seal.credential.encode()

    def _list(self, step: _Step, digests: Mapping[str, str]) -> None:
        self.certified.new += not step.is_there
        self.certified.unchanged += step.is_there
        now = digests.get(step.record.serial) or step.record.digest or ""
        self._lists.add(Delivered(step.record, now, step.file, step.link))
        self._told("certified", self.certified.new + self.certified.unchanged)


def _earned(gathered: Gathered) -> tuple[Holder, Evaluation]:
    assert gathered.holder is not None  # noqa: S101 - who has an evaluation is on the roster
    assert gathered.evaluation is not None  # noqa: S101 - there is either this or a rejection
    return gathered.holder, gathered.evaluation


def _request(scheme: Scheme, holder: Holder, evaluation: Evaluation) -> Request:
    assert evaluation.band is not None  # noqa: S101 - who has earned a certificate has reached a band
    key = certificate_key(scheme, holder, evaluation)
    return Request(key, scheme, holder, evaluation.band, evaluation.overall)


def _issued_link(record: Record, path: Path) -> str | None:
    """The link in the file of a certificate, None where it is not there as it was issued."""
    if not record.is_issued or not path.is_file():
        return None
    content = path.read_bytes()
    return link_in(content) if digest(content) == record.digest else None
