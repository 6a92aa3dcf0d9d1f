"""A self-assessment: the answers it offers, how they are weighed, and what the score is called."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Id, LocalizedText, Model, Percent, Weight
from clausebook.model.standard import PROVISION_TYPES, ProvisionType

DEFAULT_WEIGHTS: dict[ProvisionType, int] = {
    "requirement": 3,
    "recommendation": 2,
    "permission": 0,
    "statement": 0,
    "instruction": 3,
}


class Answer(Model):
    """One answer of a scale and its points, a whole number from 0."""

    points: int = Field(ge=0, le=1000, strict=True)
    label: LocalizedText
    hint: LocalizedText | None = None


class Scale(Model):
    """The answers that a form offers, from the fewest points to the most: assessments/scales/*.yaml."""

    id: Id
    title: LocalizedText
    answers: tuple[Answer, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ascending(self) -> "Scale":
        points = [answer.points for answer in self.answers]
        if points != sorted(set(points)):
            raise PydanticCustomError(
                "not_ascending", "the points of the answers do not rise from one answer to the next"
            )
        return self

    @property
    def points(self) -> tuple[int, ...]:
        return tuple(answer.points for answer in self.answers)

    @property
    def maximum(self) -> int:
        return self.answers[-1].points


class Band(Model):
    """A named range of scores: from `minimum` percent up to the next band."""

    id: Id
    title: LocalizedText
    minimum: Percent


class RequirementGate(Model):
    """A requirement rated at the bottom of the scale caps the band, or blocks it where `cap` is not given."""

    rule: Literal["requirement_at_bottom"]
    cap: Id | None = None


class StageGate(Model):
    """A stage below `minimum` percent caps the band, or blocks it where `cap` is not given."""

    rule: Literal["stage_minimum"]
    minimum: Percent
    cap: Id | None = None


Gate = Annotated[RequirementGate | StageGate, Field(discriminator="rule")]


FormKind = Literal["self", "review", "organization"]


class Form(Model):
    """Which provisions are rated, by whom and how: assessments/forms/*.yaml.

    `kind` says who is rated by whom: people rate themselves, a reviewer rates somebody else, or an auditor rates an
    organisation. `roles` and `stages` limit the form to clauses of these roles and stages; without them it asks about
    all. `models` are the business models among which the person chooses; provisions of other clauses are not asked
    then. A reviewer's form names in `compared_with` the form in which people rate themselves.

    `weights` says what a provision of each type counts within its clause, `stage_weights` what each stage counts in
    the overall score; without the latter a stage counts as many as it has scored clauses.
    """

    id: Id
    kind: FormKind = "self"
    title: LocalizedText
    intro: LocalizedText
    privacy: LocalizedText
    scale: Id
    roles: tuple[Id, ...] = ()
    stages: tuple[Id, ...] = ()
    models: tuple[Id, ...] = ()
    compared_with: Id | None = None
    weights: dict[ProvisionType, Weight] = Field(default_factory=dict)
    stage_weights: dict[Id, Weight] | None = None
    bands: tuple[Band, ...] = Field(min_length=1)
    gates: tuple[Gate, ...] = ()

    @model_validator(mode="after")
    def _bands_ascend(self) -> "Form":
        minimums = [band.minimum for band in self.bands]
        if minimums != sorted(set(minimums)):
            raise PydanticCustomError(
                "bands_not_ascending", "the minimums of the bands do not rise from one band to the next"
            )
        return self

    def weight(self, kind: ProvisionType) -> Fraction:
        """What a provision of this type counts within its clause."""
        return self.weights.get(kind, Fraction(DEFAULT_WEIGHTS[kind]))

    @property
    def has_reviewer(self) -> bool:
        """Whether somebody other than the person rated fills it in."""
        return self.kind != "self"

    @property
    def all_weights(self) -> dict[ProvisionType, Fraction]:
        return {kind: self.weight(kind) for kind in PROVISION_TYPES}
