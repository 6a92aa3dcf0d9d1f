"""Streams that are deflated in pieces: what is always the same only once, what is not without being deflated at all.

A DEFLATE stream (RFC 1951) is a row of blocks; after a full flush the next one may be anything. The checksum of the
whole (RFC 1950) follows from those of the pieces.
"""

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

_MODULUS = 65521
_LONGEST = 65535
_LEVEL = 9


class Piece(NamedTuple):
    """A part of a stream that is ready: its blocks, and the checksum and the length of what they hold."""

    blocks: bytes
    checksum: int
    length: int


def pressed(content: bytes, level: int = _LEVEL) -> Piece:
    """Deflate a part of a stream."""
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15)
    blocks = deflate.compress(content) + deflate.flush(zlib.Z_FULL_FLUSH)
    return Piece(blocks, zlib.adler32(content), len(content))


def stored(content: bytes) -> Piece:
    """A part of a stream as it is."""
    parts = [content[at : at + _LONGEST] for at in range(0, len(content), _LONGEST)]
    blocks = b"".join(struct.pack("<BHH", 0, len(part), len(part) ^ 0xFFFF) + part for part in parts)
    return Piece(blocks, zlib.adler32(content), len(content))


def joined(pieces: Iterable[Piece]) -> bytes:
    """The stream that some pieces make up."""
    blocks = [b"\x78\x9c"]
    low, high = 1, 0
    for piece in pieces:
        blocks.append(piece.blocks)
        # zlib's adler32_combine: the second sum starts from where the first one ended.
        high = (high + (piece.checksum >> 16) + piece.length * (low - 1)) % _MODULUS
        low = (low + (piece.checksum & 0xFFFF) - 1) % _MODULUS
    blocks.append(b"\x01\x00\x00\xff\xff" + struct.pack(">HH", high, low))
    return b"".join(blocks)
