"""Standards of any size in the proportions of this project's own, for benches: the same seed gives the same files."""

import copy
import itertools
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

CLAUSES_A_TASK = 5
TASKS_A_STAGE = (3, 4)
_OWN_TEXTS = ("title", "purpose", "practice", "pitfalls", "left_out")

Data = dict[str, Any]


def write_project(source: Path, folder: Path, clauses: int, seed: int = 1) -> Path:
    """Write a project with this many clauses, made of those of the project `source`; its folder.

    Ids and numbers are new, and every text ends in its clause's number, so that no two are alike. Terms, roles, laws
    and forms are those of the source; what names its stages and clauses, such as questions, is left out.
    """
    left_out = shutil.ignore_patterns("clauses", "items", "coverage.yaml")
    for name in ("content", "assessments"):
        shutil.copytree(source / name, folder / name, ignore=left_out)
    for form in (folder / "assessments" / "forms").glob("*.yaml"):
        _write(form, {key: value for key, value in _read(form).items() if key not in ("stages", "stage_weights")})
    for blueprint in (folder / "assessments" / "blueprints").glob("*.yaml"):
        _write(blueprint, {key: value for key, value in _read(blueprint).items() if key not in ("counts", "marks")})
    for config in source.glob("mkdocs*.yml"):
        shutil.copy(config, folder)
    originals = [_read(path) for path in sorted((source / "content" / "clauses").glob("*.yaml"))]
    outline = _read(source / "content" / "outline.yaml")
    made = list(_stages(outline["stages"], clauses))
    _write(folder / "content" / "outline.yaml", {"stages": made})
    _write_steps(folder / "content" / "workflow.yaml", outline, made)
    numbers = [number for stage in made for task in stage["tasks"] for number in task["clauses"]]
    for clause in _clauses(originals, numbers, random.Random(seed)):
        _write(folder / "content" / "clauses" / f"{clause['number']}.yaml", clause)
    return folder


def _stages(originals: Sequence[Data], clauses: int) -> Iterator[Data]:
    """Stages and their tasks, which take the originals in turn, until all clauses have a place."""
    tasks_left = -(-clauses // CLAUSES_A_TASK)
    tasks = itertools.cycle(task for stage in originals for task in stage["tasks"])
    for place, stage in enumerate(itertools.cycle(originals), start=1):
        count = min(TASKS_A_STAGE[place % len(TASKS_A_STAGE)], tasks_left)
        below = []
        for inner in range(1, count + 1):
            number = f"{place}.{inner}"
            held = min(CLAUSES_A_TASK, clauses)
            clauses -= held
            listed = [f"{number}.{last}" for last in range(1, held + 1)]
            below.append(_section(next(tasks), number) | {"clauses": listed})
        yield _section(stage, str(place)) | {"tasks": below}
        tasks_left -= count
        if not tasks_left:
            return


def _section(original: Data, number: str) -> Data:
    kept = {key: value for key, value in original.items() if key not in ("tasks", "clauses", "groups")}
    marked = {key: _marked(kept[key], number) for key in ("title", "objective")}
    return copy.deepcopy(kept) | marked | {"id": _id(original, number), "number": number}


def _clauses(originals: Sequence[Data], numbers: Sequence[str], chance: random.Random) -> Iterator[Data]:
    """A clause for each number, every original once before any comes again, each with three others beside it."""
    rounds = iter(lambda: chance.sample(originals, len(originals)), None)
    chosen = list(itertools.islice(itertools.chain.from_iterable(rounds), len(numbers)))
    ids = [_id(original, number) for original, number in zip(chosen, numbers, strict=True)]
    for place, (original, number) in enumerate(zip(chosen, numbers, strict=True)):
        clause = {key: value for key, value in original.items() if key != "translated_from"}
        clause |= {key: _marked(original[key], number) for key in _OWN_TEXTS if key in original}
        clause["provisions"] = [_provision(provision, number) for provision in original["provisions"]]
        near = [other for other in ids[max(0, place - 10) : place + 10] if other != ids[place]]
        yield clause | {"id": ids[place], "number": number, "see_also": chance.sample(near, min(3, len(near)))}


def _provision(original: Data, number: str) -> Data:
    return original | {key: _marked(original[key], number) for key in ("text", "evidence") if key in original}


def _id(original: Data, number: str) -> str:
    return f"{original['id']}-{number.replace('.', '-')}"


def _marked(texts: Any, number: str) -> Any:
    """The same texts, each with a number at its end."""
    if isinstance(texts, dict):
        return {key: _marked(value, number) for key, value in texts.items()}
    if isinstance(texts, list):
        return [_marked(entry, number) for entry in texts]
    return f"{texts} ({number})"


def _write_steps(path: Path, outline: Data, made: Sequence[Data]) -> None:
    """Let every step of the workflow name the new tasks that were made of its own."""
    workflow = _read(path)
    origins = {task["id"]: [] for stage in outline["stages"] for task in stage["tasks"]}
    for task in (task for stage in made for task in stage["tasks"]):
        origins[task["id"].removesuffix(f"-{task['number'].replace('.', '-')}")].append(task["id"])
    for step in workflow["steps"]:
        step["tasks"] = [new for task in step["tasks"] for new in origins[task]]
    _write(path, {"steps": workflow["steps"]})


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _write(path: Path, data: Data) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(data, file, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
