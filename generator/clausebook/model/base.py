"""The parts that every model shares: strictness, text in several languages, exact numbers."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    RootModel,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]+(\.[0-9A-Z]+)*$", max_length=40)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


T = TypeVar("T")


class Model(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PerLanguage(RootModel[Mapping[Language, T]], Generic[T]):
    """A value for each language that the standard declares.

    Validation takes the declared languages from the context key `languages` and refuses a value that lacks one of
    them or adds another; without that key any non-empty set of languages is accepted.
    """

    model_config = ConfigDict(frozen=True)

    @model_validator(mode="after")
    def _has_every_language(self, info: ValidationInfo) -> "PerLanguage[T]":
        declared = (info.context or {}).get("languages")
        missing = [lang for lang in declared or () if lang not in self.root]
        unknown = [lang for lang in self.root if declared and lang not in declared]
        if missing or not self.root:
            raise PydanticCustomError(
                "missing_language", "no text in {languages}", {"languages": ", ".join(missing) or "any language"}
            )
        if unknown:
            raise PydanticCustomError(
                "unknown_language", "the language {language} is not declared", {"language": unknown[0]}
            )
        return self

    def __getitem__(self, language: str) -> T:
        return self.root[language]

    def items(self) -> Iterator[tuple[str, T]]:
        """Pairs of language and value, in the order of the source."""
        return iter(self.root.items())


class LocalizedText(PerLanguage[Text]):
    """One text in every language of the standard."""


class LocalizedList(PerLanguage[tuple[Text, ...]]):
    """A list of texts in every language; the lists are translations of each other, entry by entry."""

    @model_validator(mode="after")
    def _same_length(self) -> "LocalizedList":
        lengths = {lang: len(entries) for lang, entries in self.root.items()}
        if len(set(lengths.values())) > 1:
            counts = ", ".join(f"{lang} has {count}" for lang, count in lengths.items())
            raise PydanticCustomError("unequal_lists", "the lists differ in length: {counts}", {"counts": counts})
        return self


class LocalizedNames(PerLanguage[tuple[Text, ...]]):
    """Names of one thing in every language: each language has as many as it uses."""


def _exact(value: Any) -> Fraction:
    """Read 92, "92.5" or "37/40" exactly; a float has already lost digits and is refused."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | str) or _has_exponent(value):
        raise PydanticCustomError("not_exact", "not an exact number")
    try:
        return _fraction(value)
    except (ValueError, ZeroDivisionError):
        raise PydanticCustomError("not_exact", "not an exact number") from None


def _has_exponent(value: int | str) -> bool:
    """Whether a number is a power of ten times another: the shortest of them takes all memory to write out."""
    return isinstance(value, str) and "e" in value.lower()


@lru_cache(maxsize=10_000)
def _fraction(value: int | str) -> Fraction:
    """Results hold hundreds of fractions, and mostly the same ones."""
    return Fraction(value)


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["integer", "string"], "pattern": r"^\d+(\.\d+|/\d+)?$"}),
]
Percent = Annotated[Exact, Field(ge=0, le=100)]
Weight = Annotated[Exact, Field(ge=0)]
