"""A project read and checked as a whole, before anything is made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clausebook.errors import InputError, Problem, UsageError, Where
from clausebook.load.assessments import COVERAGE_FILE, check_assessments, check_selections, load_assessments
from clausebook.load.check import check_content
from clausebook.load.content import load_content
from clausebook.load.exam_mapping import check_exam_mappings
from clausebook.load.mapping import check_mappings
from clausebook.load.schemes import Places, check_exams, check_looks
from clausebook.load.yaml_source import Source
from clausebook.model.blueprint import Blueprint
from clausebook.model.coverage import Coverage
from clausebook.model.issuer import Issuer
from clausebook.model.item import Item
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.scheme import Scheme
from clausebook.model.standard import Standard
from clausebook.project import Project


@dataclass(frozen=True)
class Loaded:
    """A project without errors: its standard, forms laid over it, items, schemes, blueprints, and warnings."""

    standard: Standard
    questionnaires: Mapping[str, Questionnaire]
    items: tuple[Item, ...]
    schemes: Mapping[str, Scheme]
    coverage: Coverage
    warnings: tuple[Problem, ...]
    issuer: Issuer | None = None
    blueprints: Mapping[str, Blueprint] = field(default_factory=dict)
    blueprint_sources: Mapping[str, Source] = field(default_factory=dict)

    def questionnaire(self, form: str) -> Questionnaire:
        """The form of this id. Raises UsageError where there is none."""
        if form not in self.questionnaires:
            raise UsageError(f"there is no form {form!r}; there are: {', '.join(self.questionnaires) or 'none'}")
        return self.questionnaires[form]

    def scheme(self, identity: str | None) -> Scheme:
        """The scheme of this id, or the only one there is. Raises UsageError where that leaves none or several."""
        if identity is None and len(self.schemes) == 1:
            return next(iter(self.schemes.values()))
        if identity is None or identity not in self.schemes:
            raise UsageError(f"name a scheme with --scheme; there are: {', '.join(self.schemes) or 'none'}")
        return self.schemes[identity]

    def blueprint(self, identity: str) -> Blueprint:
        """The blueprint of this id. Raises UsageError where there is none."""
        if identity not in self.blueprints:
            raise UsageError(f"there is no blueprint {identity!r}; there are: {', '.join(self.blueprints) or 'none'}")
        return self.blueprints[identity]


def load_project(project: Project, *, strict: bool = False) -> Loaded:
    """Read and check everything a project says. Raises InputError with all problems; `strict` counts warnings too."""
    content = load_content(project.content, project.root)
    languages = content.identity.languages if content.identity else None
    assessments = load_assessments(project.assessments, project.root, languages, project.exam_pool)
    places = Places(project.content, project.templates.folders)
    looks = check_looks(assessments.schemes.values(), places)
    found = [*check_content(content), *check_assessments(assessments, content), *looks]
    problems = [*content.problems, *assessments.problems, *found]
    _raise_on_problems(problems, strict=strict)
    standard = content.standard()
    questionnaires = assessments.questionnaires(standard)
    problems += check_selections(assessments, questionnaires)
    coverage = assessments.covered(questionnaires)
    problems += _gaps(coverage, standard, project)
    problems += check_mappings(project.assessments, project.root, questionnaires)
    exams = {blueprint.id: blueprint for blueprint, _ in assessments.blueprints.values()}
    problems += check_exams(assessments.schemes.values(), exams)
    problems += check_exam_mappings(project.assessments, project.root, exams)
    _raise_on_problems(problems, strict=strict)
    return Loaded(
        standard=standard,
        questionnaires=questionnaires,
        items=tuple(item for item, _, _ in assessments.bank.items),
        schemes={scheme.id: scheme for scheme, _ in assessments.schemes.values()},
        coverage=coverage,
        warnings=tuple(sorted(problems)),
        issuer=assessments.issuer,
        blueprints=exams,
        blueprint_sources={identity: source for identity, (_, source) in assessments.blueprints.items()},
    )


def _raise_on_problems(problems: Sequence[Problem], *, strict: bool) -> None:
    if any(strict or not problem.is_warning for problem in problems):
        raise InputError(problems)


def _gaps(coverage: Coverage, standard: Standard, project: Project) -> Iterator[Problem]:
    """A warning for each provision that lacks what the project says every provision needs."""
    file = (project.assessments / COVERAGE_FILE).relative_to(project.root).as_posix()
    for kind, reference in coverage.open_gaps(standard):
        what = f"no {kind} cover the provision {reference}"
        yield Problem(Where(file), what, f"add some, or do not require {kind}", is_warning=True)
