"""The report about a team: one page with tables and charts that gives no single person away."""

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from markupsafe import Markup

from clausebook.model.result import shown
from clausebook.render.jinja import Templates, Words
from clausebook.render.languages import collation
from clausebook.reports.charts import dumbbell, histogram
from clausebook.reports.figures import Beside, Figures, Row, figures
from clausebook.reports.individual import Links, standard_title
from clausebook.reports.phrasing import cost, signed, written_day
from clausebook.reports.tally import BINS, OVERALL, Team

HEAT_LIMITS = (40, 50, 60, 70, 80, 90)
"""The scores in percent at which the colour of a cell changes."""
MOST_GAPS = 20
_MOST_WITHHELD = 40


class Measure(NamedTuple):
    """A column of a team report: the overall score, which has no number, or a stage."""

    number: str
    title: str


def team_html(team: Team, templates: Templates, language: str, links: Links, *, made: datetime) -> str:
    """The report as one HTML file that needs no script and no other file; `links` lead to clauses in the handbook."""
    words, found = templates.words("reports", language), figures(team)
    return templates.render(
        "reports/team/page.html.j2",
        **identity_of(team, language, words, made),
        found=found,
        language=language,
        words=words,
        minimum=team.minimum,
        links=links,
        measures=measures(team, language, words),
        has_earlier=team.has_earlier,
        has_change=has_change(team, found),
        has_reviews=team.has_reviews,
        departments=in_order(found.departments),
        others=found.others,
        withheld=withheld_names(found, words),
        bands=bands(team, found, language, words),
        histogram=_histogram(found, words),
        gaps=found.gaps[:MOST_GAPS],
        limits=HEAT_LIMITS,
        heat=heat,
        shown=shown,
        signed=signed,
        share_of=_share,
        cost=lambda lost: cost(lost, words),
        difference=difference,
        dumbbell=lambda beside: _dumbbell(beside, words),
    )


def identity_of(team: Team, language: str, words: Words, made: datetime) -> dict[str, str]:
    """What the report is about and when it was made."""
    standard, form = team.questionnaire.standard, team.questionnaire.form
    title = standard_title(standard, language)
    return {
        "standard": title,
        "form": form.title[language],
        "made": written_day(made, language, words),
        "restated": words["restated"].format(standard=title),
        "copyright": standard.identity.copyright[language],
    }


def measures(team: Team, language: str, words: Words) -> list[Measure]:
    """The columns in the order of the figures."""
    stages = team.questionnaire.standard.stages
    return [Measure("", words["overall"]), *(Measure(stage.number, stage.title[language]) for stage in stages)]


def has_change(team: Team, found: Figures) -> bool:
    """Whether there is a round before, and its difference may be shown."""
    return team.has_earlier and not found.changes[OVERALL].is_withheld


def in_order(rows: Sequence[Row]) -> list[Row]:
    """Departments by name, as readers expect it; those without one come last."""
    return sorted(rows, key=lambda row: (not row.name, collation(row.name)))


def withheld_names(found: Figures, words: Words) -> str:
    """The departments that are not listed, as far as a sentence can hold them."""
    names = sorted((name or words["no_department"] for name in found.withheld), key=collation)
    more = words["more"].format(count=len(names) - _MOST_WITHHELD) if len(names) > _MOST_WITHHELD else ""
    return words["list_separator"].join(names[:_MOST_WITHHELD]) + more


def bands(team: Team, found: Figures, language: str, words: Words) -> list[tuple[str, int]]:
    """How many people there are in each band, the highest first; those without one last."""
    if not found.is_shown:
        return []
    titles = [(band.id, band.title[language]) for band in reversed(team.questionnaire.form.bands)]
    rows = [(title, found.bands.get(identity, 0)) for identity, title in titles]
    none = found.bands.get(None, 0)
    return [*rows, (words["no_band"], none)] if none else rows


def ranges() -> list[str]:
    """The ranges in which overall scores are counted."""
    step = 100 // BINS
    return [f"{low}–{low + step}" for low in range(0, 100, step)]


def heat(score: Fraction) -> int:
    """The colour of a score, from 0 for the lowest."""
    return sum(score * 100 >= limit for limit in HEAT_LIMITS)


def difference(beside: Beside) -> Fraction | None:
    """The reviewers' mean minus people's own."""
    own, other = beside.own.value, beside.other.value
    return None if own is None or other is None else other - own


def _share(count: int, found: Figures) -> str:
    return shown(Fraction(count, found.complete)) if found.complete else shown(None)


def _histogram(found: Figures, words: Words) -> Markup:
    if not any(found.bins):
        return Markup("")
    counted = zip(ranges(), found.bins, strict=True)
    parts = [words["distribution_part"].format(range=name, count=count) for name, count in counted if count]
    told = words["distribution_chart"].format(counts=words["list_separator"].join(parts))
    return histogram(found.bins, ranges(), told)


def _dumbbell(beside: Beside, words: Words) -> Markup:
    own, other = beside.own.value, beside.other.value
    if own is None or other is None:
        return Markup("")
    return dumbbell(own, other, words["self_review_chart"].format(own=shown(own), other=shown(other)))
