"""Translations accepted: what is written into the files, and that nothing else of them changes."""

import os
import re
from pathlib import Path

import pytest

from clausebook.build import acceptance
from clausebook.errors import InputError
from clausebook.load.content import load_content
from clausebook.project import Project
from tests.conftest import Run

FLOUR = "content/clauses/1.1.yaml"
HASH = re.compile(r'"[0-9a-f]{16}"')
ZEROS = '"0000000000000000"'


def test_a_changed_source_makes_the_translation_stale_until_it_is_accepted(tiny: Project, run: Run) -> None:
    path = tiny.root / FLOUR
    original = path.read_text(encoding="utf-8")
    assert "1 files changed" in run(tiny, "translated", "flour").stdout
    assert path.read_text(encoding="utf-8").startswith(original)
    assert "0 files changed" in run(tiny, "translated", "flour").stdout

    path.write_text(path.read_text(encoding="utf-8").replace("sift the flour", "sift all flour"), encoding="utf-8")
    warned = run(tiny, "check")
    assert warned.exit_code == 0
    assert f"{FLOUR}:16:23: translated_from.en: warning: the en text has changed" in warned.stdout
    strict = run(tiny, "check", "--strict")
    assert strict.exit_code == 1
    assert "clausebook translated flour" in strict.stderr

    run(tiny, "translated", "--all")
    assert run(tiny, "check", "--strict").exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("flour", "--all"), ("nowhere",)])
def test_translated_says_what_it_needs(arguments: tuple[str, ...], tiny: Project, run: Run) -> None:
    assert run(tiny, "translated", *arguments).exit_code == 2


def test_an_id_of_several_kinds_has_to_be_told(kitchen: Project, run: Run) -> None:
    told = run(kitchen, "translated", "cooking", "stove", "cokking")
    assert told.exit_code == 2
    assert told.stderr.splitlines() == [
        "no record that can be read is called 'cokking'; run: clausebook check",
        "'cooking' is the id of several records; name one of: step/cooking task/cooking",
    ]
    assert not [path for path in kitchen.content.rglob("*.yaml") if "translated_from" in path.read_text()]
    assert run(kitchen, "translated", "step/cooking", "clause/stove").stdout.endswith("2 files changed\n")


def test_the_block_of_a_file_has_a_line_a_record(kitchen: Project, run: Run) -> None:
    assert "files changed" in run(kitchen, "translated", "--all").stdout
    lines = (kitchen.content / "terms.yaml").read_text(encoding="utf-8").splitlines()
    assert [HASH.sub("#", line) for line in lines[-4:]] == [
        "translated_from:",
        "  en:",
        "    shared-kitchen: #",
        "    hood: #",
    ]


def test_ids_that_meet_in_one_file_stand_with_their_kind(kitchen: Project, run: Run) -> None:
    path = kitchen.content / "standard.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: fire-code", "id: office"), encoding="utf-8")
    run(kitchen, "translated", "--all")
    names = re.findall(r'(?m)^    ([a-z/-]+): "[0-9a-f]{16}"$', path.read_text(encoding="utf-8"))
    assert names == ["sample-kitchen", "model/office", "reference/office"]
    assert run(kitchen, "check", "--strict").exit_code == 0


HELPER = "  - id: helper\n    title: {en: Helper, zh: 帮手}\n    duties: {en: Helps., zh: 帮忙。}\n"

# how the block stands in roles.yaml before, and after `translated helper`; NEW is the hash of the helper
LAYOUTS = {
    "none": ("", "translated_from:\n  en:\n    helper: NEW\n"),
    "no newline": (
        f"translated_from:\n  en:\n    cook: {ZEROS}",
        f"translated_from:\n  en:\n    cook: {ZEROS}\n    helper: NEW",
    ),
    "an old hash": (f"translated_from:\n  en:\n    helper: {ZEROS}\n", "translated_from:\n  en:\n    helper: NEW\n"),
    "comments": (
        f"# a\ntranslated_from: # b\n  # c\n  en:  # d\n    # e\n    cook: {ZEROS} # f\n    # g\n\n# h\n",
        f"# a\ntranslated_from: # b\n  # c\n  en:  # d\n    # e\n    cook: {ZEROS} # f\n"
        "    helper: NEW\n    # g\n\n# h\n",
    ),
    "wide indentation": (
        f"translated_from:\n      en:\n          helper: '0000000000000000' # x\n          cook: {ZEROS}\n",
        f"translated_from:\n      en:\n          helper: NEW # x\n          cook: {ZEROS}\n",
    ),
    "dead ids": (
        f"translated_from:\n  en:\n    gone: {ZEROS}\n    # kept\n    cook: {ZEROS}\n    lost: {ZEROS}\n# end\n",
        f"translated_from:\n  en:\n    # kept\n    cook: {ZEROS}\n    helper: NEW\n# end\n",
    ),
    "only dead ids": (f"translated_from:\n  en:\n    gone: {ZEROS}\n", "translated_from:\n  en:\n    helper: NEW\n"),
    "flow": (
        f"translated_from: {{en: {{cook: {ZEROS}}}}} # x\n",
        f"translated_from:\n  en:\n    cook: {ZEROS}\n    helper: NEW # x\n",
    ),
    "flow with the id": (
        f"translated_from: {{en: {{helper: {ZEROS}, cook: {ZEROS}}}}}\n",
        f"translated_from: {{en: {{helper: NEW, cook: {ZEROS}}}}}\n",
    ),
    "flow over lines": (
        f"translated_from: {{en: {{ # x\n  cook: {ZEROS}, # y\n}} }}\n# z\n",
        f"translated_from: {{en: {{ # x\n  cook: {ZEROS}, # y\n  helper: NEW\n}} }}\n# z\n",
    ),
    "flow over lines without a comma": (
        f"translated_from: {{en: {{ # x\n  cook: {ZEROS} # y\n}} }}\n# z\n",
        f"# x\n# y\ntranslated_from:\n  en:\n    cook: {ZEROS}\n    helper: NEW\n# z\n",
    ),
    "empty": ("translated_from: {}\n", "translated_from:\n  en:\n    helper: NEW\n"),
    "empty language": ("translated_from:\n  en: {}\n", "translated_from:\n  en:\n    helper: NEW\n"),
    "another language": (
        f"translated_from:\n  zh:\n    cook: {ZEROS}\n",
        "translated_from:\n  en:\n    helper: NEW\n",
    ),
    "quoted key": (
        f'"translated_from":\n  "en":\n    "cook": {ZEROS}\n',
        f'"translated_from":\n  "en":\n    "cook": {ZEROS}\n    helper: NEW\n',
    ),
    "end of document": ("# x\n...\n", "translated_from:\n  en:\n    helper: NEW\n# x\n...\n"),
    "no newline before": ("# x", "# x\ntranslated_from:\n  en:\n    helper: NEW\n"),
}


@pytest.mark.parametrize("windows", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_only_the_block_changes(layout: str, windows: bool, kitchen: Project, run: Run) -> None:
    def bytes_of(text: str) -> bytes:
        return text.replace("\n", "\r\n" if windows else "\n").encode("utf-8")

    before, after = LAYOUTS[layout]
    path = kitchen.content / "roles.yaml"
    head = path.read_text(encoding="utf-8") + HELPER
    path.write_bytes(bytes_of(head + before))
    told = run(kitchen, "translated", "helper")
    assert told.stdout == f"{path}\n1 files changed\n", told.output
    written = path.read_bytes().decode("utf-8")
    (digest,) = set(HASH.findall(written)) - {ZEROS}
    assert written.encode("utf-8") == bytes_of(head + after.replace("NEW", digest))

    assert run(kitchen, "translated", "helper").stdout == "0 files changed\n"
    assert path.read_bytes().decode("utf-8") == written


CLAUSE_LAYOUTS = {
    "none": ("# x", "# x\ntranslated_from: {en: NEW}\n"),
    "old": (f"translated_from: {{en: {ZEROS}}} # x", "translated_from: {en: NEW} # x"),
    "block": (f"translated_from: # x\n  en: {ZEROS}\n", "translated_from: # x\n  en: NEW\n"),
    "another language": (f"translated_from: {{zh: {ZEROS}}}\n# x\n", "translated_from: {en: NEW}\n# x\n"),
}


@pytest.mark.parametrize("layout", CLAUSE_LAYOUTS)
def test_only_the_line_of_a_clause_changes(layout: str, kitchen: Project, run: Run) -> None:
    before, after = CLAUSE_LAYOUTS[layout]
    path = kitchen.content / "clauses" / "1.2.1.yaml"
    head = path.read_text(encoding="utf-8")
    path.write_text(head + before, encoding="utf-8")
    assert run(kitchen, "translated", "dishes").exit_code == 0
    (digest,) = HASH.findall(path.read_text(encoding="utf-8"))
    assert path.read_text(encoding="utf-8") == head + after.replace("NEW", digest)


def test_a_key_in_the_middle_stays_there(kitchen: Project, run: Run) -> None:
    path = kitchen.content / "clauses" / "1.2.1.yaml"
    text = path.read_text(encoding="utf-8").replace("\nroles:", f"\ntranslated_from: {{en: {ZEROS}}}\nroles:")
    path.write_text(text, encoding="utf-8")
    run(kitchen, "translated", "dishes")
    assert HASH.sub(ZEROS, path.read_text(encoding="utf-8")) == text
    assert ZEROS not in path.read_text(encoding="utf-8")


COOK = "id: cook, title: {en: Cook, zh: x}, duties: "


@pytest.mark.parametrize(
    "text",
    [
        '{"roles": [{"id": "cook", "title": {"en": "Cook", "zh": "x"}, "duties": {"en": "Cooks.", "zh": "x"}}]}',
        f"\ufeff---\nroles:\n- {{{COOK} {{en: 'Cooks.\n\n  translated_from:', zh: x}}}}",
        f'roles: [{{{COOK} {{en: "x\u2028y\u0085z", zh: \U00020bb7}}}}]\n\n# y\n',
        "roles:\n- id: cook\n  title: {en: Cook, zh: x}\n  duties:\n    zh: x\n    en: |\n      a\n      b",
        "roles:\n- id: cook\n  title: {en: Cook, zh: x}\n  duties:\n    zh: x\n    en: |+\n      a\n\n",
    ],
    ids=["JSON", "a mark and a text over lines", "unusual characters", "a literal text", "a literal text with its end"],
)
def test_however_a_file_is_written_it_says_the_same(text: str, kitchen: Project, run: Run) -> None:
    path = kitchen.content / "roles.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    before = load_content(kitchen.content, kitchen.root).roles
    assert before.roles
    for digest in ("", ZEROS):
        path.write_text(HASH.sub(digest, path.read_text(encoding="utf-8")), encoding="utf-8", newline="")
        assert run(kitchen, "translated", "cook").stdout == f"{path}\n1 files changed\n"
        after = load_content(kitchen.content, kitchen.root).roles
        assert after.roles == before.roles
        assert set(after.translated_from["en"]) == {"cook"}
    assert run(kitchen, "translated", "cook").stdout == "0 files changed\n"
    assert path.read_text(encoding="utf-8").startswith("\ufeff") == text.startswith("\ufeff")


def test_a_file_in_which_the_key_has_no_place_stays_as_it_is(kitchen: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acceptance, "candidates", lambda *_: ["roles: []", "- x", "{"])
    before = {path: path.read_bytes() for path in kitchen.content.rglob("*.yaml")}
    with pytest.raises(InputError, match=r"content/standard\.yaml:2:1: the key translated_from can be written nowhere"):
        acceptance.accept_translations(kitchen, ())
    assert {path: path.read_bytes() for path in kitchen.content.rglob("*.yaml")} == before


def test_a_stop_on_the_way_leaves_every_file_whole(kitchen: Project, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file is replaced at once, so a kill leaves some as they were and the others done; a rerun does the rest."""
    before = {path: path.read_bytes() for path in kitchen.content.rglob("*.yaml")}
    renamed = iter(range(3))
    replace = os.replace

    def killed(*arguments: str) -> None:
        if next(renamed, None) is None:
            raise KeyboardInterrupt
        replace(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", lambda path, target: killed(str(path), str(target)))
        assert run(kitchen, "translated", "--all").exit_code == 1
    after = {path: path.read_bytes() for path in kitchen.content.rglob("*") if path.is_file()}
    assert set(before) == {path for path in after if path.suffix == ".yaml"}
    assert sum(after[path] != content for path, content in before.items()) == 3
    assert run(kitchen, "check").exit_code == 0
    run(kitchen, "translated", "--all")
    assert run(kitchen, "translated", "--all").stdout == "0 files changed\n"
