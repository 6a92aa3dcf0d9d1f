"""From HTML to a PDF that is both archivable (PDF/A-3a, ISO 19005-3) and accessible (PDF/UA-1, ISO 14289-1).

A form is accessible only: a file that changes cannot be archivable.

The same input gives the same bytes, on any day and in any process. Nothing is fetched: a document may use `data:` URIs
and, by `font:<file name>`, the fonts that the caller hands in. A font family has to be named "Clausebook …", so that a
character which a font of the machine would draw instead is noticed and refused.
"""

import contextlib
import hashlib
import io
import logging
import re
import threading
import warnings
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

from clausebook.errors import MissingGlyphError, MissingLibraryError, RenderError

_LIBRARIES = "install them (Debian, Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)"
try:
    # WeasyPrint prints advice on standard output before it raises.
    with contextlib.redirect_stdout(io.StringIO()):
        import weasyprint
        from weasyprint.layout import inline
        from weasyprint.pdf import tags
        from weasyprint.text.ffi import harfbuzz_subset
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    from clausebook.render.justification import justify_line, widen_spaces
    from clausebook.render.page_numbers import write_page_numbers
    from clausebook.render.structure import (
        declare_ua,
        show_information,
        state_kinds,
        structure_elements,
        untouched,
        write_once,
    )

    _unavailable = "" if harfbuzz_subset else "the library harfbuzz-subset is not there"
except OSError as error:
    _unavailable = f"the libraries that lay out text are not there ({error})"

ARCHIVABLE, FORM = "pdf/a-3a", "pdf/ua-1"
"""What a file is, as WeasyPrint calls it."""
FONT_SCHEME = "font:"
XML_DECLARATION = '<?xml version="1.0"?>'
FAMILY_PREFIX = "Clausebook"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
Finish = Callable[[Any, Any], None]
_lock = threading.Lock()
"""WeasyPrint logs to one logger, and Pango's font map is not safe to share between threads."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` is one of ISO 32000-2, 7.11.3: Source, Data, Alternative, Supplement.

    `kind` is its media type; without one it is guessed from the name.
    """

    name: str
    content: bytes
    description: str
    relationship: str = "Data"
    kind: str = ""


@dataclass(frozen=True)
class Layout:
    """A document that has been divided into pages and is ready to be written."""

    document: Any
    identifier: bytes
    variant: str = ARCHIVABLE

    @property
    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.document.pages)

    def page_of(self, anchor: str) -> int:
        """The page, counted from 1, on which the element with this id begins. Raises KeyError where there is none."""
        for number, page in enumerate(self.document.pages, start=1):
            if anchor in page.anchors:
                return number
        raise KeyError(anchor)

    def pdf(self, *, created: datetime, attachments: Sequence[Attachment] = ()) -> bytes:
        """The file's bytes, dated `created` (with a time zone). Raises RenderError, MissingGlyphError."""
        finish = _finish if self.variant == ARCHIVABLE else _finish_form
        return self._written(created, attachments, finish)

    def objects(self, *, created: datetime, attachments: Sequence[Attachment] = ()) -> Any:
        """The file that `pdf` would give as pydyf holds it, its streams not yet made bytes."""
        caught: list[Any] = []

        def catch(document: Any, pdf: Any) -> None:
            _finish_objects(document, pdf)
            caught.append((pdf, list(pdf.objects)))

        self._written(created, attachments, catch)
        (pdf, objects), *_ = caught
        # Writing has added the information, and what holds other objects, which nobody needs.
        pdf.objects = [*objects, pdf.info]
        return pdf

    def _written(self, created: datetime, attachments: Sequence[Attachment], finish: Finish) -> bytes:
        moment = created.astimezone(UTC)
        metadata = self.document.metadata
        metadata.created = metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        metadata.generator = "Clausebook"
        kinds = {attachment.name: attachment.kind for attachment in attachments if attachment.kind}

        def finisher(document: Any, pdf: Any) -> None:
            state_kinds(pdf, kinds)
            finish(document, pdf)

        with _weasyprint():
            return bytes(
                self.document.write_pdf(
                    finisher=finisher,
                    pdf_variant=self.variant,
                    pdf_identifier=self.identifier,
                    attachments=[_attachment(attachment, moment) for attachment in attachments],
                    custom_metadata=True,
                )
            )


def render_pdf(
    html: str, *, fonts: Mapping[str, Path], created: datetime, attachments: Sequence[Attachment] = ()
) -> bytes:
    """Lay out `html` and write it as PDF. The document has to have a title and a language.

    `fonts` are the files that `font:` URLs may name; `created` has a time zone. Raises MissingLibraryError,
    MissingGlyphError where no font of `fonts` draws a character, RenderError for all that WeasyPrint complains of.
    """
    return lay_out(html, fonts=fonts).pdf(created=created, attachments=attachments)


def lay_out(html: str, *, fonts: Mapping[str, Path], variant: str = ARCHIVABLE) -> Layout:
    """Divide `html` into pages; for the arguments and what is raised see `render_pdf`. A FORM may have controls."""
    if _unavailable:
        raise MissingLibraryError(f"{_unavailable}; {_LIBRARIES}")
    faces = tuple(FONT_FACE.findall(html))
    with _weasyprint():
        source = _source(html, _Fetcher(fonts))
        document = source.render(
            font_config=_font_configuration(tuple(sorted(fonts.items())), faces),
            pdf_variant=variant,
            pdf_forms=variant == FORM,
        )
        write_page_numbers(document)
        for page in document.pages:
            # WeasyPrint takes every box inside a link for one more link, which is tagged wrongly.
            page.links = [link for link in page.links if link[-1].link]
    if not document.metadata.title or not document.metadata.lang:
        raise RenderError("a document needs a title and a language, or it is not accessible")
    return Layout(document, hashlib.sha256(html.encode()).hexdigest()[:32].encode(), variant)


def _source(html: str, fetcher: "_Fetcher") -> Any:
    """The document parsed. A long one is read sooner by the parser of XML, which is not WeasyPrint's."""
    if not html.startswith(XML_DECLARATION):
        return weasyprint.HTML(string=html, url_fetcher=fetcher)
    source = weasyprint.HTML(string="", url_fetcher=fetcher)
    try:
        root = ElementTree.fromstring(html)  # noqa: S314 - it comes from a template of ours, which escapes all texts
    except ElementTree.ParseError as error:
        raise RenderError(f"the document is not well-formed: {error}") from None
    source.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(root, content_language=None)
    source.etree_element = source.wrapper_element.etree_element
    return source


@lru_cache(maxsize=4)
def _font_configuration(_files: tuple[tuple[str, Path], ...], _faces: tuple[str, ...]) -> Any:
    """One configuration for all documents that declare the same fonts: loading them takes longer than a page.

    A configuration keeps what it was told, so documents that declare other fonts may not share it: the same document
    would come out differently after them.
    """
    configuration = FontConfiguration()
    # It holds copies of the fonts, some 35 MB, which stay behind when a process ends, be it the main one or another.
    Finalize(None, configuration.__del__, exitpriority=1)
    return configuration


class _Fetcher:
    """Hands WeasyPrint the fonts and what stands in the document itself, and refuses all else."""

    _fail_on_errors = True

    def __init__(self, fonts: Mapping[str, Path]) -> None:
        self._fonts = fonts

    def __call__(self, url: str) -> Any:
        if url.startswith("data:"):
            return _data_response(url)
        name = url.removeprefix(FONT_SCHEME)
        if name == url or name not in self._fonts:
            raise RenderError(f"a document may not fetch {url[:200]}")
        return URLFetcherResponse(url, self._fonts[name].read_bytes(), {"Content-Type": "font/ttf"})


def _data_response(url: str) -> Any:
    """The content of a data: URI (RFC 2397)."""
    head, _, body = url.removeprefix("data:").partition(",")
    kind, *flags = head.split(";")
    content = unquote_to_bytes(body)
    return URLFetcherResponse(url, b64decode(content) if "base64" in flags else content, {"Content-Type": kind})


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@contextlib.contextmanager
def _weasyprint() -> Iterator[None]:
    """Turn whatever WeasyPrint raises or logs as a warning into a RenderError."""
    logger = logging.getLogger("weasyprint")
    complaints = _Complaints()
    with _lock, warnings.catch_warnings():
        # WeasyPrint leaves it to the garbage collector to close its colour profile.
        warnings.simplefilter("ignore", ResourceWarning)
        propagate, logger.propagate = logger.propagate, False
        logger.addHandler(complaints)
        tags._build_box_tree, inline.justify_line = structure_elements, justify_line
        try:
            yield
        except FatalURLFetchingError as error:
            raise RenderError(str(error.__cause__ or error)) from error
        finally:
            tags._build_box_tree, inline.justify_line = untouched, widen_spaces
            logger.removeHandler(complaints)
            logger.propagate = propagate
    if complaints.messages:
        raise RenderError("; ".join(dict.fromkeys(complaints.messages)))


def _attachment(attachment: Attachment, moment: datetime) -> Any:
    return weasyprint.Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        relationship=attachment.relationship,
        created=moment,
        modified=moment,
    )


def _finish(document: Any, pdf: Any) -> None:
    _finish_objects(document, pdf)
    show_information(pdf)
    write_once(pdf)


def _finish_objects(document: Any, pdf: Any) -> None:
    _check_fonts(document)
    declare_ua(pdf)


def _finish_form(document: Any, pdf: Any) -> None:
    _check_fonts(document)
    write_once(pdf)


def _check_fonts(document: Any) -> None:
    """Raise MissingGlyphError where a font of the machine stood in, or no font was found, for some characters."""
    missing: set[str] = set()
    for font in document.fonts.values():
        missing.update(map(chr, font.missing))
        if not font.family.startswith(FAMILY_PREFIX):
            missing.update("".join(font.to_unicode.values()))
    if missing:
        raise MissingGlyphError("".join(sorted(missing)))
