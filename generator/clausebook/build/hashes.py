"""The key translated_from in the text of a content file, written without touching anything else of it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from clausebook.load.yaml_source import Path_, Source

KEY = "translated_from"
Hashes: TypeAlias = Mapping[str, str | Mapping[str, str]]
"""Hashes by language: one for a file of one record, or one for each record of the file by its name."""


def candidates(text: str, source: Source, hashes: Hashes) -> Iterator[str]:
    """Texts of a file with these hashes, the gentlest change first, by where and how its key may be written.

    Which of them are YAML that says what it should depends on the file, so the caller has to read them.
    """
    bodies = (_block(hashes, _newline(text)), json.dumps({KEY: hashes})[1:-1])
    span = source.span((KEY,))
    if span is None:
        yield from _added(text, source, *bodies)
        return
    yield _edited(text, source, hashes)
    old = text[slice(*span)]
    comments = [f"{comment}{_newline(text)}" for comment in re.findall(r"#.*\S", old)]
    for body in bodies:
        yield f"{text[: span[0]]}{''.join(comments)}{body}{text[span[1] :]}"


def _added(text: str, source: Source, block: str, flow: str) -> Iterator[str]:
    """The key at the end of the file, else behind the last entry, else first in a file that is one pair of braces."""
    newline, (start, end) = _newline(text), source.span(()) or (0, 0)
    for place in (len(text), _line_end(text, end)):
        before = text[:place] + ("" if text[:place].endswith("\n") else newline)
        yield f"{before}{block}{newline}{text[place:]}"
    yield f"{text[: start + 1]}{flow}, {text[start + 1 :]}"


def _edited(text: str, source: Source, hashes: Hashes) -> str:
    """The key with only those hashes changed, added and removed, a line each, that differ."""
    old, new = dict(_flat(source.data[KEY])), dict(_flat(hashes))
    edits = [_removal(text, source, path) for path in old.keys() - new.keys()]
    edits += [_change(source, path, new[path]) for path in old.keys() & new.keys() if old[path] != new[path]]
    edits += [_insertion(text, place, lines) for place, lines in _new_lines(text, source, old, new).items()]
    # From the last to the first, and at the same place removals first, so that the earlier places stay right.
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    return text


def _flat(hashes: Any) -> Iterator[tuple[Path_, str]]:
    """Every hash by its path below the key."""
    for language, found in hashes.items():
        if isinstance(found, str):
            yield (language,), found
        else:
            yield from (((language, name), digest) for name, digest in found.items())


def _change(source: Source, path: Path_, digest: str) -> tuple[int, int, str]:
    start, end = source.span((KEY, *path), of_value=True) or (0, 0)
    return start, end, _quoted(digest)


def _removal(text: str, source: Source, path: Path_) -> tuple[int, int, str]:
    start, end = source.span((KEY, *path)) or (0, 0)
    return _line_start(text, start), _line_end(text, end), ""


def _insertion(text: str, place: int, lines: list[str]) -> tuple[int, int, str]:
    newline = _newline(text)
    if place and not text[:place].endswith("\n"):
        return place, place, "".join(newline + line for line in lines)
    return place, place, "".join(line + newline for line in lines)


def _new_lines(text: str, source: Source, old: Mapping[Path_, str], new: Mapping[Path_, str]) -> dict[int, list[str]]:
    """The lines of new hashes by where they go: behind the hash that precedes them, or before the first."""
    spans = {path: source.span((KEY, *path)) or (0, 0) for path in old}
    if not spans:
        return {}
    first = min(start for start, _ in spans.values())
    place, indent = _line_start(text, first), text[_line_start(text, first) : first]
    lines: dict[int, list[str]] = {}
    for path, digest in new.items():
        if path in spans:
            place = _line_end(text, spans[path][1])
        else:
            lines.setdefault(place, []).append(f"{indent}{path[-1]}: {_quoted(digest)}")
    return lines


def _block(hashes: Hashes, newline: str) -> str:
    """The key as it is written afresh: one line for a file of one record, else one line for each record."""
    if all(isinstance(found, str) for found in hashes.values()):
        return f"{KEY}: {{{', '.join(f'{language}: {_quoted(found)}' for language, found in hashes.items())}}}"
    lines = [f"{KEY}:"]
    for language, found in hashes.items():
        entries = {} if isinstance(found, str) else found
        lines += [f"  {language}:", *(f"    {name}: {_quoted(digest)}" for name, digest in entries.items())]
    return newline.join(lines)


def _quoted(digest: object) -> str:
    return f'"{digest}"'


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_start(text: str, place: int) -> int:
    return text.rfind("\n", 0, place) + 1


def _line_end(text: str, place: int) -> int:
    """Where the next line begins."""
    end = text.find("\n", place)
    return len(text) if end < 0 else end + 1
