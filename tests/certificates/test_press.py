"""What a press draws is what laying out in full would give: the same pages, texts and tags, and validators take it."""

import os
import pickle
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
import zxingcpp
from PIL import Image, ImageChops

from clausebook.certificates.document import Press
from clausebook.certificates.sealing import Seal
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.result import Result
from clausebook.render.jinja import Templates
from tests.certificates.conftest import ROOT, certificate, holder, questionnaire, scheme
from tests.certificates.trust import evaluation

pytestmark = pytest.mark.xdist_group("press")

LANGUAGES = ("zh", "en")
ASKED = questionnaire(LANGUAGES)
SAMPLE = int(os.environ.get("CLAUSEBOOK_CERTIFICATES", "4"))
"""How many certificates go through the validators."""
TOLERANCE = 8
"""By how much a channel of a pixel may differ at 150 dpi, out of 255: less than anybody sees."""
EDGES, FEW = 96, 1 / 10_000
"""So much the edges of letters may differ that stand in the same place to a thousandth of a point, in so few pixels of
a page: a renderer rounds places, and letters of two fonts may come in runs that are cut elsewhere."""
ANOTHER = "Geheimrat"
PEOPLE = [
    holder("王芳", organization="杭州云帆有限公司"),
    holder("欧阳雨桐", name_latin="Ouyang Yutong", organization="杭州云帆有限公司", department="烘焙部"),
    holder(
        "阿卜杜热西提·买买提明江", name_latin="Abdurexit Muhemmetimin", organization="新疆公司", department="销售部 A"
    ),
    holder("王" * 20, organization="杭州“云帆”（集团）有限公司"),
    holder("Łukasz Wiśniewski", organization="Ośrodek Szkoleń Sp. z o.o.", department="Dział Ł"),
    holder("Nguyễn Thị Diễm", organization="越南公司 Công ty TNHH"),
    holder("Şükrü Yıldırım AV", name_latin="Ty. To We, AVATAR", organization="“Fırın” & <Co>"),
    holder("Александр Пушкин", name_latin="A. Pushkin", organization="ООО «Ромашка»", department="Отдел 1"),
    holder("Maximiliana Alexandra von Hohenzollern-Sigmaringen", organization="Golden Crust Ltd"),
    holder("Ann O’Neil–Smith", organization="fi ffl 2026 (AB)"),
]
UNSETTABLE = [
    holder("王" * 100),
    holder("Maximiliana " * 9),
    holder("a\u0301bc"),
]


def seal_of(number: int, digits: int = 440) -> Seal:
    chance = random.Random(number)
    link = "https://example.org/verify/#" + "".join(chance.choices("0123456789", k=digits))
    return Seal(link, b"", "".join(chance.choices("abcdefghiXYZ.-_0123", k=3000)))


def evaluated(number: int, band: str = "baked") -> Evaluation:
    """An evaluation with scores of its own, a stage of no score and one of none at all among them."""
    made = evaluation(ASKED)
    (result,) = made.results
    stages = [stage.model_copy(update={"score": share(number, at)}) for at, stage in enumerate(result.stages)]
    changed: Result = result.model_copy(update={"stages": tuple(stages), "overall": Fraction(number % 97, 96)})
    return made.model_copy(update={"results": (changed,), "band": band, "overall": changed.overall})


def share(number: int, at: int) -> Fraction | None:
    return None if (number + at) % 7 == 6 else Fraction((number * 31 + at * 17) % 101, 100)


def issued(person: Holder, number: int = 1) -> Certificate:
    return certificate(person).model_copy(update={"serial": f"BK-2026-{number:06}-1"})


@pytest.fixture(scope="module")
def presses(templates: Templates) -> dict[str, Press]:
    """One of each design for all tests: what a press has compiled costs several layouts."""
    schemes = {design: scheme(LANGUAGES).model_copy(update={"design": design}) for design in ("landscape", "formal")}
    return {design: Press(ASKED, made, templates) for design, made in schemes.items()}


@pytest.fixture(params=["landscape", "formal"])
def press(request: pytest.FixtureRequest, presses: dict[str, Press]) -> Press:
    return presses[request.param]


@pytest.fixture
def one_press(presses: dict[str, Press]) -> Press:
    return presses["landscape"]


def pictures(content: bytes) -> list[Image.Image]:
    return [sheet.render(scale=150 / 72).to_pil().convert("RGB") for sheet in pypdfium2.PdfDocument(content)]


def differ_visibly(one: bytes, other: bytes) -> bool:
    return any(_differ(*pair) for pair in zip(pictures(one), pictures(other), strict=True))


def _differ(one: Image.Image, other: Image.Image) -> bool:
    """Whether anybody could tell two pages apart."""
    channels = ImageChops.difference(one, other).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    counts = worst.histogram()
    return any(counts[EDGES + 1 :]) or sum(counts[TOLERANCE + 1 :]) > FEW * one.width * one.height


def texts(content: bytes) -> list[str]:
    return [sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(content)).pages]


def elements(content: bytes) -> list[tuple[str, str, str]]:
    """Kind, language and description of the structure elements, in reading order."""
    return list(_elements(pypdf.PdfReader(BytesIO(content)).root_object["/StructTreeRoot"]))


def _elements(node: Any) -> Iterator[tuple[str, str, str]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, dict):
        yield str(node.get("/S")), str(node.get("/Lang")), str(node.get("/Alt"))
        yield from _elements(node.get("/K", []))
    elif isinstance(node, list):
        for child in node:
            yield from _elements(child)


def assert_same(one: bytes, other: bytes) -> None:
    assert not differ_visibly(one, other)
    assert texts(one) == texts(other)
    assert elements(one) == elements(other)


def assert_conforms(content: bytes) -> None:
    for profile in ("3a", "ua1"):
        rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
        # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
        assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in content else set())


@pytest.mark.parametrize("number", range(len(PEOPLE)))
def test_press_draws_the_same_page_as_a_full_layout(number: int, press: Press) -> None:
    made = evaluated(number, ("raw", "baked", "golden")[number % 3])
    arguments = issued(PEOPLE[number]), made, seal_of(number)
    drawn, full = press.draw(*arguments), press.draw_in_full(*arguments)
    assert drawn != full
    assert_same(drawn, full)


def test_result_that_was_held_back_has_a_shape_of_its_own(press: Press) -> None:
    made = evaluated(1).model_copy(update={"reached": "golden", "held": ("stage_minimum:self",)})
    drawn = press.draw(issued(PEOPLE[0]), made, seal_of(1))
    assert_same(drawn, press.draw_in_full(issued(PEOPLE[0]), made, seal_of(1)))
    assert "Golden of the bakery" in " ".join(texts(drawn)[1].split())


@pytest.mark.parametrize("person", UNSETTABLE, ids=lambda person: person.name[:12])
def test_what_cannot_be_compiled_is_laid_out_in_full(person: Holder, one_press: Press) -> None:
    arguments = issued(person), evaluated(1), seal_of(1)
    drawn = one_press.draw(*arguments)
    assert drawn == one_press.draw_in_full(*arguments)
    assert re.sub(r"\s", "", person.name) in re.sub(r"\s", "", texts(drawn)[0])


@pytest.mark.parametrize("number", range(SAMPLE))
def test_every_certificate_conforms(number: int, one_press: Press) -> None:
    person = PEOPLE[number % len(PEOPLE)]
    drawn = one_press.draw(issued(person, number), evaluated(number), seal_of(number, 430 + number % 60))
    assert_conforms(drawn)


@pytest.mark.parametrize("digits", [150, 430, 478])
def test_code_is_read_from_a_coarse_picture(digits: int, press: Press) -> None:
    drawn = press.draw(issued(PEOPLE[0]), evaluated(1), seal_of(1, digits))
    code = zxingcpp.read_barcode(pictures(drawn)[0])
    assert code is not None
    assert code.text == seal_of(1, digits).link


def test_facts_stand_in_the_file_as_they_are(one_press: Press) -> None:
    drawn = one_press.draw(issued(PEOPLE[1], 7), evaluated(1), seal_of(3))
    reader = pypdf.PdfReader(BytesIO(drawn))
    assert reader.metadata is not None
    assert reader.metadata.title == "面包房的Certificate BK-2026-000007-1: 欧阳雨桐"
    assert str(reader.metadata.creation_date) == "2026-11-02 00:00:00+00:00"
    assert b"/verify (" + seal_of(3).link.encode() + b")" in drawn
    assert dict(reader.attachments) == {"credential.jwt": [seal_of(3).credential.encode()]}
    assert reader.xmp_metadata is not None
    assert "欧阳雨桐" in str(reader.xmp_metadata.dc_title)


def test_names_are_extracted_as_they_are_written(one_press: Press) -> None:
    for number, person in enumerate(PEOPLE):
        sheet = pypdfium2.PdfDocument(one_press.draw(issued(person), evaluated(number), seal_of(1)))[0]
        front = re.sub(r"\s", "", sheet.get_textpage().get_text_bounded())
        places = [front.find(re.sub(r"\s", "", text)) for text in (person.name, person.organization, person.department)]
        assert -1 not in places
        assert places[:2] == sorted(places[:2])


def test_nothing_of_one_certificate_stays_for_the_next(templates: Templates) -> None:
    press = Press(ASKED, scheme(LANGUAGES), templates)
    press.draw(issued(holder(ANOTHER, name_latin=ANOTHER, organization=ANOTHER)), evaluated(1), seal_of(1))
    secret = press.draw(issued(holder("王芳", name_latin="A", organization="B")), evaluated(1), seal_of(2))
    assert ANOTHER not in "".join(texts(secret))
    assert ANOTHER.encode() not in pickle.dumps([plate.body for plate in press._plates.values()])


def test_same_certificate_is_the_same_file_in_any_process_and_order(one_press: Press) -> None:
    for number in (2, 0, 1):
        one_press.draw(issued(PEOPLE[number], number), evaluated(number), seal_of(number))
    copy = pickle.loads(pickle.dumps(one_press))  # noqa: S301 - made here
    drawn = [press.draw(issued(PEOPLE[2], 2), evaluated(2), seal_of(2)) for press in (one_press, copy)]
    script = (
        "import sys; from tests.certificates.test_press import *;"
        "press = Press(ASKED, scheme(LANGUAGES), Templates(ROOT / 'templates'));"
        "sys.stdout.buffer.write(press.draw(issued(PEOPLE[2], 2), evaluated(2), seal_of(2)))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "PYTHONHASHSEED": "7"}
    elsewhere = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True).stdout
    assert drawn == [elsewhere, elsewhere]


def test_shapes_are_compiled_once(one_press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    one_press.draw(issued(PEOPLE[0]), evaluated(1), seal_of(1))
    monkeypatch.setattr("clausebook.certificates.document.lay_out", None)
    one_press.draw(issued(holder("李四")), evaluated(2), seal_of(2))


def test_fonts_of_a_project_are_used(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    serif = (ROOT / "templates" / "fonts" / "NotoSansSC-Bold.ttf").read_bytes()
    (tmp_path / "fonts" / "NotoSerifSC-SemiBold.ttf").write_bytes(serif)
    press = Press(ASKED, scheme(LANGUAGES), Templates(tmp_path, ROOT / "templates"))
    arguments = issued(PEOPLE[1]), evaluated(1), seal_of(1)
    assert_same(press.draw(*arguments), press.draw_in_full(*arguments))
