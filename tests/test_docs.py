"""The docs say what is there: every command and option, every key of the data, every reason, every link."""

import re
from pathlib import Path

import click
import pytest

from clausebook.build.authoring import SCHEMAS
from clausebook.cli import main
from tests.conftest import ROOT

COMMANDS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
DATA = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def all_commands() -> dict[str, click.Command]:
    """Every command by the words that call it, the commands of a group after the group's name."""
    found: dict[str, click.Command] = {}
    for name in main.places:
        command = main.get_command(click.Context(main), name)
        assert command is not None
        inner = command.commands if isinstance(command, click.Group) else {"": command}
        found |= {f"{name} {part}".strip(): below for part, below in inner.items()}
    return found


@pytest.mark.parametrize("name", sorted(all_commands()))
def test_every_command_and_option_is_documented(name: str) -> None:
    first, _, second = name.partition(" ")
    rows = [line for line in COMMANDS.splitlines() if re.match(rf"\| `clausebook {first}\b.*{second}", line)]
    assert rows, f"docs/commands.md does not mention {name}"
    for parameter in all_commands()[name].params:
        if isinstance(parameter, click.Option):
            assert max(parameter.opts, key=len) in "".join(rows)


def test_no_command_is_documented_that_is_not_there() -> None:
    named = set(re.findall(r"`clausebook ([a-z]+)", "\n".join(page.read_text(encoding="utf-8") for page in PAGES)))
    assert named <= main.places.keys()


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_every_key_is_documented(kind: str) -> None:
    schema = SCHEMAS[kind].model_json_schema()
    keys = {key for part in (schema, *schema.get("$defs", {}).values()) for key in part.get("properties", {})}
    assert {key for key in keys if f"`{key}`" not in DATA} == set()


def test_every_reason_is_documented() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py"))
    raised = set(re.findall(r'(?:Rejected|Held)Record\(\s*"([a-z_]+)"', source)) | set(
        re.findall(r'": "([a-z_]+)",\n', source)
    )
    reasons = {reason for reason in raised if "_" in reason or reason in ("incomplete", "unreadable")}
    assert reasons
    assert {reason for reason in reasons if f"`{reason}`" not in COMMANDS} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_the_readme_names_the_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "make site" in readme
    assert "make test" in readme
    assert "make test" in run


def test_the_docs_speak_of_the_project_alone() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"/(?:root|home)/|\bTODO\b|\bFIXME\b", text), page
