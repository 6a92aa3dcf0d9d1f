"""The layers, the doors and the lengths that keep the code readable, checked on the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator" / "clausebook"

# What each module may import, named by its first part below the package.
LAYERS = {
    "cli": {"build", "project", "errors"},
    "plugin": {"build", "project", "errors"},
    "build": {
        *("project", "load", "scoring", "render", "model", "errors"),
        *("handbook", "forms", "exams", "certificates", "reports"),
    },
    "project": {"render", "errors"},
    "handbook": {"render", "model", "errors"},
    "forms": {"render", "model", "errors"},
    "exams": {"render", "model", "errors"},
    "certificates": {"render", "model", "errors"},
    "reports": {"render", "model", "errors"},
    "load": {"model", "errors"},
    "scoring": {"model", "errors"},
    "render": {"model", "errors"},
    "model": {"errors"},
    "errors": set(),
}

# The only modules through which a dependency comes in.
DOORS = {
    "mkdocs": {"plugin", "build.rendered", "build.settings", "build.site"},
    "yaml": {"build.settings"},
    "click": {
        "cli.shell",
        "cli.content",
        "cli.doctor",
        "cli.products",
        "cli.editions",
        "cli.exams",
        "cli.export",
        "cli.items",
        "cli.records",
        "cli.roster",
        "cli.register",
        "cli.trust",
        "cli.verify",
        "cli.certify",
    },
    "rich": {"cli.shell"},
    "ruamel": {"load.yaml_source"},
    "weasyprint": {
        "render.pdf",
        "render.structure",
        "render.page_numbers",
        "render.justification",
        "render.press.prototype",
    },
    "uharfbuzz": {"render.press.faces"},
    "jinja2": {"render.jinja"},
    "openpyxl": {
        "render.workbook",
        "exams.table",
        "forms.spreadsheet",
        "forms.spreadsheet_answers",
        "forms.spreadsheet_start",
        "forms.roster_template",
        "exams.review_list",
        "load.responses.sheets",
        "reports.workbook",
        "exams.answers_table",
        "exams.marks",
        "exams.worksheet",
        "exams.book",
        "exams.angoff",
        "exams.statistics_workbook",
    },
    "zipfile": {
        "build.handout",
        "render.archive",
        "render.workbook",
        "load.responses.parcel",
        "load.responses.archive",
        "load.responses.reading",
    },
    "babel": {"render.languages"},
    "fontTools": {"render.fonts", "render.field_font", "render.pdf", "render.press.setting"},
    "pikepdf": {
        "render.acroform",
        "render.stack",
        "render.underlay",
        "load.responses.pdf",
        "load.responses.pdf_fonts",
        "load.responses.pdf_text",
    },
    "jieba": {"handbook.search"},
    "msgspec": {"model.response", "load.responses.json", "load.results", "build.reader"},
    "segno": {"certificates.qr", "exams.card_face"},
    "sqlite3": {"certificates.register.stores"},
    "sqlalchemy": {
        "certificates.register.batch",
        "certificates.register.checking",
        "certificates.register.ledger",
        "certificates.register.lines",
        "certificates.register.stores",
        "certificates.register.tables",
        "certificates.register.writer",
    },
    "cryptography": {"certificates.verify_tokens", "certificates.signing", "certificates.keyfile"},
    "pyhanko": {"certificates.pades"},
    "cv2": {"load.cards.vision"},
    "numpy": {"load.cards.vision"},
    "zxingcpp": {"load.cards.vision"},
    "pypdfium2": {"load.cards.pages"},
    "distributed": {"build.drawing"},
    "genanki": {"exams.anki"},
    "random": {"build.sample", "exams.generation.maker"},
    "resource": {"build.confinement"},
    "fcntl": {"build.write"},
    "subprocess": set(),
    "pickle": set(),
}
# What may not be installed is imported where it is needed.
EXTRAS = {"cv2", "distributed", "genanki", "numpy", "pyhanko", "pypdfium2", "zxingcpp"}
CLOCK = {"render.clock"}
BANNED_NAMES = {"utils", "helpers", "common", "misc", "const", "constants"}
MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60


def name_of(path: Path, package: Path = PACKAGE) -> str:
    return ".".join(path.relative_to(package).with_suffix("").parts).removesuffix(".__init__")


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def inner(tree: ast.AST) -> set[str]:
    return {name.removeprefix("clausebook.") for name in imports(tree) if name.startswith("clausebook.")}


def faults(name: str, source: str) -> list[str]:
    """Everything wrong with one module of the package."""
    tree = ast.parse(source)
    return [*layer_faults(name, tree), *door_faults(name, tree), *shape_faults(name, source, tree)]


def layer_faults(name: str, tree: ast.AST) -> Iterator[str]:
    part = name.partition(".")[0]
    for target in sorted(inner(tree)):
        other = target.partition(".")[0]
        if other not in LAYERS:
            continue
        if other != part and other not in LAYERS[part]:
            yield f"{name} imports {target}: {part} may not import {other}"


def door_faults(name: str, tree: ast.AST) -> Iterator[str]:
    for target in imports(tree):
        doors = DOORS.get(target.partition(".")[0])
        if doors is not None and name not in doors:
            yield f"{name} imports {target}: its door is {', '.join(sorted(doors)) or 'closed'}"
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    clocks = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.datetime.now"}
    if calls & clocks and name not in CLOCK:
        yield f"{name} asks the time: only render.clock may"


def shape_faults(name: str, source: str, tree: ast.AST) -> Iterator[str]:
    if name.rpartition(".")[2] in BANNED_NAMES:
        yield f"{name}: the name says nothing"
    if len(source.splitlines()) > MOST_LINES:
        yield f"{name} has more than {MOST_LINES} lines"
    for node in ast.walk(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES_OF_A_FUNCTION:
            yield f"{name}.{node.name} has more than {MOST_LINES_OF_A_FUNCTION} lines"
        if not {target.partition(".")[0] for target in imports(node)} <= EXTRAS:
            yield f"{name}.{node.name} imports inside a function"


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_module_keeps_the_rules(path: Path) -> None:
    assert faults(name_of(path), path.read_text(encoding="utf-8")) == []


def test_every_part_has_a_layer() -> None:
    parts = {name_of(path).partition(".")[0] for path in modules()} - {"__init__"}
    assert parts - {""} == set(LAYERS)


def test_there_are_no_cycles() -> None:
    names = {name_of(path): path for path in modules()}
    graph = {
        name: {
            other for target in inner(ast.parse(path.read_text(encoding="utf-8"))) for other in owners(target, names)
        }
        for name, path in names.items()
    }
    assert cycle(graph) == []


def owners(target: str, names: dict[str, Path]) -> Iterator[str]:
    """The module that an imported name is or belongs to."""
    yield from (name for name in (target, target.rpartition(".")[0]) if name in names)


def cycle(graph: dict[str, set[str]]) -> list[str]:
    """The modules of a cycle of imports, or none."""
    done: set[str] = set()

    def visit(name: str, trail: list[str]) -> list[str]:
        if name in trail:
            return trail[trail.index(name) :]
        if name in done:
            return []
        for other in graph.get(name, set()) - {name}:
            if found := visit(other, [*trail, name]):
                return found
        done.add(name)
        return []

    return next((found for name in graph if (found := visit(name, []))), [])


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("forms.web", "from clausebook.load.content import load_content", "forms may not import load"),
        ("forms.web", "from clausebook.handbook.links import relative", "forms may not import handbook"),
        ("model.form", "from clausebook.render.clock import now", "model may not import render"),
        ("cli", "from clausebook.scoring.score import score", "cli may not import scoring"),
        ("forms.web", "import weasyprint", "its door is render."),
        ("load.check", "from ruamel.yaml import YAML", "its door is load.yaml_source"),
        ("build.site", "import subprocess", "its door is closed"),
        ("certificates.register", "now = datetime.now()", "asks the time"),
        ("render.utils", "", "the name says nothing"),
        ("render.pdf", "def f():\n    import os", "imports inside a function"),
        ("render.pdf", "x = 1\n" * 401, "more than 400 lines"),
        ("render.pdf", "def f():\n" + "    x = 1\n" * 60, "more than 60 lines"),
    ],
)
def test_a_broken_rule_is_noticed(name: str, source: str, fault: str) -> None:
    assert any(fault in found for found in faults(name, source))


def test_a_cycle_is_noticed() -> None:
    assert sorted(cycle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": set()})) == ["a", "b", "c"]
