"""Templates and the other files that decide how things look, from the project first and then from the package."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup

from clausebook.errors import RenderError

Words = Mapping[str, str]

_SPECIAL = re.compile(r"""[\\`*_\[\]{}|~^=$!:#<>&"']|^[-+]|(?<=^\d)[.)]|(?<=^\d\d)[.)]""")


def plain(text: str) -> Markup:
    """Text that means nothing to Markdown or HTML, fit for either: every special character becomes an entity."""
    return escaped(" ".join(text.split()))


def escaped(text: str) -> Markup:
    """A piece of one line of text, escaped like `plain`, with its spaces kept."""
    return Markup(_SPECIAL.sub(lambda match: f"&#{ord(match.group())};", text))  # noqa: S704 - it has just been escaped


class Compiled(BytecodeCache):
    """What templates were compiled to, for environments of the same settings. Jinja looks whether a source changed."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what has been compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class Templates:
    """The files under some template folders; a file in an earlier folder hides its namesake in a later one."""

    _compiled = Compiled()

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=lambda name: name is not None and name.endswith((".html.j2", ".md.j2", ".svg.j2")),  # noqa: S701
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            bytecode_cache=self._compiled,
        )
        self._environment.filters["plain"] = plain

    def __reduce__(self) -> tuple[type[Self], tuple[Path, ...]]:
        return type(self), self.folders

    def render(self, name: str, **context: Any) -> str:
        """Render the template `name`. Raises RenderError where there is none or it is faulty."""
        try:
            return self._environment.get_template(name).render(**context)
        except TemplateNotFound as error:
            raise RenderError(f"the template {error.name} is in none of {self._folders()}") from error
        except TemplateError as error:
            raise RenderError(f"the template {name}: {error.message}") from error

    def file(self, name: str) -> Path:
        """Where the file `name` is. Raises RenderError where there is none."""
        for folder in self.folders:
            if (folder / name).is_file():
                return folder / name
        raise RenderError(f"the file {name} is in none of {self._folders()}")

    def words(self, product: str, language: str) -> Words:
        """The interface's words of a product in a language: `<product>/words/<language>.json`.

        A language, or a word, that is not there is given in English.
        """
        words: dict[str, str] = {}
        for name in ("en", language):
            for folder in reversed(self.folders):
                path = folder / product / "words" / f"{name}.json"
                words |= json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return words

    def _folders(self) -> str:
        return ", ".join(map(str, self.folders))
