"""One person's report says what the result says, in order, in either language, on screen and on paper."""

import re
from io import BytesIO

import page
import pypdf
import pytest

from clausebook.errors import RenderError
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Result, shown
from clausebook.render.jinja import Templates
from clausebook.reports.individual import individual_html, individual_pdf, report_language
from tests.reports.conftest import MARKUP, Answers, questionnaire, rated, scored

LINKS = {"c-2-1": "https://handbook.example/x.html#c-2-1"}
WEAK = {"c_1_1_1_a": 1, "c_1_1_1_b": 2, "c_2_1_a": 0, "c_3_1_a": None}


def weak(asked: Questionnaire, **more: str) -> Result:
    return scored(asked, rated(asked, 4, **WEAK), **more)


def html(result: Result, templates: Templates, language: str = "en", review: Result | None = None) -> str:
    return individual_html(result, questionnaire(), templates, language, LINKS, review=review)


def text(markup: str) -> str:
    """What a reader sees of a page, on one line."""
    visible = re.sub(r"<style>.*?</style>|<[^>]+>", " ", markup, flags=re.DOTALL)
    return " ".join(visible.replace("&#39;", "'").replace("&amp;", "&").split())


def printed(content: bytes) -> str:
    return re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in pypdf.PdfReader(BytesIO(content)).pages))


def assert_conforms(content: bytes) -> None:
    for profile in ("3a", "ua1"):
        rules = {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
        # The validator takes a carriage return at the end of a stream's data for a part of the line end after it.
        assert rules <= ({"PDFA3A-STREAM-LENGTH-001"} if b"\r\nendstream" in content else set())


def test_report_says_how_the_band_came_about(templates: Templates) -> None:
    result = weak(questionnaire(), name="示例", department="Sales")
    found = text(html(result, templates))
    assert f"Overall score {shown(result.overall)} out of 100" in found
    assert "Person 示例 Staff number E1 Department Sales" in found
    assert "Answered on 20 November 2026" in found
    assert "The score reaches “Fine (en)”, which starts at 80." in found or "“Fair (en)”, which starts at 60." in found
    assert "Requirements rated “Level 0 (en)”: 1, in clauses 2.1. That limits the result to “Fair (en)”." in found
    assert "Not applicable: 1 of 9 statements (11.1%), which do not count." in found
    assert "restates “title (en)” in its own words" in found


def test_stage_below_its_minimum_blocks_the_band(templates: Templates) -> None:
    asked = questionnaire()
    found = text(html(scored(asked, rated(asked, 4, c_2_1_a=1, c_2_2_a=1)), templates))
    assert "Band No band" in found
    assert "Stages below 40: 2 Section 2 (en). Until that improves, no band is given." in found
    assert "The score alone would give “Fair (en)”." in found


def test_unfinished_report_says_so(templates: Templates) -> None:
    asked = questionnaire()
    answers = rated(asked, 3)
    answers.popitem()
    assert "Not finished: 1 of 9 statements are unanswered" in text(html(scored(asked, answers), templates))


@pytest.mark.parametrize("answers", [{}, rated(questionnaire(), 4, **dict.fromkeys(WEAK))])
def test_report_without_gaps(answers: Answers, templates: Templates) -> None:
    asked = questionnaire()
    found = text(html(scored(asked, answers), templates))
    assert ("No gaps" in found) is bool(answers)
    assert ("no answers to look at" in found) is not bool(answers)
    assert "Where to start" not in found


def test_gaps_stand_in_the_order_of_their_cost(templates: Templates) -> None:
    asked = questionnaire()
    result = weak(asked)
    found = text(html(result, templates))
    gaps = found[found.index("Gaps, and what to do") :]
    costs: dict[str, float] = {}
    for gap in result.gaps:
        costs[gap.clause] = costs.get(gap.clause, 0) + float(gap.lost)
    numbers = [clause[2:].replace("-", ".") for clause in sorted(costs, key=lambda clause: -costs[clause])]
    places = [gaps.index(f"{number} Clause {number} (en) −") for number in numbers]
    assert places == sorted(places)
    assert "Rated “Level 1 (en)”" in gaps
    assert "Read : clause 1.1.1, Clause 1.1.1 (en)" in gaps
    assert "Practise next First step 1.1.1 (en) Second step 1.1.1 (en)" in gaps
    assert "Evidence to gather Record 1.1.1a (en) Record 1.1.1b (en)" in gaps
    assert "Record 1.1.2a" not in gaps


def test_start_begins_with_what_holds_the_band_and_says_what_is_won(templates: Templates) -> None:
    """The score that closing the first gaps gives is the score of answers in which they are closed."""
    asked = questionnaire()
    lows = {"c_1_1_1_a": 0, "c_1_1_1_b": 2, "c_1_1_2_a": 2, "c_2_1_a": 1, "c_2_2_a": 1, "c_3_1_a": 2}
    found = text(html(scored(asked, rated(asked, 4, **lows)), templates))
    start = found[found.index("Where to start") : found.index("Scores by stage and task")]
    numbers = re.findall(r"(\d(?:\.\d)+) Clause", start)
    assert numbers[0] == "1.1.1"
    assert "Holds the band back" in start
    closed = {key: value for key, value in lows.items() if key[2:-2].replace("_", ".") not in numbers}
    assert f"raises the overall score to {shown(scored(asked, rated(asked, 4, **closed)).overall)} at most" in start


def test_links_lead_to_the_handbook_where_they_are_given(templates: Templates) -> None:
    found = html(weak(questionnaire()), templates)
    assert '<a href="https://handbook.example/x.html#c-2-1">clause 2.1' in found
    assert len(re.findall(r'<a href="https?:', found)) == 1


def test_strengths_are_the_best_tasks(templates: Templates) -> None:
    found = text(html(weak(questionnaire()), templates))
    strengths = found[found.index("What is going well") : found.index("Gaps, and")]
    assert "Clauses with the full score: 4 of the 6 that count." in strengths
    assert "1.1.1" not in strengths


def test_reviewer_stands_beside(templates: Templates) -> None:
    asked = questionnaire()
    review = scored(asked, rated(asked, 3, c_1_1_1_a=None, c_1_1_1_b=None, c_2_1_a=4), reviewer="M1")
    found = text(html(weak(asked), templates, review=review))
    beside = found[found.index("Beside the reviewer") : found.index("Gaps, and")]
    assert "Reviewer: Reviewer M1" in beside
    assert "on the 5 clauses that both sides have a score for" in beside
    assert "2 Section 2 (en) 50.0 87.5 +37.5" in beside
    assert "Overall score 80.0 80.0 0.0" in beside
    assert "differ most No. Clause Self Reviewer Difference 2.1 Clause 2.1 (en) 0.0 100.0 +100.0" in beside


def test_review_about_somebody_else_is_refused(templates: Templates) -> None:
    asked = questionnaire()
    with pytest.raises(RenderError, match="somebody else"):
        html(weak(asked), templates, review=scored(asked, rated(asked), "E2", reviewer="M1"))


def test_result_of_another_edition_is_refused(templates: Templates) -> None:
    with pytest.raises(RenderError, match="another edition"):
        html(weak(questionnaire()).model_copy(update={"form_hash": "0" * 16}), templates)


def test_report_speaks_chinese(templates: Templates) -> None:
    found = text(html(weak(questionnaire()), templates, "zh"))
    assert "自评报告" in found
    assert "有要求评为“Level 0（中）”（条款 2.1，共 1 项），结果最高为“Fair（中）”。" in found
    assert "(en)" not in found


def test_language_is_that_of_the_answers() -> None:
    standard = questionnaire().standard
    result = weak(questionnaire())
    assert report_language(result, standard) == "en"
    assert report_language(result.model_copy(update={"language": "fr"}), standard) == "zh"
    assert report_language(result.model_copy(update={"language": None}), standard) == "zh"


def test_names_are_never_markup(templates: Templates) -> None:
    result = weak(questionnaire(), person=MARKUP, name=MARKUP, department=MARKUP)
    found = html(result, templates)
    assert "<script" not in found
    assert found.count("</style>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;" in found


def test_page_needs_nothing_else(templates: Templates) -> None:
    found = html(weak(questionnaire()), templates)
    assert not re.search(r'src="(?!data:)|url\((?!data:)|<link rel="(?!icon)|@import', found)
    assert "default-src &#39;none&#39;" in found or "default-src 'none'" in found


def test_chart_has_no_colour_that_darkness_does_not_change(templates: Templates) -> None:
    found = html(weak(questionnaire()), templates)
    chart = found[found.index("<svg") : found.index("</svg>")]
    colours = {
        pair for kind, colour in re.findall(r'(fill|stroke)="(#\w+)"', chart) if (pair := f'[{kind}="{colour}"]')
    }
    style = templates.file("reports/individual/screen.css").read_text(encoding="utf-8")
    assert {pair for pair in colours if f".radar {pair}" not in style} == set()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pdf_conforms_and_says_the_same(language: str, templates: Templates) -> None:
    asked = questionnaire()
    review = scored(asked, rated(asked, 3), reviewer="M1")
    content = individual_pdf(weak(asked, name="欧阳雨桐"), asked, templates, language, LINKS, review=review)
    assert_conforms(content)
    found = printed(content)
    suffix = {"zh": "（中）", "en": "(en)"}[language]
    for expected in ("欧阳雨桐", f"Secondstep1.1.1{suffix}", f"Record2.1a{suffix}", "2.1", "ReviewerM1"):
        assert expected in found
    metadata = pypdf.PdfReader(BytesIO(content)).metadata
    assert metadata is not None
    assert "欧阳雨桐" in str(metadata.title)
    assert str(metadata.creation_date).startswith("2026-11-20")


def test_same_result_is_the_same_pdf(templates: Templates) -> None:
    asked = questionnaire()
    assert len({individual_pdf(weak(asked), asked, templates, "zh", {}) for _ in range(2)}) == 1


def test_undrawable_and_hostile_names_are_printed_by_number(templates: Templates) -> None:
    asked = questionnaire()
    name = f"𠮷䶮𬭎 😀\u202e {MARKUP}\x01"
    result = weak(asked, person="E\U00020bb7", name=name, department="x" * 200)
    review = scored(asked, rated(asked, 3), "E\U00020bb7", reviewer="M1")
    content = individual_pdf(result, asked, templates, "zh", {}, review=review)
    assert_conforms(content)
    found = printed(content)
    assert "[U+20BB7]" in found
    assert "[U+1F600][U+202E]" in found
    assert "<script>alert(1)</script>&<b>[U+0001]" in found
    assert "䶮" in found


def test_relative_links_stay_out_of_the_pdf(templates: Templates) -> None:
    asked = questionnaire()
    links = LINKS | {"c-1-1-1": "../site/x.html"}
    content = individual_pdf(weak(asked), asked, templates, "en", links)
    assert_conforms(content)
    reader = pypdf.PdfReader(BytesIO(content))
    actions = [note.get_object().get("/A") for sheet in reader.pages for note in sheet.get("/Annots", [])]
    assert {str(action["/URI"]) for action in actions if action and "/URI" in action} == {LINKS["c-2-1"]}
