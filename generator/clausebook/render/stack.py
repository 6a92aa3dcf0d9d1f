"""Files laid one upon the other, for a printer: pages only, without tags, attachments and what else makes them one."""

import io
from collections.abc import Iterable
from pathlib import Path

import pikepdf

_OF_THE_FILE = ("/StructParents", "/Tabs")
"""Entries of a page that point into the structure of the file it came from."""


def stacked(files: Iterable[Path]) -> bytes:
    """The pages of all files in one, in their order. Raises OSError where one cannot be read."""
    stack = pikepdf.Pdf.new()
    for file in files:
        with pikepdf.open(file) as opened:
            stack.pages.extend(opened.pages)
    for page in stack.pages:
        for entry in _OF_THE_FILE:
            if entry in page.obj:
                del page.obj[entry]
    content = io.BytesIO()
    stack.save(content, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return content.getvalue()
