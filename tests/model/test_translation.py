"""What the hash of a source text covers, and what it leaves out."""

import hashlib
import json
from typing import Any

import pytest

from clausebook.build.loading import load_project
from clausebook.load.content import load_content
from clausebook.model.base import LocalizedList, LocalizedText, Model
from clausebook.model.standard import Clause, Identity, Provision, Record, Reference, Stage, Task
from clausebook.model.translation import full_name, names, records, source_hash, stale_records, texts
from clausebook.project import Project

KINDS = {"standard", "model", "reference", "stage", "task", "clause", "term", "step", "role", "law"}


def text(said: str) -> LocalizedText:
    return LocalizedText({"en": said, "zh": f"{said} zh"})


def entries(*said: str) -> LocalizedList:
    return LocalizedList({"en": said, "zh": tuple(f"{one} zh" for one in said)})


def test_a_clause_is_hashed_as_ever() -> None:
    """The hashes that stand in the files of clauses were made in this way."""
    clause = Clause(
        id="stove",
        number="1.1.1",
        title=text("Stove"),
        provisions=(
            Provision(id="a", type="requirement", text=text("One shall watch it."), evidence=entries("a log")),
            Provision(id="b", type="permission", text=text("One may leave.")),
        ),
        practice=entries("look", "turn"),
        models=("b2b",),
        left_out={"dtc": text("why"), "b2c": text("too")},
    )
    said = [
        "Stove",
        "One shall watch it.",
        ["a log"],
        "One may leave.",
        None,
        None,
        ["look", "turn"],
        None,
        "why",
        "too",
    ]
    canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    assert source_hash(clause, "en") == hashlib.sha256(canonical.encode()).hexdigest()[:16]


def test_the_order_of_fields_does_not_matter() -> None:
    class One(Record):
        kind = "one"
        note: LocalizedText
        advice: LocalizedText

    class Other(Record):
        kind = "other"
        advice: LocalizedText
        note: LocalizedText

    said = {"note": text("a"), "advice": text("b")}
    assert source_hash(One(id="x", **said), "en") == source_hash(Other(id="y", **said), "en")


def test_a_new_key_that_stands_empty_makes_nothing_stale() -> None:
    class Law(Record):
        kind = "law"
        title: LocalizedText

    class Longer(Law):
        remark: LocalizedText | None = None
        deeper: tuple[LocalizedText, ...] = ()

    assert source_hash(Law(id="x", title=text("a")), "en") == source_hash(Longer(id="x", title=text("a")), "en")
    assert source_hash(Law(id="x", title=text("a")), "en") != source_hash(
        Longer(id="x", title=text("a"), deeper=(text("b"),)), "en"
    )


def test_a_record_leaves_out_the_records_in_it() -> None:
    task = Task(id="cooking", number="1.1", title=text("Cooking"), objective=text("Cook."))
    plain, full = (
        Stage(id="use", number="1", title=text("Use"), objective=text("Use."), tasks=tasks) for tasks in ((), (task,))
    )
    assert source_hash(plain, "en") == source_hash(full, "en")
    said = {key: text(key) for key in ("title", "summary", "publisher", "notice", "copyright")}
    identity = Identity(id="kitchen", languages=("en", "zh"), **said)
    reference = Reference(id="code", number="F 1", title=text("Code"))
    assert source_hash(identity, "en") == source_hash(identity.model_copy(update={"references": (reference,)}), "en")


def test_every_text_of_every_record_counts(kitchen: Project) -> None:
    content = load_content(kitchen.content, kitchen.root)
    found = [record for part, _ in content.parts() for _, record in records(part)]
    assert {record.kind for record in found} == KINDS
    for record in found:
        for path, _ in texts(record):
            source, target = (changed(record, path, language) for language in ("en", "zh"))
            assert source_hash(source, "en") != source_hash(record, "en"), (full_name(record), path)
            assert source_hash(target, "en") == source_hash(record, "en"), (full_name(record), path)


def changed(record: Record, path: tuple[str | int, ...], language: str) -> Record:
    """The record with other words at a path in one language."""
    data: Any = record.model_dump()
    place = data
    for key in path:
        place = place[key]
    old = place[language]
    place[language] = f"{old}!" if isinstance(old, str) else (f"{old[0]}!", *old[1:])
    return type(record).model_validate(data)


def test_a_title_or_name_comes_first(kitchen: Project) -> None:
    content = load_content(kitchen.content, kitchen.root)
    for part, _ in content.parts():
        for _, record in records(part):
            assert texts(record)[0][0] in (("title",), ("name",))


def test_names_tell_records_apart() -> None:
    class Step(Record):
        kind = "step"

    class Role(Record):
        kind = "role"

    among = (Step(id="cook"), Role(id="cook"), Role(id="clean"), Role(id="clean"))
    assert names(among) == ["step/cook", "role/cook", "clean", "clean"]


@pytest.mark.parametrize("name", ["fire-code", "reference/fire-code"])
def test_a_hash_may_stand_under_either_name(name: str, kitchen: Project) -> None:
    identity = load_project(kitchen).standard.identity
    stale = identity.model_copy(update={"translated_from": {"en": {name: "0000000000000000"}}})
    assert [full_name(record) for _, record in stale_records(stale, "en")] == ["reference/fire-code"]


def test_only_translations_are_stale(kitchen: Project) -> None:
    path = kitchen.content / "roles.yaml"
    more = 'translated_from:\n  en:\n    cook: "0000000000000000"\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    standard = load_project(kitchen).standard
    (role,) = standard.roles
    assert standard.stale == {("role", "cook")}
    assert standard.stale_source(role, "zh") == "en"
    assert standard.stale_source(role, "en") is None
    assert standard.stale_source(standard.steps[0], "zh") is None


def test_a_part_without_texts_has_no_records() -> None:
    class Empty(Model):
        word: str = "x"

    assert list(records(Empty())) == []
