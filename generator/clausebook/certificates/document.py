"""The certificate as a document: what it says in every language of the standard, and how it becomes a PDF."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width
from urllib.parse import quote

from clausebook.certificates.qr import qr_svg
from clausebook.errors import MissingGlyphError, RejectedRecord, RenderError
from clausebook.model.base import LocalizedText
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.form import Band, Gate, RequirementGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Result, Score, shown
from clausebook.model.scheme import Scheme
from clausebook.model.standard import PROVISION_TYPES
from clausebook.render.fonts import font_files, missing_glyphs, text_width
from clausebook.render.jinja import Templates, Words
from clausebook.render.pdf import Attachment, lay_out
from clausebook.render.radar import radar_svg, tint

DENSITIES = (1.2, 1.0, 0.9, 0.8, 0.7, 0.6)
"""The sizes of type that are tried, largest first, until the front of the certificate fits its page."""
_LARGEST = {1: 1.2, 2: 1.0}
"""Where to begin, by the number of languages; 0.8 with more of them."""
TITLE_FONT = "NotoSerifSC-SemiBold.ttf"
_MOST_TITLES = 10
"""With more stages than this the chart shows their numbers; the second page has their titles."""


class Row(NamedTuple):
    """A line of the table of scores: a stage, or a task below it. `share` is the score in percent for the bar."""

    number: str
    title: LocalizedText
    score: str
    share: str
    is_stage: bool


class Speech(NamedTuple):
    """One language of the certificate: its code, the interface's words, and what is said from the data."""

    code: str
    words: Words
    issued: str
    expires: str
    restated: str
    source: str
    method: str
    not_applicable: str


def certificate_pdf(
    certificate: Certificate,
    result: Result,
    questionnaire: Questionnaire,
    scheme: Scheme,
    templates: Templates,
    *,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1, dated the day of issue; the same arguments give the same bytes.

    Raises MissingGlyphError where no font draws a character of the holder's texts, RejectedRecord where the result
    earns no certificate, RenderError where the front does not fit one page in the smallest type.
    """
    check_names(certificate.holder, templates)
    fonts = font_files(templates)
    created = datetime.combine(certificate.issued, time(), tzinfo=UTC)
    largest = _LARGEST.get(len(questionnaire.standard.languages), 0.8)
    for density in (density for density in DENSITIES if density <= largest):
        html = certificate_html(certificate, result, questionnaire, scheme, templates, density=density)
        layout = lay_out(html, fonts=fonts)
        if layout.page_of("details") == 2:
            return layout.pdf(created=created, attachments=attachments)
    raise RenderError(f"the front of certificate {certificate.serial} does not fit one page; shorten its texts")


def check_names(holder: Holder, templates: Templates) -> None:
    """Raise MissingGlyphError where no font draws a character of the holder's texts; ask before reserving a serial."""
    texts = holder.name, holder.name_latin, holder.organization, holder.department
    if missing := missing_glyphs("".join(texts), font_files(templates).values()):
        raise MissingGlyphError(missing)


def certificate_html(
    certificate: Certificate,
    result: Result,
    questionnaire: Questionnaire,
    scheme: Scheme,
    templates: Templates,
    *,
    density: float = 1.0,
) -> str:
    """The certificate as HTML for `render_pdf`. `density` scales the type of the front page.

    Raises RejectedRecord where the result is incomplete or has no band, RenderError where it belongs to another form.
    """
    band = _band(result, questionnaire)
    languages = questionnaire.standard.languages
    speeches = [_speech(code, certificate, result, questionnaire, scheme, templates) for code in languages]
    return templates.render(
        "certificates/default/certificate.html.j2",
        certificate=certificate,
        holder=certificate.holder,
        scheme=scheme,
        questionnaire=questionnaire,
        speeches=speeches,
        band=band,
        overall=shown(result.overall),
        rows=list(_rows(result, questionnaire)),
        percent=_percent,
        fit=_fitter(templates.file(f"fonts/{TITLE_FONT}"), density),
        script=_script,
        density=density,
        tint=tint,
        radar=_data_uri(_radar(result, questionnaire, scheme)),
        radar_text=_radar_text(result, questionnaire, speeches),
        qr=_data_uri(qr_svg("\n".join(qr_lines(certificate, result, band, speeches)))),
    )


def qr_lines(certificate: Certificate, result: Result, band: Band, speeches: Sequence[Speech]) -> Iterator[str]:
    """The facts that the code holds, a line each: what a phone without a network shows beside the paper."""
    holder = certificate.holder
    yield certificate.serial
    yield " ".join(filter(None, (holder.name, holder.name_latin)))
    yield holder.organization
    yield " / ".join(band.title[speech.code] for speech in speeches) + f" {shown(result.overall)}"
    yield " / ".join(speech.words["issued"] for speech in speeches) + f" {certificate.issued.isoformat()}"
    yield " / ".join(speech.words["expires"] for speech in speeches) + f" {certificate.expires.isoformat()}"


def _band(result: Result, questionnaire: Questionnaire) -> Band:
    if result.form_hash != questionnaire.content_hash:
        raise RenderError("the result was scored with another edition of the form; load the edition it was scored with")
    if not result.is_complete:
        raise RejectedRecord("incomplete", f"{result.total - result.answered} of {result.total} answers are missing")
    for band in questionnaire.form.bands:
        if band.id == result.band:
            return band
    raise RejectedRecord("no_band", "the score is below the lowest band, or a rule of the form blocks the result")


def _rows(result: Result, questionnaire: Questionnaire) -> Iterator[Row]:
    stages = {stage.id: stage for stage in questionnaire.standard.stages}
    for scored in result.stages:
        stage = stages[scored.id]
        yield _row(scored.number, stage.title, scored.score, is_stage=True)
        titles = {task.id: task.title for task in stage.tasks}
        for unit in scored.units:
            if unit.id in titles:
                yield _row(unit.number, titles[unit.id], unit.score, is_stage=False)


def _row(number: str, title: LocalizedText, score: Score, *, is_stage: bool) -> Row:
    return Row(number, title, shown(score), shown(score or Fraction(0)), is_stage)


def _radar(result: Result, questionnaire: Questionnaire, scheme: Scheme) -> str:
    languages = questionnaire.standard.languages
    titles = {stage.id: stage.title for stage in questionnaire.standard.stages}
    labels: list[Sequence[str]] = [
        [titles[stage.id][code] for code in languages] if len(titles) <= _MOST_TITLES else [stage.number]
        for stage in result.stages
    ]
    scores = [stage.score for stage in result.stages]
    return radar_svg(labels, scores, accent=scheme.accent, family="Clausebook Sans, Clausebook Sans Latin")


def _radar_text(result: Result, questionnaire: Questionnaire, speeches: Sequence[Speech]) -> str:
    """What the chart shows, in words, one language after the other."""
    titles = {stage.id: stage.title for stage in questionnaire.standard.stages}
    return " ".join(
        speech.words["radar"].format(
            scores=speech.words["list_separator"].join(
                f"{titles[stage.id][speech.code]} {shown(stage.score)}" for stage in result.stages
            )
        )
        for speech in speeches
    )


def _data_uri(svg: str) -> str:
    return f"data:image/svg+xml,{quote(svg)}"


def _fitter(font: Path, density: float) -> Callable[[str, float, float], str]:
    """A function of a text, the room for it and its largest size, both in points, that gives the size to set it in.

    The text fills its line at most; where that would make it small, it is set larger on two lines or more.
    """

    def fit(text: str, room: float, largest: float) -> str:
        largest *= density
        on_one_line = room / max(text_width(text, font), 1)
        small = largest * 0.55
        size = on_one_line if on_one_line >= small else max(largest * 0.4, min(small, 1.7 * on_one_line))
        return f"{min(largest, size):.1f}"

    return fit


def _script(text: str) -> str:
    """The class of a text that is in no known language: whether its punctuation is full width."""
    return "wide" if any(east_asian_width(character) in "WF" for character in text) else "narrow"


def _percent(value: Fraction) -> str:
    return shown(value / 100)


def _speech(
    code: str,
    certificate: Certificate,
    result: Result,
    questionnaire: Questionnaire,
    scheme: Scheme,
    templates: Templates,
) -> Speech:
    words = templates.words("certificates", code)
    identity = questionnaire.standard.identity
    standard = " ".join(filter(None, (identity.title[code], identity.number, identity.edition)))
    return Speech(
        code=code,
        words=words,
        issued=_date(certificate.issued, words),
        expires=_date(certificate.expires, words),
        restated=words["restated"].format(standard=standard),
        source=words["source"].format(standard=standard, copyright=identity.copyright[code]),
        method=words["sentence_separator"].join(_method(code, words, result, questionnaire, scheme)),
        not_applicable=words["not_applicable"].format(share=_inapplicable(result)),
    )


def _inapplicable(result: Result) -> str:
    """The share of provisions that did not apply, in percent."""
    return shown(Fraction(result.not_applicable, result.total))


def _date(day: date, words: Words) -> str:
    return words["date"].format(year=day.year, month=words[f"month_{day.month}"], day=day.day)


def _method(code: str, words: Words, result: Result, questionnaire: Questionnaire, scheme: Scheme) -> Iterator[str]:
    """How the scores came about, sentence by sentence."""
    form = questionnaire.form
    bands = {band.id: band.title[code] for band in form.bands}
    kinds = {provision.type for provision in questionnaire.provisions.values()}
    weights = {
        words[f"type_{kind}"]: form.weight(kind) for kind in PROVISION_TYPES if kind in kinds and form.weight(kind)
    }
    yield words["method_answers"].format(maximum=questionnaire.scale.maximum)
    yield words["method_clauses"].format(weights=_listed(weights, words))
    if form.stage_weights is None:
        yield words["method_overall_by_clauses"]
    else:
        numbers = {stage.id: stage.number for stage in questionnaire.standard.stages}
        own = {numbers[stage]: weight for stage, weight in form.stage_weights.items()}
        yield words["method_overall_by_weights"].format(weights=_listed(own, words))
    yield words["method_not_applicable"].format(share=_inapplicable(result))
    yield from (_gate(gate, words, bands) for gate in form.gates)
    yield words["method_band"].format(band=bands[scheme.band])
    if result.reached is not None and result.reached != result.band:
        yield words["method_held"].format(reached=bands[result.reached])


def _listed(weights: Mapping[str, Fraction], words: Words) -> str:
    return words["list_separator"].join(f"{name} {weight}" for name, weight in weights.items())


def _gate(gate: Gate, words: Words, bands: Mapping[str, str]) -> str:
    effect = "block" if gate.cap is None else "cap"
    band = "" if gate.cap is None else bands[gate.cap]
    if isinstance(gate, RequirementGate):
        return words[f"gate_requirement_{effect}"].format(band=band)
    return words[f"gate_stage_{effect}"].format(band=band, minimum=_percent(gate.minimum))
