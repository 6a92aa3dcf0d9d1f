"""Certificates for the responses that have earned one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clausebook.build.loading import load_project
from clausebook.build.records import Outcome, People, process
from clausebook.build.register import digest, is_as_issued
from clausebook.build.write import write_file
from clausebook.certificates.document import certificate_pdf, check_names
from clausebook.certificates.register import Record, Register
from clausebook.errors import MissingGlyphError, RejectedRecord
from clausebook.load.responses.folder import check_paths
from clausebook.load.roster import load_roster
from clausebook.model.certificate import Holder
from clausebook.model.form import Form
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.model.result import Result, shown
from clausebook.model.scheme import Scheme
from clausebook.project import Project
from clausebook.render import clock
from clausebook.render.jinja import Templates
from clausebook.scoring.score import Scorer


def certify_responses(
    project: Project, paths: Iterable[Path], roster: Path, *, scheme: str | None, out: Path, register: Path
) -> Iterator[Outcome]:
    """Issue a certificate, as a PDF named after its serial below `out`, for each response that has earned one.

    A response is left over with a reason where it is incomplete, lies below the scheme's band, comes from a person who
    is not on the roster or is named differently there, or where no font draws the name. Issuing is safe to repeat: a
    response that has its certificate keeps its serial, its dates and its file. Raises InputError, UsageError or
    RegisterError.
    """
    loaded = load_project(project)
    holders = load_roster(roster, str(roster))
    named = check_paths(paths)
    chosen = loaded.scheme(scheme)
    register.parent.mkdir(parents=True, exist_ok=True)
    with Register(register) as opened:
        scorer = Scorer(loaded.questionnaire(chosen.form))
        issuer = _Issuer(opened, chosen, scorer, holders, project.templates, out, clock.now().astimezone(), People())
        yield from process(loaded, named, issuer.issue)


@dataclass(frozen=True)
class _Issuer:
    """Everything that the certificates of one run share. `now` is in the issuer's time zone."""

    register: Register
    scheme: Scheme
    scorer: Scorer
    holders: Mapping[str, Holder]
    templates: Templates
    out: Path
    now: datetime
    people: People

    def issue(self, response: Response, questionnaire: Questionnaire) -> Path:
        """Reserve a serial, draw, write, and note it as issued: in this order, so that a crash loses nothing."""
        self.people.admit(response)
        if response.form != self.scheme.form:
            raise RejectedRecord("other_form", f"the scheme {self.scheme.id!r} counts the form {self.scheme.form!r}")
        result = self.scorer.score(response)
        _check_earned(result, questionnaire.form, self.scheme)
        holder = self._holder(response)
        record = self.register.reserve(self.scheme, holder, result, self.now)
        if record.is_erased:
            raise RejectedRecord("erased", "this certificate's data were erased; it is not issued again")
        path = self.out / f"{record.serial}.pdf"
        if not (path.is_file() and is_as_issued(record, path)):
            pdf = self._drawn(record, result, questionnaire)
            if record.is_issued and digest(pdf) != record.digest:
                detail = f"the file of {record.serial} is missing or changed, and now it would come out differently"
                raise RejectedRecord("not_reproducible", f"{detail}; restore it from a backup")
            write_file(path, pdf)
            self.register.issue(record.serial, digest(pdf))
        return path

    def _drawn(self, record: Record, result: Result, questionnaire: Questionnaire) -> bytes:
        """The certificate's bytes. Held with its serial where only the layout finds a character undrawable."""
        try:
            return certificate_pdf(record.certificate, result, questionnaire, self.scheme, self.templates)
        except MissingGlyphError as error:
            raise RejectedRecord("missing_glyphs", str(error)) from None

    def _holder(self, response: Response) -> Holder:
        holder = self.holders.get(response.person.id)
        if holder is None:
            raise RejectedRecord("not_on_roster", "the roster has nobody with the id of this response")
        if response.person.name not in ("", holder.name, holder.name_latin):
            raise RejectedRecord(
                "name_differs", "the response gives another name than the roster; settle which is right"
            )
        try:
            check_names(holder, self.templates)
        except MissingGlyphError as error:
            raise RejectedRecord("missing_glyphs", str(error)) from None
        return holder


def _check_earned(result: Result, form: Form, scheme: Scheme) -> None:
    if not result.is_complete:
        raise RejectedRecord("incomplete", f"{result.total - result.answered} of {result.total} answers are missing")
    order = [band.id for band in form.bands]
    if result.band is None or order.index(result.band) < order.index(scheme.band):
        reached = f"the band {result.band!r}" if result.band else "no band"
        is_held_back = result.band != result.reached
        closed = f", held back by {', '.join(gate.rule for gate in result.gates)}" if is_held_back else ""
        detail = f"{shown(result.overall)} gives {reached}{closed}; the scheme asks for {scheme.band!r}"
        raise RejectedRecord("below_band", detail)
