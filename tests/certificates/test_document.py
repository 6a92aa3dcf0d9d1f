"""A certificate says everything, in every language, on paper that any validator and any reader accepts."""

import json
import re
from datetime import date
from io import BytesIO

import page
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image

from clausebook.certificates import document
from clausebook.certificates.document import certificate_html, certificate_pdf, check_names
from clausebook.errors import MissingGlyphError, RejectedRecord, RenderError
from clausebook.model.certificate import Holder
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Held
from clausebook.render.jinja import Templates
from clausebook.render.pdf import Attachment
from tests.certificates.conftest import ROOT, certificate, holder, questionnaire, result, scheme

ANNA = holder("欧阳雨桐", name_latin="Ouyang Yutong", organization="杭州云帆有限公司", department="烘焙部")
MILLIMETRE = 72 / 25.4
FRAME = 14 * MILLIMETRE


def drawn(
    templates: Templates,
    person: Holder = ANNA,
    languages: tuple[str, ...] = ("zh", "en"),
    stages: int = 4,
    tasks: int = 2,
    attachments: tuple[Attachment, ...] = (),
) -> bytes:
    asked = questionnaire(languages, stages, tasks)
    return certificate_pdf(
        certificate(person), result(asked), asked, scheme(languages), templates, attachments=attachments
    )


@pytest.fixture(scope="module")
def pdf(templates: Templates) -> bytes:
    return drawn(templates)


def texts(content: bytes) -> list[str]:
    """The text of each page in the order in which it is drawn, without blanks."""
    return [re.sub(r"\s", "", found.extract_text()) for found in pypdf.PdfReader(BytesIO(content)).pages]


def picture(content: bytes, number: int = 0) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(content)[number].render(scale=3).to_pil()
    return image


def assert_conforms(content: bytes) -> None:
    for profile in ("3a", "ua1"):
        rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
        # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
        assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in content else set())


def assert_inside_the_frame(content: bytes) -> None:
    """Every character of the first page stands inside the frame."""
    sheet = pypdfium2.PdfDocument(content)[0]
    width, height = sheet.get_size()
    text = sheet.get_textpage()
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    assert min(left for left, _, _, _ in boxes) > FRAME
    assert min(bottom for _, bottom, _, _ in boxes) > FRAME
    assert max(right for _, _, right, _ in boxes) < width - FRAME
    assert max(top for _, _, _, top in boxes) < height - FRAME


def test_certificate_conforms_and_has_two_pages(pdf: bytes) -> None:
    assert_conforms(pdf)
    assert len(texts(pdf)) == 2
    assert_inside_the_frame(pdf)


def test_paper_is_a4_landscape(pdf: bytes) -> None:
    for sheet in pypdf.PdfReader(BytesIO(pdf)).pages:
        size = [round(float(side) / MILLIMETRE) for side in (sheet.mediabox.width, sheet.mediabox.height)]
        assert size == [297, 210]


def test_front_reads_in_order_and_in_both_languages(pdf: bytes) -> None:
    front = texts(pdf)[0]
    expected = [
        *("面包房的Guild", "Guildofthebakery", "面包房的Certificate", "Certificateofthebakery"),
        *("兹证明", "Thisistocertifythat", "欧阳雨桐", "OuyangYutong", "杭州云帆有限公司", "烘焙部"),
        *("面包房的Statement", "Statementofthebakery", "面包房的Baked", "Bakedofthebakery", "66.7"),
        *("12.5%", "面包房的Signatory", "Masterofthebakery", "BK-2026-000001-1"),
        *("2026年11月2日", "2November2026", "2028年11月2日", "2November2028"),
        *("面包房的Remark", "用自己的话转述", "以签发单位的证书登记册为准", "issuer'sownwords", "issuer'sregister"),
    ]
    places = [front.find(words) for words in expected]
    assert -1 not in places, [words for words, place in zip(expected, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_chart_shows_the_stages_and_says_them(pdf: bytes) -> None:
    assert all(score in texts(pdf)[0] for score in ("62.9", "63.9", "64.9", "66.0"))
    html = pypdf.PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]
    assert "面包房的Stage 1 62.9" in figure_texts(html)
    assert "Stage 4 of the bakery 66.0" in figure_texts(html)


def figure_texts(node: object) -> str:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        return str(node.get("/Alt", "")) + figure_texts(node.get("/K", []))
    return "".join(map(figure_texts, node)) if isinstance(node, list) else ""


def test_details_have_every_stage_task_level_and_band(pdf: bytes) -> None:
    details = texts(pdf)[1]
    for title in ("Stage1", "Task1.1", "Task4.2", "Level0", "Level2", "Raw", "Golden"):
        assert f"面包房的{title}" in details
        assert f"{title}ofthebakery" in details
    assert "2.1面包房的Task2.1Task2.1ofthebakery–" in details
    assert "4.2面包房的Task4.2Task4.2ofthebakery66.7" in details
    assert "87.5" in details
    assert "here12.5%ofthem" in details
    assert "requirement3." in details
    assert "Astagebelow40.0limitstheresultto“Bakedofthebakery”." in details
    assert "任何一项要求得最低分值的，不予评定等次。" in details
    assert "BK-2026-000001-1·欧阳雨桐" in details


def test_code_shows_the_facts_without_a_network(pdf: bytes) -> None:
    code = zxingcpp.read_barcode(picture(pdf))
    assert code is not None
    assert code.text.splitlines() == [
        "BK-2026-000001-1",
        "欧阳雨桐 Ouyang Yutong",
        "杭州云帆有限公司",
        "面包房的Baked / Baked of the bakery 66.7",
        "签发日期 / Issued 2026-11-02",
        "有效期至 / Valid until 2028-11-02",
    ]


def test_title_and_date_stand_in_the_metadata(pdf: bytes) -> None:
    metadata = pypdf.PdfReader(BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.title == "面包房的Certificate BK-2026-000001-1: 欧阳雨桐"
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2026, 11, 2)


def test_same_certificate_is_the_same_file(pdf: bytes, templates: Templates) -> None:
    assert drawn(templates) == pdf


def test_credential_travels_inside(templates: Templates) -> None:
    content = drawn(templates, attachments=(Attachment("credential.json", b"{}", "Credential"),))
    assert_conforms(content)
    assert dict(pypdf.PdfReader(BytesIO(content)).attachments) == {"credential.json": [b"{}"]}


@pytest.mark.parametrize(
    "person",
    [
        holder("Maximiliana Alexandra Konstantinopolitana von Hohenzollern-Sig"),
        holder("阿卜杜热西提·买买提明江阿"),
        holder("王" * 60, name_latin="x" * 60, organization="公司" * 30, department="部门" * 20),
    ],
    ids=["long", "twelve", "longest"],
)
def test_long_names_shrink_and_are_never_clipped(person: Holder, templates: Templates) -> None:
    content = drawn(templates, person)
    assert_inside_the_frame(content)
    front = texts(content)[0]
    for part in (person.name, person.name_latin, person.organization, person.department):
        assert part.replace(" ", "") in front


@pytest.mark.parametrize(
    ("languages", "stages", "tasks", "pages"),
    [
        (("en",), 2, 3, 2),
        (("zh", "en"), 20, 2, 3),
        (("en", "zh", "de"), 7, 3, 3),
        (("zh",), 1, 0, 2),
    ],
)
def test_any_number_of_languages_stages_and_tasks(
    languages: tuple[str, ...], stages: int, tasks: int, pages: int, templates: Templates
) -> None:
    content = drawn(templates, ANNA, languages, stages, tasks)
    assert_conforms(content)
    assert_inside_the_frame(content)
    front, *details = texts(content)
    assert 1 + len(details) <= pages
    for title in [f"Stage{stage}" for stage in range(1, stages + 1)]:
        assert sum(title in text for text in details) >= 1
    assert len(re.findall(r"Task\d+\.\d", "".join(details))) == stages * tasks * len(languages)
    assert "欧阳雨桐" in front


def test_front_that_does_not_fit_is_refused(templates: Templates, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document, "DENSITIES", (1.0, 0.9))
    asked = questionnaire()
    wordy = scheme().model_copy(
        update={"statement": scheme().statement.model_copy(update={"root": {"en": "word " * 2000, "zh": "字"}})}
    )
    with pytest.raises(RenderError, match="does not fit one page"):
        certificate_pdf(certificate(ANNA), result(asked), asked, wordy, templates)


@pytest.mark.parametrize("field", ["name", "name_latin", "organization", "department"])
def test_name_that_no_font_draws_is_held(field: str, templates: Templates) -> None:
    person = ANNA.model_copy(update={field: "𠮷田\u202e"})
    with pytest.raises(MissingGlyphError) as caught:
        check_names(person, templates)
    assert caught.value.characters == "𠮷\u202e"
    with pytest.raises(MissingGlyphError):
        drawn(templates, person)


@pytest.mark.parametrize(
    ("changes", "error", "said"),
    [
        ({"answered": 3}, RejectedRecord, "incomplete"),
        ({"band": None}, RejectedRecord, "no_band"),
        ({"form_hash": "0" * 16}, RenderError, "another edition"),
    ],
)
def test_result_that_earns_nothing_is_not_drawn(
    changes: dict[str, object], error: type[Exception], said: str, templates: Templates
) -> None:
    asked = questionnaire()
    with pytest.raises(error, match=said):
        certificate_html(certificate(ANNA), result(asked).model_copy(update=changes), asked, scheme(), templates)


def html(asked: Questionnaire, templates: Templates, **changes: object) -> str:
    return certificate_html(certificate(ANNA), result(asked).model_copy(update=changes), asked, scheme(), templates)


def test_band_held_back_by_a_rule_is_explained(templates: Templates) -> None:
    asked = questionnaire()
    gates = (Held(rule="stage_minimum", causes=("stage-1",), cap="baked"),)
    said = "The score alone reaches “Golden of the bakery”"
    assert said in html(asked, templates, reached="golden", gates=gates)
    assert said not in html(asked, templates)


def test_weights_of_stages_are_printed(templates: Templates) -> None:
    asked = questionnaire()
    weights = {"stage-1": 2, "stage-2": "1/2"}
    form = type(asked.form).model_validate(asked.form.model_dump() | {"stage_weights": weights})
    assert "with these weights: 1 2, 2 1/2." in html(asked.model_copy(update={"form": form}), templates)


def test_texts_are_escaped(templates: Templates) -> None:
    asked = questionnaire()
    person = holder("<b>R&D</b>", organization='"><script>')
    page_ = certificate_html(certificate(person), result(asked), asked, scheme(), templates)
    assert "&lt;b&gt;R&amp;D&lt;/b&gt;" in page_
    assert "<script>" not in page_
    assert "<b>" not in page_


def test_words_say_the_same_things_in_both_languages() -> None:
    words = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (ROOT / "templates" / "certificates" / "words").glob("*.json")
    }
    assert set(words) == {"en", "zh"}
    for key in words["en"].keys() | words["zh"].keys():
        fields = [set(re.findall(r"{(\w+)}", words[language][key])) for language in ("en", "zh")]
        assert fields[0] == fields[1], key


def test_no_words_claim_a_state_qualification() -> None:
    for path in (ROOT / "templates" / "certificates").rglob("*.*"):
        content = path.read_text(encoding="utf-8")
        assert not re.search("国家|全国|中华|职业资格|职业技能等级", content), path
