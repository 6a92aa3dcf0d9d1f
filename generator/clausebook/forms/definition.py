"""A form as the browser needs it: every question, every rule of scoring, every text, as plain JSON."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from clausebook.model.form import Answer, Band, Form, Gate, StageGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import Clause, Section, Stage, Standard
from clausebook.render.languages import language_name

FORMAT = "clausebook-form/1"

Json = dict[str, Any]
Links = Mapping[str, str]
"""Where the handbook explains a clause, by clause id."""


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

    def link(self, clause_id: str) -> str | None:
        return self._links.get(clause_id)


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
        "hash": questionnaire.content_hash,
        "languages": list(writer.languages),
        "language_names": {language: language_name(language) for language in writer.languages},
        "title": writer.texts(form.title),
        "intro": writer.texts(form.intro),
        "privacy": writer.texts(form.privacy),
        "standard": _standard(writer, standard),
        "scale": [_answer(writer, answer) for answer in questionnaire.scale.answers],
        "stages": [_stage(writer, stage) for stage in standard.stages],
        "stage_weights": None if own is None else {stage: str(weight) for stage, weight in own.items()},
        "bands": [_band(writer, band) for band in form.bands],
        "gates": [_gate(gate) for gate in form.gates],
    }


def _standard(writer: _Writer, standard: Standard) -> Json:
    identity = standard.identity
    return {"id": identity.id, "title": writer.texts(identity.title), "notice": writer.texts(identity.notice)}


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
        "link": writer.link(clause.id),
        "provisions": list(_provisions(writer, clause)),
    }


def _provisions(writer: _Writer, clause: Clause) -> Iterator[Json]:
    for ref, provision in clause.references():
        weight = str(writer.form.weight(provision.type))
        yield {"ref": ref, "type": provision.type, "weight": weight, "text": writer.texts(provision.text)}


def _band(writer: _Writer, band: Band) -> Json:
    return {"id": band.id, "title": writer.texts(band.title), "minimum": str(band.minimum)}


def _gate(gate: Gate) -> Json:
    minimum = str(gate.minimum) if isinstance(gate, StageGate) else None
    return {"rule": gate.rule, "minimum": minimum, "cap": gate.cap}
