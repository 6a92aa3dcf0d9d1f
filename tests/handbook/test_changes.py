"""The page of what a new edition changes."""

from collections.abc import Callable
from pathlib import Path

import markdown
import pytest
import yaml

from clausebook.build.loading import load_project
from clausebook.handbook.changes import change_pages
from clausebook.model.base import Model
from clausebook.model.edition import changes
from clausebook.model.standard import (
    BusinessModel,
    Clause,
    Identity,
    Law,
    Provision,
    Reference,
    Role,
    Stage,
    Standard,
    Step,
    Task,
    Term,
)
from clausebook.project import Project
from tests.editions import rewrite, second_edition
from tests.handbook.test_pages import HOSTILE, Text, spoilt


def page(old: Standard, new: Standard, project: Project, language: str = "en") -> str:
    pages = {artifact.path.as_posix(): artifact for artifact in change_pages(changes(old, new), project.templates)}
    return pages[f"{language}/changes.md"].content.decode()


@pytest.fixture
def editions(tiny: Project, tmp_path: Path) -> tuple[Standard, Standard]:
    return load_project(tiny).standard, load_project(second_edition(tiny, tmp_path / "second")).standard


def test_a_page_of_changes(
    editions: tuple[Standard, Standard], tiny: Project, golden: Callable[[str, str], None]
) -> None:
    golden("handbook/changes.en.md", page(*editions, tiny))


def test_a_page_tells_only_what_its_readers_see(editions: tuple[Standard, Standard], tiny: Project) -> None:
    english, german = (page(*editions, tiny, language) for language in ("en", "de"))
    assert "#flour.a)" in english
    assert "#flour.a)" not in german
    assert "<strong>Definition</strong>" not in german
    assert "terms.md#crumb" not in german
    assert "sollte" in german


def test_what_changed_is_marked_in_words_too(editions: tuple[Standard, Standard], tiny: Project) -> None:
    marked = '<del><span class="cb-hidden">(removed) </span>should</del> <ins><span class="cb-hidden">(added) </span>'
    assert f"The baker {marked}shall</ins> weigh it twice." in page(*editions, tiny)


def test_what_matters_most_comes_first(editions: tuple[Standard, Standard], tiny: Project) -> None:
    _, _, rest = page(*editions, tiny).partition("{ #most }")
    most, _, _ = rest.partition("\n## ")
    tags = [line.split("cb-tag--")[1].split('"')[0] for line in most.splitlines() if line.startswith("- ")]
    assert tags == ["raised", "added", "added", "removed", "lowered"]


def test_clauses_with_another_number_only_stand_together(tiny: Project) -> None:
    old = load_project(tiny).standard
    for one, other in (("1.2", "1.3"), ("1.1", "1.2")):
        (tiny.content / "clauses" / f"{one}.yaml").rename(tiny.content / "clauses" / f"{other}.yaml")
        rewrite(tiny.content / "clauses" / f"{other}.yaml", (f'number: "{one}"', f'number: "{other}"'))
    rewrite(tiny.content / "outline.yaml", ('["1.1", "1.2"]', '["1.2", "1.3"]'))
    told = page(old, load_project(tiny).standard, tiny)
    _, _, after = told.partition("Only the number has changed")
    assert [line.partition("](")[0].rpartition("[")[2] for line in after.splitlines()[3:5]] == ["Flour", "Water"]
    assert "###" not in told
    assert "Nothing has changed in [2 Oven](stages/oven/index.md)" in told


def test_editions_that_do_not_differ(tiny: Project) -> None:
    standard = load_project(tiny).standard
    told = page(standard, standard, tiny)
    assert "nothing has changed" in told
    assert not {"## ", "<ul", "<table"} & {told[i : i + length] for length in (3, 6) for i in range(len(told))}
    assert yaml.safe_load(told.split("---\n")[1])["alternates"][1]["href"] == "../de/changes.html"


def test_an_id_that_seems_to_have_been_renamed_is_pointed_out(tiny: Project) -> None:
    old = load_project(tiny).standard
    rewrite(tiny.content / "clauses" / "1.2.yaml", ("id: water", "id: moisture"))
    rewrite(tiny.content / "clauses" / "1.1.yaml", ("see_also: [water]\n", ""), ("id: b", "id: z"))
    told = page(old, load_project(tiny).standard, tiny)
    assert "Ids never change. Almost the same text: [Water](stages/dough/index.md#moisture)" in told
    assert "Ids never change. Almost the same text: [z](stages/dough/index.md#flour.z)" in told


def test_a_stage_that_has_become_a_task_and_one_that_is_gone(tiny: Project) -> None:
    old = load_project(tiny).standard
    outline = tiny.content / "outline.yaml"
    data = yaml.safe_load(outline.read_text(encoding="utf-8"))
    oven = data["stages"].pop()
    dough = data["stages"].pop()
    dough |= {"number": "1.1", "clauses": ["1.1", "1.2"]}
    data["stages"] = [{**oven, "id": "bakery", "number": "1", "clauses": [], "tasks": [dough]}]
    dough["clauses"] = ["1.1.1", "1.1.2"]
    outline.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    clauses = tiny.content / "clauses"
    for number in ("1.1", "1.2"):
        rewrite(clauses / f"{number}.yaml", (f'number: "{number}"', f'number: "1.1.{number[-1]}"'))
        (clauses / f"{number}.yaml").rename(clauses / f"1.1.{number[-1]}.yaml")
    for number in ("2.1", "2.2"):
        (clauses / f"{number}.yaml").unlink()
    told = page(old, load_project(tiny).standard, tiny)
    ids = [line.rpartition("{ #")[2].removesuffix(" }") for line in told.splitlines() if line.startswith("##")]
    assert len(ids) == len(set(ids))
    assert {"sections-bakery", "sections-dough", "gone-oven", "clauses-heat"} <= set(ids)
    assert "stages/oven" not in told
    assert "stages/dough" not in told
    assert "tasks/dough.md" in told


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text])
def test_hostile_texts_stay_texts(text: str, editions: tuple[Standard, Standard], tiny: Project) -> None:
    first, second = editions
    data = spoilt(second.model_dump(mode="json", exclude_none=True), text)
    for clause in data["clauses"].values():
        for provision in clause["provisions"]:
            provision["text"] = {language: f"{text} {old} {text}" for language, old in provision["text"].items()}
    told = page(first, Standard.model_validate(data), tiny)
    front, _, body = told.removeprefix("---\n").partition("\n---\n")
    assert yaml.safe_load(front)["title"] == "What has changed"
    seen = Text()
    seen.feed(markdown.markdown(body, extensions=["attr_list", "md_in_html", "tables", "footnotes", "abbr"]))
    assert text.split()[-1] in "".join(seen.text)
    assert not set(seen.tags) & {"script", "img", "code", "em", "b"}
    assert "javascript:" not in " ".join(seen.links)


COMPARED: tuple[type[Model], ...] = (
    *(Identity, Stage, Task, Clause, Provision, BusinessModel, Reference),
    *(Term, Step, Role, Law),
)
# Fields that are not compared, or are shown without a name.
APART = {"id", "see_also", "translated_from", "title", "name", "text", "type", "provisions", "languages", "clauses"}


@pytest.mark.parametrize("model", COMPARED, ids=lambda model: model.__name__)
def test_every_field_has_a_name_to_show(model: type[Model], tiny: Project) -> None:
    for language in ("en", "zh"):
        words = tiny.templates.words("handbook", language)
        named = {field for field in model.model_fields if f"changes_{field}" in words or field in words}
        assert set(model.model_fields) - named <= APART
