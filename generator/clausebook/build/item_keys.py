"""Keys of items in the text of a file of the bank, written without touching anything else of it."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from clausebook.errors import InputError
from clausebook.load.yaml_source import Path_, Source, parse

_BARE = re.compile(r"[a-z][a-z0-9.-]*")


def with_key(content: bytes, shown_as: str, key: str, values: Mapping[int, Any], behind: str) -> bytes:
    """A file of items whose items, by their places in it, have these values for a key.

    Values are plain data, and no floats. Where an item does not have the key yet, it comes behind the key `behind`.
    Raises InputError where the file cannot be read, or the key can be written nowhere in it.
    """
    text, mark = content.decode("utf-8-sig"), BOM_UTF8 if content.startswith(BOM_UTF8) else b""
    source = parse(text, shown_as)
    edits = [_edit(text, source, ("items", place), key, flow(value), behind) for place, value in values.items()]
    for start, end, replacement in sorted(edits, reverse=True):
        text = text[:start] + replacement + text[end:]
    if not _says(text, _wanted(source, key, values)):
        what = f"the key {key} can be written nowhere in this file"
        raise InputError([source.problem((), what, "let the items have each of their keys on a line of its own")])
    return mark + text.encode("utf-8")


def flow(value: Any) -> str:
    """A value as YAML on one line: keys without quotes where they need none, texts always in quotes."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(key)}: {flow(child)}' for key, child in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _edit(text: str, source: Source, item: Path_, key: str, value: str, behind: str) -> tuple[int, int, str]:
    """Where the text changes, and to what."""
    old = source.span((*item, key), of_value=True)
    if old is not None:
        return *old, value
    start, end = source.span((*item, behind)) or (0, 0)
    whole, _ = source.span(item) or (0, 0)
    if text[whole : whole + 1] == "{":
        return end, end, f", {key}: {value}"
    newline = "\r\n" if "\r\n" in text else "\n"
    line = f"{' ' * (start - text.rfind(newline[-1], 0, start) - 1)}{key}: {value}"
    below = text.find("\n", end) + 1
    return (below, below, line + newline) if below else (len(text), len(text), newline + line)


def _wanted(source: Source, key: str, values: Mapping[int, Any]) -> Any:
    wanted = deepcopy(source.data)
    for place, value in values.items():
        wanted["items"][place][key] = value
    return wanted


def _says(text: str, wanted: Any) -> bool:
    """Whether a file with this text would say what is wanted."""
    try:
        return bool(parse(text, "").data == wanted)
    except InputError:
        return False
