"""One output file before it is written."""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Artifact:
    """A file's content and its place below an output folder; the path is relative and stays inside that folder."""

    path: PurePosixPath
    content: bytes

    def __post_init__(self) -> None:
        if self.path.is_absolute() or ".." in self.path.parts:
            raise ValueError(f"an artifact's path must stay inside its folder: {self.path}")

    @classmethod
    def text(cls, path: str, content: str) -> "Artifact":
        """An artifact of UTF-8 text."""
        return cls(PurePosixPath(path), content.encode("utf-8"))
