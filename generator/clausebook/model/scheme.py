"""What a certificate is awarded for and what it says."""

from typing import Annotated

from pydantic import Field, StringConstraints

from clausebook.model.base import Id, LocalizedText, Model

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]


class Signatory(Model):
    """Who signs: the line under the signature."""

    name: LocalizedText
    position: LocalizedText


class Scheme(Model):
    """assessments/schemes/*.yaml: the form that counts, the band it takes, and the certificate's wording.

    `statement` says what the holder has achieved; the holder's name stands above it and the band below. `validity`
    is in months from the day of issue. `prefix` starts every serial.
    """

    id: Id
    form: Id
    band: Id
    title: LocalizedText
    statement: LocalizedText
    remark: LocalizedText
    issuer: LocalizedText
    signatory: Signatory
    validity: int = Field(gt=0, le=600, strict=True)
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2,8}$")]
    accent: Colour = "#1d4f91"
