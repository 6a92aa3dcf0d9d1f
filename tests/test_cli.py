"""What the command line says when things go wrong."""

import subprocess
import sys

import pytest
from click import Context
from click.testing import CliRunner

from clausebook import __version__, cli
from clausebook.errors import RenderError
from clausebook.project import Project
from tests.conftest import Run


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (RenderError("no page came out"), "no page came out", 1),
        (OSError(28, "No space left on device", "build/x"), "build/x: No space left on device", 1),
        (KeyError("secret of a person"), "a fault in Clausebook: KeyError; run it again with --verbose", 1),
    ],
)
def test_no_traceback_without_verbose(
    error: Exception, said: str, code: int, tiny: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("clausebook.cli.content.load_project", fail)
    quiet = CliRunner().invoke(cli.main, ["--project", str(tiny.root), "check"])
    assert (quiet.exit_code, "Traceback" in quiet.output) == (code, False)
    assert said in quiet.stderr
    assert "secret" not in quiet.stderr
    loud = CliRunner().invoke(cli.main, ["--verbose", "--project", str(tiny.root), "check"])
    assert "Traceback" in loud.stderr


def test_wrong_usage(tiny: Project, run: Run) -> None:
    for arguments in (("chek",), ("check", "--no"), ("certify", "x.json"), ("score",)):
        assert run(tiny, *arguments).exit_code == 2


def test_an_unwritable_output_is_named(tiny: Project, run: Run) -> None:
    (tiny.root / "build").write_text("a file where a folder should be")
    run_result = run(tiny, "schema")
    assert run_result.exit_code == 1
    assert "build" in run_result.stderr


def test_help_says_what_each_command_does() -> None:
    told = CliRunner().invoke(cli.main, ["--help"]).stdout
    for name in cli.main.places:
        command = cli.main.get_command(Context(cli.main), name)
        assert command is not None
        assert command.name == name
        assert command.help
        assert name in told


def test_a_command_imports_only_what_it_needs() -> None:
    heavy = {"weasyprint", "mkdocs", "sqlalchemy", "openpyxl", "numpy"}
    program = f"import sys, clausebook.cli.content; print(sorted({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_version() -> None:
    assert __version__ in CliRunner().invoke(cli.main, ["--version"]).stdout
