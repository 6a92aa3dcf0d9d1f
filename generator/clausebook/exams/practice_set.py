"""Practice questions as a paper, for programs that take papers."""

from clausebook.exams.rendering import per_language
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item
from clausebook.model.paper import Paper, paper_of
from clausebook.model.rule import RULES
from clausebook.model.standard import Stage, Standard
from clausebook.render.jinja import Templates

WHOLE = "all"
"""The id of the set of all stages."""


def practice_paper(standard: Standard, items: tuple[Item, ...], stage: Stage | None, templates: Templates) -> Paper:
    """The items of the practice pool, those of one stage or all, as a paper: a section for each type of question."""
    wanted = {clause.id for clause in standard.clauses_of(stage)} if stage else set(standard.clause_by_id)
    chosen = [item for item in items if item.pool == "practice" and item.clauses[0] in wanted]
    words = {language: templates.words("exams", language) for language in standard.languages}
    subject = stage.title if stage else standard.identity.title
    title = {language: words[language]["export_practice"].format(title=subject[language]) for language in words}
    identity = f"stage-{stage.number.replace('.', '-')}" if stage else WHOLE
    titles = {kind: per_language(words, f"export_type_{kind}") for kind in RULES}
    return paper_of(chosen, identity.lower(), LocalizedText(title), standard.languages, titles=titles)
