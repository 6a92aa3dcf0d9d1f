"""What check says about translations that their source has left behind, and about hashes of nothing."""

import pytest

from clausebook.project import Project
from tests.conftest import Run

# what changes: (file, old source text, new one, place of the warning, what accepts it)
CASES = {
    "standard": ("standard.yaml", "Sample rules", "Rules", "content/standard.yaml:2:1: ", "sample-kitchen"),
    "model": ("standard.yaml", "en: Office", "en: Big office", "content/standard.yaml:14:5: models[0]: ", "office"),
    "reference": (
        "standard.yaml",
        "For the stove.",
        "For a stove.",
        "content/standard.yaml:17:5: references[0]: ",
        "fire-code",
    ),
    "stage": ("outline.yaml", "Daily use", "Use", "content/outline.yaml:3:5: stages[0]: ", "daily-use"),
    "task": (
        "outline.yaml",
        "Cook without",
        "Go without",
        "content/outline.yaml:8:9: stages[0].tasks[0]: ",
        "task/cooking",
    ),
    "term": ("terms.yaml", "nobody owns", "no one owns", "content/terms.yaml:2:5: terms[0]: ", "shared-kitchen"),
    "glossary": ("terms.yaml", "[extractor, fan]", "[fan]", "content/terms.yaml:6:5: glossary[0]: ", "hood"),
    "step": ("workflow.yaml", "Cook for many", "Cook", "content/workflow.yaml:10:5: steps[2]: ", "step/cooking"),
    "role": ("roles.yaml", "Cooks and", "Cooks then", "content/roles.yaml:2:5: roles[0]: ", "cook"),
    "law": ("laws.yaml", "Everywhere", "Nowhere", "content/laws.yaml:2:5: laws[0]: ", "food-act"),
    "clause": (
        "clauses/1.1.1.yaml",
        "Most kitchen fires",
        "Kitchen fires",
        "content/clauses/1.1.1.yaml:33:23: translated_from.en: ",
        "stove",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_record_goes_stale_and_is_accepted_again(case: str, kitchen: Project, run: Run) -> None:
    file, old, new, place, name = CASES[case]
    assert run(kitchen, "translated", "--all").exit_code == 0
    assert run(kitchen, "check", "--strict").exit_code == 0

    path = kitchen.content / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    warned = run(kitchen, "check")
    assert warned.exit_code == 0
    told, summary = warned.stdout.splitlines()
    assert told == (
        f"{place}warning: the en text has changed since it was translated; "
        f"revise the translation, then run: clausebook translated {name}"
    )
    assert summary.endswith("1 warnings")

    accepted = run(kitchen, "translated", *told.rpartition("clausebook translated ")[2].split())
    assert accepted.stdout == f"{path}\n1 files changed\n"
    assert run(kitchen, "check", "--strict").exit_code == 0


def test_a_translation_may_change_freely(kitchen: Project, run: Run) -> None:
    run(kitchen, "translated", "--all")
    for path in kitchen.content.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("厨房", "灶间"), encoding="utf-8")
    assert run(kitchen, "check", "--strict").exit_code == 0


def test_what_was_never_accepted_is_not_watched(kitchen: Project, run: Run) -> None:
    run(kitchen, "translated", "daily-use")
    path = kitchen.content / "outline.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Cook without", "Go without"), encoding="utf-8")
    assert run(kitchen, "check", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("file", "block", "place", "what"),
    [
        (
            "roles.yaml",
            'translated_from:\n  en:\n    cok: "0000000000000000"\n',
            "content/roles.yaml:7:5: translated_from.en.cok: ",
            "no record of this file is called 'cok'",
        ),
        (
            "roles.yaml",
            'translated_from:\n  zh:\n    cook: "0000000000000000"\n',
            "content/roles.yaml:6:3: translated_from.zh: ",
            "translations are made from en, not from zh",
        ),
        (
            "clauses/1.2.1.yaml",
            'translated_from: {fr: "0000000000000000"}\n',
            "content/clauses/1.2.1.yaml:19:19: translated_from.fr: ",
            "translations are made from en, not from fr",
        ),
    ],
    ids=["no record", "another language", "no language"],
)
def test_a_hash_of_nothing_is_a_warning(
    file: str, block: str, place: str, what: str, kitchen: Project, run: Run
) -> None:
    path = kitchen.content / file
    path.write_text(path.read_text(encoding="utf-8") + block, encoding="utf-8")
    told = run(kitchen, "check").stdout.splitlines()[0]
    assert told == (
        f"{place}warning: {what}; remove the line; clausebook translated does so when it next writes to this file"
    )
    run(kitchen, "translated", "cook" if file == "roles.yaml" else "dishes")
    assert run(kitchen, "check", "--strict").exit_code == 0


def test_a_word_of_the_glossary_needs_an_id_of_its_own(kitchen: Project, run: Run) -> None:
    path = kitchen.content / "terms.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: hood", "id: shared-kitchen"), encoding="utf-8")
    assert "content/terms.yaml:6:9: glossary[0].id: the id 'shared-kitchen' is already taken by a term; choose" in (
        run(kitchen, "check").stderr
    )


@pytest.mark.parametrize("file", ["standard.yaml", "outline.yaml", "terms.yaml", "clauses/1.1.1.yaml"])
def test_a_file_that_cannot_be_read_hides_no_fault_of_others(file: str, kitchen: Project, run: Run) -> None:
    run(kitchen, "translated", "--all")
    (kitchen.content / file).write_text("- broken", encoding="utf-8")
    told = run(kitchen, "check")
    assert told.exit_code == 1
    assert "Traceback" not in told.output
    assert f"content/{file}:1:1" in told.stderr
