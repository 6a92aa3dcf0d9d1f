"""Exact numbers, as people and programs write them."""

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from clausebook.model.base import Exact

NUMBERS: TypeAdapter[Fraction] = TypeAdapter(Exact)


@pytest.mark.parametrize(
    ("written", "number"), [(92, Fraction(92)), ("92.5", Fraction(185, 2)), ("37/40", Fraction(37, 40))]
)
def test_an_exact_number(written: object, number: Fraction) -> None:
    assert NUMBERS.validate_python(written) == number


@pytest.mark.parametrize("written", [92.5, True, None, "", "many", "1/0", "1e999999999", "1E-999999999", "nan", "inf"])
def test_what_is_none(written: object) -> None:
    with pytest.raises(ValidationError, match="not an exact number"):
        NUMBERS.validate_python(written)
