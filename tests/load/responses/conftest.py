"""The form of the tiny standard, and what people say in it."""

from collections.abc import Mapping
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import RejectedRecord
from clausebook.load.responses.reading import Reading
from clausebook.model.questionnaire import Questionnaire
from clausebook.project import Project
from tests.conftest import TINY

RARE = "䶮𬭎 & <b>'\"=1+1"
"""Rare characters, marks of three formats, and what looks like a formula."""
SHA256 = "0123456789abcdef" * 4


@pytest.fixture(scope="session")
def bakers() -> Mapping[str, Questionnaire]:
    return load_project(Project.at(TINY)).questionnaires


def data(reading: Reading) -> Mapping[str, Any]:
    assert not isinstance(reading.data, RejectedRecord), reading.data
    return reading.data


def reason(reading: Reading) -> str:
    assert isinstance(reading.data, RejectedRecord), reading.data
    return reading.data.reason
