"""A project folder and its settings: the only place with defaults."""

import os
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from clausebook.errors import UsageError
from clausebook.render.jinja import Templates

PACKAGE = "clausebook"


def packaged_templates() -> Path:
    """The templates that came with the package, or in a source checkout the templates folder at its top."""
    inside = Path(str(resources.files(PACKAGE))) / "templates"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "templates"


@dataclass(frozen=True)
class Project:
    """Where a project keeps its content, assessments and own templates, and where its outputs go."""

    root: Path

    @classmethod
    def at(cls, folder: Path) -> "Project":
        """The project in a folder. Raises UsageError where the folder is none."""
        root = folder.resolve()
        if not (root / "content" / "standard.yaml").is_file():
            raise UsageError(
                f"{folder} is no Clausebook project: it has no content/standard.yaml; try: clausebook new DIR"
            )
        return cls(root)

    @property
    def content(self) -> Path:
        """What the standard says."""
        return self.root / "content"

    @property
    def assessments(self) -> Path:
        """What is asked."""
        return self.root / "assessments"

    @property
    def exam_pool(self) -> str | None:
        """The folder of items for exams that the environment names: empty where it says that there is none."""
        return os.environ.get("CLAUSEBOOK_EXAM_POOL")

    @property
    def build(self) -> Path:
        """Every output."""
        return self.root / "build"

    @property
    def register(self) -> Path:
        """The register of certificates, where no other is named."""
        return self.build / "certificates" / "register.sqlite"

    @property
    def lists(self) -> Path:
        """What is published for those who check certificates."""
        return self.build / "verify"

    @cached_property
    def templates(self) -> Templates:
        """The project's own templates before the packaged ones."""
        own = self.root / "templates"
        packaged = packaged_templates()
        return Templates(*dict.fromkeys((own, packaged)))

    @property
    def watched(self) -> tuple[Path, ...]:
        """The folders whose changes change the site."""
        return tuple(folder for folder in (self.content, self.assessments, self.root / "templates") if folder.is_dir())

    def config_file(self, language: str, languages: tuple[str, ...]) -> Path:
        """The MkDocs configuration of a language: mkdocs.yml for the first, mkdocs.<language>.yml for the others."""
        name = "mkdocs.yml" if language == languages[0] else f"mkdocs.{language}.yml"
        return self.root / name
