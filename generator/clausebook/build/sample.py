"""A sample response: plainly made up, the same for the same seed, and fit for the form as it stands."""

import json
import random
from pathlib import Path
from typing import Any

from clausebook.build.loading import load_project
from clausebook.build.write import write_file
from clausebook.forms.table import answers_table
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT, Response
from clausebook.project import Project
from clausebook.render import clock


def write_sample(project: Project, form: str, out: Path, *, seed: int, person: str, name: str) -> Path:
    """Answer every question of a form at random, leaning to the upper end of the scale, and write the response.

    A file whose name ends in .csv becomes a table of one line. `person` and `name` are the id and name that it gives.
    Raises UsageError where there is no such form.
    """
    questionnaire = load_project(project).questionnaire(form)
    now = clock.now().isoformat()
    response: dict[str, Any] = {
        "format": FORMAT,
        "form": form,
        "form_hash": questionnaire.content_hash,
        "language": questionnaire.standard.languages[0],
        "person": {"id": person, "name": name, "department": ""},
        "started": now,
        "saved": now,
        "answers": _answers(questionnaire, random.Random(seed)),  # noqa: S311 - sample data, no secret
    }
    if questionnaire.form.has_reviewer:
        response["reviewer"] = {"id": "R0001"}
    write_file(out, _content(response, questionnaire, is_table=out.suffix == ".csv"))
    return out


def _content(response: dict[str, Any], questionnaire: Questionnaire, *, is_table: bool) -> bytes:
    if is_table:
        return answers_table(questionnaire, [Response.model_validate(response)])
    return (json.dumps(response, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _answers(questionnaire: Questionnaire, chance: random.Random) -> dict[str, Any]:
    points = questionnaire.scale.points
    upper = points[len(points) // 2 :]
    # Every tenth or so answer comes from the whole scale but its bottom, so that there are gaps and no gate closes.
    return {
        ref: {"rating": chance.choice(points[1:] if chance.random() < 0.1 else upper[1:] or upper)}
        for ref in questionnaire.provisions
    }
