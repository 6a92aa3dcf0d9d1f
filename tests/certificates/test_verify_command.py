"""The command that verifies files, folders, links and serials."""

import json
from pathlib import Path
from typing import Any

import pytest

from clausebook.build import verify
from clausebook.certificates.verify_reasons import VERDICTS
from clausebook.project import Project, packaged_templates
from clausebook.render.jinja import Templates
from tests.certificates.verify_cases import ANNA, LI, NOBODYS, Case, files, serial
from tests.certificates.verify_corpus import CORPUS
from tests.certificates.verify_issuer import ADDRESS, NAME, NOW, ROOT, STRANGER, Files, b64u, other
from tests.conftest import Run

ISSUER = f"""\
address: {ADDRESS}
name: {{en: {NAME["en"]}, zh: {NAME["zh"]}}}
root: {b64u(ROOT.public)}
"""


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))


def publish(folder: Path, published: Files) -> Path:
    for name, content in published.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def project(kitchen: Project) -> Project:
    """A project that issues certificates and has published its lists."""
    (kitchen.assessments / "issuer.yaml").write_text(ISSUER, encoding="utf-8")
    publish(kitchen.build / "verify", files())
    return kitchen


def test_one_file(project: Project, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "li.pdf"
    path.write_bytes(LI.pdf)
    result = run(project, "verify", path)
    assert result.exit_code == 0
    signed = f"{LI.serial}, 李小明 (Li Xiaoming), 示例公司, operator good 92.5%, 2026-09-01 to 2029-08-31"
    assert result.stdout.startswith(f"{path}: {signed}: valid: genuine: This file is the issued one to the last byte")
    assert result.stderr == "1 checked: 1 valid\n"


def test_a_folder_a_link_and_a_serial(project: Project, run: Run, tmp_path: Path) -> None:
    given = tmp_path / "given"
    publish(given, {"b/anna.PDF": ANNA.pdf, "a.pdf": LI.pdf + b"\n", "notes.txt": b"none"})
    result = run(project, "verify", given, LI.link, LI.serial, "ＣＢ 2026")
    lines = result.stdout.splitlines()
    reasons = ("file_changed", "genuine", "genuine", "listed", "bad_serial")
    assert all(f": {reason}: " in line for line, reason in zip(lines, reasons, strict=True))
    assert lines[0].startswith(f"{given / 'a.pdf'}: {LI.serial}")
    assert lines[1].startswith(f"{given / 'b' / 'anna.PDF'}: {ANNA.serial}")
    assert len(lines[2].partition("…")[0]) == 80
    assert result.exit_code == 1
    assert result.stderr == "5 checked: 2 invalid, 3 valid\n"


def test_json_has_all_there_is(project: Project, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "li.pdf"
    path.write_bytes(LI.pdf)
    result = run(project, "verify", "--json", path, LI.serial, other(LI, key=STRANGER).link)
    file, typed, forged = map(json.loads, result.stdout.splitlines())
    assert file["signed"] == {
        "name": "李小明",
        "name_latin": "Li Xiaoming",
        "organization": "示例公司",
        "scheme": "operator",
        "band": "good",
        "score": "92.5",
        "issued": "2026-09-01",
        "expires": "2029-08-31",
    }
    assert file["lists"] == {"version": 12, "created": "2026-11-23T12:00:00Z"}
    assert (typed["reason"], typed["serial"], typed["signed"]) == ("listed", LI.serial, None)
    assert (forged["verdict"], forged["reason"], forged["signed"]) == ("invalid", "unknown_key", None)
    assert forged["text"] == "This was not signed by Example Training Centre."
    assert forged["remedy"].startswith("Do not accept it")


def test_without_a_project_by_the_root_key(run: Run, tmp_path: Path) -> None:
    lists = publish(tmp_path / "lists", files())
    by_root = run(tmp_path, "verify", LI.link, "--lists", lists, "--root", b64u(ROOT.public))
    assert by_root.exit_code == 0
    assert "valid: genuine" in by_root.stdout
    look_alike = run(tmp_path, "verify", LI.link, "--lists", lists, "--root", b64u(STRANGER.public))
    assert look_alike.exit_code == 1
    assert "stale: bad_lists" in look_alike.stdout
    assert list(tmp_path.iterdir()) == [lists]


def test_whom_to_believe_has_to_be_said(kitchen: Project, run: Run) -> None:
    for options in ((), ("--root", "short"), ("--root", "=" * 43)):
        result = run(kitchen, "verify", LI.serial, *options)
        assert result.exit_code == 2
        assert "root key" in result.stderr


def test_what_is_not_there_is_named(project: Project, run: Run, tmp_path: Path) -> None:
    for given in ("missing.pdf", "missing/folder", str(tmp_path)):
        result = run(project, "verify", given)
        assert result.exit_code == 2
        assert given in result.stderr


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    project: Project, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(LI.pdf)
    opened = Path.open

    def open_or_fail(path: Path, *how: Any, **more: Any) -> object:
        if path.name == "a.pdf":
            raise PermissionError(13, "Permission denied")
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", open_or_fail)
    result = run(project, "verify", tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == f"{tmp_path / 'a.pdf'}: not checked: Permission denied"
    assert result.stderr == "2 checked: 1 unreadable, 1 valid\n"


def test_older_lists_are_noticed(project: Project, run: Run) -> None:
    publish(project.build / "verify", files(claims={"lists.jwt": {"version": 13}}))
    assert run(project, "verify", LI.link).exit_code == 0
    publish(project.build / "verify", files())
    assert "stale: old_lists" in run(project, "verify", LI.link).stdout
    kept = project.build / "verified.json"
    assert json.loads(kept.read_text()) == {ROOT.id: {"keys": 12, "lists": 13}}
    for damaged in ("[", "[]", f'{{"{ROOT.id}": {{"keys": "x"}}}}'):
        kept.write_text(damaged)
        assert run(project, "verify", LI.link).exit_code == 0


def test_a_folder_that_keeps_nothing(project: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(verify, "write_file", refuse)
    assert run(project, "verify", LI.link).exit_code == 0


def test_nothing_of_a_name_acts_on_the_terminal(project: Project, run: Run) -> None:
    unseen = other(LI, serial=serial(70), name="A\u001b[2J\u202eB\nvalid: genuine", status=9)
    publish(project.build / "verify", files(unseen))
    result = run(project, "verify", unseen.link)
    assert "A⟨U+001B⟩[2J⟨U+202E⟩B⟨U+000A⟩valid: genuine" in result.stdout
    assert len(result.stdout.splitlines()) == 1


def test_names_that_no_encoding_knows(tmp_path: Path) -> None:
    assert verify.visible("a\udcffb") == "a\\udcffb"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_has_its_words(language: str) -> None:
    file = packaged_templates() / "verify" / "words" / f"{language}.json"
    words = json.loads(file.read_text(encoding="utf-8"))
    assert {f"{what}_{reason}" for what in ("reason", "next") for reason in VERDICTS} <= set(words)
    assert set(words) == set(Templates(packaged_templates()).words("verify", "en"))


def test_every_word_is_used() -> None:
    folder = packaged_templates() / "verify"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.j*") if path.suffix != ".json")
    starts = ("reason_", "next_", "verdict_", "fact_", "how_")
    words = Templates(packaged_templates()).words("verify", "en")
    assert [word for word in words if not word.startswith(starts) and word not in source] == []


def test_ten_thousand_lines_need_one_reading_of_the_lists(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    whole = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: read.append(path) or whole(path))  # type: ignore[func-returns-value]
    told: list[int] = []
    given = [LI.link, NOBODYS.serial] * 50
    checked = list(verify.verify_all(project.root, given, None, None, lambda _, count: told.append(count)))
    assert [one.is_valid for one in checked] == [True, False] * 50
    assert told == list(range(1, 101))
    assert len([path for path in read if "verify" in path.parts]) == 5


@pytest.mark.parametrize("case", [case for case in CORPUS if case.name.startswith("no ")], ids=lambda case: case.name)
def test_lists_in_a_folder(case: Case, project: Project, run: Run, tmp_path: Path) -> None:
    lists = publish(tmp_path / "lists", case.files)
    given = case.given if isinstance(case.given, str) else publish(tmp_path / "given", {"a.pdf": case.given})
    result = run(project, "verify", given, "--lists", lists)
    assert f": {case.reason}: " in result.stdout
