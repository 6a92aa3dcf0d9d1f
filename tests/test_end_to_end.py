"""The whole chain on a standard that the code has never heard of, and from a wheel in an empty environment."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from clausebook.certificates.document import Press
from clausebook.errors import MissingGlyphError
from clausebook.project import Project
from tests.conftest import ROOT, Run

pytestmark = pytest.mark.usefixtures("keys")


@pytest.mark.xdist_group("site")
def test_another_standard_goes_through_the_whole_chain(tiny: Project, run: Run) -> None:
    built = run(tiny, "build")
    assert built.exit_code == 0, built.output
    german = (tiny.build / "site" / "de" / "stages" / "dough" / "index.html").read_text(encoding="utf-8")
    assert "muss" in german
    assert 'hreflang="en"' in german
    assert "Nein" in (tiny.build / "forms" / "baker.html").read_text(encoding="utf-8")

    for command in (
        ("sample", "baker", "--person", "B1", "--name", "Jörg Müßig"),
        ("score", tiny.build / "samples" / "baker.json"),
        ("certify", tiny.build / "samples" / "baker.json", "--roster", tiny.root / "roster.csv"),
    ):
        result = run(tiny, *command)
        assert (result.exit_code, result.stderr) == (0, ""), result.output
    assert json.loads((tiny.build / "results" / "results.jsonl").read_text())["overall"] == "1"
    assert "Müßig" in (tiny.build / "results" / "reports" / "baker" / "B1.html").read_text(encoding="utf-8")
    (certificate,) = (tiny.build / "certificates").glob("BAKE-*.pdf")
    text = "".join(page.extract_text() for page in PdfReader(certificate).pages)
    assert "Jörg Müßig" in text
    assert "Musterurkunde für Bäckereien" in text


def test_certifying_again_changes_nothing(tiny: Project, run: Run) -> None:
    sample = tiny.build / "samples" / "baker.json"
    run(tiny, "sample", "baker", "--person", "B1")
    certify = ("certify", sample, "--roster", tiny.root / "roster.csv")
    assert "1 new + 0 unchanged" in run(tiny, *certify).stdout
    (path,) = (tiny.build / "certificates").glob("*.pdf")
    written, content = path.stat().st_mtime_ns, path.read_bytes()
    assert "0 new + 1 unchanged" in run(tiny, *certify).stdout
    assert path.stat().st_mtime_ns == written

    path.unlink()
    assert run(tiny, *certify).exit_code == 0
    assert path.read_bytes() == content


def test_a_name_that_only_the_layout_cannot_draw_holds_one_record(
    tiny: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def undrawable(*_: object, **__: object) -> bytes:
        raise MissingGlyphError("鿿")

    run(tiny, "sample", "baker", "--person", "B1")
    sample = tiny.build / "samples" / "baker.json"
    with monkeypatch.context() as patched:
        patched.setattr(Press, "draw", undrawable)
        held = run(tiny, "certify", sample, "--roster", tiny.root / "roster.csv")
    assert held.exit_code == 3
    assert "missing_glyphs: no font draws U+9FFF" in held.stderr
    assert "reserved, no file yet" in run(tiny, "register", "list").stdout
    assert run(tiny, "certify", sample, "--roster", tiny.root / "roster.csv").exit_code == 0
    assert len(run(tiny, "register", "list").stdout.splitlines()) == 1


def test_a_character_of_another_font_is_drawn(tiny: Project, run: Run) -> None:
    """U+30EDD is in the font of the text, but not in that of the name."""
    (tiny.root / "roster.csv").write_text("id,name,organization\nB1,刘\U00030edd,Sample\n", encoding="utf-8")
    run(tiny, "sample", "baker", "--person", "B1")
    done = run(tiny, "certify", tiny.build / "samples" / "baker.json", "--roster", tiny.root / "roster.csv")
    assert done.exit_code == 0, done.stderr


def test_the_register_tells_what_was_issued(tiny: Project, run: Run) -> None:
    assert run(tiny, "register", "list").exit_code == 2
    run(tiny, "sample", "baker", "--person", "B1")
    run(tiny, "certify", tiny.build / "samples" / "baker.json", "--roster", tiny.root / "roster.csv")
    (path,) = (tiny.build / "certificates").glob("*.pdf")
    listed = run(tiny, "register", "list").stdout.splitlines()
    assert [line.split("\t")[0] for line in listed] == [path.stem]

    told = run(tiny, "register", "show", path.stem.lower(), "--file", path)
    assert told.exit_code == 0
    assert "Jörg Müßig" in told.stdout
    assert "as issued" in told.stdout
    path.write_bytes(path.read_bytes() + b"\n")
    assert run(tiny, "register", "show", path.stem, "--file", path).exit_code == 1
    mistyped = path.stem[:-1] + ("A" if path.stem[-1] != "A" else "B")
    assert "a character is wrong" in run(tiny, "register", "show", mistyped).stderr


def test_an_issued_file_is_never_replaced_by_another(tiny: Project, run: Run) -> None:
    certify_again = ("certify", tiny.build / "samples" / "baker.json", "--roster", tiny.root / "roster.csv")
    run(tiny, "sample", "baker", "--person", "B1")
    run(tiny, *certify_again)
    (path,) = (tiny.build / "certificates").glob("*.pdf")
    path.unlink()
    scheme = tiny.root / "assessments" / "schemes" / "baker.yaml"
    scheme.write_text(scheme.read_text(encoding="utf-8").replace("Sample guild", "Another guild"), encoding="utf-8")
    held = run(tiny, *certify_again)
    assert held.exit_code == 3
    assert f"not_reproducible: the file of {path.stem}" in held.stderr
    assert not path.exists()


@pytest.mark.parametrize(
    ("roster", "changes", "reason"),
    [
        ("id,name,organization\nB2,Somebody Else,Sample\n", {}, "not_on_roster"),
        ("id,name,organization\nB1,Somebody Else,Sample\n", {}, "name_differs"),
        ("id,name,organization\nB1,Jörg \U00020bb7,Sample\n", {"name": ""}, "missing_glyphs: no font draws U+20BB7"),
        ("id,name,organization\nB1,Jörg\u202eMüßig,Sample\n", {"name": ""}, "bad_name: "),
        (None, {"drop": "heat.a"}, "incomplete: 1 of 6 answers are missing"),
        (None, {"zero": True}, "below_band: 0.0 gives no band; the scheme asks for 'baked'"),
    ],
    ids=["stranger", "other name", "rare character", "bidi override", "incomplete", "low score"],
)
def test_who_gets_no_certificate(
    roster: str | None, changes: dict[str, object], reason: str, tiny: Project, run: Run
) -> None:
    run(tiny, "sample", "baker", "--person", "B1", "--name", "Jörg Müßig")
    path = tiny.build / "samples" / "baker.json"
    response = json.loads(path.read_text(encoding="utf-8"))
    if "drop" in changes:
        del response["answers"][changes["drop"]]
    if "zero" in changes:
        response["answers"] = {ref: {"rating": 0} for ref in response["answers"]}
    if "name" in changes:
        response["person"]["name"] = changes["name"]
    path.write_text(json.dumps(response), encoding="utf-8")
    if roster:
        (tiny.root / "roster.csv").write_text(roster, encoding="utf-8")
    result = run(tiny, "certify", path, "--roster", tiny.root / "roster.csv")
    assert result.exit_code == 3
    assert reason in result.stderr
    assert "0 new + 0 unchanged" in result.stdout
    assert not list((tiny.build / "certificates").glob("*.pdf"))


@pytest.mark.xdist_group("site")
def test_a_wheel_in_an_empty_environment_makes_a_project_that_builds(tmp_path: Path) -> None:
    """The dependencies are lent by this environment; the package itself is only in the wheel."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "__pycache__" in name]
    venv.create(tmp_path / "env", with_pip=False)
    paths = {"base": str(tmp_path / "env"), "platbase": str(tmp_path / "env")}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    python = tmp_path / "env" / "bin" / "python"

    def clausebook_there(*arguments: str) -> str:
        program = "import clausebook.cli as cli, sys; print(cli.__file__); sys.exit(cli.main())"
        environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        done = subprocess.run(
            [python, "-c", program, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        assert str(packages) in done.stdout.splitlines()[0]
        return done.stdout

    clausebook_there("new", "demo")
    clausebook_there("--project", "demo", "build")
    clausebook_there("--project", "demo", "sample", "user")
    response, roster = "demo/build/samples/user.json", "demo/roster.csv"
    clausebook_there("--project", "demo", "certify", response, "--roster", roster, "--trial")
    assert (tmp_path / "demo" / "build" / "site" / "zh" / "tasks" / "cooking.html").is_file()
    assert (tmp_path / "demo" / "build" / "forms" / "user.html").is_file()
    assert len(list((tmp_path / "demo" / "build" / "trial").glob("KIT-*.pdf"))) == 1
