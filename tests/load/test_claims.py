"""Words that claim a state's authority are found wherever a certificate would print them, with the rule behind each."""

from pathlib import Path

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import Problem
from clausebook.project import Project
from tests.conftest import Run
from tests.load.faults import faults

FILE = "assessments/schemes/baker.yaml"
NOTICE = "人社部函〔2022〕25号"


def findings(project: Project, old: str, new: str) -> list[Problem]:
    return faults(project, FILE, old, new)


@pytest.mark.parametrize(
    ("title", "word", "rule"),
    [
        ("国家烘焙师证书", "国家", NOTICE),
        ("全国烘焙师证书", "全国", NOTICE),
        ("中国烘焙师证书", "中国", NOTICE),
        ("中华烘焙师证书", "中华", NOTICE),
        ("國家烘焙師證書", "國家", NOTICE),
        ("国 家烘焙师证书", "国 家", NOTICE),
        ("烘焙师职业资格证书", "职业资格", NOTICE),
        ("烘焙岗位合格证", "岗位合格", NOTICE),
        ("烘焙师上岗证", "上岗证", NOTICE),
        ("国务院烘焙师证书", "国务院", NOTICE),
        ("烘焙师等级证书", "等级证书", "provincial"),
        ("烘焙职业技能等级证书", "职业技能等级", "provincial"),
        ("烘焙师执业资格证", "执业资格", "29 April 2022"),
        ("National Baker's Certificate", "National", NOTICE),
        ("A nationally accepted certificate", "nationally", NOTICE),
        ("Baker's licence", "licence", NOTICE),
        ("LICENSED BAKER", "LICENSED", NOTICE),
        ("State-certified baker", "State-certified", NOTICE),
        ("A professional qualification in baking", "professional qualification", NOTICE),
        ("Baker of China", "China", NOTICE),
        ("Ｎａｔｉｏｎａｌ baker", "National", NOTICE),
    ],
)
def test_a_claim_in_the_title_is_an_error(title: str, word: str, rule: str, tiny: Project) -> None:
    (problem,) = findings(tiny, "Sample baker's certificate", f'"{title}"')
    assert not problem.is_warning
    assert (problem.where.file, problem.where.path) == (FILE, "title.en")
    assert problem.where.line == 9
    assert repr(word) in problem.what
    assert rule in problem.what
    assert "leave it out" in problem.remedy


@pytest.mark.parametrize(
    "title",
    [
        "International baker",
        "A multinational bakery",
        "Baker in a stateroom",
        "Chinaware baker",
        "A qualification of the guild",
        "Official of the guild",
        "烘焙能力评价证书",
    ],
)
def test_other_words_are_not_found(title: str, tiny: Project) -> None:
    assert findings(tiny, "Sample baker's certificate", f'"{title}"') == []


@pytest.mark.parametrize(
    ("old", "place"),
    [
        ("has answered for the bakery and reached", "statement.en"),
        ("A sample.", "remark.en"),
        ("Set by the guild.", "pass_mark.note.en"),
        ("en: Self-assessment", "components[0].title.en"),
        ("Head of the guild", "signatories[0].position.en"),
    ],
)
def test_a_claim_is_found_everywhere(old: str, place: str, tiny: Project) -> None:
    text = "en: 国家" if old.startswith("en:") else "国家"
    (problem,) = findings(tiny, old, text)
    assert problem.where.path == place
    assert not problem.is_warning


def test_a_registered_name_is_only_a_warning(tiny: Project) -> None:
    (issuer,) = findings(tiny, "Sample guild", "中国烘焙协会")
    assert issuer.is_warning
    standard = tiny.content / "standard.yaml"
    text = standard.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("publisher:"))
    standard.write_text(text.replace(line, "publisher: {en: China Bakers, de: China Bäcker}"), encoding="utf-8")
    statement, _ = findings(tiny, "has answered for the bakery", "knows the rules of China Bakers")
    assert (statement.is_warning, statement.where.path) == (True, "statement.en")


def test_a_national_standard_may_be_named_with_care(tiny: Project) -> None:
    (problem,) = findings(tiny, "has answered for the bakery", "has read the national standard")
    assert problem.is_warning


def test_check_shows_the_rule(tiny: Project, run: Run) -> None:
    findings(tiny, "Sample baker's certificate", "国家烘焙师证书")
    told = run(tiny, "check")
    assert told.exit_code == 1
    assert NOTICE in told.output


def test_the_projects_own_schemes_claim_nothing(real: Project) -> None:
    assert not [p for p in load_project(real).warnings if Path(p.where.file).parent.name == "schemes"]


@pytest.mark.parametrize(
    "remark",
    [
        "本证书不属于国家颁发的资格",
        "本证书由签发单位出具，并非国家职业资格证书，也不是职业技能等级证书",
        "本证书不代表国家、全国性的职业资格或专业技术职务",
        "It is no state-issued qualification of any kind.",
        "This is not a National or professional qualification",
        "It is neither a licence nor a state qualification.",
    ],
)
def test_a_remark_may_say_what_the_certificate_is_not(remark: str, tiny: Project) -> None:
    assert findings(tiny, "A sample.", f'"{remark}"') == []


@pytest.mark.parametrize(
    "remark",
    [
        "本证书不是普通证书，是国家职业资格证书",
        "本证书不仅是全国认可的证书",
        "国家认可，不可复制",
        "It is not a toy: it is a national certificate.",
        "It is not only a licence.",
    ],
)
def test_a_denial_of_something_else_excuses_nothing(remark: str, tiny: Project) -> None:
    assert findings(tiny, "A sample.", f'"{remark}"')


def test_a_title_denies_nothing(tiny: Project) -> None:
    assert findings(tiny, "Sample baker's certificate", "非国家证书")


@pytest.mark.parametrize(
    ("prefix", "is_found"), [("S0000440", True), ("Y0001", True), ("440000", True), ("CB2026", False)]
)
def test_a_prefix_like_an_official_code_is_found(prefix: str, is_found: bool, tiny: Project) -> None:
    found = findings(tiny, "prefix: BAKE", f'prefix: "{prefix}"')
    assert [problem.where.path for problem in found] == (["prefix"] if is_found else [])
    assert all("22 characters" in problem.what for problem in found)
