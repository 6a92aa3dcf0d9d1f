"""Pages that many documents share, drawn once in the file and laid under others."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import pikepdf

_MARKING = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})
_MATRIX = b"q 1 0 0 1 0 0 cm %s Do Q"


def underlaid(document: bytes, under: Sequence[bytes], which: Iterable[int]) -> bytes:
    """A tagged document with the first page of one of `under` below each of its own pages.

    `which` says for each page whose. What is laid under is no part of the document's structure, but an artifact (ISO
    32000-1, 14.8.2.2); the pages are of one size. The same arguments give the same bytes.
    """
    with pikepdf.open(io.BytesIO(document)) as pdf:
        forms = [_form(pdf, content) for content in under]
        for page, index in zip(pdf.pages, which, strict=True):
            # Pages may share their resources, so that a form has the same name on all of them.
            name = pikepdf.Name(f"/Underlay{index}")
            page.add_resource(forms[index], pikepdf.Name.XObject, name)
            page.contents_add(_drawn(name), prepend=True)
        content = io.BytesIO()
        pdf.save(content, deterministic_id=True)
        return content.getvalue()


def _form(pdf: pikepdf.Pdf, under: bytes) -> Any:
    """The first page of another file as a form of this one, without the marks that tie it to its own structure."""
    with pikepdf.open(io.BytesIO(under)) as other:
        page = other.pages[0]
        page.contents_coalesce()
        kept = pikepdf.unparse_content_stream(_unmarked(page))
        form = pdf.copy_foreign(page.as_form_xobject())
        form.write(kept)
    for entry in ("/StructParents", "/Group"):
        if entry in form:
            del form[entry]
    return form


def _unmarked(page: pikepdf.Page) -> list[Any]:
    return [part for part in pikepdf.parse_content_stream(page) if str(part.operator) not in _MARKING]


def _drawn(name: Any) -> bytes:
    return b"/Artifact BMC\n" + _MATRIX % str(name).encode() + b"\nEMC\n"
