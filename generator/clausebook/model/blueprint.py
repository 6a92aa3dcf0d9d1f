"""What an exam consists of: how many questions of what kind, for how many marks, and what passes."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Exact, Id, LocalizedText, Model, Percent, Weight
from clausebook.model.item import Level, Pool
from clausebook.model.rule import RULES, Rule
from clausebook.model.scheme import Positive
from clausebook.model.standard import ProvisionType

ItemType = Literal[
    "single_choice",
    "multiple_choice",
    "true_false",
    "ordering",
    "matching",
    "number",
    "text",
    "short_answer",
    "case",
]
_PASS_PERCENT = Fraction(60)


def _range(value: object) -> object:
    """A number alone is a range of that number only."""
    return (value, value) if isinstance(value, int) and not isinstance(value, bool) else value


def _ascending(value: tuple[int, int]) -> tuple[int, int]:
    if value[0] > value[1]:
        raise PydanticCustomError(
            "not_a_range",
            "the fewest, {low}, is more than the most, {high}",
            dict(zip(("low", "high"), value, strict=True)),
        )
    return value


_Count = Annotated[int, Field(ge=0, strict=True)]
Range = Annotated[
    tuple[_Count, _Count],
    BeforeValidator(_range),
    AfterValidator(_ascending),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 0},
                {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
            ]
        }
    ),
]
"""The fewest and the most: 8, or [6, 10]."""
Share = Annotated[Exact, Field(ge=0, le=1)]


class Section(Model):
    """A part of the paper: `count` questions of one type, each for `points`, marked by `rule`."""

    id: Id
    title: LocalizedText
    type: ItemType
    count: int = Field(ge=1, le=500, strict=True)
    points: Positive
    rule: Rule | None = None

    @model_validator(mode="after")
    def _rule_fits(self) -> "Section":
        if self.rule is not None and self.rule not in RULES[self.type]:
            raise PydanticCustomError(
                "wrong_rule",
                "questions of the type {type} are not marked by the rule {rule}, only by {rules}",
                {"type": self.type, "rule": self.rule, "rules": ", ".join(RULES[self.type])},
            )
        return self

    @property
    def marked_by(self) -> Rule:
        """The rule of the section, or the first one of its type."""
        return self.rule or RULES[self.type][0]

    @property
    def total(self) -> Fraction:
        return self.points * self.count

    @property
    def is_open(self) -> bool:
        """Whether its questions are answered in one's own words: their criteria add up to the points of the section."""
        return self.type in ("short_answer", "case")


class Counts(Model):
    """How many questions, or marks, of a paper belong to a stage, an obligation, a level and a band of difficulty.

    A question belongs to the stage of its first clause, and to the obligation, which is the type, of its first
    provision. What is not named is free.
    """

    stage: Mapping[Id, Range] = Field(default_factory=dict)
    obligation: Mapping[ProvisionType, Range] = Field(default_factory=dict)
    level: Mapping[Level, Range] = Field(default_factory=dict)
    band: Mapping[Id, Range] = Field(default_factory=dict)


class Difficulties(Model):
    """Bands of difficulty by the share of right answers from which each begins, and the mean that a paper keeps to.

    The mean weighs every question alike, and may be off by `within`.
    """

    bands: Mapping[Id, Share] = Field(default_factory=dict)
    mean: Share | None = None
    within: Share = Fraction(2, 100)

    @model_validator(mode="after")
    def _bands_are_apart(self) -> "Difficulties":
        starts = list(self.bands.values())
        if len(set(starts)) < len(starts):
            raise PydanticCustomError("same_start", "two bands begin at the same difficulty")
        if starts and min(starts) != 0:
            raise PydanticCustomError("no_lowest_band", "no band begins at 0, so a hard question would be in none")
        return self

    def band(self, difficulty: Fraction) -> str | None:
        """The band of a share of right answers; None where there are no bands."""
        below = [(start, band) for band, start in self.bands.items() if start <= difficulty]
        return max(below)[1] if below else None


class FixedMark(Model):
    """A pass mark that was fixed beforehand, in percent of the full marks."""

    basis: Literal["fixed"] = "fixed"
    percent: Percent = _PASS_PERCENT

    def passing(self, total: Fraction) -> Fraction:
        """The fewest marks that pass, of `total`."""
        return total * self.percent / 100


class AngoffMark(Model):
    """A pass mark set by judges: `cut` of the full marks, with the standard error of their judgement."""

    basis: Literal["angoff"]
    cut: Weight
    error: Weight | None = None
    judges: int = Field(ge=1, le=1000, strict=True)

    def passing(self, total: Fraction) -> Fraction:  # noqa: ARG002 - as for a fixed one
        """The fewest marks that pass."""
        return self.cut


CutScore = Annotated[FixedMark | AngoffMark, Field(discriminator="basis")]


class Blueprint(Model):
    """assessments/blueprints/*.yaml: the sections of a paper, what its questions have to cover, and what passes.

    `counts` are in questions, `marks` in marks. `papers` parallel papers are made at a time, of which any two may share
    `overlap` questions.
    """

    id: Id
    title: LocalizedText
    pool: Pool = "exam"
    minutes: int = Field(ge=1, le=1440, strict=True)
    instructions: LocalizedText | None = None
    sections: tuple[Section, ...] = Field(min_length=1, max_length=20)
    counts: Counts = Counts()
    marks: Counts = Counts()
    difficulty: Difficulties = Difficulties()
    papers: int = Field(default=1, ge=1, le=26, strict=True)
    overlap: int = Field(default=0, ge=0, strict=True)
    pass_mark: CutScore = FixedMark()

    @model_validator(mode="after")
    def _marks_are_known(self) -> "Blueprint":
        points: dict[ItemType, Fraction] = {}
        for section in self.sections:
            if points.setdefault(section.type, section.points) != section.points and self.marks != Counts():
                raise PydanticCustomError(
                    "unequal_points",
                    "sections of the type {type} give different points, so marks cannot be asked for",
                    {"type": section.type},
                )
        return self

    @property
    def count(self) -> int:
        """How many questions a paper has."""
        return sum(section.count for section in self.sections)

    @property
    def total(self) -> Fraction:
        """The full marks of a paper."""
        return sum((section.total for section in self.sections), Fraction(0))
