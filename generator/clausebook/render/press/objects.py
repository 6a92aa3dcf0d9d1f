"""Objects of a PDF in its own syntax (ISO 32000-1, 7.3)."""

import hashlib
import re
import zlib
from codecs import BOM_UTF16_BE
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from clausebook.render.press.glyphs import OwnFont

_SPECIAL = re.compile(rb"([\\()\r])")
_OWN_NAME = b"/OWNFNT+Clausebook-Own"


class Item(NamedTuple):
    """An object and its number."""

    number: int
    body: bytes


def stream(head: bytes, content: bytes) -> bytes:
    """A stream with the entries `head` in its dictionary."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def dictionary(**entries: bytes) -> bytes:
    """A dictionary."""
    return b"<<%s>>" % b"".join(b"/%s %s" % (name.encode(), value) for name, value in entries.items())


def text_string(text: str) -> bytes:
    """A text string: plain where ASCII is enough."""
    if text.isascii():
        return b"(%s)" % _SPECIAL.sub(rb"\\\1", text.encode())
    return b"<%s>" % (BOM_UTF16_BE + text.encode("utf-16-be")).hex().encode()


def date(moment: datetime) -> bytes:
    """A date in UTC."""
    return moment.strftime("(D:%Y%m%d%H%M%SZ)").encode()


def embedded_file(head: bytes, content: bytes, moment: datetime) -> bytes:
    """A file inside the file; `head` holds its type. Its bytes are coded by frequency, which is quick."""
    checksum = hashlib.md5(content, usedforsecurity=False).hexdigest().encode()
    params = dictionary(
        CheckSum=b"<%s>" % checksum, Size=b"%d" % len(content), CreationDate=date(moment), ModDate=date(moment)
    )
    deflate = zlib.compressobj(1, zlib.DEFLATED, 15, 8, zlib.Z_HUFFMAN_ONLY)
    coded = deflate.compress(content) + deflate.flush()
    return stream(b"%s/Params %s/Filter /FlateDecode" % (head, params), coded)


def own_font(own: OwnFont, first: int) -> Iterator[Item]:
    """The objects of a document's own font, numbered from `first`, which is the font itself."""
    references = [b"%d 0 R" % number for number in range(first, first + 5)]
    descended = _descended(own, references)
    font = dictionary(
        Type=b"/Font",
        Subtype=b"/Type0",
        BaseFont=_OWN_NAME,
        Encoding=b"/Identity-H",
        DescendantFonts=b"[%s]" % references[1],
        ToUnicode=references[3],
    )
    file = own.truetype()
    yield Item(first, font)
    yield Item(first + 1, descended)
    yield Item(first + 2, _descriptor(own, references))
    yield Item(first + 3, stream(b"", _to_unicode(own.texts)))
    yield Item(first + 4, stream(b"/Length1 %d/Filter /FlateDecode" % len(file), zlib.compress(file, 1)))


def _descended(own: OwnFont, references: Sequence[bytes]) -> bytes:
    return dictionary(
        Type=b"/Font",
        Subtype=b"/CIDFontType2",
        BaseFont=_OWN_NAME,
        CIDSystemInfo=b"<</Registry (Adobe)/Ordering (Identity)/Supplement 0>>",
        CIDToGIDMap=b"/Identity",
        W=b"[0 [%s]]" % b" ".join(b"%d" % width for width in own.widths),
        FontDescriptor=references[2],
    )


def _descriptor(own: OwnFont, references: Sequence[bytes]) -> bytes:
    ascent, descent = own.extent
    return dictionary(
        Type=b"/FontDescriptor",
        FontName=_OWN_NAME,
        Flags=b"4",
        FontBBox=b"[0 %d %d %d]" % (descent, max(own.widths), ascent),
        ItalicAngle=b"0",
        Ascent=b"%d" % ascent,
        Descent=b"%d" % descent,
        CapHeight=b"%d" % ascent,
        StemV=b"80",
        FontFile2=references[4],
    )


def _to_unicode(texts: Sequence[str]) -> bytes:
    """The CMap from glyphs to text (9.10.3)."""
    pairs = [
        b"<%04x> <%s>" % (number, text.encode("utf-16-be").hex().encode()) for number, text in enumerate(texts) if text
    ]
    batches = (pairs[at : at + 100] for at in range(0, len(pairs), 100))
    mapped = b"".join(b"%d beginbfchar\n%s\nendbfchar\n" % (len(batch), b"\n".join(batch)) for batch in batches)
    return _CMAP % mapped


_CMAP = b"""\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe)
/Ordering (UCS)
/Supplement 0
>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%sendcmap
CMapName currentdict /CMap defineresource pop
end
end"""
