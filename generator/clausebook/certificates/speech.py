"""What a certificate says in each language of the standard, whoever holds it."""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.form import Band, Gate, RequirementGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import shown
from clausebook.model.scheme import Scheme
from clausebook.model.standard import PROVISION_TYPES
from clausebook.render.jinja import Templates, Words


class Speech(NamedTuple):
    """One language of the certificate: its code, the interface's words, and what is said from the data."""

    code: str
    words: Words
    restated: str
    source: str
    method: str
    pass_mark: str


def speeches_of(questionnaire: Questionnaire, scheme: Scheme, templates: Templates) -> list[Speech]:
    """The languages in the standard's order."""
    return [_speech(code, questionnaire, scheme, templates) for code in questionnaire.standard.languages]


def bands_of(questionnaire: Questionnaire, scheme: Scheme) -> tuple[Band, ...]:
    """The bands that the certificate's is one of."""
    return scheme.bands or questionnaire.form.bands


def written(day: date, words: Words) -> str:
    """A day as a language writes it."""
    return words["date"].format(year=day.year, month=words[f"month_{day.month}"], day=day.day)


def percent(value: Fraction) -> str:
    """A number of percent as people read it."""
    return shown(value / 100)


def _speech(code: str, questionnaire: Questionnaire, scheme: Scheme, templates: Templates) -> Speech:
    words = templates.words("certificates", code)
    identity = questionnaire.standard.identity
    standard = " ".join(filter(None, (identity.title[code], identity.number, identity.edition)))
    sentences = _method(code, words, questionnaire, scheme)
    return Speech(
        code=code,
        words=words,
        restated=words["restated"].format(standard=standard),
        source=words["source"].format(standard=standard, copyright=identity.copyright[code]),
        method=words["sentence_separator"].join(sentences),
        pass_mark=_pass_mark(code, words, questionnaire, scheme),
    )


def _method(code: str, words: Words, questionnaire: Questionnaire, scheme: Scheme) -> Iterator[str]:
    """How the scores come about, sentence by sentence."""
    form = questionnaire.form
    if form.id in scheme.forms:
        kinds = {provision.type for provision in questionnaire.provisions.values()}
        weights = {
            words[f"type_{kind}"]: form.weight(kind) for kind in PROVISION_TYPES if kind in kinds and form.weight(kind)
        }
        yield words["method_answers"].format(maximum=questionnaire.scale.maximum)
        yield words["method_clauses"].format(weights=_listed(weights, words))
        yield _overall(words, questionnaire)
        yield words["method_not_applicable"]
        bands = {band.id: band.title[code] for band in form.bands}
        yield from (_gate(gate, words, bands) for gate in form.gates)
    if len(scheme.components) > 1:
        yield words["method_components"]


def _overall(words: Words, questionnaire: Questionnaire) -> str:
    form = questionnaire.form
    if form.stage_weights is None:
        return words["method_overall_by_clauses"]
    numbers = {stage.id: stage.number for stage in questionnaire.standard.stages}
    own = {numbers[stage]: weight for stage, weight in form.stage_weights.items()}
    return words["method_overall_by_weights"].format(weights=_listed(own, words))


def _pass_mark(code: str, words: Words, questionnaire: Questionnaire, scheme: Scheme) -> str:
    """From which band on the certificate is awarded, and how that was set."""
    band = next(band for band in bands_of(questionnaire, scheme) if band.id == scheme.band)
    mark = scheme.pass_mark
    basis = words[f"basis_{mark.basis}"]
    said = {"minimum": percent(band.minimum), "band": band.title[code], "basis": basis, "note": mark.note[code]}
    return words["pass_mark"].format(**said)


def _listed(weights: Mapping[str, Fraction], words: Words) -> str:
    return words["list_separator"].join(f"{name} {weight}" for name, weight in weights.items())


def _gate(gate: Gate, words: Words, bands: Mapping[str, str]) -> str:
    effect = "block" if gate.cap is None else "cap"
    band = "" if gate.cap is None else bands[gate.cap]
    if isinstance(gate, RequirementGate):
        return words[f"gate_requirement_{effect}"].format(band=band)
    return words[f"gate_stage_{effect}"].format(band=band, minimum=percent(gate.minimum))
