"""What helps people who write content: a new project, and schemas for their editor."""

import json
import shutil
from pathlib import Path

from pydantic import BaseModel

from clausebook.build.loading import load_project
from clausebook.build.write import write_all
from clausebook.errors import UsageError
from clausebook.model.artifact import Artifact
from clausebook.model.blueprint import Blueprint
from clausebook.model.coverage import CoverageRules
from clausebook.model.exam_mapping import ExamMapping
from clausebook.model.form import Form, Scale
from clausebook.model.issuer import Issuer
from clausebook.model.item import BankRules, Items
from clausebook.model.mapping import ColumnMapping
from clausebook.model.scheme import Scheme
from clausebook.model.standard import Clause, Identity, Laws, Outline, Roles, Terms, Workflow
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
    "issuer": Issuer,
    "coverage": CoverageRules,
    "mapping": ColumnMapping,
    "exam-mapping": ExamMapping,
    "items": Items,
    "bank": BankRules,
    "blueprint": Blueprint,
}


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
