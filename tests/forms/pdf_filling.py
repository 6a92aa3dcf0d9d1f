"""Fill in a form's PDF as people's programs do: as Chrome and Edge, which use PDFium, and as pypdf."""

import re
from collections.abc import Iterator, Mapping
from ctypes import c_ushort
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

import pikepdf
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]
from pypdf.generic._font import Font

from clausebook.model import pdf_fields

Response = Mapping[str, Any]

_PIECES = re.compile("[\u0000-\uffff]+|[\U00010000-\U0010ffff]+")


class Place(NamedTuple):
    """Where a control stands: its page, counted from 0, and its middle in points."""

    page: int
    x: float
    y: float


def fill_with_pdfium(pdf: bytes, response: Response) -> bytes:
    """Click and type the answers of a response in the format clausebook-response/1, and save, as Chrome does."""
    places = _places(pdf)
    chosen = [(places[name, value], None) for name, value in buttons(response).items()]
    typed = [(places[name, ""], text) for name, text in texts(response).items()]
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    form = document.formenv
    by_page: dict[int, list[tuple[Place, str | None]]] = {}
    for place, text in (*chosen, *typed):
        by_page.setdefault(place.page, []).append((place, text))
    for number, entries in sorted(by_page.items()):
        page = document[number]
        for place, text in entries:
            pdfium.FORM_OnMouseMove(form, page, 0, place.x, place.y)
            pdfium.FORM_OnLButtonDown(form, page, 0, place.x, place.y)
            pdfium.FORM_OnLButtonUp(form, page, 0, place.x, place.y)
            if text is not None:
                _type(form, page, text)
        pdfium.FORM_ForceToKillFocus(form)
        page.close()
    saved = BytesIO()
    document.save(saved, flags=0)
    document.close()
    return saved.getvalue()


def fill_with_pypdf(pdf: bytes, response: Response) -> bytes:
    """Set the values of the fields by program, appearances included."""
    writer = pypdf.PdfWriter(clone_from=BytesIO(pdf))
    values = {name: f"/{value}" for name, value in buttons(response).items()} | texts(response)
    for number, names in sorted(_by_page(pdf, values).items()):
        wanted = {name: values[name] for name in names}
        with _fonts:
            writer.update_page_form_field_values(writer.pages[number], wanted, auto_regenerate=False)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()


def _by_page(pdf: bytes, values: Mapping[str, str]) -> dict[int, set[str]]:
    pages: dict[int, set[str]] = {}
    for (name, _), place in _places(pdf).items():
        if name in values:
            pages.setdefault(place.page, set()).add(name)
    return pages


def buttons(response: Response) -> dict[str, str]:
    """The radio buttons and check boxes to click: the value chosen in each field."""
    chosen = {pdf_fields.model_field(model): pdf_fields.CHOSEN for model in response.get("models", ())}
    for ref, reply in response["answers"].items():
        if reply.get("not_applicable"):
            chosen[pdf_fields.rating_field(ref)] = pdf_fields.NOT_APPLICABLE
        elif reply.get("rating") is not None:
            chosen[pdf_fields.rating_field(ref)] = pdf_fields.points_value(reply["rating"])
    return chosen


def texts(response: Response) -> dict[str, str]:
    """What is typed into each field. The box below a provision holds the reason, or else the comment."""
    people = {who: response[who] for who in ("person", "reviewer") if response.get(who)}
    typed = {
        pdf_fields.particular_field(who, key): particulars.get(key, "")
        for who, particulars in people.items()
        for key in pdf_fields.PARTICULARS
    }
    for ref, reply in response["answers"].items():
        typed[pdf_fields.comment_field(ref)] = reply.get("reason") or reply.get("comment") or ""
        files = (f"{file['name']} {file['sha256']}" for file in reply.get("evidence", ()))
        typed[pdf_fields.evidence_field(ref)] = "\n".join(files)
    return {name: text for name, text in typed.items() if text}


class _Fonts:
    """The fonts that pypdf has read. It would read one anew for each field, which takes longer than all the rest."""

    def __init__(self) -> None:
        self._fonts: dict[str, Font] = {}
        self._maps: dict[int, Any] = {}
        self._read, self._read_maps = Font.from_font_resource, Font._get_typographic_maps

    def __enter__(self) -> None:
        Font.from_font_resource = self.font  # type: ignore[method-assign,assignment]
        Font._get_typographic_maps = lambda font: self.maps(font)  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        Font.from_font_resource = self._read  # type: ignore[method-assign]
        Font._get_typographic_maps = self._read_maps  # type: ignore[method-assign]

    def font(self, resource: Any) -> Font:
        name = str(resource["/BaseFont"])
        if name not in self._fonts:
            self._fonts[name] = self._read(resource)
        return self._fonts[name]

    def maps(self, font: Font) -> Any:
        if id(font) not in self._maps:
            self._maps[id(font)] = self._read_maps(font)
        return self._maps[id(font)]


_fonts = _Fonts()


@lru_cache(maxsize=4)
def _places(pdf: bytes) -> dict[tuple[str, str], Place]:
    """Where each control stands, by its field's name and, for a button, the value that it sets."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return dict(
            place for number, page in enumerate(document.pages) for place in _places_of(number, page.get("/Annots", ()))
        )


def _places_of(page: int, notes: Any) -> Iterator[tuple[tuple[str, str], Place]]:
    for note in notes:
        field = note if "/T" in note else note.get("/Parent")
        if field is not None and note.get("/Subtype") == "/Widget":
            states = note.AP.N.keys() if field.get("/FT") == "/Btn" else ()
            value = next((state[1:] for state in states if state != "/Off"), "")
            left, bottom, right, top = (float(number) for number in note.Rect.as_list())
            yield (str(field.T), value), Place(page, (left + right) / 2, (bottom + top) / 2)


def _type(form: Any, page: Any, text: str) -> None:
    """Paste a text. Outside Unicode's first plane a character is typed, as two surrogates: PDFium spoils it pasted."""
    pdfium.FORM_SelectAllText(form, page)
    for piece in _PIECES.findall(text):
        if piece[0] <= "\uffff":
            pdfium.FORM_ReplaceSelection(form, page, _wide(piece))
        else:
            for unit in _units(piece):
                pdfium.FORM_OnChar(form, page, unit, 0)


def _wide(text: str) -> Any:
    """Text as PDFium takes it: UTF-16 that ends in 0. People end a line with the key Enter, which is CR."""
    units = [*_units(text.replace("\n", "\r")), 0]
    return (c_ushort * len(units))(*units)


def _units(text: str) -> list[int]:
    return list(memoryview(text.encode("utf-16-le")).cast("H"))
