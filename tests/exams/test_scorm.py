"""The SCORM package in scorm-again, a run-time of its own, in a real browser."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from playwright.sync_api import Browser, FrameLocator, Page, expect

from clausebook.build.loading import load_project
from clausebook.exams.scorm import scorm
from clausebook.model.paper import Paper
from clausebook.model.standard import Standard
from clausebook.project import Project, packaged_templates
from clausebook.render.jinja import Templates
from clausebook.scoring.marking import points
from tests.browser.conftest import served
from tests.conftest import ROOT, SAMPLE
from tests.exams import sample_papers

PLATFORM = """\
<!doctype html><meta charset="utf-8"><title>Platform</title><script src="scorm12.js"></script>
<script>
function start(saved) {
  window.API = new Scorm12API({autocommit: false, logLevel: 5});
  window.finished = 0;
  window.API.on('LMSFinish', () => { window.finished += 1; });
  if (saved) window.API.loadFromJSON(saved, '');
  const frame = document.createElement('iframe');
  frame.src = 'package/index.html';
  frame.style = 'width: 100%; height: 40em';
  document.body.append(frame);
}
</script><body></body>
"""
KINDS = ("single_choice", "multiple_choice", "true_false", "ordering", "matching", "number", "text")
STATE = 4096


@pytest.fixture(scope="module")
def paper() -> Paper:
    return sample_papers.paper(points="2", kinds=KINDS)


@pytest.fixture(scope="module")
def standard() -> Standard:
    return load_project(Project.at(SAMPLE)).standard


@pytest.fixture(scope="module")
def package(paper: Paper, standard: Standard) -> zipfile.ZipFile:
    made = scorm(paper, standard, Templates(packaged_templates()))
    assert made.name == "A.scorm12.zip"
    return zipfile.ZipFile(io.BytesIO(made.content))


@pytest.fixture(scope="module")
def address(package: zipfile.ZipFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform that has the package."""
    folder = tmp_path_factory.mktemp("platform")
    shutil.copy(ROOT / "tests" / "node_modules" / "scorm-again" / "dist" / "scorm12.js", folder)
    (folder / "index.html").write_text(PLATFORM, encoding="utf-8")
    package.extractall(folder / "package")
    with served(folder) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    opened = context.new_page()
    yield opened
    context.close()


def begin(page: Page, address: str, saved: dict[str, Any] | None = None) -> FrameLocator:
    page.goto(f"{address}/index.html")
    page.evaluate("saved => start(saved)", saved)
    frame = page.frame_locator("iframe")
    press(frame, "Continue" if saved else "Begin")
    return frame


def press(frame: FrameLocator, name: str) -> None:
    frame.get_by_role("button", name=name, exact=True).click()


def data(page: Page) -> dict[str, Any]:
    """All that the platform has been told."""
    found: dict[str, Any] = page.evaluate("JSON.parse(JSON.stringify(window.API.cmi))")
    return found


def give(frame: FrameLocator, answer: str, kind: str) -> None:
    """Give an answer as a paper writes it; entries to be put in order are left as they are."""
    if kind in ("single_choice", "multiple_choice", "true_false"):
        for letter in answer:
            frame.locator(f'input[value="{letter}"]').check()
    elif kind == "matching":
        for place, pair in enumerate(answer.split()):
            frame.locator("select").nth(place).select_option(index=ord(pair[-1]) - ord("A") + 1)
    elif kind != "ordering":
        frame.locator("input[type=text]").fill(answer)
    press(frame, "Check")


def answers(paper: Paper) -> list[str]:
    """Some right, some partly right, some wrong."""
    key = [asked.key_letters for asked in paper.questions]
    return [key[0], key[1][:2], "T", "ABCD", "1A " + " ".join(key[4].split()[1:]), "2.87", "nothing"]


def test_a_test_is_sat_left_and_taken_up_again(page: Page, address: str, paper: Paper) -> None:
    frame = begin(page, address)
    given = answers(paper)
    for asked, answer in list(zip(paper.questions, given, strict=True))[:3]:
        give(frame, answer, asked.item.type)
        press(frame, "Next")
    expect(frame.locator(".cb-stem")).to_contain_text("Stem of ordered.")
    left = data(page)
    assert left["core"]["lesson_status"] == "incomplete"
    assert left["core"]["exit"] == "suspend"
    assert 0 < len(left["suspend_data"]) < STATE

    frame = begin(page, address, {"cmi": left})
    expect(frame.locator(".cb-stem")).to_contain_text("Stem of ordered.")
    for asked, answer in list(zip(paper.questions, given, strict=True))[3:]:
        give(frame, answer, asked.item.type)
        press(frame, "See how it went" if asked.item.type == "text" else "Next")
    found = data(page)
    marks = sum((points(asked, answer) for asked, answer in zip(paper.questions, given, strict=True)), Fraction(0))
    assert float(found["core"]["score"]["raw"]) == pytest.approx(float(marks / paper.total * 100), abs=0.06)
    assert found["core"]["lesson_status"] == ("passed" if marks >= paper.passing else "failed")
    assert found["core"]["exit"] == ""
    assert found["core"]["session_time"].startswith("00:00:")
    assert frame.locator(".cb-form-notice-urgent").count() == 0
    check_answers([*found["interactions"].values()], paper, given)


def check_answers(told: list[dict[str, str]], paper: Paper, given: list[str]) -> None:
    """Every question once, those of the first visit and those of the second."""
    by_id = {answer["id"]: answer for answer in told}
    assert sorted(by_id) == sorted(asked.item.id for asked in paper.questions)
    assert len(told) == len(by_id)
    assert by_id["multiple"]["student_response"] == ",".join(given[1].lower())
    judged = by_id["judged"]
    assert (judged["type"], judged["student_response"], judged["result"]) == ("true-false", "t", "wrong")
    assert by_id["multiple"]["result"] == "0.67"
    assert by_id["matched"]["student_response"].startswith("1.a,2.")
    assert by_id["counted"]["student_response"] == "2.87"


def test_a_session_ends_once(page: Page, address: str) -> None:
    begin(page, address)
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("window.finished === 1")


def test_the_best_score_stays(page: Page, address: str, paper: Paper) -> None:
    saved = {"cmi": {"core": {"lesson_status": "passed", "score": {"raw": "80"}}}}
    page.goto(f"{address}/index.html")
    page.evaluate("saved => start(saved)", saved)
    frame = page.frame_locator("iframe")
    press(frame, "Begin")
    give(frame, "A", "single_choice")
    core = data(page)["core"]
    assert (core["lesson_status"], core["score"]["raw"]) == ("passed", "80")


def test_a_platform_that_keeps_nothing_is_told(page: Page, address: str) -> None:
    frame = begin(page, address)
    page.evaluate("window.API.LMSCommit = () => 'false'")
    give(frame, "A", "single_choice")
    expect(frame.locator(".cb-form-notice-urgent")).to_be_visible()


def test_without_a_platform_it_works_as_well(page: Page, address: str) -> None:
    page.goto(f"{address}/package/index.html")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.locator('input[value="A"]').check()
    page.get_by_role("button", name="Check", exact=True).click()
    page.reload()
    expect(page.get_by_role("button", name="Continue", exact=True)).to_be_visible()
    assert page.locator(".cb-form-notice-urgent").count() == 0


def test_the_manifest_names_what_is_there(package: zipfile.ZipFile, paper: Paper) -> None:
    manifest = fromstring(package.read("imsmanifest.xml"))
    paths = {
        "": "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}",
        "adlcp": "{http://www.adlnet.org/xsd/adlcp_rootv1p2}",
    }
    (resource,) = manifest.iter(f"{paths['']}resource")
    assert resource.get("href") == "index.html"
    assert resource.get(f"{paths['adlcp']}scormtype") == "sco"
    assert {"imsmanifest.xml", resource.get("href")} == set(package.namelist())
    (item,) = manifest.iter(f"{paths['']}item")
    assert item.get("identifierref") == resource.get("identifier")
    assert item.findtext(f"{paths['']}title") == "Sample / exam · 示例/试卷"


def test_the_same_paper_gives_the_same_bytes(paper: Paper, standard: Standard) -> None:
    first, second = (scorm(paper, standard, Templates(packaged_templates())) for _ in range(2))
    assert first == second


def test_a_large_set_is_told_to_be_split(standard: Standard) -> None:
    paper = sample_papers.paper()
    many = paper.sections[0].model_copy(update={"questions": paper.sections[0].questions * 300})
    big = paper.model_copy(update={"sections": (many,)})
    (told,) = scorm(big, standard, Templates(packaged_templates())).remarks
    assert told.endswith("make a package for each stage with --stage")
