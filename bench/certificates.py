"""Certificates from a press, beside WeasyPrint laying out each afresh, Typst, ReportLab and headless Chromium.

All draw the same two pages: the same texts in the same fonts, the chart, the code and the table of scores. Typst and
ReportLab get what the press works out by itself, that is every text with its place and its size, and the chart and the
code as pictures; they leave out the frame and the attachment, and ReportLab makes neither tags nor PDF/A. Chromium lays
the template out, stays open throughout, and makes no PDF/A. Times are of the processor, all processes included, in one
run, since machines are seldom idle; what each needs to get ready is left out by drawing few and many.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
from report import report

from clausebook.build.loading import load_project
from clausebook.certificates.document import Press
from clausebook.certificates.sealing import Seal
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.evaluation import ComponentScore, Evaluation
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Reply, Response
from clausebook.project import Project
from clausebook.render.shapes import svg_of
from clausebook.render.slots import Filled
from clausebook.scoring.score import Scorer

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(__file__).resolve().parent / "certificate_peers.py"
FAMILIES = tuple("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马欧")
GIVEN = tuple("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂浩然")
_HYPHEN = "\x02"
"""How PDFium gives a hyphen at the end of a line."""
Order = tuple[Certificate, Evaluation, Seal]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few of everything, within a minute")
    parser.add_argument("--peers", type=Path, help="a virtual environment with typst and reportlab")
    arguments = parser.parse_args()
    press, evaluations = prepared()
    orders = [order(number, evaluations) for number in range(200 if arguments.quick else 2_000)]
    press.draw(*orders[0])
    rounds = 2 if arguments.quick else 5
    ours = least(lambda: [press.draw(*one) for one in orders], rounds) / len(orders)
    afresh = least(lambda: press.draw_in_full(*orders[0]), rounds)
    sizes = [len(press.draw(*one)) for one in orders[:100]]
    figures = {
        "a certificate, ms": ours * 1000,
        "certificates a second on one core": 1 / ours,
        "certificates a second on two cores, by the clock": on_two_cores(press, orders),
        "bytes each": sum(sizes) / len(sizes),
        "WeasyPrint afresh, ms": afresh * 1000,
        "ratio_vs_weasyprint": afresh / ours,
    }
    figures |= growth(1_000 if arguments.quick else 100_000)
    if arguments.peers:
        figures |= beside(arguments.peers, press, orders, ours, few=2, many=6 if arguments.quick else 30)
    report("certificates", figures, ("weasyprint", "uharfbuzz", "fonttools", "segno"))


def prepared() -> tuple[Press, list[Evaluation]]:
    project = Project.at(ROOT)
    loaded = load_project(project)
    scheme = loaded.scheme("operator")
    questionnaire = loaded.questionnaire(scheme.forms[0])
    scorer = Scorer(questionnaire)
    results = [scorer.score(response(questionnaire, Random(seed))) for seed in range(50)]
    evaluations = [
        Evaluation(
            scheme=scheme.id,
            person=result.person,
            components=(ComponentScore(id="self", score=result.overall, weight=1, is_met=True),),
            overall=result.overall,
            band="good",
            reached="good",
            results=(result,),
        )
        for result in results
    ]
    return Press(questionnaire, scheme, project.templates), evaluations


def response(questionnaire: Questionnaire, chance: Random) -> Response:
    points = questionnaire.scale.points[2:]
    answers = {ref: Reply(rating=chance.choice(points)) for ref in questionnaire.provisions}
    return Response.model_validate(
        {
            "format": "clausebook-response/1",
            "form": questionnaire.form.id,
            "form_hash": questionnaire.content_hash,
            "language": questionnaire.standard.languages[0],
            "person": {"id": "S0001"},
            "answers": answers,
        }
    )


def order(number: int, evaluations: list[Evaluation]) -> Order:
    """A certificate with a name, a serial, scores and a code of its own."""
    chance = Random(number)
    evaluation = evaluations[number % len(evaluations)]
    holder = Holder(
        id=f"S{number}",
        name=chance.choice(FAMILIES) + "".join(chance.choices(GIVEN, k=2)),
        name_latin="Sample Learner",
        organization="示例外贸有限公司",
        department="运营部",
    )
    certificate = Certificate(
        serial=f"CB-2026-{number:06}-Q",
        scheme="operator",
        holder=holder,
        issued=date(2026, 1, 1),
        expires=date(2028, 1, 1),
        band="good",
        overall=evaluation.overall,
        status_index=number,
    )
    digits = "".join(chance.choices("0123456789", k=chance.randrange(430, 470)))
    token = "".join(chance.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", k=3_000))
    return certificate, evaluation, Seal(f"https://example.org/clausebook/verify/#{digits}", b"", token)


def least(work: Callable[[], object], rounds: int) -> float:
    """The least time of the processor that some work took."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def on_two_cores(press: Press, orders: list[Order]) -> float:
    with ProcessPoolExecutor(2, get_context("spawn"), _take, (press,)) as pool:
        list(pool.map(_draw, orders[:4]))
        start = time.perf_counter()
        list(pool.map(_draw, orders, chunksize=50))
        return len(orders) / (time.perf_counter() - start)


_held: list[Press] = []


def _take(press: Press) -> None:
    _held.append(press)


def _draw(one: Order) -> int:
    return len(_held[0].draw(*one))


def growth(most: int) -> dict[str, float]:
    """Memory and time from the first certificate to the last, in a process of its own."""
    counts = [1, 100, 1_000, 10_000, 100_000]
    wanted = [count for count in counts if count <= most]
    command = [sys.executable, "-c", f"import certificates; certificates.grow({wanted})"]
    said = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, check=True).stdout
    steps = [(0, 0.0, 0.0), *json.loads(said)]
    figures = {f"peak memory after {count:,}, MB": memory for count, _, memory in steps[1:]}
    for (before, earlier, _), (after, later, _) in pairwise(steps):
        figures[f"a certificate from {before:,} to {after:,}, ms"] = (later - earlier) / (after - before) * 1000
    return figures


def grow(counts: list[int]) -> None:
    """Print, for each count, the time of the processor so far and the peak of memory in MB."""
    press, evaluations = prepared()
    seen = []
    spent, drawn = 0.0, 0
    for count in counts:
        while drawn < count:
            one = order(drawn, evaluations)
            start = time.process_time()
            press.draw(*one)
            spent += time.process_time() - start
            drawn += 1
        seen.append((count, spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    print(json.dumps(seen))


def beside(venv: Path, press: Press, orders: list[Order], ours: float, *, few: int, many: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        job = Path(folder) / "job.json"
        job.write_text(json.dumps([page_of(press, one) for one in orders[:many]]), encoding="utf-8")
        peers = {"Typst": venv / "bin/python", "ReportLab": venv / "bin/python", "Chromium": Path(sys.executable)}
        times = {name: taken(str(python), name, job, few, many) for name, python in peers.items()}
    figures = {f"{name}, ms": each * 1000 for name, each in times.items()}
    return figures | {"ratio_vs_fastest_peer": min(times.values()) / ours}


def taken(python: str, name: str, job: Path, few: int, many: int) -> float:
    """The processor's time for one more document."""
    spent = []
    for count in (few, many):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([python, str(PEERS), name, str(job), str(count)], check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return max(spent[1] - spent[0], 1e-6) / (many - few)


def page_of(press: Press, one: Order) -> dict[str, Any]:
    """What the peers draw of a certificate: texts with their places, pictures, and the document as HTML."""
    certificate, evaluation, seal = one
    contents = press._contents
    content = contents.of(certificate, evaluation, seal)
    shape = contents_shape(press, one)
    chart = contents.chart(shape)
    line, area = (svg_of(content.drawings[name]) for name in ("chart-line", "chart-area"))
    (grid,) = content.drawings["code"]
    side = grid.side + 2 * grid.offset
    code = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{svg_of([grid])}</svg>'
    html = press.html(shape, Filled(content, press._fonts), side)
    return {
        "runs": list(runs(press.draw(*one))),
        "chart": chart.svg(area, line, "Noto Sans SC"),
        "labels": [[*caption.place, caption.size, caption.text] for caption in chart.frame if hasattr(caption, "text")],
        "points": [list(point) for point in chart.line([s.score for s in evaluation.results[0].stages])[0].points],
        "code": code,
        "rows": list(grid.rows()),
        "bars": [float(content.bars[name]) for name in sorted(content.bars)],
        "html": html.replace("font:", f"file://{ROOT}/templates/fonts/"),
        "fonts": f"{ROOT}/templates/fonts",
    }


def contents_shape(press: Press, one: Order) -> Any:
    return next(shape for shape, _ in press._plates if shape.has_latin == bool(one[0].holder.name_latin))


def runs(pdf: bytes) -> Iterator[list[Any]]:
    """Every text of a file: page, left, baseline, size, font and characters."""
    document = pypdfium2.PdfDocument(pdf)
    for number, sheet in enumerate(document):
        textpage = sheet.get_textpage()
        for thing in sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=textpage, max_depth=1):
            matrix = thing.get_matrix()
            name = thing.get_font().get_base_name()
            font = "NotoSerifSC-SemiBold" if "Serif" in name else "NotoSansSC-Regular"
            text = thing.extract().replace(_HYPHEN, "-")
            yield [number, matrix.e, matrix.f, thing.get_font_size() * abs(matrix.a), font, text]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    main()
