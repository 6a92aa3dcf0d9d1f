"""A paper as a QTI package: a test of sections, an item a question, and the manifest that names them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from clausebook.exams.markup import element
from clausebook.exams.qti_items import assessment_item, item_name
from clausebook.exams.qti_markup import SLACK, Dialect, assign, constant, paragraphs_of, variable
from clausebook.exams.rendering import Exported, file_name, heading
from clausebook.model.paper import Asked, Paper, PaperSection
from clausebook.render.archive import packed
from clausebook.render.jinja import Words

_TEST = "test.xml"
_SECONDS_OF_A_MINUTE = 60


def qti_package(paper: Paper, language: str, words: Words, dialect: Dialect, ending: str) -> Exported:
    """The package of a paper in a dialect, as a ZIP file."""
    files = {
        "imsmanifest.xml": dialect.manifest(_manifest(paper, dialect)),
        _TEST: dialect.document(_test(paper, language)),
    }
    for asked in paper.questions:
        files[_path(asked)] = dialect.document(assessment_item(paper, asked, language, words))
    return Exported(file_name(paper, language, ending), packed(files), tuple(_remarks(paper)))


def _remarks(paper: Paper) -> Iterator[str]:
    marked = [section.id for section in paper.sections if section.rule == "by_criteria"]
    if marked:
        yield f"questions of section {', '.join(marked)} are marked by people, by the rubric that each holds"


def _path(asked: Asked) -> str:
    return f"items/{asked.item.id}.xml"


def _test(paper: Paper, language: str) -> Element:
    test = element(
        "assessmentTest",
        _outcome("SCORE", "float", "0"),
        _outcome("PASSED", "boolean", "false"),
        identifier=f"test-{paper.blueprint}-{paper.id}",
        title=heading(paper, language),
    )
    if paper.minutes is not None:
        test.append(element("timeLimits", maxTime=str(paper.minutes * _SECONDS_OF_A_MINUTE)))
    is_shown = str(paper.is_publishable).lower()
    part = element(
        "testPart",
        element("itemSessionControl", maxAttempts="1", showFeedback=is_shown, showSolution="false"),
        *_sections(paper, language),
        identifier="part-1",
        navigationMode="nonlinear",
        submissionMode="individual" if paper.is_publishable else "simultaneous",
    )
    test.extend([part, _outcome_processing(paper)])
    return test


def _outcome(identifier: str, kind: str, value: str) -> Element:
    default = element("defaultValue", element("value", value))
    return element("outcomeDeclaration", default, identifier=identifier, cardinality="single", baseType=kind)


def _sections(paper: Paper, language: str) -> Iterator[Element]:
    for place, section in enumerate(paper.sections):
        made = element("assessmentSection", identifier=f"section-{section.id}", title=section.title[language])
        made.set("visible", "true")
        if place == 0 and paper.instructions is not None:
            told = paragraphs_of([paper.instructions[language]])
            made.append(element("rubricBlock", *told, view="candidate"))
        made.extend(_references(section))
        yield made


def _references(section: PaperSection) -> Iterator[Element]:
    for asked in section.questions:
        yield element("assessmentItemRef", identifier=item_name(asked.item), href=_path(asked))


def _outcome_processing(paper: Paper) -> Element:
    total = element("sum", element("testVariables", variableIdentifier="SCORE"))
    is_enough = element("gte", variable("SCORE"), constant(paper.passing - SLACK))
    return element("outcomeProcessing", assign("SCORE", total), assign("PASSED", is_enough))


def _manifest(paper: Paper, dialect: Dialect) -> Element:
    schema, version = dialect.package
    items = [(item_name(asked.item), _path(asked)) for asked in paper.questions]
    test = element("resource", element("file", href=_TEST), identifier="test", type=dialect.test_type, href=_TEST)
    test.extend(element("dependency", identifierref=name) for name, _ in items)
    resources = element("resources", test, *(_resource(name, path, dialect) for name, path in items))
    metadata = element("metadata", element("schema", schema), element("schemaversion", version))
    identifier = f"package-{paper.blueprint}-{paper.id}"
    return element("manifest", metadata, element("organizations"), resources, identifier=identifier)


def _resource(name: str, path: str, dialect: Dialect) -> Element:
    return element("resource", element("file", href=path), identifier=name, type=dialect.item_type, href=path)
