"""The page that presents the forms, and what leads to it."""

import re
from collections.abc import Iterable, Mapping

import pytest

from clausebook.build.loading import Loaded, load_project
from clausebook.handbook.assess import by_audience
from clausebook.handbook.navigation import navigation
from clausebook.handbook.pages import pages
from clausebook.model.questionnaire import Questionnaire
from clausebook.project import Project
from clausebook.render.jinja import plain

ORDER = [
    *("operator", "market-brand", "site-content", "promotion", "data", "customer-service"),
    *("sales-contracts", "fulfilment-payment", "review", "audit"),
]


@pytest.fixture(scope="module")
def loaded(real: Project) -> Loaded:
    return load_project(real)


@pytest.fixture(scope="module", params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def made(project: Project, loaded: Loaded, language: str, forms: Iterable[Questionnaire]) -> Mapping[str, str]:
    """The pages by path."""
    artifacts = pages(loaded.standard, project.templates, language, forms, loaded.coverage)
    return {str(artifact.path): artifact.content.decode() for artifact in artifacts}


@pytest.fixture(scope="module")
def written(real: Project, loaded: Loaded, language: str) -> Mapping[str, str]:
    return made(real, loaded, language, loaded.questionnaires.values())


@pytest.fixture(scope="module")
def page(written: Mapping[str, str]) -> str:
    return written["assess/index.md"]


def card(page: str, form: str) -> str:
    return page.partition(f'id="form-{form}"')[2].partition("</section>")[0]


def test_forms_stand_with_their_audience_in_the_order_of_roles(loaded: Loaded) -> None:
    groups = by_audience(loaded.questionnaires.values())
    assert [(audience, len(forms)) for audience, forms in groups.items()] == [
        ("everyone", 1),
        ("by_job", 7),
        ("outside", 2),
    ]
    assert [form.form.id for forms in groups.values() for form in forms] == ORDER


def test_every_form_has_a_card_that_leads_to_it_and_says_its_size(page: str, loaded: Loaded, language: str) -> None:
    assert re.findall(r'<section class="cb-card" id="form-([a-z-]+)"', page) == ORDER
    for name, form in loaded.questionnaires.items():
        shown = card(page, name)
        assert f'<a href="{name}.html">{plain(form.form.title[language])}</a>' in shown
        assert re.search(rf"\b{len(form.provisions)}\b", shown)


@pytest.mark.parametrize(
    ("form", "zh", "en"),
    [
        ("customer-service", "24 题 · 约 15 分钟", "24 statements · about 15 minutes"),
        ("operator", "187 题 · 约 2 小时", "187 statements · about 2 hours"),
        ("audit", "187 题 · 约 12 小时", "187 statements · about 12 hours"),
    ],
)
def test_a_card_says_how_long_it_takes(form: str, zh: str, en: str, page: str, language: str) -> None:
    assert {"zh": zh, "en": en}[language] in card(page, form)


def test_a_card_names_the_roles_and_what_it_is_compared_with(page: str, loaded: Loaded, language: str) -> None:
    roles = loaded.standard.role_by_id
    for name, form in loaded.questionnaires.items():
        for role in roles.values():
            assert (plain(role.title[language]) in card(page, name)) == (role.id in form.form.roles), (name, role.id)
    assert '<a href="#form-operator">' in card(page, "review")


def test_the_home_page_and_the_navigation_lead_to_it(
    written: Mapping[str, str], real: Project, loaded: Loaded, language: str
) -> None:
    words = real.templates.words("handbook", language)
    assert written["index.md"].count("(assess/index.md)") == 2
    tree = navigation(loaded.standard, words, language, list(loaded.questionnaires.values()), [])
    assert tree[-1] == {  # type: ignore[comparison-overlap]
        words["assessments"]: [
            "assess/index.md",
            *({plain(loaded.questionnaires[name].form.title[language]): f"assess/{name}.md"} for name in ORDER),
        ]
    }


def test_a_checklist_leads_to_the_form_of_its_role(written: Mapping[str, str], loaded: Loaded) -> None:
    for role in loaded.standard.roles:
        (own,) = [name for name, form in loaded.questionnaires.items() if role.id in form.form.roles]
        assert re.findall(r"\(\.\./assess/([a-z-]+)\.md\)", written[f"checklists/{role.id}.md"]) == [own]


def test_a_single_form_needs_no_page_to_choose_on(tiny: Project) -> None:
    loaded = load_project(tiny)
    alone = made(tiny, loaded, "en", loaded.questionnaires.values())
    assert "assess/index.md" not in alone
    assert alone["index.md"].count("(assess/baker.md)") == 2


def test_without_forms_nothing_leads_to_any(tiny: Project) -> None:
    without = made(tiny, load_project(tiny), "en", [])
    assert "assess/" not in without["index.md"]
