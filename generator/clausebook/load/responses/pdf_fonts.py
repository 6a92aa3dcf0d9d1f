"""Which characters a PDF's fonts show for the codes of a text, as far as a font tells (ISO 32000-1, 9.10)."""

import re
from collections.abc import Mapping
from typing import Any

from pikepdf import Dictionary, Name, Stream

_MAX_MAP, _MAX_CODES = 1_000_000, 200_000
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CODE, _TEXT = rb"<\s*([0-9A-Fa-f]{2,8})\s*>", rb"<\s*([0-9A-Fa-f]{2,64})\s*>"
_PAIR = re.compile(_CODE + rb"\s*" + _TEXT)
_RANGE = re.compile(_CODE + rb"\s*" + _CODE + rb"\s*(?:" + _TEXT + rb"|\[([^\]]{0,20000})\])")
_ONE = re.compile(_TEXT)
_CMAPS = {
    "UCS2": "utf-16-be",
    "UTF16": "utf-16-be",
    "GB": "gb18030",
    "B5": "cp950",
    "90ms": "cp932",
    "KSC": "cp949",
}
"""What stands in the names of Adobe's CMaps for Chinese, Japanese and Korean, and the encodings that they read."""
_SIMPLE = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman", "/StandardEncoding": "ascii", "": "ascii"}

_PROGRAMS = ("/FontFile", "/FontFile2", "/FontFile3")


class Font:
    """How codes become characters: by a table of codes of `size` bytes, by one of Python's encodings, or unknown."""

    def __init__(self, *, table: Mapping[int, str] | None = None, size: int = 1, encoding: str = "") -> None:
        self._table, self._size, self._encoding = table, size, encoding
        self._drawn = frozenset("".join(table.values())) if table is not None else frozenset()

    @property
    def is_known(self) -> bool:
        """Whether it tells anything."""
        return self._table is not None or bool(self._encoding)

    def text(self, codes: bytes) -> str:
        """What the codes show; those of which the font does not tell are left out."""
        if self._table is None:
            return codes.decode(self._encoding, "ignore")
        starts = range(0, len(codes), self._size)
        return "".join(self._table.get(int.from_bytes(codes[at : at + self._size], "big"), "") for at in starts)

    def draws(self, character: str) -> bool:
        """Whether it has a code for a character."""
        return character in self._drawn if self._table is not None else _is_in(self._encoding, character)


def _is_in(encoding: str, character: str) -> bool:
    try:
        return bool(character.encode(encoding))
    except UnicodeEncodeError:
        return False


def font_of(resource: Dictionary) -> Font:
    """The font of a PDF's font dictionary."""
    is_composite = resource.get("/Subtype") == Name.Type0
    to_unicode = resource.get("/ToUnicode")
    if isinstance(to_unicode, Stream):
        table = _to_unicode(to_unicode.read_bytes())
        return Font(table=table, size=2 if is_composite else 1)
    encoding = resource.get("/Encoding", "")
    if is_composite:
        return Font(encoding=next((codec for part, codec in _CMAPS.items() if part in str(encoding)), ""))
    return Font(encoding=_simple_encoding(resource, encoding))


def _simple_encoding(resource: Dictionary, encoding: Any) -> str:
    """The encoding of a font of one byte a character; none where the font brings glyphs of its own."""
    descriptor = resource.get("/FontDescriptor")
    if isinstance(descriptor, Dictionary) and any(key in descriptor for key in _PROGRAMS):
        return ""
    return "pdfdoc" if isinstance(encoding, Dictionary) else _SIMPLE.get(str(encoding), "")


def _to_unicode(cmap: bytes) -> dict[int, str] | None:
    """The table of a ToUnicode CMap; nothing where it is too long to be one."""
    table: dict[int, str] = {}
    if len(cmap) > _MAX_MAP:
        return None
    for kind, body in _SECTION.findall(cmap):
        if kind == b"bfchar":
            table |= {int(code, 16): _utf16(text) for code, text in _PAIR.findall(body)}
            continue
        for first, last, text, texts in _RANGE.findall(body):
            start, end = int(first, 16), int(last, 16)
            if end - start + len(table) > _MAX_CODES:
                return None
            table |= _range(start, end, text, texts)
    return table


def _range(start: int, end: int, text: bytes, texts: bytes) -> dict[int, str]:
    if not text:
        return {start + place: _utf16(each) for place, each in enumerate(_ONE.findall(texts))}
    value = int(text, 16)
    return {code: _utf16(b"%0*x" % (len(text), value + code - start)) for code in range(start, end + 1)}


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()[: len(digits) // 2 * 2]).decode("utf-16-be", "ignore")


def fonts_of(resources: Any) -> Mapping[str, Any]:
    """The font dictionaries of some resources, by name."""
    fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
    return dict(fonts.items()) if isinstance(fonts, Dictionary) else {}
