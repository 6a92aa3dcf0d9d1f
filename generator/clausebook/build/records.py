"""Responses in, results and certificates out: one bad record never stops the others."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from clausebook.build.loading import Loaded, load_project
from clausebook.build.write import write_file
from clausebook.errors import RejectedRecord, UsageError
from clausebook.load.responses.json import read_response
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.model.result import Result
from clausebook.project import Project
from clausebook.scoring.score import score


@dataclass(frozen=True)
class Outcome:
    """What became of one input file: the file made of it, or why there is none."""

    source: Path
    made: Path | None = None
    rejection: RejectedRecord | None = None


Make = Callable[[Response, Questionnaire], Path]


def score_responses(project: Project, paths: Iterable[Path], out: Path) -> Iterator[Outcome]:
    """Score every response and write its exact result as JSON below `out`, named after form and person."""
    loaded = load_project(project)
    seen = People()

    def make(response: Response, questionnaire: Questionnaire) -> Path:
        seen.admit(response)
        path = out / response.form / f"{file_name(response.person.id)}.json"
        write_file(path, result_json(score(questionnaire, response)))
        return path

    return process(loaded, find_responses(paths), make)


def process(loaded: Loaded, files: Iterable[Path], make: Make) -> Iterator[Outcome]:
    """Read each file and make something of it; a rejection is an outcome, any other error is not."""
    for file in files:
        try:
            yield Outcome(file, made=make(*read_response(file, loaded.questionnaires)))
        except RejectedRecord as rejection:
            yield Outcome(file, rejection=rejection)


def find_responses(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files named, and the *.json files of folders named, each once. Raises UsageError where one is not there."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path} does not exist")
        found |= dict.fromkeys(sorted(path.rglob("*.json")) if path.is_dir() else [path])
    return tuple(found)


def file_name(identity: str) -> str:
    """A person's id as a file name that no system misreads: letters and digits stay, the rest is percent-encoded."""
    return quote(identity, safe="").replace(".", "%2E")


def result_json(result: Result) -> bytes:
    """A result as JSON, scores as exact fractions."""
    return (json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


class People:
    """Who has answered which form in this batch: the same answers twice are one response, others are a conflict."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str], object] = {}

    def admit(self, response: Response) -> None:
        """Let a response in. Raises RejectedRecord where the same person has answered differently before."""
        known = self._answers.setdefault((response.form, response.person.id), response.answers)
        if known != response.answers:
            raise RejectedRecord("conflicting_response", "the same person has answered differently in an earlier file")
