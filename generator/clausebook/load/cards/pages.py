"""The pages of scans, whatever they come as: PDF, TIFF, PNG, JPEG, each page as a grey picture."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from clausebook.errors import MissingLibraryError, RejectedRecord
from clausebook.load.cards.vision import Picture, Vision

_MISSING = "reading scans in PDF needs pypdfium2; install it with: pip install 'clausebook[scan]'"
_PDF = b"%PDF-"
_HEAD = 1024
_MOST_BYTES = 100_000_000
"""No picture is larger; a PDF may be, because it is read as it is needed."""
_LONG_SIDE = 2600
"""Pixels along the long side of a page of a PDF: some 220 to the inch."""
_MOST_PAGES = 5_000


class Scan(Protocol):
    """A file of scans that has been opened; `count` pages."""

    count: int

    def page(self, index: int) -> Picture:
        """A page, counted from 0. Raises RejectedRecord where it cannot be read."""


@lru_cache(maxsize=1)
def opened(path: Path) -> Scan:
    """The scans in a file; the content says what kind it is. Raises RejectedRecord, MissingLibraryError."""
    scan: Scan = _Pdf(path) if _PDF in _beginning(path) else _Pictures(path)
    if scan.count > _MOST_PAGES:
        raise RejectedRecord("too_large", f"the file has more than {_MOST_PAGES:,} pages; split it")
    return scan


def prepare() -> None:
    """Load what reads scans. Raises MissingLibraryError."""
    Vision()
    _pdfium()


class _Pictures:
    """The pages of a picture: one, or in TIFF several."""

    def __init__(self, path: Path) -> None:
        if path.stat().st_size > _MOST_BYTES:
            raise RejectedRecord("too_large", f"the picture has more than {_MOST_BYTES:,} bytes; scan as PDF")
        self._pages = tuple(Vision().decoded(path.read_bytes()))
        self.count = len(self._pages)
        if not self.count:
            raise RejectedRecord("no_picture", "this is no PDF, TIFF, PNG or JPEG that can be read; scan as PDF")

    def page(self, index: int) -> Picture:
        """A page, counted from 0."""
        return self._pages[index]


class _Pdf:
    """The pages of a PDF, drawn as they are asked for."""

    def __init__(self, path: Path) -> None:
        self._pdfium = _pdfium()
        try:
            self._document = self._pdfium.PdfDocument(path)
        except self._pdfium.PdfiumError:
            raise RejectedRecord("damaged_pdf", "the PDF is damaged or locked; scan again") from None
        self.count = len(self._document)

    def page(self, index: int) -> Picture:
        """A page, counted from 0. Raises RejectedRecord where it cannot be read."""
        try:
            page = self._document[index]
            bitmap = page.render(scale=_LONG_SIDE / max(*page.get_size(), 1), grayscale=True)
        except self._pdfium.PdfiumError:
            raise RejectedRecord("damaged_pdf", "this page of the PDF is damaged; scan it again") from None
        return bitmap.to_numpy().copy()


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def _pdfium() -> Any:
    try:
        import pypdfium2  # type: ignore[import-untyped]
    except ImportError:
        raise MissingLibraryError(_MISSING) from None
    return pypdfium2
