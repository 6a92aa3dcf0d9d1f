"""A project whose exam items hold words that stand nowhere else, and what reads such words out of any file."""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pikepdf
from pypdf import PdfReader

from clausebook.project import Project
from tests.exams import sample_papers

CANARY = "zqcanary"
_TEXTS_OF_A_KEY = {"why", "accepted", "model_answer", "criterion"}
"""What candidates never see, even on paper."""
BLUEPRINT = {
    "id": "final",
    "title": {"en": "Final", "de": "Prüfung"},
    "minutes": 30,
    "sections": [
        {"id": kind.replace("_", "-"), "title": {"en": kind, "de": kind}, "type": kind, "count": 1, "points": 5}
        for kind in sample_papers.items()
    ],
}


class Canaries:
    """Items of both pools for the tiny standard. `secret` are the words of exam items, `keys` those of them that tell
    or explain the key, `known` the words of practice items, which may be found everywhere.
    """

    def __init__(self) -> None:
        self.numbers = count(1)
        self.secret: set[str] = set()
        self.keys: set[str] = set()
        self.known: set[str] = set()

    def plant(self, project: Project) -> None:
        """Write the items and a blueprint into the project."""
        items = [self.item(raw, pool) for pool in ("exam", "practice") for raw in sample_papers.items().values()]
        for folder, name, data in (("items", "canaries", {"items": items}), ("blueprints", "final", BLUEPRINT)):
            path = project.assessments / folder / f"{name}.yaml"
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")

    def item(self, raw: Any, pool: str) -> dict[str, Any]:
        """An item of the sample paper in whose texts each language says a word of its own."""
        data = raw.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        data |= {"type": raw.type, "id": f"{CANARY}-{pool}-{raw.id}", "pool": pool}
        data |= {"clauses": ["flour"], "provisions": ["flour.a"]}
        if pool == "exam":
            self.secret.add(data["id"])
        made: dict[str, Any] = self._sown(data, pool, is_key=False)
        return made

    def _sown(self, value: Any, pool: str, *, is_key: bool) -> Any:
        if isinstance(value, list):
            return [self._sown(part, pool, is_key=is_key) for part in value]
        if not isinstance(value, dict):
            return value
        if set(value) == set(sample_papers.LANGUAGES):
            return {language: self._word(value["en"], pool, is_key=is_key) for language in ("en", "de")}
        return {key: self._sown(part, pool, is_key=is_key or key in _TEXTS_OF_A_KEY) for key, part in value.items()}

    def _word(self, text: Any, pool: str, *, is_key: bool) -> Any:
        if isinstance(text, list):
            return [self._word(part, pool, is_key=is_key) for part in text]
        word = f"{CANARY}{next(self.numbers):04}z"
        (self.secret if pool == "exam" else self.known).add(word)
        if pool == "exam" and is_key:
            self.keys.add(word)
        return f"Word {word} here"


def words_in(path: Path) -> Iterator[tuple[str, str]]:
    """What stands in a file, unpacked as deep as it goes: where, and as text."""
    yield path.name, path.name
    yield from _unpacked(path.name, path.read_bytes())


def _unpacked(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from _unpacked(f"{name}/{inner}", archive.read(inner))
    elif content.startswith(b"%PDF"):
        yield from _in_pdf(name, content)
    elif content.startswith(b"\x1f\x8b"):
        yield from _unpacked(name, zlib.decompress(content, wbits=31))
    else:
        yield name, content.decode("utf-8", errors="replace")


def _in_pdf(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """The pages as text, every stream, the metadata, and what is attached."""
    pages = PdfReader(io.BytesIO(content)).pages
    yield f"{name} pages", "".join("".join(page.extract_text().split()) for page in pages)
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for entry in pdf.objects:
            yield f"{name} objects", repr(entry)
            if isinstance(entry, pikepdf.Stream):
                yield f"{name} streams", entry.read_bytes().decode("latin-1") if _is_readable(entry) else ""
        for attached, file in pdf.attachments.items():
            yield from _unpacked(f"{name}/{attached}", file.get_file().read_bytes())


def _is_readable(stream: pikepdf.Stream) -> bool:
    return stream.get("/Subtype") != "/Image"


def found(folder: Path, words: set[str]) -> set[tuple[str, str]]:
    """Which of the words stand where below a folder."""
    return {
        (where, word)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for where, text in words_in(path)
        if CANARY in text
        for word in words
        if word in text
    }
