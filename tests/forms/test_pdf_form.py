"""The form as a PDF: accessible, small, the same every time, and filled in alike by every program."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from clausebook.build.loading import load_project
from clausebook.errors import RenderError
from clausebook.forms.pdf_form import FONT, form_html, form_pdf
from clausebook.model import pdf_fields
from clausebook.model.questionnaire import Questionnaire
from clausebook.project import Project
from clausebook.render.acroform import CheckBox, fillable
from clausebook.render.field_font import field_font, typed_characters
from clausebook.render.fonts import font_files
from clausebook.render.pdf import FORM, lay_out
from tests.forms.conftest import TEMPLATES, both, sample
from tests.forms.pdf_filling import fill_with_pdfium, fill_with_pypdf

MADE = datetime(2026, 11, 22, tzinfo=UTC)
MOST_BYTES = 3_000_000
POINTS_PER_MM = 72 / 25.4
SCALE = 2
PROGRAMS = [fill_with_pdfium, fill_with_pypdf]
RESPONSE = {
    "person": {"id": "E1001", "name": "张三", "department": "Sales"},
    "answers": {
        "c-1-1-1.a": {"rating": 2, "comment": "每周开会核对"},
        "c-1-1-2.a": {"not_applicable": True, "reason": "没有这项业务"},
    },
}


@lru_cache(maxsize=8)
def drawn(language: str = "en", kind: str = "self", models: tuple[str, ...] = ()) -> bytes:
    return form_pdf(questionnaire(kind, models), TEMPLATES, language, MADE)


def questionnaire(kind: str = "self", models: tuple[str, ...] = ()) -> Questionnaire:
    """The sample form, of another kind or with business models to choose from."""
    plain = sample()
    form = plain.form.model_copy(update={"kind": kind, "models": models})
    titles = [{"id": model, "title": both(model.upper())} for model in models]
    identity = type(plain.standard.identity).model_validate(plain.standard.identity.model_dump() | {"models": titles})
    return plain.model_copy(update={"form": form, "standard": plain.standard.model_copy(update={"identity": identity})})


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def fields(pdf: pikepdf.Pdf) -> dict[str, Any]:
    return {str(field.T): field for field in pdf.Root.AcroForm.Fields}


def widgets(pdf: pikepdf.Pdf) -> Iterator[Any]:
    return (note for sheet in pdf.pages for note in sheet.get("/Annots", ()) if note.Subtype == "/Widget")


def assert_is_accessible(content: bytes) -> None:
    rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile="ua1").failures}
    assert rules == set()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("kind", "models"), [("self", ()), ("review", ("b2b", "b2c")), ("organization", ("b2b",))])
def test_every_kind_of_form_conforms(language: str, kind: str, models: tuple[str, ...]) -> None:
    assert_is_accessible(drawn(language, kind, models))


def test_another_standard_in_another_language_conforms(tiny: Project) -> None:
    loaded = load_project(tiny)
    content = form_pdf(loaded.questionnaires["baker"], tiny.templates, "de", MADE)
    assert_is_accessible(content)
    assert str(opened(content).Root.Lang) == "de"


def test_a_screen_reader_can_say_what_each_control_is() -> None:
    with opened(drawn("en")) as pdf:
        found = fields(pdf)
        rating = found["c-1-1-1:a"]
        assert str(rating.TU) == "1.1.1 a: Provision 1.1.1a (en)"
        assert [str(kid.TU).removeprefix(str(rating.TU)) for kid in rating.Kids] == [
            *(" Level 0 (en)", " Level 1 (en)", " Level 2 (en)", " Level 3 (en)", " Not applicable"),
        ]
        assert str(found["c-1-1-1:a:comment"].TU) == "1.1.1 a, reason or comment: Provision 1.1.1a (en)"
        assert str(found["person:id"].TU) == "Who is answering: Staff number (required)"
        assert all(str(note.get("/TU", "")) for note in widgets(pdf))


def test_each_provision_is_one_group_of_the_scale_and_not_applicable() -> None:
    with opened(drawn()) as pdf:
        for ref in sample().provisions:
            group = fields(pdf)[pdf_fields.rating_field(ref)]
            states = [set(kid.AP.N.keys()) - {"/Off"} for kid in group.Kids]
            assert states == [{"/points-0"}, {"/points-1"}, {"/points-2"}, {"/points-3"}, {"/not-applicable"}]
            assert all(set(kid.AP.D.keys()) == set(kid.AP.N.keys()) for kid in group.Kids)
            assert all("/T" not in kid and kid.Parent.objgen == group.objgen and kid.AS == "/Off" for kid in group.Kids)


def test_every_control_is_a_field_in_the_order_in_which_people_read() -> None:
    with opened(drawn("en", "review", ("b2b", "b2c"))) as pdf:
        names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        assert names[:8] == [
            *("person:id", "person:name", "person:department", "reviewer:id", "reviewer:name", "reviewer:department"),
            *("model:b2b", "model:b2c"),
        ]
        assert names[8:11] == ["c-1-1-1:a", "c-1-1-1:a:comment", "c-1-1-1:a:evidence"]
        places = list(dict.fromkeys(str(note.get("/T") or note.Parent.T) for note in widgets(pdf)))
        hidden = [name for name in names if name.startswith("clausebook:")]
        assert [name for name in places if name not in hidden] == [name for name in names if name not in hidden]
        assert all(sheet.Tabs == "/S" for sheet in pdf.pages)


def test_the_file_says_which_form_it_is() -> None:
    with opened(drawn("zh")) as pdf:
        hidden = {name: field for name, field in fields(pdf).items() if name.startswith("clausebook:")}
        assert {name: str(field.V) for name, field in hidden.items()} == {
            "clausebook:form": "sample-form",
            "clausebook:hash": sample().content_hash,
            "clausebook:language": "zh",
        }
        assert all(field.F == 2 and field.Ff == 1 for field in hidden.values())


def test_nothing_runs_and_nothing_has_to_be_drawn_anew() -> None:
    with opened(drawn()) as pdf:
        assert "/NeedAppearances" not in pdf.Root.AcroForm
        assert all("/AP" in note for note in widgets(pdf) if note.F == 4)
        assert not [
            key for item in pdf.objects if isinstance(item, pikepdf.Dictionary) for key in ("/JS", "/AA") if key in item
        ]


def test_text_boxes_do_not_share_what_they_show() -> None:
    with opened(drawn()) as pdf:
        shown = [field.AP.N.objgen for field in fields(pdf).values() if field.get("/FT") == "/Tx" and "/AP" in field]
        assert len(shown) == len(set(shown)) == 3 + 2 * len(sample().provisions)


def test_the_font_has_what_people_type() -> None:
    font = field_font(TEMPLATES.file(f"fonts/{FONT}"))
    assert set(map(ord, "张三喆堃䶮，。ABCé€")) <= typed_characters()
    assert len(typed_characters() - set(font.glyphs)) < 150
    assert font.widths[ord("国")] == 1000 > font.widths[ord("i")] > 0
    with opened(drawn()) as pdf:
        resource = pdf.Root.AcroForm.DR.Font["/Wingdings"]
        assert len(resource.DescendantFonts[0].FontDescriptor.FontFile2.read_raw_bytes()) < 1_700_000


def test_the_first_page_says_how_to_hand_it_in() -> None:
    said = pypdfium2.PdfDocument(drawn("en"))[0].get_textpage().get_text_range()
    flat = " ".join(said.split())
    for words in (
        "How to rate",
        "Never use “Print to PDF”",
        "Adobe Acrobat Reader, Edge",
        "Privacy (en)",
        "notice (en)",
    ):
        assert words in flat


def test_the_same_form_gives_the_same_bytes() -> None:
    first = drawn()
    drawn.cache_clear()
    assert drawn() == first


def test_a_control_without_a_field_is_noticed_and_a_field_without_a_control() -> None:
    font = field_font(TEMPLATES.file(f"fonts/{FONT}"))
    html = form_html(sample(), TEMPLATES, "en")
    laid_out = lay_out(html, fonts=font_files(TEMPLATES), variant=FORM).pdf(created=MADE)
    with pytest.raises(RenderError, match="no control for the field 'nowhere'"):
        fillable(laid_out, [CheckBox("nowhere", "x", "yes")], font)
    with pytest.raises(RenderError, match="no field for the control 'person:id'"):
        fillable(laid_out, [], font)


@pytest.mark.parametrize("fill", PROGRAMS)
def test_what_is_filled_in_is_seen(fill: Any) -> None:
    filled = fill(drawn("zh"), RESPONSE)
    before, after = looks(drawn("zh")), looks(filled)
    assert {name for name in after if after[name] > before[name] * 1.2 + 20} == {
        *("person:id", "person:name", "person:department", "c-1-1-1:a:comment", "c-1-1-2:a:comment"),
        *("c-1-1-1:a=points-2", "c-1-1-2:a=not-applicable"),
    }


@pytest.mark.parametrize("fill", PROGRAMS)
def test_poppler_shows_the_chinese_too(fill: Any, tmp_path: Path) -> None:
    poppler = shutil.which("pdftotext")
    assert poppler, "poppler-utils is missing"
    path = tmp_path / "filled.pdf"
    path.write_bytes(fill(drawn("zh"), RESPONSE))
    done = subprocess.run([poppler, str(path), "-"], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert all(text in done.stdout for text in ("E1001", "张三", "每周开会核对", "没有这项业务"))


def looks(content: bytes) -> dict[str, int]:
    """How many dark dots stand in the place of each control, as PDFium draws it."""
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    dots: dict[str, int] = {}
    with opened(content) as pdf:
        for number, sheet in enumerate(pdf.pages):
            image = document[number].render(scale=SCALE, may_draw_forms=True).to_pil().convert("L")
            height = float(sheet.MediaBox[3])
            for note in sheet.get("/Annots", ()):
                left, bottom, right, top = sorted_box(note)
                box = (left * SCALE, (height - top) * SCALE, right * SCALE, (height - bottom) * SCALE)
                if right > left:
                    dots[place_name(note)] = sum(image.crop(tuple(map(round, box))).histogram()[:100])
    return dots


def place_name(note: Any) -> str:
    if "/T" in note:
        return str(note.T)
    return f"{note.Parent.T}={next(key for key in note.AP.N.keys() if key != '/Off')[1:]}"  # noqa: SIM118


def sorted_box(note: Any) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(number) for number in note.Rect.as_list())
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


@pytest.mark.xdist_group("pdf-forms")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_longest_form_of_this_standard_is_small_and_conforms(language: str, real: Project) -> None:
    forms = load_project(real).questionnaires.values()
    longest = max(forms, key=lambda each: len(each.provisions))
    content = form_pdf(longest, real.templates, language, MADE)
    assert len(content) < MOST_BYTES
    assert_is_accessible(content)
    with opened(content) as pdf:
        assert {pdf_fields.rating_field(ref) for ref in longest.provisions} <= set(fields(pdf))
