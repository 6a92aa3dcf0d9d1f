"""The files that are handed out, from the command line."""

from pathlib import Path

from openpyxl import load_workbook

from clausebook.build.forms import build_forms
from clausebook.project import Project
from tests.conftest import Run


def names(project: Project) -> set[str]:
    return {path.relative_to(project.build).as_posix() for path in project.build.rglob("*") if path.is_file()}


def test_one_form_in_one_language(tiny: Project, run: Run) -> None:
    result = run(tiny, "forms", "baker", "--language", "de")
    assert result.exit_code == 0, result.output
    assert names(tiny) == {"forms/baker.html", "forms/baker.xlsx", "forms/baker.de.pdf"}
    assert (tiny.build / "forms" / "baker.de.pdf").read_bytes().startswith(b"%PDF-")
    assert "Deutsch" in load_workbook(tiny.build / "forms" / "baker.xlsx").sheetnames


def test_what_comes_with_the_site(tiny: Project) -> None:
    written = build_forms(tiny)
    assert [path.name for path in written] == ["baker.html", "baker.xlsx", "roster.xlsx"]
    assert names(tiny) == {f"forms/{path.name}" for path in written}


def test_what_is_not_there(tiny: Project, run: Run) -> None:
    assert run(tiny, "forms", "butcher").exit_code == 2
    assert run(tiny, "forms", "--language", "fr").exit_code == 2
    assert not tiny.build.exists()


def test_a_sample_as_a_table(tiny: Project, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    assert run(tiny, "sample", "baker", "--out", path).exit_code == 0
    headings, line = path.read_text(encoding="utf-8-sig").splitlines()
    assert headings.startswith("form,form_hash,language,id,")
    assert line.startswith("baker,")
