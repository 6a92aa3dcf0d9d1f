"""Every bad file is one record with its reason, whatever stands beside it, and the good ones are scored."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from clausebook.build.loading import load_project
from clausebook.forms.pdf_form import form_pdf
from clausebook.forms.spreadsheet import spreadsheet
from clausebook.forms.table import answers_table
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.project import Project
from tests.conftest import TINY, Run
from tests.forms.pdf_filling import fill_with_pypdf
from tests.load.responses.corpus import MADE, Cases, corpus, filled_workbook, response

SPECIAL = {"a-pipe": "not_a_file", "a-link": "symbolic_link", "to-nowhere": "symbolic_link"}


@pytest.fixture(scope="module")
def bad() -> Cases:
    project = Project.at(TINY)
    return corpus(load_project(project).questionnaires["baker"], project.templates)


def left_over(project: Project) -> list[dict[str, str]]:
    table = (project.build / "results" / "left-over.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(table)))


def test_each_gives_its_reason_and_the_batch_goes_on(
    bad: Cases, bakers: Mapping[str, Questionnaire], tiny: Project, run: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "answers"
    folder.mkdir()
    for name, (content, _) in bad.items():
        (folder / name).write_bytes(content)
    for number in range(3):
        good = json.dumps(response(bakers["baker"], f"G{number}"))
        (folder / ("amz"[number] + "-good.json")).write_text(good, encoding="utf-8")
    os.mkfifo(folder / "a-pipe")
    (folder / "a-link").symlink_to("/etc/passwd")
    (folder / "to-nowhere").symlink_to("nowhere")
    (folder / ".DS_Store").write_bytes(b"x")

    result = run(tiny, "score", folder, "--no-reports")
    assert result.exit_code == 3, result.output
    expected = {name: reason for name, (_, reason) in bad.items()} | SPECIAL
    rows = left_over(tiny)
    given = {Path(row["origin"]).relative_to(folder).parts[0].partition(":")[0]: row["reason"] for row in rows}
    assert given == expected
    assert len(rows) == len(expected) >= 60
    results = (tiny.build / "results" / "results.jsonl").read_text().splitlines()
    assert [json.loads(line)["person"]["id"] for line in results] == ["G0", "G1", "G2"]
    held = {Path(row["origin"]).name for row in rows if row["state"] == "held"}
    assert held == {"two-copies.xlsx", "other-than-shown.pdf"}
    assert f"{len(rows) + 3} received = 3 scored + 2 held + {len(rows) - 2} rejected" in result.stdout
    assert ".DS_Store: skipped" in result.stdout
    assert "\x1b" not in result.output


def test_names_in_gb18030_are_shown_readably(
    bakers: Mapping[str, Questionnaire], tiny: Project, run: Run, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("placeholder-of-the-name.json", b"{")
        archive.writestr("good.json", json.dumps(response(bakers["baker"])))
    name = "市场部/王䶮.json".encode("gb18030").ljust(28, b"_")
    (tmp_path / "a.zip").write_bytes(packed.getvalue().replace(b"placeholder-of-the-name.json", name))
    (tmp_path / os.fsdecode("销售.json".encode("gb18030"))).write_bytes(b"{")
    run(tiny, "score", tmp_path / "a.zip", tmp_path / os.fsdecode("销售.json".encode("gb18030")), "--no-reports")
    origins = [row["origin"].removeprefix(f"{tmp_path}/") for row in left_over(tiny)]
    assert [origins[0].rstrip("_"), origins[1]] == [f"a.zip/市场部/王䶮.json{'_' * 9}".rstrip("_"), "销售.json"]


def test_an_archive_keeps_the_order_and_skips_what_systems_left(
    bakers: Mapping[str, Questionnaire], tiny: Project, run: Run, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(200):
            archive.writestr(f"E{number}.json", json.dumps(response(bakers["baker"], f"E{number}")))
            archive.writestr(f"__MACOSX/._E{number}.json", os.urandom(20_000))
    assert (tmp_path / "a.zip").stat().st_size > 1_000_000
    result = run(tiny, "score", tmp_path / "a.zip", "--no-reports")
    assert "200 received = 200 scored" in result.stdout
    results = (tiny.build / "results" / "results.jsonl").read_text().splitlines()
    assert [json.loads(line)["person"]["id"] for line in results] == [f"E{number}" for number in range(200)]


def test_entries_of_one_name_are_all_refused(
    bakers: Mapping[str, Questionnaire], tiny: Project, run: Run, tmp_path: Path
) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("a.json", "b.json", "c.json"):
            archive.writestr(name, json.dumps(response(bakers["baker"])))
    (tmp_path / "a.zip").write_bytes(packed.getvalue().replace(b"b.json", b"a.json"))
    run(tiny, "score", tmp_path / "a.zip", "--no-reports")
    assert [row["reason"] for row in left_over(tiny)] == ["duplicate_name", "duplicate_name"]


def test_every_kind_is_known_by_its_content(
    bakers: Mapping[str, Questionnaire], tiny: Project, run: Run, tmp_path: Path
) -> None:
    """In an archive as outside of it, whatever the file is called."""
    baker = bakers["baker"]
    kinds = {
        "json": json.dumps(response(baker, "P1")).encode(),
        "csv": answers_table(baker, [Response.model_validate(response(baker, "P2"))]),
        "xlsx": filled_workbook(spreadsheet(baker, tiny.templates, MADE).content),
        "pdf": fill_with_pypdf(form_pdf(baker, tiny.templates, "de", MADE), response(baker, "P4")),
    }
    folder = tmp_path / "answers"
    folder.mkdir()
    with zipfile.ZipFile(folder / "zip", "w") as archive:
        for name, content in kinds.items():
            (folder / f"no-{name}").write_bytes(content)
            archive.writestr(f"{name}.txt", content)
    result = run(tiny, "score", folder, "--no-reports")
    assert "8 received = 8 scored (4 of them" in result.stdout, result.output
