"""A PDF file that begins with the objects that all documents of a shape have in common (ISO 32000-1, 7.5)."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from clausebook.render.press.objects import Item, dictionary, stream

_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
_ENTRY = struct.Struct(">BLH")
"""A line of the cross-reference stream: kind, place, and number in an object stream or generation."""


@dataclass(frozen=True)
class Body:
    """The common part: its bytes, and a cross-reference table of so many objects in which the others are missing.

    `count` is the first number that is free.
    """

    content: bytes
    table: bytes
    count: int
    root: int
    info: int

    @classmethod
    def of(cls, streams: Sequence[Item], others: Sequence[Item], *, count: int, root: int, info: int) -> "Body":
        """A body of streams, which stand by themselves, and other objects, which are deflated together."""
        table = bytearray(_ENTRY.size * (count + 1))
        _ENTRY.pack_into(table, 0, 0, 0, 65535)
        for index, item in enumerate(others):
            _ENTRY.pack_into(table, _ENTRY.size * item.number, 2, count, index)
        parts = [_HEADER]
        place = len(_HEADER)
        for item in [*streams, Item(count, _object_stream(others))]:
            _ENTRY.pack_into(table, _ENTRY.size * item.number, 1, place, 0)
            parts.append(_object(item))
            place += len(parts[-1])
        return cls(b"".join(parts), bytes(table), count + 1, root, info)

    def closed(self, items: Sequence[Item], identifier: str) -> bytes:
        """The file with the objects that are its own. `identifier` is 32 hexadecimal digits."""
        last = max(self.count, *(item.number + 1 for item in items))
        table = bytearray(self.table.ljust(_ENTRY.size * (last + 1), b"\0"))
        parts = [self.content]
        place = len(self.content)
        for item in items:
            _ENTRY.pack_into(table, _ENTRY.size * item.number, 1, place, 0)
            parts.append(_object(item))
            place += len(parts[-1])
        _ENTRY.pack_into(table, _ENTRY.size * last, 1, place, 0)
        code = identifier.encode()
        head = dictionary(
            Type=b"/XRef",
            Size=b"%d" % (last + 1),
            W=b"[1 4 2]",
            Root=b"%d 0 R" % self.root,
            Info=b"%d 0 R" % self.info,
            ID=b"[<%s> <%s>]" % (code, code),
            Filter=b"/FlateDecode",
        )
        parts.append(_object(Item(last, stream(head[2:-2], zlib.compress(bytes(table), 1)))))
        return b"".join([*parts, b"startxref\n%d\n%%%%EOF\n" % place])


def _object(item: Item) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % item


def _object_stream(items: Sequence[Item]) -> bytes:
    """Objects that are no streams in one that is (7.5.7)."""
    heads, place = [], 0
    for item in items:
        heads.append(b"%d %d" % (item.number, place))
        place += len(item.body) + 1
    head = b" ".join(heads) + b"\n"
    content = zlib.compress(head + b"\n".join(item.body for item in items), 9)
    return stream(b"/Type /ObjStm/N %d/First %d/Filter /FlateDecode" % (len(items), len(head)), content)
