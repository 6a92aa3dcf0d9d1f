"""What a certificate says about its holder: the contents of the slots of its template, and the shape that they need."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, Protocol

from clausebook.certificates.qr import QUIET_ZONE, qr_grid
from clausebook.certificates.speech import Speech, bands_of, speeches_of, written
from clausebook.errors import RejectedRecord, RenderError
from clausebook.model.base import LocalizedText
from clausebook.model.certificate import Certificate
from clausebook.model.evaluation import Evaluation
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Result, Score, shown
from clausebook.model.scheme import Scheme
from clausebook.render.jinja import Templates
from clausebook.render.radar import Chart, chart
from clausebook.render.shapes import Grid
from clausebook.render.shapes import Shape as AnyShape
from clausebook.render.slots import Content

_NONE = shown(None)
FIGURE_FONT = "NotoSansSC-Bold.ttf"
_MOST_TITLES = 10
"""With more stages than this the chart shows their numbers; the second page has their titles."""


class Signed(Protocol):
    """What a certificate takes of its seal: the link for its code, and the credential for its file."""

    @property
    def link(self) -> str:
        """Where the code leads."""

    @property
    def credential(self) -> str:
        """A VC-JWT."""


class Shape(NamedTuple):
    """All that decides where things stand, apart from what is the same for a whole scheme.

    `stages` has for each scored stage its id and the ids of its tasks; it is empty where no form counts.
    """

    has_latin: bool
    is_held: bool
    stages: tuple[tuple[str, tuple[str, ...]], ...]


class Row(NamedTuple):
    """A line of the table of scores: a stage, or a task below it."""

    number: str
    title: LocalizedText
    is_stage: bool


def shape_of(certificate: Certificate, evaluation: Evaluation) -> Shape:
    """The shape that a certificate needs."""
    result = evaluation.result
    stages = () if result is None else result.stages
    return Shape(
        has_latin=bool(certificate.holder.name_latin),
        is_held=evaluation.reached != evaluation.band,
        stages=tuple((stage.id, tuple(unit.id for unit in stage.units)) for stage in stages),
    )


def check_evaluation(evaluation: Evaluation, questionnaire: Questionnaire) -> None:
    """Raise RejectedRecord where an evaluation earns no certificate, RenderError where it belongs to another form."""
    result = evaluation.result
    if result is not None and result.form_hash != questionnaire.content_hash:
        raise RenderError("the result was scored with another edition of the form; load the edition it was scored with")
    if result is not None and not result.is_complete:
        raise RejectedRecord("incomplete", f"{result.total - result.answered} of {result.total} answers are missing")
    if evaluation.band is None:
        raise RejectedRecord("no_band", "the score is below the lowest band, or a rule blocks the result")


def code_side(content: Content) -> int:
    """How many modules wide the code is with its quiet zone."""
    (grid,) = content.drawings["code"]
    return grid.side + 2 * QUIET_ZONE if isinstance(grid, Grid) else 0


class Contents:
    """Fills the slots of the certificates of one scheme."""

    def __init__(self, questionnaire: Questionnaire, scheme: Scheme, templates: Templates) -> None:
        self.scheme = scheme
        self.questionnaire = questionnaire
        self.speeches = speeches_of(questionnaire, scheme, templates)
        self.bands = bands_of(questionnaire, scheme)
        self._stages = {stage.id: stage for stage in questionnaire.standard.stages}
        self._font = templates.file(f"fonts/{FIGURE_FONT}")
        self._charts: dict[Shape, Chart] = {}

    def rows(self, shape: Shape) -> Iterator[Row]:
        """The table of scores; a stage without tasks of its own has one line."""
        for stage_id, units in shape.stages:
            stage = self._stages[stage_id]
            yield Row(stage.number, stage.title, is_stage=True)
            tasks = {task.id: task for task in stage.tasks}
            yield from (Row(tasks[unit].number, tasks[unit].title, is_stage=False) for unit in units if unit in tasks)

    def chart(self, shape: Shape) -> Chart:
        """The chart of the stages, or of the components where no form counts."""
        if shape not in self._charts:
            self._charts[shape] = chart(list(self._labels(shape)), accent=self.scheme.accent, font=self._font)
        return self._charts[shape]

    def of(self, certificate: Certificate, evaluation: Evaluation, seal: Signed) -> Content:
        """The contents for one certificate."""
        drawn = self.chart(shape_of(certificate, evaluation))
        scores = self._axes(evaluation)
        result = evaluation.result
        figures = [] if result is None else [shown(score) for score in self._scores(result)]
        bars = {f"bar-{index}": "0.0" if figure == _NONE else figure for index, figure in enumerate(figures, start=1)}
        texts = dict(self._texts(certificate, evaluation, seal.link))
        texts |= {f"score-{index}": figure for index, figure in enumerate(figures, start=1)}
        texts |= {f"component-{component.id}": shown(component.score) for component in evaluation.components}
        drawings: dict[str, Sequence[AnyShape]] = {
            "chart-area": drawn.area(scores),
            "chart-line": drawn.line(scores),
            "code": [qr_grid(seal.link)],
        }
        return Content(texts, drawings, bars)

    def alphabet(self) -> str:
        """The characters of all texts that do not come from the holder."""
        said = [band.title[speech.code] for band in self.bands for speech in self.speeches]
        keys = ("date", "not_applicable", "method_held", *(f"month_{month}" for month in range(1, 13)))
        said += [speech.words[key] for speech in self.speeches for key in keys]
        return "".join(dict.fromkeys("".join(said)))

    def _labels(self, shape: Shape) -> Iterator[Sequence[str]]:
        languages = [speech.code for speech in self.speeches]
        stages = [self._stages[stage] for stage, _ in shape.stages]
        if len(stages) > _MOST_TITLES:
            yield from ([stage.number] for stage in stages)
        else:
            titles = [stage.title for stage in stages] or [component.title for component in self.scheme.components]
            yield from ([title[code] for code in languages] for title in titles)

    def _axes(self, evaluation: Evaluation) -> list[Score]:
        if evaluation.result is None:
            return [component.score for component in evaluation.components]
        return [stage.score for stage in evaluation.result.stages]

    def _scores(self, result: Result) -> Iterator[Score]:
        for scored in result.stages:
            yield scored.score
            tasks = {task.id for task in self._stages[scored.id].tasks}
            yield from (unit.score for unit in scored.units if unit.id in tasks)

    def _texts(self, certificate: Certificate, evaluation: Evaluation, link: str) -> Iterator[tuple[str, str]]:
        holder = certificate.holder
        title = self.scheme.title[self.speeches[0].code]
        yield "title", f"{title} {certificate.serial}: {holder.name}"
        yield "verify", link
        figures = self._figures(evaluation)
        yield "chart", " ".join(self._chart_in_words(speech, figures) for speech in self.speeches)
        yield "name", holder.name
        yield "latin", holder.name_latin
        yield "organization", " ".join(filter(None, (holder.organization, holder.department)))
        yield "serial", certificate.serial
        yield "footer", f"{certificate.serial} · {holder.name}"
        yield "overall", shown(evaluation.overall)
        yield "overall-total", shown(evaluation.overall)
        if evaluation.result is not None:
            yield "form-overall", shown(evaluation.result.overall)
        titles = {band.id: band.title for band in self.bands}
        for speech in self.speeches:
            yield from self._said(speech, certificate, evaluation, titles)

    def _said(
        self, speech: Speech, certificate: Certificate, evaluation: Evaluation, titles: Mapping[str, LocalizedText]
    ) -> Iterator[tuple[str, str]]:
        """The texts in one language."""
        code, words = speech.code, speech.words
        yield f"issued-{code}", written(certificate.issued, words)
        yield f"expires-{code}", written(certificate.expires, words)
        yield f"band-{code}", titles[evaluation.band or ""][code]
        if evaluation.reached != evaluation.band:
            yield f"held-{code}", words["method_held"].format(reached=titles[evaluation.reached or ""][code])
        if evaluation.result is not None:
            share = Fraction(evaluation.result.not_applicable, evaluation.result.total)
            yield f"inapplicable-{code}", words["not_applicable"].format(share=shown(share))

    def _chart_in_words(self, speech: Speech, figures: Sequence[tuple[LocalizedText, str]]) -> str:
        said = (f"{title[speech.code]} {figure}" for title, figure in figures)
        return speech.words["radar"].format(scores=speech.words["list_separator"].join(said))

    def _figures(self, evaluation: Evaluation) -> list[tuple[LocalizedText, str]]:
        """What the chart shows: titles and scores."""
        if evaluation.result is None:
            titles = {component.id: component.title for component in self.scheme.components}
            return [(titles[component.id], shown(component.score)) for component in evaluation.components]
        return [(self._stages[stage.id].title, shown(stage.score)) for stage in evaluation.result.stages]
