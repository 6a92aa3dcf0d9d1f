"""Every page of the handbook in one language, as Markdown that any Python-Markdown based engine builds."""

from collections.abc import Iterable, Iterator

from clausebook.handbook import views
from clausebook.handbook.assess import entry_page, forms_page
from clausebook.handbook.links import PRACTICE_PAGE, checklist_page, evidence_page
from clausebook.handbook.sections import section_page_of, tally
from clausebook.handbook.writer import Writer
from clausebook.model.artifact import Artifact
from clausebook.model.coverage import Coverage
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import Standard
from clausebook.render.jinja import Templates


def pages(
    standard: Standard,
    templates: Templates,
    language: str,
    forms: Iterable[Questionnaire] = (),
    coverage: Coverage | None = None,
    *,
    has_practice: bool = False,
) -> tuple[Artifact, ...]:
    """All pages in a language but those on which forms are filled in and questions practised."""
    writer = Writer.of(standard, templates, language, coverage or Coverage({}))
    return tuple(_pages(writer, tuple(forms), has_practice=has_practice))


def _pages(writer: Writer, forms: tuple[Questionnaire, ...], *, has_practice: bool) -> Iterator[Artifact]:
    standard = writer.standard
    yield _home(writer, entry_page(forms), has_practice=has_practice)
    if len(forms) > 1:
        yield forms_page(writer, forms)
    for stage in standard.stages:
        yield from (section_page_of(writer, section) for section in (stage, *stage.tasks))
    if standard.all_terms:
        yield writer.page("terms.md", "terms", terms=standard.terms, glossary=standard.glossary)
    if standard.steps:
        yield views.workflow(writer)
    if standard.roles:
        yield views.roles(writer)
        yield from views.checklists(writer, forms)
    if standard.has_evidence:
        yield from views.evidence(writer)
    if standard.laws:
        yield views.laws(writer)
    if standard.identity.references:
        yield writer.page("references.md", "references", references=standard.identity.references)
    yield views.lookup(writer)
    yield from views.coverage(writer)


def _home(writer: Writer, assess: str | None, *, has_practice: bool) -> Artifact:
    standard = writer.standard
    tasks = sum(len(stage.tasks) for stage in standard.stages)
    provisions = sum(len(clause.provisions) for clause in standard.in_order)
    figures = [
        (len(standard.stages), "figure_stages"),
        (tasks, "figure_tasks"),
        (len(standard.clauses), "figure_clauses"),
        (provisions, "figure_provisions"),
    ]
    return writer.page(
        "index.md",
        "home",
        figures=[(number, writer.words[key]) for number, key in figures if number],
        assess=assess,
        stages=[(stage, tally(writer, stage)) for stage in standard.stages],
        roles=[(role, checklist_page(role)) for role in standard.roles],
        entries=_entries(standard, assess, has_practice=has_practice),
    )


def _entries(standard: Standard, assess: str | None, *, has_practice: bool) -> list[tuple[str, str]]:
    """The ways into the handbook that there are: the key of their words, and the page."""
    ways = [
        ("by_workflow", "workflow.md", standard.steps),
        ("by_role", "roles.md", standard.roles),
        ("by_evidence", evidence_page(standard.stages[0]), standard.has_evidence),
        ("by_term", "terms.md", standard.all_terms),
        ("by_law", "laws.md", standard.laws),
        ("by_lookup", "lookup.md", True),
        ("by_assessment", assess or "", assess),
        ("by_practice", PRACTICE_PAGE, has_practice),
    ]
    return [(key, page) for key, page, is_there in ways if is_there]
