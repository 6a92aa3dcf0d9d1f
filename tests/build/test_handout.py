"""What HR hands out: names of folders, lists, archives, and stacks for the printer."""

import csv
import hashlib
import json
import zipfile
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pikepdf
import pytest

from clausebook.build.handout import ARCHIVES, MAIL_MERGE, MANIFEST, STACKS, Delivered, Handout, Lists, folder_name
from clausebook.build.handout import hand_out as handed_out
from clausebook.certificates.register import Record
from clausebook.model.certificate import Holder


@pytest.mark.parametrize(
    ("department", "folder"),
    [
        ("", ""),
        ("销售部", "销售部"),
        ("Sales / EU", "Sales _ EU"),
        ("..", ""),
        ("../../etc", "_.._etc"),
        ("CON", "_CON"),
        ("com1.pdf", "_com1.pdf"),
        ("A\nB\x00\u202eC", "A_B__C"),
        ("Cafe\u0301 ", "Café"),
        ("部" * 60, "部" * 40),
    ],
)
def test_a_department_is_a_folder_on_any_system(department: str, folder: str) -> None:
    assert folder_name(department) == folder


def certificate(folder: Path, number: int, department: str, name: str = "Wang") -> Delivered:
    """One that is there, its file a PDF of two pages whose width tells whose it is."""
    file = Path(folder_name(department), f"T-{number}.pdf")
    (folder / file.parent).mkdir(parents=True, exist_ok=True)
    pdf = pikepdf.Pdf.new()
    for _ in range(2):
        pdf.add_blank_page(page_size=(100 + number, 100))
    pdf.save(folder / file)
    record = Record(
        serial=f"T-{number}",
        key="0" * 64,
        scheme="baker",
        holder=Holder(id=f"0{number}", name=name, organization="Bakery", department=department),
        band="good",
        overall=Fraction(7, 9),
        issued=date(2026, 1, 31),
        expires=date(2028, 1, 31),
        reserved=datetime(2026, 1, 31, tzinfo=UTC),
        digest=None,
        payload_digest=None,
        status_index=number,
        state="reserved",
        superseded_by=None,
        ended=None,
    )
    digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
    return Delivered(record, digest, file, f"https://example.org/verify/#{number}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five certificates of two departments and of nobody's, with their lists."""
    departments = ["销售部", "Sales / EU", "", "销售部", "Sales / EU"]
    with Lists(tmp_path) as lists:
        for number, department in enumerate(departments, 1):
            lists.add(certificate(tmp_path, number, department, name="=1+1" if number == 3 else "王"))
    return tmp_path


def test_the_manifest_names_each_file_with_its_digest_and_nobody(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / MANIFEST).read_text(encoding="utf-8").splitlines()]
    assert [line["serial"] for line in lines] == [f"T-{number}" for number in range(1, 6)]
    for line in lines:
        assert hashlib.sha256((folder / line["file"]).read_bytes()).hexdigest() == line["sha256"]
    assert "王" not in (folder / MANIFEST).read_text(encoding="utf-8")


def test_the_mail_merge_opens_in_a_spreadsheet_and_holds_no_formula(folder: Path) -> None:
    content = (folder / MAIL_MERGE).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == ["01", "02", "03", "04", "05"]
    assert rows[2]["name"] == "'=1+1"
    assert rows[1] | {"name": ""} == {
        "id": "02",
        "name": "",
        "name_latin": "",
        "organization": "Bakery",
        "department": "Sales / EU",
        "serial": "T-2",
        "issued": "2026-01-31",
        "expires": "2028-01-31",
        "band": "good",
        "score": "77.8",
        "file": "Sales _ EU/T-2.pdf",
        "link": "https://example.org/verify/#2",
    }


def test_archives_hold_each_department_and_are_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        out = tmp_path / name
        out.mkdir()
        handed_out(Handout(has_archives=True), folder, folder, out)
        made.append({path.name: path.read_bytes() for path in (out / ARCHIVES).iterdir()})
        assert not (out / STACKS).exists()
    assert made[0] == made[1]
    assert set(made[0]) == {"销售部.zip", "Sales _ EU.zip", "certificates.zip"}
    with zipfile.ZipFile(out / ARCHIVES / "销售部.zip") as archive:
        assert archive.namelist() == ["T-1.pdf", "T-4.pdf"]
        assert archive.read("T-4.pdf") == (folder / "销售部" / "T-4.pdf").read_bytes()


def test_stacks_follow_the_roster_and_are_numbered_where_they_are_many(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clausebook.build.handout._STACK", 1)
    handed_out(Handout(has_stacks=True), folder, folder, tmp_path)
    stacks = {path.name: path for path in (tmp_path / STACKS).iterdir()}
    expected = {"销售部-001.pdf", "销售部-002.pdf", "Sales _ EU-001.pdf", "Sales _ EU-002.pdf", "certificates.pdf"}
    assert set(stacks) == expected
    with pikepdf.open(stacks["销售部-002.pdf"]) as pdf:
        assert [float(page.mediabox[2]) for page in pdf.pages] == [104, 104]


def test_a_run_without_certificates_hands_out_empty_lists(tmp_path: Path) -> None:
    with Lists(tmp_path):
        pass
    handed_out(Handout(has_archives=True, has_stacks=True), tmp_path, tmp_path, tmp_path)
    assert (tmp_path / MANIFEST).read_bytes() == b""
    assert not (tmp_path / ARCHIVES).exists()
    assert not (tmp_path / STACKS).exists()
