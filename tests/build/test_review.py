"""Items reviewed: which hashes are written, and that nothing else of a file changes."""

import re

import pytest

from clausebook.build.item_keys import with_key
from clausebook.errors import InputError
from clausebook.project import Project
from tests.conftest import Run
from tests.load.test_clues import written

HASH = re.compile(r'"[0-9a-f]{16}"')


def test_a_changed_provision_makes_an_item_stale_until_it_is_reviewed(tiny: Project, run: Run) -> None:
    written(tiny.assessments / "items")
    path = tiny.assessments / "items" / "1.yaml"
    before = path.read_text(encoding="utf-8")
    assert run(tiny, "items", "reviewed", "--all").stdout.endswith("1 files changed\n")
    after = path.read_text(encoding="utf-8")
    assert HASH.sub("#", after) == before.replace("[flour.a]\n", "[flour.a]\n    written_for: {flour.a: #}\n")
    assert run(tiny, "items", "reviewed", "flour-01").stdout == "0 files changed\n"

    clause = tiny.content / "clauses" / "1.1.yaml"
    clause.write_text(clause.read_text(encoding="utf-8").replace("sift the flour", "sift all flour"), encoding="utf-8")
    warned = run(tiny, "check").stdout
    assert "items[0].written_for.flour.a: warning: the provision flour.a has changed" in warned
    assert "clausebook items reviewed flour-01" in warned
    run(tiny, "items", "reviewed", "flour-01")
    assert run(tiny, "check", "--strict").exit_code == 0


def test_a_translation_that_changes_makes_no_item_stale(tiny: Project, run: Run) -> None:
    written(tiny.assessments / "items")
    run(tiny, "items", "reviewed", "--all")
    clause = tiny.content / "clauses" / "1.1.yaml"
    clause.write_text(clause.read_text(encoding="utf-8").replace("das Mehl sieben", "Mehl sieben"), encoding="utf-8")
    assert run(tiny, "check", "--strict").exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("flour-01", "--all"), ("nothing",)])
def test_reviewed_says_what_it_needs(arguments: tuple[str, ...], tiny: Project, run: Run) -> None:
    written(tiny.assessments / "items")
    assert run(tiny, "items", "reviewed", *arguments).exit_code == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("items:\n  - id: a\n    level: x\n", "items:\n  - id: a\n    key: {b.c: 1}\n    level: x\n"),
        ("items:\n  - id: a # one\n", "items:\n  - id: a # one\n    key: {b.c: 1}\n"),
        ("items:\n  - id: a", "items:\n  - id: a\n    key: {b.c: 1}"),
        ("items:\r\n- id: a\r\n", "items:\r\n- id: a\r\n  key: {b.c: 1}\r\n"),
        ("\ufeffitems: [{id: a, level: x}]\n", "\ufeffitems: [{id: a, key: {b.c: 1}, level: x}]\n"),
        ("items:\n  - id: a\n    key: {old: 2} # so\n", "items:\n  - id: a\n    key: {b.c: 1} # so\n"),
        (
            "items:\n  - id: a\n    key:\n      old: 2\n    x: y\n",
            "items:\n  - id: a\n    key:\n      {b.c: 1}\n    x: y\n",
        ),
    ],
)
def test_a_key_is_written_and_nothing_else_changes(before: str, after: str) -> None:
    made = with_key(before.encode("utf-8"), "x.yaml", "key", {0: {"b.c": 1}}, "id")
    assert made.decode("utf-8") == after


def test_a_file_in_which_a_key_has_no_place_stays_as_it_is() -> None:
    with pytest.raises(InputError, match="the key key can be written nowhere"):
        with_key(b"items:\n  - ? id\n    : a\n", "x.yaml", "key", {0: 1}, "nothing")
