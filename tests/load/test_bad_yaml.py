"""Everything that can be wrong with a YAML file is one located error, and nothing is written."""

from pathlib import Path

import pytest

from clausebook.project import Project
from tests.conftest import Run

FLOUR = "content/clauses/1.1.yaml"

# name: (file, text to replace, replacement, place, a part of what is said, a part of what to do)
CASES: dict[str, tuple[str, str, str, str, str, str]] = {
    "tab": (FLOUR, "  - id: a\n", "\t- id: a\n", f"{FLOUR}:5:1", "tab", "spaces"),
    "duplicate key": (FLOUR, 'number: "1.1"\n', 'number: "1.1"\nnumber: "1.1"\n', f"{FLOUR}:3:1", "twice", "remove"),
    "unquoted number": (FLOUR, 'number: "1.1"', "number: 4.10", f"{FLOUR}:2:9", "4.10", 'put quotes around it: "4.10"'),
    "missing language": (FLOUR, ", de: Mehl", "", f"{FLOUR}:3:8", "no text in de", "every language"),
    "undeclared language": (FLOUR, "de: Mehl", "de: Mehl, fr: F", f"{FLOUR}:3:30", "fr is not declared", "remove"),
    "unknown key": (FLOUR, "purpose:", "purpos:", f"{FLOUR}:12:1", "'purpos' is unknown", "'purpose'"),
    "missing key": (FLOUR, "id: flour\n", "", f"{FLOUR}:1:1", "'id' is missing", "add it"),
    "unknown type": (FLOUR, "type: requirement", "type: reqirement", f"{FLOUR}:6:11", "'reqirement'", "'requirement'"),
    "wrong modal verb": (FLOUR, "shall sift", "should sift", f"{FLOUR}:7:16", "reads as a recommendation", "change"),
    "forbidden modal verb": (FLOUR, "shall sift", "must sift", f"{FLOUR}:7:16", "'must'", "change"),
    "no modal verb": (FLOUR, "shall sift", "sifts", f"{FLOUR}:7:16", "no modal verb", "change"),
    "dangling clause": (FLOUR, "[water]", "[watr]", f"{FLOUR}:15:12", "no clause 'watr'", "'water'"),
    "alias": (FLOUR, "see_also: [water]", "see_also: &a [*a]", f"{FLOUR}:15:11", "alias", "write"),
    "bomb": (
        FLOUR,
        "see_also: [water]",
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
        f"{FLOUR}:16:4",
        "alias",
        "write",
    ),
    "tag": (FLOUR, "id: flour", "id: !!python/object/apply:os.system [ls]", f"{FLOUR}:1:5", "tag", "remove"),
    "colon in text": (FLOUR, "{en: Flour, de: Mehl}", "Flour: white", f"{FLOUR}:3:13", "colon", "quotes"),
    "unclosed bracket": (FLOUR, "see_also: [water]", "see_also: [water", f"{FLOUR}:16:1", "not YAML", "mend"),
    "second document": (FLOUR, "see_also:", "---\nsee_also:", f"{FLOUR}:15:1", "second document", "remove"),
    "list for text": (FLOUR, 'number: "1.1"', "number: [1.1]", f"{FLOUR}:2:9", "a list stands", "write text"),
    "unequal lists": (FLOUR, "de: [Sieben, Wiegen]", "de: [Sieben]", f"{FLOUR}:13:11", "differ in length", "match"),
    "empty text": (FLOUR, "en: Flour", 'en: " "', f"{FLOUR}:3:13", "empty", "write"),
    "bad id": (FLOUR, "id: flour", "id: Flour!", f"{FLOUR}:1:5", "wrong form", "match"),
    "duplicate id": (FLOUR, "id: flour", "id: water", "content/clauses/1.2.yaml:1:5", "already taken", "choose"),
    "duplicate provision": (FLOUR, "  - id: b", "  - id: a", f"{FLOUR}:9:9", "already taken", "choose"),
    "a list in a list": (
        FLOUR,
        "see_also: [water]",
        "see_also:\n" + "- " * 900_000,
        FLOUR,
        "nested too deeply",
        "flatten",
    ),
    "nesting": (FLOUR, "see_also: [water]", "see_also: " + "[" * 3000, FLOUR, "nested too deeply", "flatten"),
    "unlisted clause": (
        "content/outline.yaml",
        '["1.1", "1.2"]',
        '["1.1"]',
        "content/clauses/1.2.yaml:2:9",
        "outline does not list",
        "add the number",
    ),
    "missing clause": (
        "content/outline.yaml",
        '["1.1", "1.2"]',
        '["1.1", "1.2", "1.3"]',
        "content/outline.yaml:6:29",
        "no clause 1.3",
        "add content/clauses/1.3.yaml",
    ),
    "clause listed twice": (
        "content/outline.yaml",
        '["1.1", "1.2"]',
        '["1.1", "1.2", "1.2"]',
        "content/outline.yaml:6:29",
        "listed twice",
        "remove",
    ),
    "misplaced clause": (
        "content/outline.yaml",
        '["2.1", "2.2"]',
        '["2.1", "2.2", "3.1"]',
        "content/outline.yaml:11:29",
        "3.1 does not stand below 2",
        "correct",
    ),
    "unknown scale": (
        "assessments/forms/baker.yaml",
        "scale: yes-no",
        "scale: yes-or-no",
        "assessments/forms/baker.yaml:5:8",
        "no scale 'yes-or-no'",
        "'yes-no'",
    ),
    "inexact number": (
        "assessments/forms/baker.yaml",
        '"62.5"',
        "62.5",
        "assessments/forms/baker.yaml:9:14",
        "62.5 is not an exact number",
        "quotes",
    ),
    "unknown gate": (
        "assessments/forms/baker.yaml",
        "bands:",
        "gates:\n  - rule: stage_minium\n    minimum: 5\nbands:",
        "assessments/forms/baker.yaml:7:5",
        "'stage_minium' is not one of",
        "'stage_minimum'",
    ),
    "reason for an unknown business model": (
        "content/clauses/1.1.yaml",
        "see_also:",
        "left_out: {b2g: {en: No such trade., de: Kein solcher Handel.}}\nsee_also:",
        "content/clauses/1.1.yaml:15:17",
        "no business model 'b2g'",
        "add it",
    ),
    "unknown band": (
        "assessments/schemes/baker.yaml",
        "band: baked",
        "band: bakd",
        "assessments/schemes/baker.yaml:7:7",
        "no band 'bakd'",
        "'baked'",
    ),
}


# A clause that is misplaced is missing too.
TWICE = {"misplaced clause": 2}


@pytest.mark.parametrize("case", CASES)
def test_one_located_error(case: str, tiny: Project, run: Run) -> None:
    file, old, new, place, what, remedy = CASES[case]
    path = tiny.root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = snapshot(tiny.root)

    for command in (("check",), ("build",)):
        result = run(tiny, *command)
        assert result.exit_code == 1
        line = next((line for line in result.stderr.splitlines() if line.startswith(place)), "")
        assert what in line, result.stderr
        assert remedy in line.partition("; ")[2], result.stderr
        assert "Traceback" not in result.output
        said = [line for line in result.stderr.splitlines() if not line.startswith("building")]
        assert len(said) == TWICE.get(case, 1), result.stderr
    assert snapshot(tiny.root) == before


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"id: fl\xe9ur\n", "not UTF-8"),
        (b"id: \x00\n", "special characters are not allowed"),
        (b"", "empty"),
        (b"- a\n", "a list stands where keys with values is expected"),
        (b"#" * 8_000_001, "bytes"),
    ],
    ids=["latin-1", "NUL", "empty", "list", "huge"],
)
def test_a_file_that_is_not_a_clause(content: bytes, what: str, tiny: Project, run: Run) -> None:
    (tiny.root / FLOUR).write_bytes(content)
    result = run(tiny, "check")
    assert result.exit_code == 1
    assert [line for line in result.stderr.splitlines() if what in line and line.startswith(FLOUR)], result.stderr


def test_all_problems_are_reported_at_once(tiny: Project, run: Run) -> None:
    for file in ("content/clauses/1.1.yaml", "content/clauses/1.2.yaml", "content/terms.yaml"):
        path = tiny.root / file
        path.write_text(path.read_text(encoding="utf-8").replace("en:", "xx:"), encoding="utf-8")
    places = [line.split(":")[0] for line in run(tiny, "check").stderr.splitlines()]
    assert {"content/clauses/1.1.yaml", "content/clauses/1.2.yaml", "content/terms.yaml"} <= set(places)
    assert places == sorted(places)


def test_a_missing_folder_is_wrong_usage(tmp_path: Path, run: Run) -> None:
    result = run(tmp_path, "check")
    assert result.exit_code == 2
    assert "clausebook new" in result.stderr


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
