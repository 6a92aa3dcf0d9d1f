"""YAML 1.2 files as plain data that remembers its lines, read without trust.

The file is composed into nodes and the data is built from them here, so that every value has a line and column, and
nothing that clause data does not need is evaluated: no tags, no aliases (and so no bombs), no duplicate keys.
"""

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.resolver import VersionedResolver

from clausebook.errors import InputError, Problem, Where

Path_ = tuple[str | int, ...]

MAX_BYTES = 8_000_000
"""The largest file: about twice the outline of a standard of 5,000 clauses that describes each task in full."""
MAX_DEPTH = 100
"""The most brackets that may be open at once, and lists that one line may open: deeper data overruns the parsers."""
_DEEP_LINE = re.compile(rf"(?:[-?][ \t]+){{{MAX_DEPTH}}}")
_TAG = "tag:yaml.org,2002:"
_ALIAS = "an alias (*name) is used"
_WORDS = {"true": True, "false": False}


class _Resolver(VersionedResolver):
    """Takes every file for YAML 1.2: asking for each value which version its file declares took a third of the time."""

    processing_version = (1, 2)


class Source:
    """A file's data and where each part of it stands. `file` is the name that messages show."""

    def __init__(self, file: str, node: Node | None) -> None:
        self.file = file
        self._node = node
        self._problems: list[Problem] = []
        self._seen: set[int] = set()
        self.data: Any = None if node is None else self._build(node, (), node)
        if self._problems:
            raise InputError(self._problems)

    def where(self, path: Path_ = (), *, of_key: bool = False) -> Where:
        """The place of the value at `path`, or of its key; where part of the path is missing, of what holds it."""
        node, trail = self._node, []
        place = node
        for part in path:
            entry = _child(node, part)
            if entry is None:
                continue
            key, node = entry
            trail.append(part)
            place = key if of_key and key is not None else node
        line, column = (place.start_mark.line + 1, place.start_mark.column + 1) if place is not None else (1, 1)
        return Where(self.file, line, column, _shown(trail))

    def raw(self, path: Path_) -> str | None:
        """The text of the scalar at `path` as it stands in the file, or None where there is no scalar."""
        node = self._node
        for part in path:
            entry = _child(node, part)
            node = entry[1] if entry else node
        return node.value if isinstance(node, ScalarNode) else None

    def span(self, path: Path_, *, of_value: bool = False) -> tuple[int, int] | None:
        """Where the entry at `path` begins and ends in the text, in characters, with its key unless `of_value` is set.

        None where there is no such entry. A comment behind it is no part of it.
        """
        node, begin = self._node, self._node
        for part in path:
            entry = _child(node, part)
            if entry is None:
                return None
            key, node = entry
            begin = node if of_value or key is None else key
        return (begin.start_mark.index, _end(node)) if begin is not None and node is not None else None

    def problem(self, path: Path_, what: str, remedy: str, *, is_warning: bool = False) -> Problem:
        """A problem with the value at `path`."""
        return Problem(self.where(path), what, remedy, is_warning)

    def _build(self, node: Node, path: Path_, place: Node) -> Any:
        """The data of a node. An alias is the same node again; `place` is what stands where the alias does."""
        if id(node) in self._seen:
            if not any(problem.what == _ALIAS for problem in self._problems):
                self._report(place, path, _ALIAS, "write the value out again")
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            self._check_tag(node, path, "seq")
            return [self._build(child, (*path, index), node) for index, child in enumerate(node.value)]
        assert isinstance(node, ScalarNode)  # noqa: S101 - there are no other nodes
        return self._scalar(node, path)

    def _mapping(self, node: MappingNode, path: Path_) -> dict[str, Any]:
        self._check_tag(node, path, "map")
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, ScalarNode):
                self._report(key_node, path, "a key is not plain text", "write a word before the colon")
                continue
            key = key_node.value
            if key in mapping:
                self._report(key_node, (*path, key), f"the key {key!r} stands twice", "remove or rename one of them")
            mapping[key] = self._build(value_node, (*path, key), key_node)
        return mapping

    def _scalar(self, node: ScalarNode, path: Path_) -> Any:
        kind = str(node.tag or "").removeprefix(_TAG)
        if kind == "null":
            return None
        if kind == "bool" and node.value.lower() in _WORDS:
            return _WORDS[node.value.lower()]
        if kind == "int":
            return self._integer(node, path)
        if kind == "float":
            return (
                float("nan")
                if node.value.lstrip("+-.").lower() in ("nan", "inf")
                else float(node.value.replace("_", ""))
            )
        self._check_tag(node, path, "str", "timestamp", "bool")
        return node.value

    def _integer(self, node: ScalarNode, path: Path_) -> int | None:
        try:
            return int(node.value.replace("_", ""), 10 if node.value.lstrip("+-").isdigit() else 0)
        except ValueError:
            self._report(node, path, f"{node.value[:40]!r} is not a usable number", "write it in plain digits")
            return None

    def _check_tag(self, node: Node, path: Path_, *allowed: str) -> None:
        if str(node.tag or "").removeprefix(_TAG) not in (*allowed, ""):
            self._report(node, path, f"the tag {str(node.tag).replace(_TAG, '!!')} is used", "remove it")

    def _report(self, node: Node, path: Path_, what: str, remedy: str) -> None:
        mark = node.start_mark
        self._problems.append(Problem(Where(self.file, mark.line + 1, mark.column + 1, _shown(path)), what, remedy))


def read(path: Path, shown_as: str) -> Source:
    """Read one YAML file. Raises InputError with every fault of its syntax that can be told apart."""
    return parse(_text(path, shown_as), shown_as)


@lru_cache(maxsize=1024)
def parse(text: str, shown_as: str) -> Source:
    """Read the text of a YAML file. Raises InputError as `read` does.

    Sources are kept, as a site that is served is read whole after each change of one file: nobody may change one.
    """
    if _open_brackets(text) > MAX_DEPTH or _DEEP_LINE.search(text):
        raise InputError([Problem(Where(shown_as), "the data is nested too deeply", "flatten it")])
    try:
        return Source(shown_as, _compose(text))
    except MarkedYAMLError as error:
        raise InputError([_syntax_problem(error, shown_as)]) from error
    except YAMLError as error:
        raise InputError([Problem(Where(shown_as), _first_line(error), "write plain UTF-8 text")]) from error
    except RecursionError as error:
        raise InputError([Problem(Where(shown_as), "the data is nested too deeply", "flatten it")]) from error


def read_folder(folder: Path, root: Path) -> Iterator[tuple[Source | None, list[Problem]]]:
    """Read every YAML file under `folder` in the order of names: its source, or its problems.

    Files are shown as they are seen from `root`, below which they need not stand.
    """
    for path in sorted(folder.rglob("*.yaml")):
        try:
            yield read(path, Path(os.path.relpath(path, root)).as_posix()), []
        except InputError as error:
            yield None, list(error.problems)


def _compose(text: str) -> Node | None:
    """The nodes of a document. The parser in C is a dozen times faster; the one in Python says better what is wrong."""
    node: Node | None
    try:
        parser = YAML(typ="safe")
        parser.Resolver = _Resolver
        node = parser.compose(text)
    except YAMLError:
        node = YAML(typ="rt", pure=True).compose(text)
    return node


def _text(path: Path, shown_as: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError([Problem(Where(shown_as), error.strerror or str(error), "make the file readable")]) from error
    if len(content) > MAX_BYTES:
        what = f"the file has {len(content):,} bytes, more than {MAX_BYTES:,}"
        raise InputError([Problem(Where(shown_as), what, "split it")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        where = Where(shown_as, line, error.start - content.rfind(b"\n", 0, error.start))
        raise InputError([Problem(where, "the file is not UTF-8", "save it as UTF-8 in your editor")]) from error


def _open_brackets(text: str) -> int:
    """The most brackets that are open at any place of the text, those in quotes included."""
    opened = (1 if bracket in "[{" else -1 for bracket in re.findall(r"[\[\]{}]", text))
    return max(accumulate(opened), default=0)


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
    what = " ".join(str(part) for part in (error.context, error.problem) if part) or _first_line(error)
    if "'\\t'" in what or "tab" in what:
        return Problem(where, "a tab is used for indentation", "indent with spaces")
    if "mapping values are not allowed" in what:
        return Problem(where, "a colon stands where none can", "put quotes around a text that holds a colon")
    if "document" in what:
        return Problem(where, "a second document starts here", "remove the line ---")
    return Problem(
        where, f"this is not YAML ({what.removesuffix('.')})", "mend the line; texts with : # & * ! need quotes"
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]


def _child(node: Node | None, part: str | int) -> tuple[Node | None, Node] | None:
    """The key node and value node of a part of a mapping or sequence; None where it has no such part."""
    if isinstance(node, MappingNode):
        return next(((key, value) for key, value in node.value if getattr(key, "value", None) == part), None)
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    return None


def _end(node: Node) -> int:
    """Where the last thing in a node ends; its own mark may stand behind the comments and empty lines that follow."""
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(node, MappingNode) else last)


def _shown(path: Path_ | list[str | int]) -> str:
    """("provisions", 0, "text") as provisions[0].text."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
