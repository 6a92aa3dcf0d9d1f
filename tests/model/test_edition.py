"""What became of a standard from one edition to the next."""

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import UsageError
from clausebook.model.changes import Changes
from clausebook.model.edition import changes
from clausebook.model.standard import Standard
from clausebook.project import Project
from tests.editions import second_edition

Data = dict[str, Any]


@pytest.fixture
def first(tiny: Project) -> Standard:
    return load_project(tiny).standard


@pytest.fixture
def second(tiny: Project, tmp_path: Path) -> Standard:
    return load_project(second_edition(tiny, tmp_path / "second")).standard


def edited(standard: Standard, edit: Callable[[Data], None]) -> Standard:
    """The standard after something was done to its plain data."""
    data = standard.model_dump(mode="json")
    edit(data)
    return Standard.model_validate(data)


def test_a_second_edition(first: Standard, second: Standard) -> None:
    found = changes(first, second)
    assert list(found.raised) == ["flour.b"]
    assert list(found.lowered) == ["cooling.b"]
    assert list(found.provisions.added) == ["rye.a", "cooling.c"]
    assert list(found.provisions.removed) == ["water.a"]
    assert (list(found.clauses.added), list(found.clauses.removed)) == (["rye"], ["water"])
    assert {key: set(change.fields) for key, change in found.clauses.changed.items()} == {
        "flour": {"practice", "roles", "models"},
        "heat": {"number", "place"},
        "cooling": {"number", "title"},
    }
    assert found.provisions.changed["flour.a"].fields == {"text": ("en",), "evidence": ("en",)}
    assert found.sections.changed["oven"].fields == {"objective": ("en",)}
    assert found.terms.changed["crumb"].fields == {"definition": ("en",)}
    assert found.identity.changed["sample-bakery"].fields == {"edition": ("en", "de")}
    assert {kind for kind, it in found.lists.items() if it.added} == {
        *("clauses", "provisions", "models", "terms", "steps", "roles", "laws", "references")
    }
    assert found.clauses.counts(["en", "de"]) == (1, 1, 2, 1)
    assert found.clauses.counts(["de"]) == (1, 1, 1, 2)
    assert found.terms.counts(["de"]) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("statement", "permission", "raised"),
        ("permission", "recommendation", "raised"),
        ("recommendation", "requirement", "raised"),
        ("recommendation", "instruction", "raised"),
        ("requirement", "statement", "lowered"),
        ("instruction", "recommendation", "lowered"),
        ("requirement", "instruction", None),
        ("instruction", "requirement", None),
    ],
)
def test_how_an_obligation_shifts(old: str, new: str, where: str | None, first: Standard) -> None:
    def typed(kind: str) -> Standard:
        return edited(first, lambda data: data["clauses"]["1.1"]["provisions"][1].update(type=kind))

    found = changes(typed(old), typed(new))
    assert "type" in found.provisions.changed["flour.b"].fields
    assert [name for name in ("raised", "lowered") if getattr(found, name)] == ([where] if where else [])


def test_new_optional_fields_are_compared(first: Standard) -> None:
    def fill(data: Data) -> None:
        stage = data["stages"][0]
        stage |= {"inputs": {"en": ["Flour"], "de": ["Mehl"]}, "context": {"en": "First.", "de": "Zuerst."}}
        stage |= {"outputs": {"en": ["Dough"], "de": ["Teig"]}}
        stage["groups"] = [{"number": "1.1", "title": {"en": "Dry", "de": "Trocken"}}]
        data["clauses"]["1.1"]["left_out"] = {"shop": {"en": "Buys it.", "de": "Kauft es."}}
        data["glossary"] = data.pop("terms")
        data["terms"] = []

    found = changes(first, edited(first, fill))
    assert set(found.sections.changed["dough"].fields) == {"inputs", "outputs", "context", "groups"}
    assert set(found.clauses.changed["flour"].fields) == {"left_out"}
    assert set(found.terms.changed["crumb"].fields) == {"place"}
    assert found.terms.counts(["en", "de"]) == (0, 0, 0, 1)


@pytest.mark.parametrize(
    "edit",
    [
        lambda data: data["clauses"]["1.1"].update(see_also=[]),
        lambda data: data["clauses"]["1.1"].update(translated_from={"en": "0123456789abcdef"}),
        lambda data: data["clauses"]["1.1"]["purpose"].update(en="Lumps  show in\nthe crumb."),
    ],
    ids=["cross-references", "hashes", "line breaks"],
)
def test_what_does_not_count_as_a_change(edit: Callable[[Data], None], first: Standard) -> None:
    assert changes(first, edited(first, edit)).is_empty


def test_the_order_of_ids_says_nothing_but_that_of_steps_does(second: Standard) -> None:
    def roles(data: Data) -> None:
        data["roles"].append({**data["roles"][0], "id": "porter"})
        data["clauses"]["1.1"]["roles"] = ["miller", "porter"]

    def steps(data: Data) -> None:
        data["steps"].append({**data["steps"][0], "id": "baking", "tasks": ["oven"]})

    base = edited(edited(second, roles), steps)
    assert changes(base, edited(base, lambda data: data["clauses"]["1.1"]["roles"].reverse())).is_empty
    turned = changes(base, edited(base, lambda data: data["steps"].reverse()))
    assert turned.are_steps_reordered
    assert not turned.is_empty
    assert turned.steps.is_empty


def test_an_id_that_seems_to_have_been_renamed(first: Standard) -> None:
    def rename(data: Data) -> None:
        data["clauses"]["1.2"]["id"] = "moisture"
        data["clauses"]["1.1"]["provisions"][1]["id"] = "z"

    found = changes(first, edited(first, rename))
    assert found.clauses.alike == {"water": "moisture"}
    assert found.provisions.alike == {"flour.b": "flour.z"}

    def rewrite(data: Data) -> None:
        rename(data)
        data["clauses"]["1.2"]["provisions"][0]["text"]["en"] = "The baker shall warm the milk, and stir."

    assert changes(first, edited(first, rewrite)).clauses.alike == {}


def test_languages_added_and_dropped(first: Standard) -> None:
    def to_french(data: Data) -> None:
        speak(data, "de", "fr")

    found = changes(first, edited(first, to_french))
    assert (found.languages, found.languages_added, found.languages_dropped) == (("en",), ("fr",), ("de",))
    assert not found.is_empty
    assert all(it.is_empty for it in (found.identity, *found.lists.values()))


def speak(data: Any, old: str, new: str) -> None:
    """Give all texts and declarations of a language to another."""
    if isinstance(data, dict):
        if old in data:
            data[new] = data.pop(old)
        for value in data.values():
            speak(value, old, new)
    elif isinstance(data, list):
        data[:] = [new if entry == old else entry for entry in data]
        for value in data:
            speak(value, old, new)


def test_what_cannot_be_compared(first: Standard) -> None:
    other = edited(first, lambda data: data["identity"].update(id="sample-dairy"))
    with pytest.raises(UsageError, match="'sample-bakery' and 'sample-dairy' are two standards"):
        changes(first, other)

    def translate(data: Data) -> None:
        speak(data, "en", "fr")
        speak(data, "de", "it")

    with pytest.raises(UsageError, match="no language in common"):
        changes(first, edited(first, translate))


def test_an_edition_does_not_differ_from_itself(first: Standard, second: Standard) -> None:
    for standard in (first, second):
        assert changes(standard, copy.deepcopy(standard)).is_empty


@pytest.mark.parametrize("seed", range(40))
def test_backwards_everything_is_mirrored(seed: int, second: Standard) -> None:
    chance = random.Random(seed)
    other = edited(second, lambda data: shake(data, chance))
    there, back = changes(second, other), changes(other, second)
    assert not there.is_empty
    assert mirrored(there) == as_they_are(back)


def mirrored(found: Changes) -> Data:
    """What the changes say when they are read from the new edition to the old one."""
    swapped = as_they_are(found)
    for pairs in [swapped, *swapped["lists"].values()]:
        for one, other in (("added", "removed"), ("raised", "lowered")):
            if one in pairs:
                pairs[one], pairs[other] = pairs[other], pairs[one]
    for it in swapped["lists"].values():
        it["changed"] = {key: (new, old, fields) for key, (old, new, fields) in it["changed"].items()}
        it["alike"] = {new: old for old, new in it["alike"].items()}
    return swapped


def as_they_are(found: Changes) -> Data:
    return {
        "raised": set(found.raised),
        "lowered": set(found.lowered),
        "reordered": found.are_steps_reordered,
        "lists": {
            kind: {
                "added": dict(it.added),
                "removed": dict(it.removed),
                "changed": {key: (one.old, one.new, dict(one.fields)) for key, one in it.changed.items()},
                "alike": dict(it.alike),
            }
            for kind, it in {"identity": found.identity, **found.lists}.items()
        },
    }


def shake(data: Data, chance: random.Random) -> None:
    """Do a few of all the things to an edition that a revision may do."""
    data["identity"]["edition"] = "3"
    for edit in chance.sample(EDITS, chance.randint(1, 5)):
        edit(data, chance)


def some(data: Data, chance: random.Random) -> Data:
    clause: Data = data["clauses"][chance.choice(sorted(data["clauses"]))]
    return clause


def retype(data: Data, chance: random.Random) -> None:
    kinds = ("requirement", "recommendation", "permission", "statement", "instruction")
    some(data, chance)["provisions"][0]["type"] = chance.choice(kinds)


def reword(data: Data, chance: random.Random) -> None:
    text = some(data, chance)["provisions"][0]["text"]
    text["en"] = f"{text['en']} {chance.random()}"


def retitle(data: Data, chance: random.Random) -> None:
    some(data, chance)["title"]["de"] = f"Titel {chance.random()}"


def rename(data: Data, chance: random.Random) -> None:
    some(data, chance)["id"] = f"renamed-{chance.randrange(1000)}"


def add_provision(data: Data, chance: random.Random) -> None:
    provisions = some(data, chance)["provisions"]
    provisions.append({**copy.deepcopy(provisions[0]), "id": f"n{chance.randrange(1000)}"})


def replace_provision(data: Data, chance: random.Random) -> None:
    some(data, chance)["provisions"][0]["id"] = f"r{chance.randrange(1000)}"


def move(data: Data, chance: random.Random) -> None:
    one, other = data["stages"]
    other["clauses"].append(one["clauses"].pop(chance.randrange(len(one["clauses"]))))


def drop(data: Data, chance: random.Random) -> None:
    number = data["stages"][0]["clauses"].pop(0)
    del data["clauses"][number]


def forget(data: Data, chance: random.Random) -> None:
    data[chance.choice(["terms", "roles", "laws", "glossary"])] = []


EDITS = (retype, reword, retitle, rename, add_provision, replace_provision, move, drop, forget)
