"""The fillable PDF read back: what a program saved is one response; what is damaged or doubtful has a reason."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.forms.pdf_form import form_pdf
from clausebook.load.responses.pdf import MAX_BYTES, read_pdf
from clausebook.load.responses.pdf_text import decoded
from tests.forms.conftest import TEMPLATES, sample
from tests.forms.pdf_filling import fill_with_pdfium, fill_with_pypdf

PROGRAMS = [fill_with_pdfium, fill_with_pypdf]
QUESTIONNAIRES = {"sample-form": sample()}
PERSON = {"id": "E1001", "name": "䶮𬭎 张三", "department": "市场部 Sales"}
COMMENTS = (
    'Plain, with "marks" (and) \\slashes/?',
    "第一行\n第二行：䶮与𬭎\n\n末行",
    "很长的备注。" * 120,
    "é ł ş ễ – €",
    "🎉 𠮷",
)
ANSWERS: dict[str, Any] = {
    "c-1-1-1.a": {"rating": 0, "comment": COMMENTS[0]},
    "c-1-1-1.b": {"not_applicable": True, "reason": "没有这项业务，由喆处理"},
    "c-1-1-2.a": {"rating": 3, "comment": COMMENTS[1], "evidence": [{"name": "证据 1.pdf", "sha256": "0a" * 32}]},
    "c-1-2-1.a": {"rating": 2, "comment": COMMENTS[2]},
    "c-1-2-1.b": {"comment": COMMENTS[3]},
    "c-2-1.a": {"rating": 1, "comment": COMMENTS[4]},
}
RESPONSE = {"person": PERSON, "answers": ANSWERS}


@lru_cache(maxsize=1)
def form() -> bytes:
    return form_pdf(sample(), TEMPLATES, "zh", datetime(2026, 11, 22, tzinfo=UTC))


@lru_cache(maxsize=4)
def filled(fill: Callable[..., bytes] = fill_with_pdfium) -> bytes:
    return fill(form(), RESPONSE)


def read(content: bytes) -> Any:
    (reading,) = read_pdf(content, "E1001.pdf", QUESTIONNAIRES)
    assert reading.origin == "E1001.pdf"
    return reading.data


def reason(content: bytes) -> str:
    with pytest.raises(RejectedRecord) as refused:
        read(content)
    assert str(PERSON["name"]) not in refused.value.detail
    return refused.value.reason


def changed(change: Callable[[Pdf], object], **options: Any) -> bytes:
    """The filled in form after a change to it."""
    with pikepdf.open(BytesIO(filled())) as pdf:
        change(pdf)
        written = BytesIO()
        pdf.save(written, **options)
    return written.getvalue()


def field(pdf: Pdf, name: str) -> Any:
    return next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == name)


@pytest.mark.parametrize("fill", PROGRAMS)
def test_what_was_filled_in_is_read_back(fill: Callable[..., bytes]) -> None:
    assert read(filled(fill)) == {
        "format": "clausebook-response/1",
        "form": "sample-form",
        "form_hash": sample().content_hash,
        "language": "zh",
        "saved": "",
        "person": PERSON,
        "answers": ANSWERS,
    }


def test_an_empty_form_is_a_response_without_answers() -> None:
    data = read(form())
    assert data["answers"] == {}
    assert data["person"] == {"id": "", "name": "", "department": ""}


def test_what_was_saved_last_counts() -> None:
    writer = pypdf.PdfWriter(BytesIO(filled()), incremental=True)
    for note in (note.get_object() for sheet in writer.pages for note in sheet.get("/Annots", [])):
        if note.get("/T") == "person:department":
            note[pypdf.generic.NameObject("/V")] = pypdf.generic.TextStringObject("Later")
            del note["/AP"]
    writer.set_need_appearances_writer(True)
    written = BytesIO()
    writer.write(written)
    assert written.getvalue().startswith(filled())
    assert read(written.getvalue())["person"]["department"] == "Later"
    assert read(filled())["person"]["department"] == PERSON["department"]


def test_the_time_of_saving_is_told_where_a_program_tells_it() -> None:
    def dated(pdf: Pdf) -> None:
        pdf.docinfo["/ModDate"] = String("D:20261123101500+08'00'")

    assert read(changed(dated))["saved"] == "2026-11-23T10:15:00+08:00"


def test_a_file_of_another_version_brings_no_answers() -> None:
    def older(pdf: Pdf) -> None:
        hidden = field(pdf, "clausebook:hash")
        hidden.V = String("0" * 16)

    assert read(changed(older)) | {"answers": {}} == read(changed(older))


def test_a_program_that_leaves_drawing_to_others_is_believed() -> None:
    def bare(pdf: Pdf) -> None:
        field(pdf, "person:department").V = String("Elsewhere")
        del field(pdf, "person:department").AP
        pdf.Root.AcroForm.NeedAppearances = True

    assert read(changed(bare))["person"]["department"] == "Elsewhere"


def test_text_in_the_usual_fonts_of_other_programs_is_understood() -> None:
    def redrawn(pdf: Pdf) -> None:
        fonts = {
            "/Helv": Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica),
            "/Song": Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/GBK-EUC-H")),
        }
        content = (
            b"/Tx BMC BT /Song 9 Tf <" + "市场部".encode("gbk").hex().encode() + b"> Tj /Helv 9 Tf (Sales) Tj ET EMC"
        )
        drawing = Stream(
            pdf, content, Type=Name.XObject, Subtype=Name.Form, Resources=Dictionary(Font=Dictionary(fonts))
        )
        field(pdf, "person:department").AP.N = drawing

    assert read(changed(redrawn))["person"]["department"] == PERSON["department"]


def held(change: Callable[[Pdf], object]) -> bool:
    with pytest.raises(HeldRecord) as doubt:
        read(changed(change))
    return doubt.value.reason == "value_appearance_mismatch"


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: setattr(field(pdf, "c-1-1-1:a"), "V", Name("/points-3")),
        lambda pdf: setattr(field(pdf, "c-1-1-1:a"), "V", Name.Off),
        lambda pdf: setattr(field(pdf, "c-1-1-1:a").Kids[3], "AS", Name("/points-3")),
        lambda pdf: setattr(field(pdf, "c-1-1-1:a").Kids[0], "AS", Name.Off),
        lambda pdf: setattr(field(pdf, "c-3-1:a").Kids[1], "AS", Name("/points-1")),
        lambda pdf: setattr(field(pdf, "c-1-1-1:a:comment"), "V", String("Something else")),
        lambda pdf: setattr(field(pdf, "c-1-1-1:a:comment"), "V", String("")),
        lambda pdf: setattr(field(pdf, "c-3-1:a:comment"), "V", String("Unseen")),
        lambda pdf: setattr(field(pdf, "c-1-1-2:a:comment"), "V", String("第一行\n别的：䶮")),
        lambda pdf: field(pdf, "c-1-1-1:a:comment").__delattr__("AP"),
        lambda pdf: setattr(field(pdf, "person:id"), "V", String("E1002")),
    ],
    ids=[
        *("another value", "no value", "two shown", "none shown", "shown and not stored", "another text", "no text"),
        *("unseen text", "another rare text", "no appearance", "another person"),
    ],
)
def test_what_is_held_and_what_is_shown_have_to_agree(change: Callable[[Pdf], object]) -> None:
    assert held(change)


def test_buttons_that_changed_places_or_names_are_noticed() -> None:
    def swapped(pdf: Pdf) -> None:
        first, last = field(pdf, "c-1-1-1:a").Kids[0], field(pdf, "c-1-1-1:a").Kids[3]
        first.Rect, last.Rect = Array(list(last.Rect)), Array(list(first.Rect))

    def renamed(pdf: Pdf) -> None:
        group = field(pdf, "c-1-1-1:a")
        for states in (group.Kids[0].AP.N, group.Kids[0].AP.D):
            states["/points-3"] = states["/points-0"]
            del states["/points-0"]
        group.V = group.Kids[0].AS = Name("/points-3")

    assert held(swapped)
    assert held(renamed)


def script(pdf: Pdf) -> Dictionary:
    return pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))


def nested(pdf: Pdf) -> None:
    inner = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
    for _ in range(20):
        inner = pdf.make_indirect(Dictionary(T=String("a"), Kids=Array([inner] * 20)))
    pdf.Root.AcroForm.Fields = Array([inner])


def endless(pdf: Pdf) -> None:
    inner = pdf.make_indirect(Dictionary(T=String("a")))
    inner.Kids = Array([inner])
    pdf.Root.AcroForm.Fields.append(inner)


def doubled(pdf: Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(T=String("person:id"), FT=Name.Tx, V=String("E2"))))


def without(name: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        kept = [field for field in pdf.Root.AcroForm.Fields if str(field.T) != name]
        pdf.Root.AcroForm.Fields = Array(kept)

    return change


def swollen(pdf: Pdf) -> None:
    field(pdf, "c-1-1-1:a:comment").V = Stream(pdf, b"a" * 30_000_000)


def overdrawn(pdf: Pdf) -> None:
    drawing = Stream(pdf, b"(a) Tj " * 200_000, Type=Name.XObject, Subtype=Name.Form)
    field(pdf, "c-1-1-1:a:comment").AP.N = drawing


CHANGES: dict[str, tuple[Callable[[Pdf], object], str]] = {
    "no form": (lambda pdf: pdf.Root.__delattr__("AcroForm"), "no_form_fields"),
    "no fields": (lambda pdf: setattr(pdf.Root.AcroForm, "Fields", Array()), "no_form_fields"),
    "another form": (without("clausebook:form"), "foreign_form"),
    "a lost provision": (without("c-2-1:a"), "missing_fields"),
    "a lost person": (without("person:id"), "missing_fields"),
    "XFA": (lambda pdf: setattr(pdf.Root.AcroForm, "XFA", pdf.make_stream(b"<xdp/>")), "xfa_form"),
    "a script": (lambda pdf: setattr(pdf.Root, "OpenAction", script(pdf)), "active_content"),
    "a script of a page": (lambda pdf: setattr(pdf.pages[0].obj, "AA", Dictionary(O=script(pdf))), "active_content"),
    "a script of a field": (
        lambda pdf: setattr(field(pdf, "person:id"), "AA", Dictionary(K=script(pdf))),
        "active_content",
    ),
    "scripts by name": (lambda pdf: setattr(pdf.Root, "Names", Dictionary(JavaScript=Dictionary())), "active_content"),
    "a program to start": (lambda pdf: setattr(pdf.Root, "OpenAction", Dictionary(S=Name.Launch)), "active_content"),
    "fields within fields": (nested, "too_large"),
    "a field within itself": (endless, "too_large"),
    "a name twice": (doubled, "duplicate_field"),
    "a lone surrogate": (
        lambda pdf: setattr(field(pdf, "person:name"), "V", String(b"\xfe\xff\xd8\x73\x00a")),
        "bad_value",
    ),
    "a value that unpacks": (swollen, "too_large"),
    "an appearance that unpacks": (overdrawn, "too_large"),
    "a field that is a number": (lambda pdf: setattr(pdf.Root.AcroForm, "Fields", Array([1, 2])), "damaged_pdf"),
    "a button without looks": (lambda pdf: field(pdf, "c-2-1:a").Kids[0].__delattr__("AP"), "damaged_pdf"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.filterwarnings("ignore:This document has")
def test_a_spoilt_form_is_refused_with_its_reason(name: str) -> None:
    change, expected = CHANGES[name]
    assert reason(changed(change)) == expected


@pytest.mark.parametrize("user", ["", "secret"])
def test_a_protected_file_is_refused(user: str) -> None:
    assert reason(changed(lambda pdf: None, encryption=pikepdf.Encryption(owner="owner", user=user))) == "encrypted"


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_that_is_not_all_there_is_refused(part: float) -> None:
    assert reason(filled()[: int(len(filled()) * part)]) == "damaged_pdf"


def test_a_file_of_nothing_but_its_mark_is_refused() -> None:
    assert reason(b"%PDF-1.7\n") == "damaged_pdf"
    assert reason(b"%PDF-1.7\n" + b" " * MAX_BYTES) == "too_large"


def test_objects_that_unpack_without_end_are_refused() -> None:
    packed = zlib.compress(b"1 0 " + b" " * 100_000_000 + b"<</Type/Catalog>>", 9)
    start = b"%PDF-1.5\n"
    objects = b"3 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    body = start + objects + packed + b"\nendstream\nendobj\n"
    places = ((0, 0, 0), (2, 3, 0), (0, 0, 0), (1, len(start), 0), (1, len(body), 0))
    table = b"".join(bytes((kind,)) + place.to_bytes(4, "big") + bytes((more,)) for kind, place, more in places)
    index = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(table),
        table,
    )
    assert reason(body + index + b"startxref\n%d\n%%%%EOF\n" % len(body)) == "damaged_pdf"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"plain", "plain"),
        (b"\xfe\xff\x4d\xae", "䶮"),
        (b"\xff\xfe\xae\x4d", "䶮"),
        (b"\xef\xbb\xbf\xe4\xb6\xae", "䶮"),
        (b"\xfe\xff\xd8\x72\xdf\x4e", "𬭎"),
        (b"\xa0", "€"),
    ],
)
def test_texts_are_decoded_as_the_file_says(content: bytes, text: str) -> None:
    assert decoded(content) == text
