"""Scoring many responses of 130 answers: read, checked, scored exactly and written as a line, beside plain floats.

The plain side reads with `json.loads`, trusts what it finds and works in dicts and floats: once for the scores of all
levels, once for the same result as ours with band, gates and gaps, and once it also writes that with `json.dumps`.
Times are of the processor, in turns, since machines are seldom idle. The answers are made up at random: 2,000 files,
which come again and again.
"""

import argparse
import json
import os
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from report import report

from clausebook.build.loading import load_project
from clausebook.load.responses.check import check_response
from clausebook.load.responses.json import read_json
from clausebook.model.questionnaire import Questionnaire, restricted
from clausebook.model.response import FORMAT
from clausebook.model.result import Result
from clausebook.project import Project
from clausebook.scoring.score import Scorer

ROOT = Path(__file__).resolve().parents[1]
ANSWERS = 130
ROUND = 500

Score = Callable[[bytes], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fiftieth of the responses")
    quick = parser.parse_args().quick
    questionnaire = with_answers(load_project(Project.at(ROOT)).questionnaires["operator"], ANSWERS)
    files = [made_up(questionnaire, Random(seed)) for seed in range(2_000)]
    ours = our_way(questionnaire)
    form = plain_form(questionnaire)
    ways: list[Score] = [
        ours,
        lambda text: scores(form, json.loads(text)),
        lambda text: whole_result(form, json.loads(text)),
        lambda text: json.dumps(whole_result(form, json.loads(text)), ensure_ascii=False),
    ]
    agree(files[:50], ours, form)
    times = in_turns(files, ways, rounds=4 if quick else 20)
    few, many = (200, 2_000) if quick else (10_000, 100_000)
    start = time.process_time()
    peaks = list(peak_memory(files, ours, few, many))
    took = time.process_time() - start
    lines = [ours(text) for text in files[:200]]
    figures = {
        "responses": float(many),
        "responses a second": many / took,
        "bytes of a file": sum(map(len, files)) / len(files),
        "bytes of a result": sum(map(len, lines)) / len(lines),
        f"peak memory after {few:,} responses, MB": peaks[0],
        f"peak memory after {many:,} responses, MB": peaks[1],
        "ours / json.loads and only the scores in floats": times[0] / times[1],
        "ours / json.loads and the whole result in floats": times[0] / times[2],
        "ours / json.loads, the whole result in floats, json.dumps": times[0] / times[3],
        "reading a result back, ms": elapsed(Result.model_validate_json, lines) / len(lines) * 1000,
    }
    report("score", figures, ("msgspec", "pydantic"))


def with_answers(questionnaire: Questionnaire, most: int) -> Questionnaire:
    """The form cut down to so many provisions: clauses in outline order, but those that are too long for the rest."""
    kept, count = set(), 0
    for clause in questionnaire.standard.in_order:
        if count + len(clause.provisions) <= most:
            kept.add(clause.id)
            count += len(clause.provisions)
    standard = restricted(questionnaire.standard, lambda clause: clause.id in kept)
    return Questionnaire(form=questionnaire.form, scale=questionnaire.scale, standard=standard)


def made_up(questionnaire: Questionnaire, chance: Random) -> bytes:
    """A response file as the web form writes it: 3 of 100 answers not applicable, 10 with a comment."""
    points = questionnaire.scale.points
    answers: dict[str, Any] = {ref: {"rating": chance.choice(points)} for ref in questionnaire.provisions}
    for ref in answers:
        if (kind := chance.random()) < 0.03:
            answers[ref] = {"not_applicable": True, "reason": "本公司没有这项业务"}
        elif kind < 0.13:
            answers[ref]["comment"] = "每季度复核一次，记录在案"
    response = {
        "format": FORMAT,
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": "zh",
        "person": {"id": f"E{chance.randrange(10**6)}", "name": "示例学员", "department": "运营部"},
        "started": "2026-01-01T08:00:00.000Z",
        "saved": "2026-01-01T09:00:00.000Z",
        "answers": answers,
    }
    return (json.dumps(response, ensure_ascii=False, indent=1) + "\n").encode()


def our_way(questionnaire: Questionnaire) -> Callable[[bytes], bytes]:
    scorer = Scorer(questionnaire)
    questionnaires = {questionnaire.form.id: questionnaire}

    def line(text: bytes) -> bytes:
        (reading,) = read_json(text, "", questionnaires)
        response, _ = check_response(reading.data, questionnaires)
        return scorer.line(response)

    return line


def plain_form(questionnaire: Questionnaire) -> dict[str, Any]:
    """What the plain side needs to know, in dicts and floats."""
    form, standard = questionnaire.form, questionnaire.standard
    weights = {kind: float(weight) for kind, weight in form.all_weights.items()}

    def clauses(unit: Any) -> list[dict[str, Any]]:
        return [
            {"id": c.id, "provisions": [(ref, p.type, weights[p.type]) for ref, p in c.references()]}
            for c in standard.clauses_of(unit)
        ]

    stages = [
        {"id": stage.id, "units": [{"id": unit.id, "clauses": clauses(unit)} for unit in stage.units]}
        for stage in standard.stages
    ]
    bands = [(band.id, float(band.minimum)) for band in form.bands]
    return {"stages": stages, "full": questionnaire.scale.maximum, "bands": bands, "gates": form.gates}


def scores(form: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """The scores of clauses, tasks, stages and overall."""
    answers, full = response["answers"], form["full"]
    stages, overall, count = [], 0.0, 0
    for stage in form["stages"]:
        units, stage_sum, stage_count = [], 0.0, 0
        for unit in stage["units"]:
            clauses, unit_sum, unit_count = [], 0.0, 0
            for clause in unit["clauses"]:
                points = weights = 0.0
                for ref, _, weight in clause["provisions"]:
                    reply = answers.get(ref)
                    if reply and "rating" in reply:
                        points += weight * reply["rating"] / full
                        weights += weight
                score = points / weights if weights else None
                if score is not None:
                    unit_sum += score
                    unit_count += 1
                clauses.append({"id": clause["id"], "score": score})
            units.append({"id": unit["id"], "score": unit_sum / unit_count if unit_count else None, "clauses": clauses})
            stage_sum += unit_sum
            stage_count += unit_count
        score = stage_sum / stage_count if stage_count else None
        stages.append({"id": stage["id"], "score": score, "units": units})
        overall += stage_sum
        count += stage_count
    return {"overall": overall / count if count else None, "stages": stages, "scored": count}


def whole_result(form: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """The same result as ours, but for its exactness: scores, gaps, gates and band."""
    result = scores(form, response)
    answers, full, scored = response["answers"], form["full"], result["scored"]
    gaps, bottom = [], []
    for stage in form["stages"]:
        for unit in stage["units"]:
            for clause in unit["clauses"]:
                rated = [(*p, answers[p[0]]["rating"]) for p in clause["provisions"] if "rating" in answers[p[0]]]
                weights = sum(weight for _, _, weight, _ in rated)
                for ref, kind, weight, rating in rated:
                    if weight and rating < full:
                        lost = (1 - rating / full) * weight / weights / scored
                        gap = {"provision": ref, "clause": clause["id"], "type": kind, "rating": rating, "lost": lost}
                        gaps.append(gap)
                    if kind == "requirement" and rating == 0:
                        bottom.append(ref)
    gaps.sort(key=lambda gap: -gap["lost"])
    percent = result["overall"] * 100
    band = [name for name, minimum in form["bands"] if percent >= minimum][-1]
    weak = [s["id"] for s in result["stages"] if s["score"] is not None and s["score"] * 100 < 50]
    away = sum("not_applicable" in reply for reply in answers.values())
    more = {"band": band, "gates": [bottom, weak], "gaps": gaps, "answered": len(answers), "not_applicable": away}
    return result | {"person": response["person"]} | more


def agree(files: Iterable[bytes], ours: Callable[[bytes], bytes], form: dict[str, Any]) -> None:
    """Compare a few results: what is fast and wrong needs no figures."""
    for text in files:
        exact = Result.model_validate_json(ours(text))
        found = whole_result(form, json.loads(text))
        assert exact.overall is not None
        assert abs(found["overall"] - exact.overall) < 1e-9
        assert len(found["gaps"]) == len(exact.gaps)


def in_turns(files: list[bytes], ways: list[Score], rounds: int) -> list[float]:
    """The processor's seconds that each way takes for the same files, turn by turn."""
    times = [0.0] * len(ways)
    source = cycle(files)
    for _ in range(rounds):
        some = list(islice(source, ROUND))
        for place, way in enumerate(ways):
            times[place] += elapsed(way, some)
    return times


def elapsed(way: Callable[[Any], object], some: Iterable[Any]) -> float:
    start = time.process_time()
    for text in some:
        way(text)
    return time.process_time() - start


def peak_memory(files: list[bytes], way: Callable[[bytes], bytes], *counts: int) -> Iterator[float]:
    """The most memory that the process had by the time it had scored each of the counts, in MB."""
    source = cycle(files)
    done = 0
    with Path(os.devnull).open("wb") as sink:
        for count in counts:
            for text in islice(source, count - done):
                sink.write(way(text) + b"\n")
            done = count
            yield resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
