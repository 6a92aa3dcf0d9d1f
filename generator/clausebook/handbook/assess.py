"""The page on which everybody finds the right form: by audience, with what it takes and how to fill it in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from clausebook.handbook.links import FORMS_PAGE, form_page
from clausebook.handbook.writer import Writer
from clausebook.model.artifact import Artifact
from clausebook.model.form import FormKind
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import Role

Audience: TypeAlias = Literal["everyone", "by_job", "outside"]

SECONDS_A_STATEMENT: Mapping[FormKind, int] = {"self": 40, "review": 40, "organization": 240}
"""About how long an answer takes. An auditor looks at records for each."""

_KINDS: tuple[FormKind, ...] = ("self", "review", "organization")
_LONGEST_IN_MINUTES = 90


@dataclass(frozen=True)
class Offer:
    """A form as its card shows it."""

    form: Questionnaire
    page: str
    roles: tuple[Role, ...]
    compared_with: Questionnaire | None

    @property
    def duration(self) -> tuple[str, int]:
        """The key of the words for it, and a number of minutes or hours."""
        minutes = len(self.form.provisions) * SECONDS_A_STATEMENT[self.form.form.kind] / 60
        if minutes > _LONGEST_IN_MINUTES:
            return "forms_hours", round(minutes / 60)
        return "forms_minutes", max(5, 5 * round(minutes / 5))


def entry_page(forms: Sequence[Questionnaire]) -> str | None:
    """Where readers who want to assess something are led: to the only form, or to the page with all of them."""
    if len(forms) == 1:
        return form_page(forms[0].form)
    return FORMS_PAGE if forms else None


def forms_page(writer: Writer, forms: Sequence[Questionnaire]) -> Artifact:
    """All forms, by audience."""
    by_id = {form.form.id: form for form in forms}

    def offer(form: Questionnaire) -> Offer:
        return Offer(
            form=form,
            page=form_page(form.form),
            roles=tuple(role for role in writer.standard.roles if role.id in form.form.roles),
            compared_with=by_id.get(form.form.compared_with or ""),
        )

    groups = [(audience, [offer(form) for form in found]) for audience, found in by_audience(forms).items()]
    return writer.page(FORMS_PAGE, "forms", groups=groups)


def by_audience(forms: Iterable[Questionnaire]) -> Mapping[Audience, list[Questionnaire]]:
    """The forms of each audience that has any: those of jobs in the order of the standard's roles."""
    groups: dict[Audience, list[Questionnaire]] = {"everyone": [], "by_job": [], "outside": []}
    for form in sorted(forms, key=_place):
        groups[_audience(form)].append(form)
    return {audience: found for audience, found in groups.items() if found}


def _audience(form: Questionnaire) -> Audience:
    if form.form.has_reviewer:
        return "outside"
    return "by_job" if form.form.roles or form.form.stages else "everyone"


def _place(form: Questionnaire) -> tuple[int, int, str]:
    roles = [role.id for role in form.standard.roles]
    first = min((roles.index(role) for role in form.form.roles), default=len(roles))
    return _KINDS.index(form.form.kind), first, form.form.id
