"""A second edition of the tiny standard: something of every kind has changed in it."""

import shutil
from pathlib import Path

from clausebook.project import Project

CHANGES = {
    "content/clauses/1.1.yaml": (
        ("type: recommendation", "type: requirement"),
        ("The baker should weigh it twice.", "The baker shall weigh it twice."),
        ("Der Bäcker sollte es zweimal wiegen.", "Der Bäcker muss es zweimal wiegen."),
        ("The baker shall sift the flour.", "The baker shall sift all flour before use."),
        ("en: [Sift, Weigh], de: [Sieben, Wiegen]", "en: [Sift, Weigh twice], de: [Sieben, Zweimal wiegen]"),
        ("[A sieve that has been used]", "[A clean sieve]"),
        ("see_also: [water]\n", "roles: [miller]\nmodels: [shop]\n"),
    ),
    "content/clauses/2.2.yaml": (
        ("Cooling, de: Abkühlen", "Cooling down, de: Abkühlen"),
        ("type: permission", "type: statement"),
        ("The baker may cover it with a cloth.", "The baker can cover it with a cloth."),
        ("darf es mit einem", "kann es mit einem"),
    ),
    "content/outline.yaml": (
        ('["1.1", "1.2"]', '["1.1", "1.2", "1.3"]'),
        ('["2.1", "2.2"]', '["2.1"]'),
        ("Bread that is baked through.", "Bread that is baked through and cooled."),
    ),
    "content/terms.yaml": (("the inside of a loaf", "the soft inside of a loaf"),),
    "content/standard.yaml": (("languages: [en, de]", 'edition: "2"\nlanguages: [en, de]'),),
}
ADDED = {
    "content/standard.yaml": """models: [{id: shop, title: {en: Shop, de: Laden}}]
references: [{id: scales, number: SAMPLE 1, title: {en: Scales, de: Waagen}}]
""",
    "content/terms.yaml": """glossary:
  - id: crust
    name: {en: crust, de: Kruste}
    definition: {en: the outside of a loaf, de: das Äußere eines Brotes}
""",
    "content/workflow.yaml": """steps:
  - id: kneading
    title: {en: Kneading, de: Kneten}
    summary: {en: From flour to dough., de: Vom Mehl zum Teig.}
    tasks: [dough]
""",
    "content/roles.yaml": """roles:
  - id: miller
    title: {en: Miller, de: Müller}
    duties: {en: Mills., de: Mahlt.}
""",
    "content/laws.yaml": """laws:
  - id: bread-law
    title: {en: Sample law on bread, de: Musterbrotgesetz}
    names: {en: [law on bread], de: [Brotgesetz]}
    jurisdiction: {en: Nowhere, de: Nirgends}
    authority: {en: Sample office, de: Musteramt}
    checked: 2026-01-31
""",
}
RYE = """id: rye
number: "1.2"
title: {en: Rye, de: Roggen}
provisions:
  - id: a
    type: requirement
    text: {en: The baker shall mill rye on the day of use., de: Der Bäcker muss Roggen am Tag der Verwendung mahlen.}
"""
TIDY = """  - id: c
    type: requirement
    text: {en: The baker shall sweep the oven., de: Der Bäcker muss den Ofen fegen.}
"""


def second_edition(first: Project, folder: Path) -> Project:
    """A copy of the tiny standard in which a clause is new, one is gone, one has moved and one has another number.

    One provision binds more than before and one less, one is new, and two are reworded.
    """
    second = Path(shutil.copytree(first.root, folder))
    for name, replacements in CHANGES.items():
        rewrite(second / name, *replacements)
    clauses = second / "content" / "clauses"
    (clauses / "1.2.yaml").write_text(RYE, encoding="utf-8")
    renumber(clauses, "2.1", "1.3")
    renumber(clauses, "2.2", "2.1")
    cooling = clauses / "2.1.yaml"
    cooling.write_text(cooling.read_text(encoding="utf-8") + TIDY, encoding="utf-8")
    for name, text in ADDED.items():
        with (second / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return Project.at(second)


def rewrite(path: Path, *replacements: tuple[str, str]) -> None:
    """Replace texts in a file, each of which has to be there."""
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, f"{path}: {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def renumber(clauses: Path, old: str, new: str) -> None:
    """Give a clause another number and its file the name that goes with it."""
    rewrite(clauses / f"{old}.yaml", (f'number: "{old}"', f'number: "{new}"'))
    (clauses / f"{old}.yaml").rename(clauses / f"{new}.yaml")
