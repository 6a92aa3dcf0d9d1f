"""Files of answers as they must not be: hostile, damaged, or of another kind, each with the reason to give."""

import base64
import hashlib
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pikepdf

from clausebook.forms.pdf_form import form_pdf
from clausebook.forms.spreadsheet import spreadsheet
from clausebook.forms.table import answers_table
from clausebook.model import pdf_fields
from clausebook.model import workbook as layout
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.render.jinja import Templates
from tests.forms.pdf_filling import fill_with_pypdf

Json = dict[str, Any]
Case = tuple[bytes, str]
Cases = dict[str, Case]

MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_BOMB = 25_000_000


def response(questionnaire: Questionnaire, person: str = "B1") -> Json:
    """A response in which everything is answered, with characters that are rare or mean something elsewhere."""
    answers: Json = {ref: {"rating": 1} for ref in questionnaire.provisions}
    answers["water.a"] = {"rating": 1, "comment": "䶮𬭎 <script>alert(1)</script> =1+1"}
    return {
        "format": "clausebook-response/1",
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": "de",
        "person": {"id": person, "name": "Jörg Müßig", "department": ""},
        "started": "2026-01-01T08:00:00Z",
        "saved": "2026-01-01T09:00:00Z",
        "answers": answers,
    }


def corpus(questionnaire: Questionnaire, templates: Templates) -> Cases:
    """Every bad file by its name."""
    good = response(questionnaire)
    return {
        **strangers(),
        **json_files(good),
        **codes(good, questionnaire),
        **tables(good, questionnaire),
        **archives(good),
        **workbooks(questionnaire, templates),
        **pdfs(questionnaire, templates),
    }


def strangers() -> Cases:
    return {
        "empty.json": (b"", "empty_file"),
        "blank.json": (b" \r\n\t" * 3000, "empty_file"),
        "page.html": (b"<!DOCTYPE html><p>answers", "unknown_format"),
        "entities.xml": (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa">]><a>&a;</a>', "unknown_format"),
        "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(1000), "unknown_format"),
        "program.exe": (b"MZ" + bytes(1000), "unknown_format"),
        "answers.rar": (b"Rar!\x1a\x07\x00" + bytes(100), "unknown_format"),
        "answers.7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), "unknown_format"),
        "bomb.json.gz": (b"\x1f\x8b\x08" + bytes(100), "unknown_format"),
        "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown_format"),
        "huge.bin": (b"x" * 30_000_001, "too_large"),
    }


def json_files(good: Json) -> Cases:
    text = json.dumps(good, ensure_ascii=False)
    answers = good["answers"]
    first = next(iter(answers))

    def changed(**changes: Any) -> bytes:
        return json.dumps(good | changes).encode()

    def answered(**reply: Any) -> bytes:
        return changed(answers=answers | {first: reply})

    return {
        "cut.json": (text[:200].encode(), "bad_json"),
        "gb18030.json": (text.encode("gb18030"), "bad_json"),
        "utf16.json": (text.encode("utf-16"), "no_mapping"),
        "nan.json": (text.replace('"rating": 1', '"rating": NaN', 1).encode(), "bad_json"),
        "infinity.json": (text.replace('"rating": 1', '"rating": Infinity', 1).encode(), "bad_json"),
        "lone-surrogate.json": (text.replace("<script>", "\\ud800").encode(), "bad_value"),
        "raw-surrogate.json": (text.encode().replace(b"<script>", b"\xed\xa0\x80"), "bad_json"),
        "key-twice.json": (text.replace('"form":', '"form": "x", "form":', 1).encode(), "bad_json"),
        "nested.json": (b'{"a":' + b"[" * 100_000, "bad_json"),
        "nested-objects.json": (b'{"a":' * 100_000, "bad_json"),
        "long-number.json": (b'{"a": ' + b"9" * 4_000_000 + b"}", "bad_json"),
        "huge.json": (b"{" + b" " * 5_000_001, "too_large"),
        "array.json": (b"[1]", "unknown_format"),
        "foreign.json": (b'{"type": "FeatureCollection"}', "unknown_format"),
        "many-keys.json": (json.dumps({f"k{n}": n for n in range(200_000)}).encode(), "unknown_format"),
        "other-version.json": (changed(form_hash="0" * 16), "form_hash_mismatch"),
        "other-form.json": (changed(form="butcher"), "unknown_form"),
        "own-score.json": (changed(overall="1"), "supplied_score"),
        "off-scale.json": (answered(rating=7), "off_scale"),
        "float.json": (answered(rating=1.0), "off_scale"),
        "huge-number.json": (answered(rating=10**400), "off_scale"),
        "two-answers.json": (answered(rating=1, not_applicable=True, reason="x"), "contradictory_answer"),
        "no-reason.json": (answered(not_applicable=True), "not_applicable_without_reason"),
        "long-comment.json": (answered(rating=1, comment="x" * 10_001), "bad_value"),
        "prototype.json": (changed(answers=answers | {"__proto__": {"rating": 1}}), "unknown_provision"),
        "many-answers.json": (changed(answers={f"a{n}.a": {"rating": 1} for n in range(50_000)}), "unknown_provision"),
        "control-id.json": (changed(person={"id": "B1\x1b[2J"}), "bad_value"),
    }


def code(payload: bytes) -> str:
    """A text code of one part over a payload."""
    chunk = base64.b32encode(payload).decode().rstrip("=")
    check = base64.b32encode(hashlib.sha256(payload).digest())[:8].decode()
    return f"CB1/1/1/{check}/{chunk}"


def codes(good: Json, questionnaire: Questionnaire) -> Cases:
    envelope = {key: good[key] for key in ("form", "form_hash", "language", "person", "started", "saved")}
    answers = {"format": "clausebook-answers/1", **envelope, "models": [], "notes": {}}
    whole = json.dumps(answers | {"marks": "1" * len(questionnaire.provisions)}).encode()
    part = code(b"\0" + whole)

    def deflated(content: bytes) -> bytes:
        packer = zlib.compressobj(9, wbits=-15)
        return code(b"\x01" + packer.compress(content) + packer.flush()).encode()

    return {
        "part-missing.txt": (part.replace("CB1/1/1/", "CB1/1/2/").encode(), "incomplete_code"),
        "one-letter-off.txt": ((part[:-5] + ("A" if part[-5] != "A" else "B") + part[-4:]).encode(), "damaged_code"),
        "cut-code.txt": (part[:100].encode(), "damaged_code"),
        "bomb-code.txt": (deflated(b" " * _BOMB), "too_large"),
        "other-packing.txt": (code(b"\x07" + whole).encode(), "unknown_format"),
        "code-of-nothing.txt": (code(b"\0{}").encode(), "unknown_format"),
        "code-off-scale.txt": (code(b"\0" + whole.replace(b'"marks": "1', b'"marks": "z')).encode(), "off_scale"),
        "code-too-short.txt": (code(b"\0" + whole.replace(b'"marks": "11', b'"marks": "1')).encode(), "damaged_code"),
    }


def tables(good: Json, questionnaire: Questionnaire) -> Cases:
    table = answers_table(questionnaire, [Response.model_validate(good)])
    header, _, line = table.decode("utf-8-sig").partition("\r\n")
    return {
        "survey.csv": ("姓名,部门\r\n王伟,市场\r\n".encode("gb18030"), "no_mapping"),
        "not-text.csv": (b"form,form_hash,language,id\r\n\xff\xff\x81\r\n", "bad_encoding"),
        "open-quote.csv": (f'{header}\r\n"{line}'.encode(), "bad_csv"),
        "column-twice.csv": (f"{header},id\r\n{line}".encode(), "bad_columns"),
        "formula.csv": (f"{header}\r\n{line.replace(',1,', ',=1+0,', 1)}".encode(), "off_scale"),
        "begins-like-an-archive.csv": (b"PK,name\r\n1,x\r\n", "no_mapping"),
        "only-a-header.csv": (header.encode() + b"\r\n", "no_responses"),
        "old-version.csv": (table.replace(good["form_hash"].encode(), b"0" * 16), "form_hash_mismatch"),
    }


def zipped(entries: Mapping[str, bytes], change: Callable[[zipfile.ZipInfo], object] | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, inside in entries.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            if change:
                change(info)
            packed.writestr(info, inside)
    return content.getvalue()


def archives(good: Json) -> Cases:
    """Each archive gives its reason once; entries that can be read would be another person's response."""
    inside = json.dumps(good).encode()
    one = zipped({"a.json": inside})

    def linked(info: zipfile.ZipInfo) -> None:
        info.external_attr = 0o120777 << 16

    return {
        "nothing.zip": (zipped({}), "empty_archive"),
        "folders-only.zip": (zipped({"a/": b"", "b/": b""}), "empty_archive"),
        "cut.zip": (one[:-30], "damaged_archive"),
        "broken-entry.zip": (_with_byte(one, 60), "damaged_archive"),
        "traversal.zip": (zipped({"../../evil.json": inside}), "unsafe_name"),
        "absolute.zip": (zipped({"/etc/evil.json": inside}), "unsafe_name"),
        "drive.zip": (zipped({"C:\\evil.json": inside}), "unsafe_name"),
        "right-to-left.zip": (zipped({"answers\u202enosj.exe": inside}), "unsafe_name"),
        "bell.zip": (zipped({"a\x07\x1b[2J.json": inside}), "unsafe_name"),
        "long-name.zip": (zipped({"a" * 60_000: inside}), "unsafe_name"),
        "link.zip": (zipped({"a.json": b"/etc/passwd"}, linked), "symbolic_link"),
        "nested.zip": (zipped({"inner.zip": one}), "nested_archive"),
        "locked.zip": (_with_flag(one), "encrypted"),
        "bomb.zip": (zipped({"a.json": b" " * _BOMB}), "archive_bomb"),
        "too-many.zip": (_many_entries(150_001), "too_many_entries"),
        "overlapping.zip": (_overlapping(), "archive_bomb"),
    }


def _with_byte(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def _with_flag(content: bytes) -> bytes:
    """The archive with the mark of encryption in both of its headers."""
    central = content.index(b"PK\x01\x02")
    changed = bytearray(content)
    changed[6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


def _many_entries(count: int) -> bytes:
    """An archive whose list is made of one entry over and over."""
    one = zipped({"a": b""})
    start, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    listed = one[start:end] * count
    sizes = struct.pack("<HHLLH", 0xFFFF, 0xFFFF, len(listed), start, 0)
    return one[:start] + listed + one[end : end + 8] + sizes


def _overlapping() -> bytes:
    """An archive whose list leads twenty times to the same bytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("0.json", b"{" + b" " * 900_000)
        for number in range(1, 20):
            again = zipfile.ZipInfo(f"{number}.json")
            for name in ("header_offset", "compress_size", "file_size", "CRC", "compress_type"):
                setattr(again, name, getattr(packed.filelist[0], name))
            packed.filelist.append(again)
    return content.getvalue()


def workbooks(questionnaire: Questionnaire, templates: Templates) -> Cases:
    form = spreadsheet(questionnaire, templates, MADE).content
    parts = _parts_of(form)
    sheet = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
    doctype = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'

    def with_part(name: str, content: bytes) -> bytes:
        return zipped(parts | {name: content})

    return {
        "cut.xlsx": (form[: len(form) // 2], "damaged_archive"),
        "broken.xlsx": (with_part("xl/workbook.xml", b"<workbook"), "damaged_workbook"),
        "other.xlsx": (_other_workbook(), "unknown_format"),
        "word.docx": (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"}), "damaged_workbook"),
        "bomb.xlsx": (with_part("xl/media/a.bin", b"\0" * 70_000_000), "archive_bomb"),
        "macros.xlsx": (with_part("xl/vbaProject.bin", b"x"), "macros"),
        "links.xlsx": (with_part("xl/externalLinks/externalLink1.xml", b"<x/>"), "external_links"),
        "entities.xlsx": (with_part(sheet, doctype + parts[sheet]), "entities"),
        "formula.xlsx": (filled_workbook(form, "=1+0"), "formula_cell"),
        "two-copies.xlsx": (filled_workbook(form, "Yes", "Nein"), "sheets_differ"),
        "far-row.xlsx": (with_part(sheet, parts[sheet].replace(b'<row r="2"', b'<row r="99999999"', 1)), "too_large"),
    }


def _parts_of(form: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(form)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def filled_workbook(form: bytes, *answers: object) -> bytes:
    """The form with an answer to its first provision on each of its sheets."""
    book, content = openpyxl.load_workbook(io.BytesIO(form)), io.BytesIO()
    start, *sheets = book.worksheets
    _cell(start, layout.VALUE, "person.id").value = "B1"
    for sheet, answer in zip(sheets, answers, strict=False):
        _cell(sheet, layout.ANSWER, "flour.a").value = answer
    book.save(content)
    return content.getvalue()


def _cell(sheet: Any, key: str, about: str) -> Any:
    """The cell of a column, known by its key, in the row about something."""
    place = [cell.value for cell in sheet[1]].index(key)
    return next(row[place] for row in sheet.iter_rows() if about in {cell.value for cell in row})


def _other_workbook() -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.worksheets[0].append(["姓名", "=1+1"])
    book.save(content)
    return content.getvalue()


def pdfs(questionnaire: Questionnaire, templates: Templates) -> Cases:
    form = form_pdf(questionnaire, templates, "de", MADE)
    shown = {"other-than-shown.pdf": (_filled_otherwise(form, questionnaire), "value_appearance_mismatch")}
    return dict(_pdfs(form)) | shown


def _pdfs(form: bytes) -> Iterator[tuple[str, Case]]:
    yield "cut.pdf", (form[: len(form) // 2], "damaged_pdf")
    yield "only-a-mark.pdf", (b"%PDF-1.7\n", "damaged_pdf")
    yield "letter.pdf", (_saved(pikepdf.new(), pages=1), "no_form_fields")
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.Root.AcroForm.Fields[0].T = pikepdf.String("other")
        yield "field-gone.pdf", (_saved(pdf), "missing_fields")
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.Root.AcroForm.Fields.append(pdf.Root.AcroForm.Fields[0])
        yield "field-twice.pdf", (_saved(pdf), "duplicate_field")
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")
        yield "xfa.pdf", (_saved(pdf), "xfa_form")
    with pikepdf.open(io.BytesIO(form)) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        yield "script.pdf", (_saved(pdf), "active_content")
    with pikepdf.open(io.BytesIO(form)) as pdf:
        yield "locked.pdf", (_saved(pdf, encryption=pikepdf.Encryption(user="x", owner="x")), "encrypted")


def _filled_otherwise(form: bytes, questionnaire: Questionnaire) -> bytes:
    """The form filled in, with one value set that nothing on the page shows."""
    filled, wanted = fill_with_pypdf(form, response(questionnaire)), pdf_fields.rating_field("heat.a")
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        field = next(field for field in pdf.Root.AcroForm.Fields if str(field.T) == wanted)
        field.V = pikepdf.Name(f"/{pdf_fields.points_value(0)}")
        return _saved(pdf)


def _saved(pdf: pikepdf.Pdf, pages: int = 0, **options: Any) -> bytes:
    for _ in range(pages):
        pdf.add_blank_page()
    content = io.BytesIO()
    pdf.save(content, **options)
    return content.getvalue()
