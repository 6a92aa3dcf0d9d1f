"""Nothing of an exam item gets to learners, and nothing of a key to candidates."""

import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from clausebook.build.exam_print import print_exam
from clausebook.build.exporting import FORMATS, export_exam, export_practice
from clausebook.build.forms import build_forms
from clausebook.build.papers import assemble_papers, exam_folder
from clausebook.build.site import build_site
from clausebook.errors import UsageError
from clausebook.project import Project
from tests.conftest import TINY
from tests.exams.canaries import CANARY, Canaries, found

pytestmark = pytest.mark.xdist_group("canaries")


@dataclass(frozen=True)
class Planted:
    project: Project
    canaries: Canaries


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    """The tiny standard with canaries, of which everything has been made that learners or candidates get."""
    project = Project.at(Path(shutil.copytree(TINY, tmp_path_factory.mktemp("canaries") / "tiny")))
    canaries = Canaries()
    canaries.plant(project)
    build_site(project)
    build_forms(project)
    for to in FORMATS:
        export_practice(project, to)
    assemble_papers(project, "final")
    print_exam(project, "final", "en")
    return Planted(project, canaries)


@pytest.mark.parametrize("folder", ["site", "forms", "practice"])
def test_no_exam_item_gets_to_learners(folder: str, planted: Planted) -> None:
    assert len(planted.canaries.secret) > 100
    assert found(planted.project.build / folder, planted.canaries.secret) == set()


@pytest.mark.parametrize("folder", ["site", *(f"practice/{to}" for to in FORMATS)])
def test_practice_items_are_found_where_they_belong(folder: str, planted: Planted) -> None:
    assert len({word for _, word in found(planted.project.build / folder, planted.canaries.known)}) > 50


def test_no_key_gets_to_candidates(planted: Planted) -> None:
    printed = exam_folder(planted.project, "final") / "print"
    asked = {word for _, word in found(printed, planted.canaries.secret)}
    assert len(asked) > 15
    assert asked & planted.canaries.keys == set()
    assert not [word for word in asked if word.startswith(f"{CANARY}-")]


def test_the_key_stands_in_what_markers_get(planted: Planted) -> None:
    told = {word for _, word in found(exam_folder(planted.project, "final") / "key", planted.canaries.keys)}
    assert len(told) > 15


@pytest.mark.parametrize("to", ["anki", "scorm"])
def test_no_exam_becomes_a_package_for_learners(to: str, planted: Planted) -> None:
    with pytest.raises(UsageError, match="exam pool"):
        export_exam(planted.project, "final", to)


def test_a_canary_is_found_however_deep(tmp_path: Path) -> None:
    inner, outer = io.BytesIO(), tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", f"{CANARY}1")
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.zip", inner.getvalue())
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Keywords"] = f"{CANARY}2"
    pdf.attachments["b.zip"] = inner.getvalue()
    pdf.save(tmp_path / "a.pdf")
    places = found(tmp_path, {f"{CANARY}1", f"{CANARY}2"})
    assert {where.split()[0] for where, _ in places} == {"outer.zip/inner.zip/a.txt", "a.pdf/b.zip/a.txt", "a.pdf"}
