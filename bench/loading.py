"""Reading and checking content: this project's own, beside the bare parsers, and a standard many times its size."""

import argparse
import shutil
import tempfile
from pathlib import Path

import yaml
from report import report, seconds
from ruamel.yaml import YAML

from clausebook.build.loading import load_project
from clausebook.load.content import load_content
from clausebook.project import Project

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one try each, and no large standard")
    quick = parser.parse_args().quick
    repeats = 1 if quick else 3
    files = sorted((ROOT / "content" / "clauses").glob("*.yaml"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    ours = seconds(lambda: load_project(Project.at(ROOT)), repeats)
    ruamel = seconds(lambda: [YAML(typ="safe", pure=True).load(text) for text in texts], repeats)
    libyaml = seconds(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts], repeats)
    figures = {
        "clauses": float(len(files)),
        "load and check the project, s": ours,
        "ruamel's safe loader on the clauses alone, s": ruamel,
        "PyYAML's C loader on the clauses alone, s": libyaml,
        "ours / ruamel": ours / ruamel,
        "ours / PyYAML's C loader": ours / libyaml,
    }
    if not quick:
        figures["ten times the clauses / once"] = seconds(lambda: many_clauses(files, 10), 1) / ours
    report("loading", figures, ("ruamel.yaml", "PyYAML", "pydantic"))


def many_clauses(files: list[Path], times: int) -> None:
    """Read a content folder that holds each clause file several times, whatever its checks would say."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(shutil.copytree(ROOT / "content", Path(folder) / "content"))
        for path in files:
            for copy in range(1, times):
                shutil.copy(path, content / "clauses" / f"{path.stem}-{copy}.yaml")
        load_content(content, Path(folder))


if __name__ == "__main__":
    main()
