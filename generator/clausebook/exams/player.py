"""A practice test as one HTML file that needs no network, no server and no other file: what a SCORM package holds."""

from collections.abc import Iterable, Mapping
from typing import Any

from clausebook.exams.questions import Json, Questions
from clausebook.model.paper import Asked, Paper
from clausebook.model.standard import Clause, Stage, Standard
from clausebook.render.jinja import Templates, Words
from clausebook.render.languages import language_name
from clausebook.render.single_file import digest, embedded, joined

FOLDER = "exams/practice"
COMMON_SCRIPTS = (
    "forms/web/rational.js",
    "forms/web/words.js",
    "forms/web/view/dom.js",
    "forms/web/view/dialog.js",
    "forms/web/view/notices.js",
    f"{FOLDER}/answer.js",
    f"{FOLDER}/marking.js",
    f"{FOLDER}/round.js",
    f"{FOLDER}/view/clause.js",
    f"{FOLDER}/view/choice.js",
    f"{FOLDER}/view/ordering.js",
    f"{FOLDER}/view/matching.js",
    f"{FOLDER}/view/written.js",
    f"{FOLDER}/view/open.js",
    f"{FOLDER}/view/verdict.js",
    f"{FOLDER}/view/ask.js",
    f"{FOLDER}/view/bar.js",
    f"{FOLDER}/view/summary.js",
    f"{FOLDER}/player.js",
)
"""The parts of the script that ask and explain a question, each after those it uses."""
SCRIPTS = (*COMMON_SCRIPTS, f"{FOLDER}/state.js", f"{FOLDER}/view/test.js", f"{FOLDER}/test.js")

_OWN_WORDS = "practice_"
_SHARED_WORDS = ("web_cancel", "web_dismiss")


def player(paper: Paper, standard: Standard, templates: Templates, adapter: str = "") -> str:
    """A paper as a practice test in all its languages, each question explained as soon as it is answered.

    The page holds the key: raises ValueError for a paper that may not be published. `adapter` is a script that runs
    first, and may set two names on `window`:

    - `clausebookState`: the string `state` of an earlier report, where the test goes on from it.
    - `clausebookReport(report)`: called after every step. `report.score` is {marks, maximum, percent}, marks as exact
      numbers in strings, percent with one decimal; `isComplete`; `isPassed`, null until complete; `seconds`;
      `answers`, one for each question: {number, id, type, given, verdict, marks, maximum}, `verdict` being right,
      partly, wrong or null for none yet; `state`, at most 4,000 characters. A throw tells that nothing was kept.

    Without them the browser's own storage keeps the state.
    """
    if not paper.is_publishable:
        raise ValueError(f"the paper {paper.id} holds questions that may not be published")
    languages = paper.languages
    words = {language: practice_words(templates, language) for language in languages}
    script, style = joined(templates, SCRIPTS), templates.render(f"{FOLDER}/single.css.j2")
    return templates.render(
        f"{FOLDER}/single.html.j2",
        title=paper.title[languages[0]],
        languages=languages,
        words=words,
        data=embedded({"definition": _definition(paper, standard), "words": words}),
        script=script,
        style=style,
        adapter=adapter,
        script_digest=digest(script),
        style_digest=digest(style),
        adapter_digest=digest(adapter),
    )


def practice_words(templates: Templates, language: str) -> Words:
    """The words of the practice, with those that its parts share with the forms."""
    forms, exams = (templates.words(product, language) for product in ("forms", "exams"))
    own = {key: word for key, word in exams.items() if key.startswith(_OWN_WORDS)}
    return own | {key: forms[key] for key in _SHARED_WORDS}


def outline(
    standard: Standard, write: Questions, asked: Iterable[str], links: Mapping[str, str] | None = None
) -> list[Json]:
    """The stages with those of their clauses that are asked about, by id; `links` lead to them in the handbook."""
    wanted = set(asked)
    stages = ((stage, [c for c in standard.clauses_of(stage) if c.id in wanted]) for stage in standard.stages)
    return [_stage(stage, clauses, write, links or {}) for stage, clauses in stages if clauses]


def standard_facts(standard: Standard, write: Questions) -> Json:
    """What the page says of the standard itself."""
    identity = standard.identity
    return {"id": identity.id, "title": write.texts(identity.title), "notice": write.texts(identity.notice)}


def _definition(paper: Paper, standard: Standard) -> Json:
    write = Questions(paper.languages)
    clauses = {clause for item in paper.items for clause in item.clauses}
    return {
        "languages": list(paper.languages),
        "language_names": {language: language_name(language) for language in paper.languages},
        "standard": standard_facts(standard, write),
        "stages": outline(standard, write, clauses),
        "questions": [write.question(asked.item, asked.rule) for asked in paper.questions],
        "paper": _paper(paper, write),
    }


def _paper(paper: Paper, write: Questions) -> Json:
    return {
        "id": paper.id,
        "code": paper.code,
        "title": write.texts(paper.title),
        "instructions": write.texts(paper.instructions) if paper.instructions else None,
        "minutes": paper.minutes,
        "total": str(paper.total),
        "passing": str(paper.passing),
        "questions": [_asked(asked) for asked in paper.questions],
    }


def _asked(asked: Asked) -> dict[str, Any]:
    return {"number": asked.number, "id": asked.item.id, "points": str(asked.points), "order": list(asked.order)}


def _stage(stage: Stage, clauses: list[Clause], write: Questions, links: Mapping[str, str]) -> Json:
    own = {"id": stage.id, "number": stage.number, "title": write.texts(stage.title)}
    return own | {"clauses": [_clause(clause, write, links.get(clause.id)) for clause in clauses]}


def _clause(clause: Clause, write: Questions, link: str | None) -> Json:
    return {"id": clause.id, "number": clause.number, "title": write.texts(clause.title), "link": link}
