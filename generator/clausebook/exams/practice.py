"""The practice on the site: one page in each language, which asks, explains and remembers in the browser alone."""

from collections.abc import Iterable, Mapping

from clausebook.exams.player import COMMON_SCRIPTS, FOLDER, outline, practice_words, standard_facts
from clausebook.exams.questions import Questions
from clausebook.model.artifact import Artifact
from clausebook.model.item import Item
from clausebook.model.standard import Standard
from clausebook.render.jinja import Templates
from clausebook.render.single_file import embedded, joined

ASSETS = "assets/clausebook"
SCRIPTS = (
    *COMMON_SCRIPTS,
    f"{FOLDER}/leitner.js",
    f"{FOLDER}/progress.js",
    f"{FOLDER}/store.js",
    f"{FOLDER}/place.js",
    f"{FOLDER}/view/progress.js",
    f"{FOLDER}/view/files.js",
    f"{FOLDER}/view/start.js",
    f"{FOLDER}/app.js",
)


def published(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items that may stand on a site."""
    return tuple(item for item in items if item.pool == "practice")


def page_body(templates: Templates, language: str, root: str = "../") -> str:
    """The practice as a block of HTML for a Markdown page of the site; `root` leads to where `assets` are.

    The block has no blank line, so that Markdown leaves it alone.
    """
    words = practice_words(templates, language)
    return templates.render(f"{FOLDER}/page.html.j2", language=language, words=words, assets=f"{root}{ASSETS}")


def assets(
    items: Iterable[Item], standard: Standard, templates: Templates, language: str, links: Mapping[str, str]
) -> tuple[Artifact, ...]:
    """The script, the style sheet, and as a script too the questions in one language, for pages opened from disk.

    `links` lead from the page to each clause in the handbook. Items of the exam pool are left out, whatever is given.
    """
    return (
        Artifact.text(f"{ASSETS}/practice.js", joined(templates, SCRIPTS)),
        Artifact.text(f"{ASSETS}/practice.css", templates.render(f"{FOLDER}/page.css.j2")),
        Artifact.text(f"{ASSETS}/practice-questions.js", _data(published(items), standard, templates, language, links)),
    )


def _data(
    items: tuple[Item, ...], standard: Standard, templates: Templates, language: str, links: Mapping[str, str]
) -> str:
    write = Questions((language,))
    clauses = {clause for item in items for clause in item.clauses}
    definition = {
        "standard": standard_facts(standard, write),
        "stages": outline(standard, write, clauses, links),
        "questions": [write.question(item) for item in items],
    }
    words = {language: practice_words(templates, language)}
    data = embedded({"language": language, "definition": definition, "words": words})
    return f"window.clausebookPractice = {data};\n"
