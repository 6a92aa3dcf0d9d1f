"""This project's own schemes: what they count, and that nobody takes them for anybody's real ones."""

from pathlib import Path

import pytest

from clausebook.build.loading import Loaded, load_project
from clausebook.load.marks import read_marks
from clausebook.load.roster import load_roster
from clausebook.project import Project
from tests.conftest import ROOT

EXAMPLES = ROOT / "assessments" / "examples"


@pytest.fixture(scope="module")
def loaded(real: Project) -> Loaded:
    return load_project(real)


def test_the_evaluation_counts_three_things_of_which_each_has_to_reach_60(loaded: Loaded) -> None:
    scheme = loaded.scheme("operator-evaluation")
    parts = {component.id: (scheme.share(component) * 100, component.minimum) for component in scheme.components}
    assert parts == {"review": (30, 60), "self": (20, 60), "exam": (50, 60)}
    assert scheme.forms == ("review", "operator")
    assert loaded.questionnaire("review").form.compared_with == "operator"
    (lowest,) = (band.minimum for band in scheme.bands if band.id == scheme.band)
    assert lowest == 60


def test_the_self_assessment_takes_the_bands_of_its_form(loaded: Loaded) -> None:
    scheme = loaded.scheme("operator")
    assert (scheme.forms, scheme.bands, scheme.exams) == (("operator",), (), {})


def test_every_issuer_and_signatory_is_plainly_a_sample(loaded: Loaded) -> None:
    for scheme in loaded.schemes.values():
        for text in (scheme.issuer, *(signatory.name for signatory in scheme.signatories)):
            assert "示例" in text["zh"]
            assert "Sample" in text["en"]


def test_serials_of_different_schemes_begin_differently(loaded: Loaded) -> None:
    prefixes = [scheme.prefix for scheme in loaded.schemes.values()]
    assert len(set(prefixes)) == len(prefixes)


def test_the_sample_marks_are_of_people_on_the_sample_roster(loaded: Loaded) -> None:
    marks = list(read_marks(Path(EXAMPLES / "marks.csv"), "marks.csv", loaded.scheme("operator-evaluation").exams))
    holders = load_roster(EXAMPLES / "roster.csv", "roster.csv")
    assert [(mark.person, mark.name) for mark in marks] == [(one.id, one.name) for one in holders.values()]
