"""A certificate says everything, in every language, on paper that any validator and any reader accepts."""

import json
import re
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import page
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image

from clausebook.certificates import document
from clausebook.certificates.document import Press, certificate_pdf
from clausebook.certificates.sealing import Seal, seal
from clausebook.certificates.speech import speeches_of
from clausebook.errors import MissingGlyphError, RejectedRecord, RenderError
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.scheme import Component, Exam, Scheme
from clausebook.render.jinja import Templates
from tests.certificates.conftest import ROOT, certificate, holder, questionnaire, result, scheme, text
from tests.certificates.trust import evaluation, issuer, key

ANNA = holder("欧阳雨桐", name_latin="Ouyang Yutong", organization="杭州云帆有限公司", department="烘焙部")
LINKED = Seal(link="https://example.org/verify/#" + "1234567890" * 40, payload=b"", credential="e.y.J")
MILLIMETRE = 72 / 25.4
FRAME = 14 * MILLIMETRE


def sealed(person: Holder, asked: Questionnaire, made: Evaluation) -> tuple[Certificate, Evaluation, Seal]:
    issued = certificate(person).model_copy(update={"overall": made.overall})
    return issued, made, seal(issued, made, scheme(asked.standard.languages), issuer(), key(), asked)


def drawn(
    templates: Templates,
    person: Holder = ANNA,
    languages: tuple[str, ...] = ("zh", "en"),
    stages: int = 4,
    tasks: int = 2,
    made: Evaluation | None = None,
    **changes: object,
) -> bytes:
    asked = questionnaire(languages, stages, tasks)
    used: Scheme = scheme(languages).model_copy(update=changes)
    issued, made, seal_ = sealed(person, asked, made or evaluation(asked))
    return certificate_pdf(issued, made, asked, used, templates, seal_)


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
        *("扫码核验证书", "Scantocheckthiscertificate"),
        *("面包房的Remark", "用自己的话转述", "核验页面", "issuer'sownwords", "issuer'sverificationpage"),
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
    assert "requirement3." in details
    assert "Astagebelow40.0limitstheresultto“Bakedofthebakery”." in details
    assert "任何一项要求得最低分值的，不予评定等次。" in details
    assert "BK-2026-000001-1·欧阳雨桐" in details


def test_code_opens_the_link_that_the_file_names_too(pdf: bytes) -> None:
    asked = questionnaire(("zh", "en"))
    link = sealed(ANNA, asked, evaluation(asked))[2].link
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()
    code = zxingcpp.read_barcode(image)
    assert code is not None
    assert code.text == link
    assert b"/verify (" + link.encode() + b")" in pdf


def test_title_and_date_stand_in_the_metadata(pdf: bytes) -> None:
    metadata = pypdf.PdfReader(BytesIO(pdf)).metadata
    assert metadata is not None
    assert metadata.title == "面包房的Certificate BK-2026-000001-1: 欧阳雨桐"
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == date(2026, 11, 2)


def test_same_certificate_is_the_same_file(pdf: bytes, templates: Templates) -> None:
    assert drawn(templates) == pdf


def test_credential_travels_inside(pdf: bytes) -> None:
    asked = questionnaire(("zh", "en"))
    credential = sealed(ANNA, asked, evaluation(asked))[2].credential
    assert dict(pypdf.PdfReader(BytesIO(pdf)).attachments) == {"credential.jwt": [credential.encode()]}
    assert b"/Subtype /application#2fvc+jwt" in pdf


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
        certificate_pdf(*sealed(ANNA, asked, evaluation(asked))[:2], asked, wordy, templates, LINKED)


@pytest.mark.parametrize("field", ["name", "name_latin", "organization", "department"])
def test_name_that_no_font_draws_is_held(field: str, templates: Templates) -> None:
    person = ANNA.model_copy(update={field: "𠮷田\u202e"})
    with pytest.raises(MissingGlyphError) as caught:
        Press(questionnaire(), scheme(), templates).check_names(person)
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
    unfit = result(asked).model_copy(update=changes)
    made = evaluation(asked).model_copy(update={"results": (unfit,), "band": unfit.band})
    for draw in (Press(asked, scheme(), templates).draw, Press(asked, scheme(), templates).draw_in_full):
        with pytest.raises(error, match=said):
            draw(certificate(ANNA), made, LINKED)


def test_band_held_back_by_a_rule_is_explained(templates: Templates) -> None:
    asked = questionnaire(("zh", "en"))
    held = evaluation(asked).model_copy(update={"reached": "golden", "held": ("stage_minimum:self",)})
    said = "Thescorealonereaches“Goldenofthebakery”"
    assert said in texts(drawn(templates, made=held))[1]


def test_weights_of_stages_are_printed(templates: Templates) -> None:
    asked = questionnaire()
    weights = {"stage-1": 2, "stage-2": "1/2"}
    form = type(asked.form).model_validate(asked.form.model_dump() | {"stage_weights": weights})
    (english, _) = speeches_of(asked.model_copy(update={"form": form}), scheme(), templates)
    assert "with these weights: 1 2, 2 1/2." in english.method


@pytest.mark.parametrize("design", ["landscape", "formal"])
def test_components_and_pass_mark_are_printed(design: str, templates: Templates) -> None:
    languages = ("zh", "en")
    exam = Component(id="exam", title=text("Exam", languages), exam=Exam(maximum=50), weight=3, minimum=55)
    asked = questionnaire(languages)
    made = evaluation(asked)
    scores = (*made.components, made.components[0].model_copy(update={"id": "exam", "score": Fraction(4, 5)}))
    components = (*scheme(languages).components, exam)
    content = drawn(
        templates,
        made=made.model_copy(update={"components": scores, "overall": Fraction(23, 30)}),
        components=components,
        design=design,
    )
    details = "".join(texts(content)[1:])
    assert "面包房的ExamExamofthebakery75.0%55.080.0" in details
    assert "76.7" in details
    assert "Passmark:60.0(“Bakedofthebakery”),fixedinadvance.Noteofthebakery" in details


@pytest.mark.parametrize("design", ["landscape", "formal"])
def test_designs_take_three_signatories_and_a_logo(design: str, tmp_path: Path) -> None:
    (tmp_path / "templates" / "certificates").mkdir(parents=True)
    mark = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>'
    (tmp_path / "templates" / "certificates" / "logo.svg").write_text(mark)
    signatories = scheme(("zh", "en")).signatories * 3
    templates = Templates(tmp_path / "templates", ROOT / "templates")
    content = drawn(templates, design=design, signatories=signatories, logo="logo.svg")
    assert_conforms(content)
    front = texts(content)[0]
    assert front.count("面包房的Signatory") == 3
    assert_inside_the_frame(content)


def test_project_restyles_with_a_folder_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "certificates" / "plain"
    own.mkdir(parents=True)
    for path in (ROOT / "templates" / "certificates" / "formal").iterdir():
        (own / path.name).write_text(path.read_text(encoding="utf-8").replace("size: A4;", "size: A3;"))
    content = drawn(Templates(tmp_path, ROOT / "templates"), design="plain")
    assert round(float(pypdf.PdfReader(BytesIO(content)).pages[0].mediabox.width) / MILLIMETRE) == 297


def test_texts_are_escaped(templates: Templates) -> None:
    person = holder("<b>R&D</b>", organization='"><script>')
    front = texts(drawn(templates, person))[0]
    assert "<b>R&D</b>" in front
    assert '"><script>' in front


def test_words_say_the_same_things_in_both_languages() -> None:
    words = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in (ROOT / "templates" / "certificates" / "words").glob("*.json")
    }
    assert set(words) == {"en", "zh"}
    for name in words["en"].keys() | words["zh"].keys():
        fields = [set(re.findall(r"{(\w+)}", words[language][name])) for language in ("en", "zh")]
        assert fields[0] == fields[1], name


def test_no_words_claim_a_state_qualification() -> None:
    for path in (ROOT / "templates" / "certificates").rglob("*.*"):
        content = path.read_text(encoding="utf-8")
        assert not re.search("国家|全国|中华|职业资格|职业技能等级", content), path
