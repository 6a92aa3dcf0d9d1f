"""The report for one person: how the score came about, what is good, what to do next, as a page and as a PDF."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from clausebook.errors import RenderError
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Person
from clausebook.model.result import Result, shown
from clausebook.model.standard import Standard
from clausebook.render import clock
from clausebook.render.fonts import drawable, font_files
from clausebook.render.jinja import Templates, Words
from clausebook.render.pdf import render_pdf
from clausebook.reports.advice import advice, reachable, start
from clausebook.reports.comparison import Pair, Reviewed, clause_scores, compared, mean_pair
from clausebook.reports.outcome import band_title, outcome
from clausebook.reports.phrasing import cost, moment, signed, written_day
from clausebook.reports.scores import bars, chart, strengths, told

Links = Mapping[str, str]
"""Where the handbook explains a clause, by clause id."""

_ON_SCREEN, _ON_PAPER = (84, 78), (108, 88)
"""The room for the chart in millimetres. Letters keep their size: less room makes them larger on a phone."""
_MOST_DIFFERENCES = 6
_IN_FULL, _IN_FULL_ON_PAPER = 10, 6
"""How many clauses are laid open with steps and evidence: a page folds the others up, a PDF only lists them."""
_ADDRESSES = ("https://", "http://")


class Beside(NamedTuple):
    """A line of the comparison with the reviewer."""

    number: str
    title: str
    own: str
    other: str
    difference: str


def report_language(result: Result, standard: Standard) -> str:
    """The language in which the person answered; the standard's first where that is not known or not offered."""
    return result.language if result.language in standard.languages else standard.languages[0]


def individual_html(
    result: Result,
    questionnaire: Questionnaire,
    templates: Templates,
    language: str,
    links: Links,
    *,
    review: Result | None = None,
) -> str:
    """The report as one HTML file that needs no script and no other file.

    `links` lead to clauses in the handbook, `review` is a reviewer's result about the same person. Raises RenderError
    where the result was scored with another edition of the form, or the review is about somebody else.
    """
    context = _context(result, questionnaire, templates, language, links, review)
    context["radar"] = chart(result, questionnaire.standard, language, _ON_SCREEN)
    return templates.render("reports/individual/page.html.j2", **context)


def individual_pdf(
    result: Result,
    questionnaire: Questionnaire,
    templates: Templates,
    language: str,
    links: Links,
    *,
    review: Result | None = None,
) -> bytes:
    """The report as PDF/A-3a and PDF/UA-1, dated when the answers were saved; see `individual_html`.

    Only links with a whole address are given. A character that no font draws is given by its number, so that no name
    keeps anybody from a report.
    """
    fonts = font_files(templates)
    kept = {clause: link for clause, link in links.items() if link.startswith(_ADDRESSES)}
    printed, other = _drawable(result, fonts), review and _drawable(review, fonts)
    context = _context(printed, questionnaire, templates, language, kept, other)
    context["radar"] = f"data:image/svg+xml,{quote(chart(result, questionnaire.standard, language, _ON_PAPER))}"
    context["in_full"] = _IN_FULL_ON_PAPER
    html = templates.render("reports/individual/paper.html.j2", **context)
    return render_pdf(html, fonts=fonts, created=moment(result.saved) or clock.now())


def _drawable(result: Result, fonts: Mapping[str, Any]) -> Result:
    """The result with texts of people that can be printed."""
    people = {"person": result.person, "reviewer": result.reviewer}
    return result.model_copy(update={role: _printed(person, fonts) for role, person in people.items()})


def _printed(person: Person | None, fonts: Mapping[str, Any]) -> Person | None:
    if person is None:
        return None
    texts = {name: drawable(text, fonts.values()) for name, text in person.model_dump().items()}
    return person.model_copy(update=texts)


def _context(
    result: Result,
    questionnaire: Questionnaire,
    templates: Templates,
    language: str,
    links: Links,
    review: Result | None,
) -> dict[str, Any]:
    _check(result, questionnaire, review)
    words = templates.words("reports", language)
    advised = advice(result, questionnaire, language, links)
    first = start(advised)
    return {
        "language": language,
        "words": words,
        "kind": questionnaire.form.kind,
        "standard": standard_title(questionnaire.standard, language),
        "form": questionnaire.form.title[language],
        "result": result,
        "saved": written_day(moment(result.saved), language, words),
        "models": _models(result, questionnaire, language, words),
        "overall": shown(result.overall),
        "band": band_title(result.band, questionnaire.form, language, words),
        "outcome": list(outcome(result, questionnaire, language, words)),
        **_scores(result, questionnaire.standard, language, words),
        "full_clauses": sum(score == 1 for score in clause_scores(result).values()),
        "scored_clauses": sum(score is not None for score in clause_scores(result).values()),
        "start": first,
        "reachable": shown(reachable(result, first)),
        "advice": advised,
        "in_full": _IN_FULL,
        "cost": lambda lost: cost(lost, words),
        "review": review,
        **_comparison(result, review, questionnaire, language, words),
        **_sources(questionnaire.standard, language, words),
    }


def _check(result: Result, questionnaire: Questionnaire, review: Result | None) -> None:
    if result.form_hash != questionnaire.content_hash:
        raise RenderError("the result was scored with another edition of the form; load the edition it was scored with")
    if review is not None and review.person.id != result.person.id:
        raise RenderError("the reviewer's result is about somebody else")


def standard_title(standard: Standard, language: str) -> str:
    """What the standard is called, with its number and edition if it has them."""
    identity = standard.identity
    return " ".join(filter(None, (identity.title[language], identity.number, identity.edition)))


def _models(result: Result, questionnaire: Questionnaire, language: str, words: Words) -> str:
    every = questionnaire.standard.identity.models
    return words["list_separator"].join(model.title[language] for model in every if model.id in result.models)


def _sources(standard: Standard, language: str, words: Words) -> dict[str, str]:
    return {
        "restated": words["restated"].format(standard=standard_title(standard, language)),
        "copyright": standard.identity.copyright[language],
    }


def _scores(result: Result, standard: Standard, language: str, words: Words) -> dict[str, Any]:
    return {
        "bars": list(bars(result, standard, language)),
        "radar_text": words["radar"].format(scores=told(result, standard, language, words)),
        "strengths": strengths(result, standard, language),
    }


def _comparison(
    result: Result, review: Result | None, questionnaire: Questionnaire, language: str, words: Words
) -> dict[str, Any]:
    """The scores beside the reviewer's, on the clauses that both rated, and where the two differ most."""
    found = [] if review is None else list(compared(result, clause_scores(review)))
    rows = []
    for stage in questionnaire.standard.stages:
        if pairs := [entry.pair for entry in found if entry.stage == stage.id]:
            rows.append(_beside(stage.number, stage.title[language], mean_pair(pairs)))
    if found:
        rows.append(_beside("", words["overall"], mean_pair([entry.pair for entry in found])))
    return {
        "beside": rows,
        "differences": list(_differences(found, questionnaire.standard, language)),
        "common": len(found),
    }


def _differences(found: list[Reviewed], standard: Standard, language: str) -> Iterator[Beside]:
    apart = sorted((entry for entry in found if entry.pair.difference), key=lambda entry: -abs(entry.pair.difference))
    for entry in apart[:_MOST_DIFFERENCES]:
        clause = standard.clause_by_id[entry.clause]
        yield _beside(clause.number, clause.title[language], entry.pair)


def _beside(number: str, title: str, pair: Pair) -> Beside:
    return Beside(number, title, shown(pair.own), shown(pair.other), signed(pair.difference))
