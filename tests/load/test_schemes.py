"""Every slip in a scheme is told where it stands, with what to do about it."""

import shutil
from pathlib import Path

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import Problem
from clausebook.project import Project
from tests.conftest import TINY
from tests.load.faults import faults

SCHEME = """\
id: master
components:
  - id: self
    title: {en: Self, de: Selbst}
    form: baker
    weight: 40
  - id: exam
    title: {en: Exam, de: Prüfung}
    exam: {maximum: 100}
    weight: 60
    minimum: 60
bands:
  - {id: raw, title: {en: Raw, de: Roh}, minimum: 0}
  - {id: baked, title: {en: Baked, de: Gebacken}, minimum: 60}
band: baked
gates:
  - {rule: form_band, component: self, band: baked, cap: raw}
logo: ring/mark.svg
design: formal
"""
FILE = "assessments/schemes/master.yaml"


@pytest.fixture
def bakery(tmp_path: Path) -> Project:
    """The tiny standard with a scheme of a form and an exam, and a logo."""
    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    own = (folder / "assessments" / "schemes" / "baker.yaml").read_text(encoding="utf-8")
    wording = own[own.index("pass_mark:") :].replace("BAKE", "MASTER")
    (folder / FILE).write_text(SCHEME + wording, encoding="utf-8")
    logo = folder / "content" / "ring" / "mark.svg"
    logo.parent.mkdir()
    logo.write_text("<svg/>")
    return Project.at(folder)


def problems(project: Project, old: str = "", new: str = "") -> list[Problem]:
    return faults(project, FILE, old, new)


def test_a_right_scheme_is_right(bakery: Project) -> None:
    assert problems(bakery) == []
    scheme = load_project(bakery).scheme("master")
    assert (scheme.forms, list(scheme.exams)) == (("baker",), ["exam"])
    assert [scheme.share(component) * 5 for component in scheme.components] == [2, 3]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "remedy"),
    [
        ("form: baker", "form: bakr", 5, "there is no form 'bakr'", "'baker'"),
        ("form: baker", "forn: baker", 5, "the key 'forn' is unknown", "'form'"),
        ("    form: baker\n", "", 3, "either a form or an exam", "give it either"),
        ("    form: baker", "    form: baker\n    exam: {maximum: 9}", 3, "either a form or an exam", "give it either"),
        ("{maximum: 100}", "{}", 9, "the key 'maximum' is missing", "add it"),
        ("{maximum: 100}", "{maximum: 0}", 9, "greater than 0", "correct"),
        ("exam: {maximum: 100}", "form: baker", 9, "'baker' already counts as 'self'", "another form"),
        ("id: exam", "id: self", 7, "the id 'self' is already taken", "choose another"),
        ("weight: 40", "weight: 0", 6, "greater than 0", "correct"),
        ("weight: 40", "weight: -1", 6, "greater than 0", "correct"),
        ("weight: 40", "weight: 39", 3, "the weights add up to 99, not to 100", "correct one"),
        ("    weight: 40\n", "", 3, "the key 'weight' is missing", "add it"),
        ("minimum: 60", "minimum: 600", 11, "less than or equal to 100", "correct"),
        (
            "60}\nband",
            "60}\n  - {id: raw, title: {en: A, de: B}, minimum: 70}\nband",
            15,
            "'raw' is already taken",
            "another",
        ),
        ("minimum: 60}\nband", "minimum: 0}\nband", 1, "do not rise", "order the bands"),
        ("band: baked\ngates", "band: bakd\ngates", 15, "there is no band 'bakd'", "'baked'"),
        ("component: self", "component: selv", 17, "there is no component 'selv'", "'self'"),
        ("component: self", "component: exam", 17, "an exam, which has no bands", "'minimum'"),
        ("band: baked, cap", "band: raw, cap", 17, "there is no band 'raw'", "add it"),
        ("cap: raw", "cap: rav", 17, "there is no band 'rav'", "'raw'"),
        ("rule: form_band", "rule: form_bund", 17, "'form_bund' is not one of", "'form_band'"),
        ("ring/mark.svg", "ring/mork.svg", 18, "no file 'ring/mork.svg'", "correct its name"),
        ("ring/mark.svg", "../mark.svg", 18, "wrong form", "match"),
        ("ring/mark.svg", "ring/mark.gif", 18, "wrong form", "match"),
        ("design: formal", "design: formel", 19, "templates/certificates/formel", "'formal'"),
        ("basis: fixed", "basis: guess", 20, "'guess' is not one of", "write one of"),
    ],
)
def test_a_slip_is_told(old: str, new: str, line: int, what: str, remedy: str, bakery: Project) -> None:
    found = problems(bakery, old, new)
    assert [(problem.where.file, problem.where.line) for problem in found] == [(FILE, line)], found
    assert what in found[0].what
    assert remedy in found[0].remedy


def test_several_components_need_bands(bakery: Project) -> None:
    bands = SCHEME[SCHEME.index("bands:") : SCHEME.index("band: baked")]
    (problem,) = problems(bakery, bands, "")
    assert (problem.where.line, "bands are missing" in problem.what) == (3, True)


def test_an_exam_alone_shows_nothing(bakery: Project) -> None:
    form = SCHEME[SCHEME.index("  - id: self") : SCHEME.index("  - id: exam")]
    gates = SCHEME[SCHEME.index("gates:") : SCHEME.index("logo:")]
    problems(bakery, gates, "")
    (problem,) = problems(bakery, form, "")
    assert "no component is a form" in problem.what


def test_an_unread_form_is_no_second_problem(bakery: Project) -> None:
    form = bakery.root / "assessments" / "forms" / "baker.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("scale: yes-no", "scale: [yes-no]"), encoding="utf-8")
    assert [problem.where.file for problem in problems(bakery)] == ["assessments/forms/baker.yaml"]


def test_signatories_are_one_to_three(bakery: Project) -> None:
    text = (bakery.root / FILE).read_text(encoding="utf-8")
    one = text[text.index("  - name: {en: Sample signatory") : text.index("validity:")]
    (problem,) = problems(bakery, one, one * 4)
    assert "at most 3" in problem.what
