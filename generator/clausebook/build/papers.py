"""Parallel papers of a blueprint: assembled from the bank, kept in build/exams, read from there by all that follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from clausebook.build.loading import Loaded, load_project
from clausebook.build.write import write_all
from clausebook.errors import InputError, Problem, UsageError
from clausebook.exams.assembly import Assembly, assemble
from clausebook.exams.demand import Shortfall
from clausebook.exams.rendering import decimal
from clausebook.exams.weights import weights_tables
from clausebook.load.papers import PAPERS_FILE, load_papers
from clausebook.model.artifact import Artifact
from clausebook.model.blueprint import Blueprint
from clausebook.model.paper import Paper, Papers
from clausebook.project import Project
from clausebook.render import clock


@dataclass(frozen=True)
class Assembled:
    """The papers that were assembled, and the files that were written."""

    papers: tuple[Paper, ...]
    files: tuple[Path, ...]


def exam_folder(project: Project, blueprint: str) -> Path:
    """Where everything of an exam goes, all of it private."""
    return project.build / "exams" / blueprint


def read_papers(project: Project, blueprint: str) -> Papers:
    """The papers of a blueprint as they were assembled. Raises UsageError where they have not been."""
    return load_papers(exam_folder(project, blueprint) / PAPERS_FILE)


def assemble_papers(
    project: Project, identity: str, *, seed: int = 1, papers: int | None = None, replace: bool = False
) -> Assembled:
    """Assemble the papers of a blueprint and write them with the weights table.

    Papers from which something has been made are only written over with `replace`. Raises InputError that says which
    demand is not met, and by how much; UsageError.
    """
    loaded = load_project(project)
    blueprint = loaded.blueprint(identity)
    assembly = assemble(blueprint, loaded.items, loaded.standard, seed=seed, papers=papers)
    if assembly.shortfalls:
        raise InputError(_problems(loaded, blueprint, assembly, papers or blueprint.papers))
    folder, made = exam_folder(project, identity), Papers(papers=assembly.papers)
    tables = list(weights_tables(blueprint, assembly.papers, loaded.standard, project.templates, clock.now()))
    kept = Artifact.text(PAPERS_FILE, made.model_dump_json(indent=1) + "\n")
    if not replace:
        _refuse_to_replace(folder, kept, tables)
    return Assembled(assembly.papers, tuple(write_all([kept, *tables], folder)))


def _refuse_to_replace(folder: Path, kept: Artifact, tables: list[Artifact]) -> None:
    """Raise UsageError where other papers stand in the folder and something was made of them."""
    path = folder / PAPERS_FILE
    if not path.is_file() or path.read_bytes() == kept.content:
        return
    own = {PAPERS_FILE, *(artifact.path.name for artifact in tables)}
    others = sorted(file.name for file in folder.iterdir() if file.name not in own)
    if others:
        raise UsageError(
            f"{path} holds other papers, of which {others[0]} was made; move the folder away to keep them, "
            "or write over them with --replace"
        )


def _problems(loaded: Loaded, blueprint: Blueprint, assembly: Assembly, papers: int) -> Iterator[Problem]:
    source = loaded.blueprint_sources[blueprint.id]
    for shortfall in assembly.shortfalls:
        if assembly.is_impossible:
            what, remedy = _of_pool(shortfall, blueprint, papers)
        else:
            what, remedy = _of_paper(shortfall)
        yield source.problem(shortfall.place, what, remedy)


def _of_pool(shortfall: Shortfall, blueprint: Blueprint, papers: int) -> tuple[str, str]:
    needed, held, missing = map(decimal, (shortfall.asked[0], shortfall.found, shortfall.missing))
    which = "other questions" if shortfall.is_rest else "such questions"
    need = "1 paper needs" if papers == 1 else f"{papers} papers need"
    what = f"{need} {needed} {which}, and the pool {blueprint.pool} has {held}: {missing} too few"
    return what, f"write {missing} more, or change the count, the number of papers or the overlap"


def _of_paper(shortfall: Shortfall) -> tuple[str, str]:
    """The nearest that was found, of one paper."""
    low, high = (decimal(end, 4) for end in shortfall.asked)
    asked = low if low == high else f"{low} to {high}"
    off = decimal(abs(shortfall.missing), 4)
    direction = "too few" if shortfall.missing > 0 else "too many"
    paper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[shortfall.paper or 0]
    if shortfall.place[0] == "difficulty":
        what = f"{asked} is asked and {decimal(shortfall.found, 4)} was reached in paper {paper}: {off} off"
        return what, "widen it, or write questions of another difficulty"
    what = f"{asked} are asked and {decimal(shortfall.found)} were found for paper {paper}: {off} {direction}"
    return what, "widen a count, write more questions, or ask for fewer papers"
