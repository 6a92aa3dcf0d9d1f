"""Handing in without a file: as a text code and as QR codes, and taking both in again."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect

from clausebook.forms.web import single_file
from clausebook.model.questionnaire import Questionnaire
from tests.forms.conftest import TEMPLATES, FormPage, sample
from tests.forms.test_web_form import response

Open = Callable[[Questionnaire], FormPage]
COMMENT = "䶮𬭎" + "".join(chr(0x4E00 + 7919 * place % 20000) for place in range(500))
"""Rare characters, and so many different ones that no code holds them all."""
ANSWERS = {
    "c-1-1-1.a": {"rating": 3, "comment": "好", "evidence": [{"name": "report.pdf", "sha256": "0" * 64}]},
    "c-2-1.a": {"not_applicable": True, "reason": "none"},
}


def filled(open_form: Open, **changes: Any) -> FormPage:
    """The form with answers in it, on its result page."""
    form = open_form(sample())
    form.load(response(sample(), **({"answers": ANSWERS} | changes)))
    expect(form.page.get_by_text("answers were loaded.")).to_be_visible()
    form.turn(-1)
    return form


def paste(form: FormPage, text: str) -> None:
    """Paste a text into the field for answers of another device."""
    card = form.page.locator(".cb-form-card").filter(has_text="Continue from a file")
    card.get_by_role("button", name="Paste as text").click()
    card.get_by_role("textbox").fill(text)
    card.get_by_role("button", name="Load this text").click()


def test_the_text_code_brings_everything_back(open_form: Open) -> None:
    form = filled(open_form)
    form.page.get_by_role("button", name="Copy as text").click()
    code = form.page.get_by_label("Your answers as text code").input_value()
    assert code.startswith("CB1/1/1/")
    expect(form.page.get_by_text("5 statements are still unanswered, so")).to_be_visible()
    form.page.get_by_role("button", name="Clear everything").click()
    form.page.get_by_role("dialog").get_by_role("button", name="Clear everything").click()
    form.turn(-1)
    paste(form, f"\n {code[:20].lower()}\n {code[20:]} ")
    expect(form.page.get_by_text("2 answers were loaded.")).to_be_visible()
    given = json.loads(form.export()[1])
    assert given["answers"] == ANSWERS
    assert given["person"] == {"id": "E7", "name": "李", "department": ""}


def test_the_qr_codes_are_read_in_the_dark_and_bring_everything_back(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "form.html"
    path.write_bytes(single_file(sample(), TEMPLATES).content)
    form = FormPage(browser.new_page(locale="en-GB", color_scheme="dark", viewport={"width": 390, "height": 900}))
    form.page.goto(path.as_uri())
    form.page.locator(".cb-nav-toggle").click()
    answers = {"c-1-1-1.a": {"rating": 3, "comment": COMMENT}}
    form.load(response(sample(), answers=answers))
    form.page.locator(".cb-nav-toggle").click()
    form.turn(-1)
    form.page.get_by_role("button", name="Show as QR code").click()
    label = form.page.locator(".cb-qr-label")
    expect(label).to_contain_text("Code 1 of ")
    count = int((label.text_content() or "").split()[-1])
    assert count > 1
    parts = []
    for number in range(1, count + 1):
        expect(label).to_have_text(f"Code {number} of {count}")
        parts.append(scanned(form.page.locator(".cb-qr-place").screenshot()))
        form.page.get_by_role("button", name="Next code").click()
    expect(label).to_have_text(f"Code 1 of {count}")
    form.page.locator(".cb-nav-toggle").click()
    form.turn(3)
    form.rate("c-3-1.a", 1)
    form.page.locator(".cb-nav-toggle").click()
    form.turn(-1)
    paste(form, "\n".join(reversed(parts)))
    form.page.get_by_role("dialog").get_by_role("button", name="Load").click()
    expect(form.page.get_by_text("1 answer was loaded.")).to_be_visible()
    kept = form.page.evaluate("JSON.parse(localStorage.getItem('clausebook:sample:sample-form')).answers['c-1-1-1.a']")
    assert (kept["rating"], kept["comment"]) == (3, COMMENT)
    form.page.close()


def scanned(picture: bytes) -> str:
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert len(found) == 1
    return found[0].text


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda code: code[:-3], "damaged or has a gap"),
        (lambda code: code.replace("CB1/1/1/", "CB1/1/2/"), "Of the 2 parts of the text code these are missing: 2."),
        (lambda code: "CB1/", "damaged or has a gap"),
    ],
)
def test_a_spoilt_text_code_is_refused(open_form: Open, spoil: Callable[[str], str], message: str) -> None:
    form = filled(open_form)
    form.page.get_by_role("button", name="Copy as text").click()
    code = form.page.get_by_label("Your answers as text code").input_value()
    paste(form, spoil(code))
    expect(form.page.get_by_role("alert").filter(has_text=message)).to_be_visible()
    expect(form.page.get_by_role("alert").filter(has_text="your answers here are unchanged")).to_be_visible()
    expect(form.count).to_have_text("2 of 7 answered")


def test_a_code_that_has_gone_stale_disappears(open_form: Open) -> None:
    one = filled(open_form)
    one.page.get_by_role("button", name="Copy as text").click()
    expect(one.page.get_by_label("Your answers as text code")).to_be_visible()
    two = open_form(sample())
    two.turn(3)
    two.rate("c-3-1.a", 1)
    expect(one.page.get_by_label("Your answers as text code")).to_have_count(0)


def test_no_code_without_the_staff_number(open_form: Open) -> None:
    form = open_form(sample())
    for name in ("Copy as text", "Show as QR code"):
        form.turn(-1)
        form.page.get_by_role("button", name=name).click()
        expect(form.page.get_by_label("Staff number")).to_be_focused()
