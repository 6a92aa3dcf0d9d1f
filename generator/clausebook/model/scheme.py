"""What a certificate is awarded for and what it says."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Exact, Id, LocalizedText, Model, Percent
from clausebook.model.form import Band

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Picture = Annotated[str, StringConstraints(pattern=r"^[\w-][\w.-]*(/[\w-][\w.-]*)*\.(svg|png)$", max_length=200)]
Positive = Annotated[Exact, Field(gt=0)]


class Exam(Model):
    """An exam whose marks come from a table, or from the results of marking it: `maximum` is the full marks.

    `blueprint` is the exam's own id where the component is called otherwise.
    """

    maximum: Positive
    blueprint: Id | None = None


class Component(Model):
    """A part of the evaluation: a form that is scored, or an exam whose marks are given.

    `weight` is what it counts in the overall score beside the others, `minimum` the percent that it has to reach
    itself for any band.
    """

    id: Id
    title: LocalizedText
    form: Id | None = None
    exam: Exam | None = None
    weight: Positive
    minimum: Percent | None = None

    @model_validator(mode="after")
    def _form_or_exam(self) -> "Component":
        if (self.form is None) == (self.exam is None):
            raise PydanticCustomError("form_or_exam", "a component is either a form or an exam")
        return self


class FormBandGate(Model):
    """A form component below a band of its form caps the band, or blocks it where `cap` is not given.

    The form's own gates count towards the band that it reaches.
    """

    rule: Literal["form_band"]
    component: Id
    band: Id
    cap: Id | None = None


class PassMark(Model):
    """How the score that earns a certificate was set: fixed beforehand, by Angoff's method, or as the note says."""

    basis: Literal["fixed", "angoff", "other"]
    note: LocalizedText


class Signatory(Model):
    """Who signs: the line under the signature."""

    name: LocalizedText
    position: LocalizedText


class Scheme(Model):
    """assessments/schemes/*.yaml: the components that count, the band that they take, and the certificate's wording.

    Without `bands` the bands, and the gates, are those of the only component, a form. `band` is the lowest that earns
    a certificate. `statement` says what the holder has achieved; the holder's name stands above it and the band below.
    `validity` is in months from the day of issue. `prefix` starts every serial. `logo` is a file below the project's
    templates/certificates or content, `design` a folder of templates/certificates.
    """

    id: Id
    components: tuple[Component, ...] = Field(min_length=1)
    bands: tuple[Band, ...] = ()
    band: Id
    gates: tuple[FormBandGate, ...] = ()
    pass_mark: PassMark
    title: LocalizedText
    statement: LocalizedText
    remark: LocalizedText
    issuer: LocalizedText
    signatories: tuple[Signatory, ...] = Field(min_length=1, max_length=3)
    validity: int = Field(gt=0, le=600, strict=True)
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,8}$")]
    accent: Colour = "#1d4f91"
    logo: Picture | None = None
    design: Id = "landscape"

    @model_validator(mode="after")
    def _bands_ascend(self) -> "Scheme":
        minimums = [band.minimum for band in self.bands]
        if minimums != sorted(set(minimums)):
            raise PydanticCustomError(
                "bands_not_ascending", "the minimums of the bands do not rise from one band to the next"
            )
        return self

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms that count, in the order of the components."""
        return tuple(component.form for component in self.components if component.form is not None)

    @property
    def exams(self) -> dict[str, Exam]:
        """The exams that count, by component."""
        return {component.id: component.exam for component in self.components if component.exam is not None}

    @property
    def exam_components(self) -> dict[str, str]:
        """The components that are exams, by their own id and by the id of the exam's blueprint."""
        named = {exam.blueprint or component: component for component, exam in self.exams.items()}
        return {**named, **{component: component for component in self.exams}}

    def share(self, component: Component) -> Fraction:
        """What a component counts in the overall score, from 0 to 1."""
        return component.weight / sum(other.weight for other in self.components)
