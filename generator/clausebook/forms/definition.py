"""A form as the browser needs it: every question, every rule of scoring, every text, as plain JSON."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from clausebook.model.form import Answer, Band, Form, Gate, StageGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import BusinessModel, Clause, Provision, Section, Stage, Standard
from clausebook.render.languages import language_name

FORMAT = "clausebook-form/1"

Json = dict[str, Any]


class Explained(NamedTuple):
    """Where the handbook explains a clause, and where its practice notes stand if it has any."""

    clause: str
    practice: str | None = None


Links = Mapping[str, Explained]
"""What the handbook says about a clause, by clause id."""


class _Localized(Protocol):
    def __getitem__(self, language: str) -> str: ...


class _Writer:
    """What every part of the definition needs to know: the form, the languages wanted, the links."""

    def __init__(self, questionnaire: Questionnaire, links: Links, languages: tuple[str, ...]) -> None:
        self.questionnaire = questionnaire
        self.form: Form = questionnaire.form
        self.languages = languages
        self._links = links

    def texts(self, text: _Localized) -> dict[str, str]:
        return {language: text[language] for language in self.languages}

    def explained(self, clause: Clause) -> Json:
        """The links of a clause; without them the first step of its practice, the one text there is room for."""
        if clause.id in self._links:
            return {"link": self._links[clause.id].clause, "practice": self._links[clause.id].practice}
        first = {language: clause.practice[language][0] for language in self.languages} if clause.practice else None
        return {"link": None, "first_step": first}


def definition(questionnaire: Questionnaire, links: Links, languages: tuple[str, ...] | None = None) -> Json:
    """Describe the form for the browser; `languages` limits the texts, without it all of them are given.

    Weights, minimums and stage weights are strings that hold the exact number: "3" or "37/40".
    """
    standard, form = questionnaire.standard, questionnaire.form
    writer = _Writer(questionnaire, links, languages or standard.languages)
    own = form.stage_weights
    return {
        "format": FORMAT,
        "form": form.id,
        "kind": form.kind,
        "hash": questionnaire.content_hash,
        "languages": list(writer.languages),
        "language_names": {language: language_name(language) for language in writer.languages},
        "title": writer.texts(form.title),
        "intro": writer.texts(form.intro),
        "privacy": writer.texts(form.privacy),
        "standard": _standard(writer, standard),
        "models": [_model(writer, model) for model in standard.identity.models if model.id in form.models],
        "scale": [_answer(writer, answer) for answer in questionnaire.scale.answers],
        "stages": [_stage(writer, stage) for stage in standard.stages],
        "stage_weights": None if own is None else {stage: str(weight) for stage, weight in own.items()},
        "bands": [_band(writer, band) for band in form.bands],
        "gates": [_gate(gate) for gate in form.gates],
    }


def _standard(writer: _Writer, standard: Standard) -> Json:
    identity = standard.identity
    return {"id": identity.id, "title": writer.texts(identity.title), "notice": writer.texts(identity.notice)}


def _model(writer: _Writer, model: BusinessModel) -> Json:
    return {"id": model.id, "title": writer.texts(model.title)}


def _answer(writer: _Writer, answer: Answer) -> Json:
    hint = None if answer.hint is None else writer.texts(answer.hint)
    return {"points": answer.points, "label": writer.texts(answer.label), "hint": hint}


def _section(writer: _Writer, section: Section) -> Json:
    return {"id": section.id, "number": section.number, "title": writer.texts(section.title)}


def _stage(writer: _Writer, stage: Stage) -> Json:
    return _section(writer, stage) | {"units": [_unit(writer, unit) for unit in stage.units]}


def _unit(writer: _Writer, unit: Section) -> Json:
    clauses = writer.questionnaire.standard.clauses_of(unit)
    return _section(writer, unit) | {"clauses": [_clause(writer, clause) for clause in clauses]}


def _clause(writer: _Writer, clause: Clause) -> Json:
    return {
        "id": clause.id,
        "number": clause.number,
        "title": writer.texts(clause.title),
        "models": list(clause.models),
        "provisions": list(_provisions(writer, clause)),
    } | writer.explained(clause)


def _provisions(writer: _Writer, clause: Clause) -> Iterator[Json]:
    for ref, provision in clause.references():
        weight = str(writer.form.weight(provision.type))
        text = writer.texts(provision.text)
        yield {"ref": ref, "type": provision.type, "weight": weight, "text": text, "digest": _digest(provision)}


def _digest(provision: Provision) -> str:
    """Eight hex digits by which a browser notices that a statement means something else than when it was answered."""
    decisive = json.dumps([provision.type, dict(provision.text.items())], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(decisive.encode()).hexdigest()[:8]


def _band(writer: _Writer, band: Band) -> Json:
    return {"id": band.id, "title": writer.texts(band.title), "minimum": str(band.minimum)}


def _gate(gate: Gate) -> Json:
    minimum = str(gate.minimum) if isinstance(gate, StageGate) else None
    return {"rule": gate.rule, "minimum": minimum, "cap": gate.cap}
