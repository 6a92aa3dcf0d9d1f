"""What helps people who write content: a new project, schemas for their editor, and translations marked as current."""

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel

from clausebook.build.loading import load_project
from clausebook.build.write import write_all, write_file
from clausebook.errors import UsageError
from clausebook.load.content import load_content
from clausebook.model.artifact import Artifact
from clausebook.model.form import Form, Scale
from clausebook.model.scheme import Scheme
from clausebook.model.standard import Clause, Identity, Laws, Outline, Roles, Terms, Workflow
from clausebook.model.translation import source_hash
from clausebook.project import Project, packaged_templates

SCHEMAS: dict[str, type[BaseModel]] = {
    "standard": Identity,
    "outline": Outline,
    "clause": Clause,
    "terms": Terms,
    "workflow": Workflow,
    "roles": Roles,
    "laws": Laws,
    "form": Form,
    "scale": Scale,
    "scheme": Scheme,
}
_HASH_LINE = re.compile(r"^translated_from:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)


def write_schemas(folder: Path) -> list[Path]:
    """Write a JSON Schema for every kind of YAML file, for completion and checks in editors."""
    schemas = {name: model.model_json_schema() for name, model in SCHEMAS.items()}
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return write_all(
        (
            Artifact.text(f"{name}.schema.json", json.dumps(dialect | schema, ensure_ascii=False, indent=2) + "\n")
            for name, schema in schemas.items()
        ),
        folder,
    )


def new_project(folder: Path) -> Path:
    """Make a small project that builds at once. Raises UsageError where the folder is not empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not empty; name a new folder")
    shutil.copytree(packaged_templates() / "new", folder, dirs_exist_ok=True)
    load_project(Project.at(folder))
    return folder


def accept_translations(project: Project, clauses: Iterable[str]) -> list[Path]:
    """Record in clause files that their translations say what the source text says now; no ids mean all clauses.

    Only the key translated_from of a file changes, and a file that already says so stays as it is. Raises UsageError
    for an id that no readable clause has.
    """
    content = load_content(project.content, project.root)
    wanted = set(clauses)
    unknown = wanted - {clause.id for clause, _ in content.clauses}
    if unknown or content.identity is None:
        raise UsageError(
            f"no clause that can be read has the id {', '.join(sorted(unknown)) or '?'}; run: clausebook check"
        )
    language = content.identity.source_language
    chosen = [(clause, source) for clause, source in content.clauses if not wanted or clause.id in wanted]
    return [
        project.root / source.file
        for clause, source in chosen
        if _record(project.root / source.file, {language: source_hash(clause, language)})
    ]


def _record(path: Path, hashes: dict[str, str]) -> bool:
    """Write the hashes into a clause file; whether that changed it."""
    text = path.read_text(encoding="utf-8")
    entries = ", ".join(f'{language}: "{digest}"' for language, digest in hashes.items())
    line = f"translated_from: {{{entries}}}\n"
    kept = _HASH_LINE.sub("", text)
    changed = kept if kept.endswith("\n") else f"{kept}\n"
    if text == changed + line:
        return False
    write_file(path, (changed + line).encode("utf-8"))
    return True
