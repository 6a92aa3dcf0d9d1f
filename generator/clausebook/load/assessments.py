"""The assessments folder of a project: scales, forms, schemes, blueprints and the bank."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from clausebook.errors import InputError, Problem
from clausebook.load.bank import Bank, load_bank
from clausebook.load.bank_check import check_bank
from clausebook.load.blueprints import check_blueprint
from clausebook.load.check import dangling, suggestion
from clausebook.load.claims import check_claims
from clausebook.load.content import Content
from clausebook.load.issuer import load_issuer
from clausebook.load.schemes import check_scheme
from clausebook.load.validation import validate
from clausebook.load.yaml_source import Source, read, read_folder
from clausebook.model.blueprint import Blueprint
from clausebook.model.coverage import Coverage, CoverageRules
from clausebook.model.form import Form, Scale
from clausebook.model.issuer import Issuer
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.scheme import Scheme
from clausebook.model.standard import Standard

M = TypeVar("M", Scale, Form, Scheme, Blueprint)
Loaded = Mapping[str, tuple[M, Source]]
COVERAGE_FILE = "coverage.yaml"


@dataclass
class Assessments:
    """What could be read of an assessments folder, by id with its source, and what is wrong with the rest.

    `unread` names the folders of which not every file could be read.
    """

    scales: Loaded[Scale] = field(default_factory=dict)
    forms: Loaded[Form] = field(default_factory=dict)
    schemes: Loaded[Scheme] = field(default_factory=dict)
    blueprints: Loaded[Blueprint] = field(default_factory=dict)
    bank: Bank = field(default_factory=Bank)
    coverage: CoverageRules = field(default_factory=CoverageRules)
    issuer: Issuer | None = None
    unread: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def questionnaires(self, standard: Standard) -> Mapping[str, Questionnaire]:
        """Every form laid over the standard, by form id, once check_assessments has found nothing wrong."""
        return {
            form.id: Questionnaire.of(form, self.scales[form.scale][0], standard) for form, _ in self.forms.values()
        }

    def covered(self, questionnaires: Mapping[str, Questionnaire]) -> Coverage:
        """What the assessments cover of the standard, and what they have to."""
        forms: dict[str, tuple[str, ...]] = {}
        for form, questionnaire in questionnaires.items():
            for reference in questionnaire.provisions:
                forms[reference] = (*forms.get(reference, ()), form)
        return Coverage({"forms": forms, "items": self.bank.covers}, self.coverage.required)


def load_assessments(
    folder: Path, root: Path, languages: tuple[str, ...] | None, exam_pool: str | None = None
) -> Assessments:
    """Read an assessments folder, and the exam pool as load_bank finds it. A folder without forms is no problem.

    Nothing is raised: problems are collected.
    """
    assessments = Assessments()
    assessments.scales = _load(assessments, Scale, folder / "scales", root, languages)
    assessments.forms = _load(assessments, Form, folder / "forms", root, languages)
    assessments.schemes = _load(assessments, Scheme, folder / "schemes", root, languages)
    assessments.blueprints = _load(assessments, Blueprint, folder / "blueprints", root, languages)
    assessments.bank = load_bank(folder, root, languages, exam_pool)
    assessments.problems += assessments.bank.problems
    assessments.coverage = _load_coverage(assessments, folder / COVERAGE_FILE, root)
    assessments.issuer, problems = load_issuer(folder, root, languages)
    assessments.problems += problems
    return assessments


def _load_coverage(assessments: Assessments, path: Path, root: Path) -> CoverageRules:
    """What has to be covered; nothing where there is no such file."""
    if not path.is_file():
        return CoverageRules()
    try:
        source = read(path, path.relative_to(root).as_posix())
    except InputError as error:
        assessments.problems += error.problems
        return CoverageRules()
    rules, problems = validate(CoverageRules, source, None)
    assessments.problems += problems
    return rules or CoverageRules()


def _load(
    assessments: Assessments, model: type[M], folder: Path, root: Path, languages: tuple[str, ...] | None
) -> dict[str, tuple[M, Source]]:
    loaded: dict[str, tuple[M, Source]] = {}
    for source, problems in read_folder(folder, root):
        assessments.problems += problems
        if source is None:
            assessments.unread.add(folder.name)
            continue
        thing, problems = validate(model, source, languages)
        assessments.problems += problems
        if thing is None:
            assessments.unread.add(folder.name)
            continue
        if thing.id in loaded:
            what = f"the id {thing.id!r} is already taken by {loaded[thing.id][1].file}"
            assessments.problems.append(source.problem(("id",), what, "choose another"))
        loaded.setdefault(thing.id, (thing, source))
    return loaded


def check_assessments(assessments: Assessments, content: Content) -> Iterator[Problem]:
    """Every id in a form or scheme that leads nowhere, except to things that could not all be read."""
    for form, source in assessments.forms.values():
        yield from _check_form(assessments, form, source)
        yield from _check_selection(content, form, source)
    forms = {form.id: form for form, _ in assessments.forms.values()}
    registered = [name for _, name in content.identity.publisher.items()] if content.identity else []
    for scheme, source in assessments.schemes.values():
        yield from check_scheme(scheme, source, forms, is_complete="forms" not in assessments.unread)
        yield from check_claims(scheme, source, registered)
    stages = content.outline.stages if content.outline else None
    items = [item for item, _, _ in assessments.bank.items]
    for blueprint, source in assessments.blueprints.values():
        yield from check_blueprint(blueprint, source, stages, items)
    yield from check_bank(assessments.bank, content)


def _check_form(assessments: Assessments, form: Form, source: Source) -> Iterator[Problem]:
    if form.scale not in assessments.scales and "scales" not in assessments.unread:
        yield _dangling(source, ("scale",), "scale", form.scale, assessments.scales)
    other = form.compared_with
    if other is not None and other not in assessments.forms and "forms" not in assessments.unread:
        yield _dangling(source, ("compared_with",), "form", other, assessments.forms)
    bands = [band.id for band in form.bands]
    for i, gate in enumerate(form.gates):
        if gate.cap is not None and gate.cap not in bands:
            yield _dangling(source, ("gates", i, "cap"), "band", gate.cap, bands)


def _check_selection(content: Content, form: Form, source: Source) -> Iterator[Problem]:
    """What a form says of the standard: the stages, roles and business models that it names."""
    if content.outline:
        stages = [stage.id for stage in content.outline.stages]
        yield from dangling(source, ("stages",), form.stages, stages, "stage")
        for stage in form.stage_weights or {}:
            if stage not in stages:
                yield _dangling(source, ("stage_weights", stage), "stage", stage, stages)
    if "roles.yaml" not in content.unread:
        yield from dangling(source, ("roles",), form.roles, [role.id for role in content.roles.roles], "role")
    if content.identity:
        models = [model.id for model in content.identity.models]
        yield from dangling(source, ("models",), form.models, models, "business model")


def check_selections(assessments: Assessments, questionnaires: Mapping[str, Questionnaire]) -> Iterator[Problem]:
    """Every form that asks about nothing, once all of its ids are known to lead somewhere."""
    for form, source in assessments.forms.values():
        if not questionnaires[form.id].provisions:
            what = "the form asks about no clause: none stands in its stages and has one of its roles"
            yield source.problem(("roles" if form.roles else "stages",), what, "choose other roles or stages")


def _dangling(
    source: Source,
    path: tuple[str | int, ...],
    kind: str,
    value: str,
    known: Iterator[str] | Mapping[str, object] | list[str],
) -> Problem:
    return source.problem(path, f"there is no {kind} {value!r}", suggestion(value, known))
