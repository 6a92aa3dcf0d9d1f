"""Answers as a text code: what the browser writes, plain Python reads; what is damaged or missing is said."""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from clausebook.forms.definition import definition
from clausebook.model.questionnaire import Questionnaire
from tests.forms.conftest import TEMPLATES, clause, random_answers, random_questionnaire, sample

MODULES = ("outline.js", "sha256.js", "base32.js", "code.js")
WRITE = "([form, response, longest]) => Code.write(form, response, longest)"
READ = "([form, text]) => Code.read(form, text)"
DIGEST = """([list, size]) => list.map(text => {
    const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
    const hash = Sha256.start();
    for (let from = 0; from < bytes.length; from += size) hash.update(bytes.subarray(from, from + size));
    return [hash.hex(), Base32.write(bytes), Array.from(Base32.read(Base32.write(bytes))).join()];
})"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    for name in MODULES:
        page.add_script_tag(path=TEMPLATES.file(f"forms/web/{name}"))
    yield page
    page.close()


def response(questionnaire: Questionnaire, **changes: Any) -> dict[str, Any]:
    answers = {
        "c-1-1-1.a": {"rating": 2, "comment": "䶮 “so”\n=1+1 🙂"},
        "c-1-1-2.a": {"not_applicable": True, "reason": "none"},
        "c-2-1.a": {"comment": "later", "evidence": [{"name": "a.pdf", "sha256": "0" * 64}]},
    }
    plain = {
        "format": "clausebook-response/1",
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": "zh",
        "person": {"id": "E7", "name": "𬭎", "department": ""},
        "models": ["b2b"],
        "started": "2026-01-01T00:00:00Z",
        "saved": "2026-01-02T00:00:00Z",
        "answers": answers,
    }
    return plain | changes


def write(page: Page, questionnaire: Questionnaire, given: dict[str, Any], longest: int | None = None) -> list[str]:
    parts: list[str] = page.evaluate(WRITE, [definition(questionnaire, {}), given, longest])
    return parts


def read(page: Page, questionnaire: Questionnaire, text: str) -> Any:
    return page.evaluate(READ, [definition(questionnaire, {}), text])


def problem(page: Page, text: str, questionnaire: Questionnaire | None = None) -> tuple[str, dict[str, Any]]:
    found = read(page, questionnaire or sample(), text)
    assert found["response"] is None
    return found["problems"][0]["key"], found["problems"][0]["values"]


def packed(payload: bytes) -> str:
    """Any payload as a code of one part."""
    check = base64.b32encode(hashlib.sha256(payload).digest()).decode()[:8]
    return f"CB1/1/1/{check}/{base64.b32encode(payload).decode().rstrip('=')}"


def unpacked(parts: list[str]) -> Any:
    """The answers in a code, and that its parts say of themselves what is true."""
    fields = [part.split("/") for part in parts]
    assert [field[:3] for field in fields] == [["CB1", str(n), str(len(parts))] for n in range(1, len(parts) + 1)]
    chunks = "".join(field[4] for field in fields)
    payload = base64.b32decode(chunks + "=" * (-len(chunks) % 8))
    check = base64.b32encode(hashlib.sha256(payload).digest()).decode()[:8]
    assert {field[3] for field in fields} == {check}
    return json.loads(payload[1:] if payload[0] == 0 else zlib.decompress(payload[1:], wbits=-15))


@pytest.mark.parametrize("size", [1, 63, 64, 65, 1000, 10**6])
def test_digests_and_letters_are_those_of_python(page: Page, size: int) -> None:
    rng = Random(size)
    lengths = [*range(140), *rng.choices(range(140, 3000), k=20)]
    texts = [rng.randbytes(length) for length in lengths]
    found = page.evaluate(DIGEST, [[base64.b64encode(text).decode() for text in texts], size])
    for text, (digest, letters, back) in zip(texts, found, strict=True):
        assert digest == hashlib.sha256(text).hexdigest()
        assert letters == base64.b32encode(text).decode().rstrip("=")
        assert back == ",".join(map(str, text))


def test_a_long_file_has_the_digest_of_python(page: Page) -> None:
    """More than 2^32 bits, so that both halves of the length count."""
    block, times = bytes(range(256)) * 4096, 520
    digest = page.evaluate(
        """([size, times]) => {
            const bytes = Uint8Array.from({length: size}, (nothing, place) => place % 256);
            const hash = Sha256.start();
            for (let count = 0; count < times; count += 1) hash.update(bytes);
            return hash.hex();
        }""",
        [len(block), times],
    )
    expected = hashlib.sha256()
    for _ in range(times):
        expected.update(block)
    assert digest == expected.hexdigest()


@pytest.mark.parametrize("text", ["A", "AB1", "A=======", "AAA", "AAAAAA", "AB", "AAAB", "ÄA"])
def test_no_bytes_are_written_like_that(page: Page, text: str) -> None:
    assert page.evaluate("text => Base32.read(text)", text) is None


def test_a_code_says_all_that_the_response_says(page: Page) -> None:
    questionnaire = sample()
    given = response(questionnaire)
    parts = write(page, questionnaire, given)
    assert len(parts) == 1
    assert unpacked(parts) == {
        "format": "clausebook-answers/1",
        "form": "sample-form",
        "form_hash": questionnaire.content_hash,
        "language": "zh",
        "models": ["b2b"],
        "person": given["person"],
        "started": given["started"],
        "saved": given["saved"],
        "marks": "2.-....",
        "notes": {
            "0": {"comment": "䶮 “so”\n=1+1 🙂"},
            "2": {"reason": "none"},
            "5": given["answers"]["c-2-1.a"],
        },
    }
    assert read(page, questionnaire, parts[0]) == {"problems": [], "response": given}


@pytest.mark.parametrize("longest", [60, 100, 720])
def test_parts_are_joined_in_any_order_with_any_breaks(page: Page, longest: int) -> None:
    questionnaire = sample()
    rng = Random(longest)
    given = response(questionnaire, reviewer={"id": "R1", "name": "", "department": ""})
    given["answers"]["c-3-1.a"] = {
        "rating": 0,
        "comment": "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(400)),
    }
    parts = write(page, questionnaire, given, longest)
    assert max(map(len, parts)) <= longest
    assert len(parts) > 1
    assert unpacked(parts)["reviewer"] == given["reviewer"]
    shuffled = [*parts, parts[0]]
    rng.shuffle(shuffled)
    broken = "\r\n \u200b".join(
        letter + rng.choice(["", "", " \n", "\u3000"]) for part in shuffled for letter in part.lower()
    )
    assert read(page, questionnaire, broken) == {"problems": [], "response": given}


def test_any_form_and_any_answers_come_back(page: Page) -> None:
    rng = Random(5)
    for _ in range(20):
        questionnaire = random_questionnaire(rng)
        form = definition(questionnaire, {})
        batch = [response(questionnaire, answers=random_answers(rng, questionnaire)) for _ in range(10)]
        both_ways = """async ([form, batch]) => Promise.all(batch.map(async given =>
            (await Code.read(form, (await Code.write(form, given, 300)).join('\\n'))).response))"""
        assert page.evaluate(both_ways, [form, batch]) == batch


def test_an_old_browser_writes_longer_codes_and_reads_its_own(browser: Browser) -> None:
    page = browser.new_page()
    page.evaluate("() => { delete window.CompressionStream; delete window.DecompressionStream; }")
    for name in MODULES:
        page.add_script_tag(path=TEMPLATES.file(f"forms/web/{name}"))
    questionnaire = sample()
    given = response(questionnaire)
    parts = write(page, questionnaire, given)
    assert unpacked(parts)["marks"] == "2.-...."
    assert read(page, questionnaire, parts[0])["response"] == given
    deflated = packed(b"\x01" + zlib.compress(b"{}", wbits=-15))
    assert problem(page, deflated)[0] == "web_code_old_browser"
    page.close()


def test_what_is_missing_is_named(page: Page) -> None:
    questionnaire = sample()
    parts = write(page, questionnaire, response(questionnaire), 120)
    del parts[1:3]
    count = int(parts[0].split("/")[2])
    assert problem(page, " ".join(parts)) == ("web_code_incomplete", {"missing": "2, 3", "count": count})
    assert problem(page, "CB1/9999/9999/AAAAAAAA/AA")[1]["count"] == 9999


def test_what_is_damaged_is_said(page: Page) -> None:
    questionnaire = sample()
    one, two = (write(page, questionnaire, response(questionnaire, language=language))[0] for language in ("zh", "en"))
    swapped = one[:-4] + one[-3] + one[-4] + one[-2:]
    for text in ("", "CB1/", "CB2" + one[3:], one[:-1], one + "A", swapped, one + two, one.replace("/1/1/", "/2/1/")):
        assert problem(page, text)[0] == "web_code_damaged"


def test_what_is_no_set_of_answers_is_said(page: Page) -> None:
    questionnaire = sample()
    whole = unpacked(write(page, questionnaire, response(questionnaire)))
    damages: list[dict[str, Any]] = [{"marks": "2.-..."}, {"marks": "4......"}, {"marks": None}, {"notes": []}]
    for wrong in damages:
        assert problem(page, packed(b"\0" + json.dumps(whole | wrong).encode()))[0] == "web_code_damaged"
    assert problem(page, packed(b"\0[1]"))[0] == "web_import_format"
    for payload in (b"\0{", b"\0\xff", b"\2{}", b"\1\xff\xff", b"", b"\1" + zlib.compress(b"{}", wbits=-15)[:-1]):
        assert problem(page, packed(payload))[0] == "web_code_damaged"
    other = questionnaire.model_copy(update={"form": questionnaire.form.model_copy(update={"id": "other"})})
    assert problem(page, packed(b"\0" + json.dumps(whole).encode()), other)[0] == "web_import_form"
    newer = sample(clause("3.2", "requirement"))
    assert problem(page, packed(b"\0" + json.dumps(whole).encode()), newer)[0] == "web_code_version"


def test_a_bomb_is_not_unpacked(page: Page) -> None:
    bomb = packed(b"\1" + zlib.compress(b" " * 50_000_000, 9, wbits=-15))
    assert len(bomb) < 100_000
    assert problem(page, bomb)[0] == "web_import_large"
