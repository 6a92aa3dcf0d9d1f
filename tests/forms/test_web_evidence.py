"""Files as evidence: named and fingerprinted in the browser, never sent, kept with the answer."""

import hashlib
import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from tests.forms.conftest import FormPage, sample

Open = Callable[[Questionnaire], FormPage]
REF = "c-1-1-1.a"


@pytest.fixture
def form(open_form: Open) -> FormPage:
    """The form on its first stage, with the notes of the first question open."""
    opened = open_form(sample())
    opened.page.get_by_label("Staff number").fill("E1")
    opened.turn(1)
    opened.question(REF).get_by_role("button", name="Comment and evidence").click()
    return opened


def chooser(form: FormPage) -> Locator:
    return form.question(REF).locator("input[type=file]")


def test_the_fingerprint_is_that_of_the_file(form: FormPage) -> None:
    contents = {"movie 影片.bin": bytes(range(256)) * 4096 * 3 + b"end", "empty.txt": b""}
    files = [{"name": name, "mimeType": "x/y", "buffer": content} for name, content in contents.items()]
    chooser(form).set_input_files(files)  # type: ignore[arg-type]
    expect(form.question(REF).locator(".cb-file-name")).to_have_text(["movie 影片.bin", "empty.txt"])
    expect(form.question(REF).locator("progress")).to_have_count(0)
    form.page.reload()
    evidence = Response.model_validate_json(form.export()[1]).answers[REF].evidence
    digests = [hashlib.sha256(content).hexdigest() for content in contents.values()]
    assert [file.sha256 for file in evidence] == digests
    assert [file.name for file in evidence] == list(contents)
    assert [url for url in form.requests if not url.startswith(("file:", "data:", "blob:"))] == []


def test_the_form_says_that_nothing_is_uploaded(form: FormPage) -> None:
    add = form.question(REF).get_by_role("button", name="Add files")
    described = add.get_attribute("aria-describedby")
    expect(form.page.locator(f'[id="{described}"]')).to_contain_text(
        "The files are not uploaded and stay where they are."
    )


def test_evidence_can_be_removed_and_is_not_added_twice(form: FormPage) -> None:
    file = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}
    for _ in range(2):
        chooser(form).set_input_files([file])  # type: ignore[list-item]
        expect(form.question(REF).locator("progress")).to_have_count(0)
        expect(form.question(REF).locator(".cb-file-name")).to_have_text(["a.txt"])
    form.question(REF).get_by_role("button", name="Remove a.txt").click()
    expect(form.question(REF).locator(".cb-file-name")).to_have_count(0)
    expect(form.question(REF).get_by_role("button", name="Add files")).to_be_focused()
    assert "evidence" not in json.dumps(json.loads(form.export()[1])["answers"])


def test_work_on_a_large_file_is_shown_goes_on_and_can_be_stopped(form: FormPage) -> None:
    form.page.evaluate(
        """() => {
            window.resume = [];
            const read = FileReader.prototype.readAsArrayBuffer;
            FileReader.prototype.readAsArrayBuffer = function (blob) {
                window.resume.push(() => read.call(this, blob));
            };
        }"""
    )
    files = [{"name": f"{n}.bin", "mimeType": "x/y", "buffer": bytes(2_500_000)} for n in ("one", "two")]
    chooser(form).set_input_files(files)  # type: ignore[arg-type]
    progress = form.question(REF).get_by_role("progressbar", name="Fingerprint of one.bin")
    form.page.evaluate("resume.shift()()")
    expect(progress).to_have_attribute("value", "41")
    form.question(REF).get_by_role("button", name="Remove two.bin").click()
    form.turn(2)
    form.page.wait_for_function("resume.length").evaluate("0")
    form.page.evaluate("resume.shift()()")
    form.page.wait_for_function("resume.length").evaluate("0")
    form.page.evaluate("resume.shift()()")
    form.turn(1)
    expect(form.question(REF).locator(".cb-file-name")).to_have_text(["one.bin"])
    expect(form.question(REF).locator(".cb-print")).to_contain_text(hashlib.sha256(bytes(2_500_000)).hexdigest()[:12])


def test_a_file_that_cannot_be_read_is_said(form: FormPage) -> None:
    form.page.evaluate(
        """() => {
            FileReader.prototype.readAsArrayBuffer = function () { this.dispatchEvent(new Event('error')); };
        }"""
    )
    chooser(form).set_input_files([{"name": "gone.pdf", "mimeType": "x/y", "buffer": b"x"}])
    expect(form.question(REF).get_by_role("alert")).to_contain_text("This file cannot be read.")
    form.question(REF).get_by_role("button", name="Remove gone.pdf").click()
    expect(form.question(REF).get_by_role("alert")).to_have_count(0)


def test_evidence_survives_a_rating_in_another_window(open_form: Open) -> None:
    one, two = open_form(sample()), open_form(sample())
    for form in (one, two):
        form.turn(1)
    one.question(REF).get_by_role("button", name="Comment and evidence").click()
    chooser(one).set_input_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}])
    expect(one.question(REF).locator(".cb-print")).to_contain_text("SHA-256")
    two.rate(REF, 2)
    expect(one.option(REF, 2)).to_be_checked()
    expect(one.question(REF).locator(".cb-file-name")).to_have_text(["a.txt"])
