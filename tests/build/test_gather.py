"""What came in is brought together person by person, wherever it came from; and nobody is lost on the way."""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from clausebook.build.gather import Gathered, gather
from clausebook.build.loading import Loaded, load_project
from clausebook.build.records import Scoring, score_responses
from clausebook.errors import UsageError
from clausebook.load.roster import load_roster
from clausebook.project import Project

FULL = ("flour.a", "flour.b", "water.a", "heat.a", "cooling.a", "cooling.b")
SCHEME = """\
id: master
components:
  - {id: review, title: {en: Review, de: Urteil}, form: review, weight: 30, minimum: 60}
  - {id: self, title: {en: Self, de: Selbst}, form: baker, weight: 20}
  - {id: exam, title: {en: Exam, de: Prüfung}, exam: {maximum: 100}, weight: 50, minimum: 60}
bands:
  - {id: raw, title: {en: Raw, de: Roh}, minimum: 0}
  - {id: baked, title: {en: Baked, de: Gebacken}, minimum: 80}
band: baked
"""
ROSTER = "id,name,organization\nB1,Jörg Müßig,Sample\nB2,王小明,Sample\nB3,Cook,Sample\nB4,Absent,Sample\n"


@pytest.fixture
def bakery(tiny: Project) -> Project:
    """The tiny standard with a reviewer's form and a scheme of three components beside its own."""
    assessments = tiny.root / "assessments"
    form = (assessments / "forms" / "baker.yaml").read_text(encoding="utf-8")
    review = form.replace("id: baker", "id: review\nkind: review\ncompared_with: baker", 1)
    (assessments / "forms" / "review.yaml").write_text(review, encoding="utf-8")
    scheme = (assessments / "schemes" / "baker.yaml").read_text(encoding="utf-8")
    wording = scheme[scheme.index("pass_mark:") :].replace("BAKE", "MASTER")
    (assessments / "schemes" / "master.yaml").write_text(SCHEME + wording, encoding="utf-8")
    (tiny.root / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tiny


@pytest.fixture
def loaded(bakery: Project) -> Loaded:
    return load_project(bakery)


@pytest.fixture
def inbox(bakery: Project) -> Path:
    folder = bakery.root / "in"
    folder.mkdir()
    return folder


def answer(loaded: Loaded, path: Path, person: str = "B1", form: str = "baker", **changes: Any) -> Path:
    """A response of full marks to a file, with other ratings where they are named; None leaves one out."""
    ratings: Mapping[str, Any] = dict.fromkeys(FULL, 1) | changes.pop("ratings", {})
    response = {
        "format": "clausebook-response/1",
        "form": form,
        "form_hash": loaded.questionnaire(form).content_hash,
        "language": "en",
        "person": {"id": person, "name": changes.pop("name", "")},
        "answers": {ref: {"rating": rating} for ref, rating in ratings.items() if rating is not None},
        **({"reviewer": {"id": changes.pop("reviewer", "R1")}} if form == "review" else {}),
        **changes,
    }
    path.write_text(json.dumps(response), encoding="utf-8")
    return path


def everything(loaded: Loaded, inbox: Path, person: str = "B1") -> None:
    answer(loaded, inbox / f"{person}-self.json", person)
    answer(loaded, inbox / f"{person}-review.json", person, "review")


def gathered(project: Project, scheme: str, *paths: Path, **options: Any) -> list[Gathered]:
    loaded = load_project(project)
    holders = load_roster(project.root / "roster.csv", "roster.csv")
    return list(gather(loaded, loaded.scheme(scheme), paths, holders, project.build, **options))


def told(everybody: Iterable[Gathered]) -> list[tuple[str, str]]:
    """By person or origin, the reason, or the band."""
    return [
        (one.person or one.origin.rpartition("/")[2], one.rejection.reason if one.rejection else _band(one))
        for one in everybody
    ]


def _band(one: Gathered) -> str:
    assert one.evaluation is not None
    assert one.holder is not None
    return str(one.evaluation.band)


def test_responses_of_any_packing_and_marks_make_one_evaluation(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    answer(loaded, inbox / "self.json", ratings={"flour.b": 0})
    with zipfile.ZipFile(inbox / "reviews.zip", "w") as packed:
        packed.write(answer(loaded, bakery.root / "review.json", form="review"), "deep/B1.json")
    (inbox / "exam.csv").write_text("id,name,marks\nB1,Jörg Müßig,81.5\n", encoding="gb18030")
    (one,) = gathered(bakery, "master", inbox)
    assert one.evaluation is not None
    assert one.holder is not None
    assert (one.holder.name, one.evaluation.person.id, one.evaluation.band) == ("Jörg Müßig", "B1", "baked")
    shares = {score.id: score.score for score in one.evaluation.components}
    assert (shares["review"], shares["exam"]) == (1, Fraction("0.815"))
    assert one.evaluation.overall == Fraction(3, 10) + shares["self"] / 5 + Fraction("0.4075")
    assert [result.form for result in one.evaluation.results] == ["review", "baker"]
    assert not list(bakery.build.glob("*"))


def test_results_stand_in_for_responses(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    everything(loaded, inbox)
    (inbox / "marks.csv").write_text("id,marks\nB1,90\n")
    (direct,) = gathered(bakery, "master", inbox)
    out = bakery.build / "results"
    score_responses(
        bakery, [inbox / "B1-self.json", inbox / "B1-review.json"], out, Scoring(has_reports=False), lambda *_: None
    )
    (read,) = gathered(bakery, "master", out / "results.jsonl", inbox / "marks.csv")
    assert read.evaluation == direct.evaluation
    assert read.evaluation is not None
    assert direct.evaluation is not None
    assert read.evaluation.digest == direct.evaluation.digest
    marked = out / "marked.jsonl"
    marked.write_bytes(b"\xef\xbb\xbf" + (out / "results.jsonl").read_bytes())
    (again,) = gathered(bakery, "master", marked, inbox / "marks.csv")
    assert again.evaluation == direct.evaluation
    (both,) = gathered(bakery, "master", inbox, out / "results.jsonl")
    assert both.evaluation == direct.evaluation


def test_people_come_in_the_order_of_the_roster(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    for person in ("B3", "X9", "B1", "B2"):
        answer(loaded, inbox / f"{person}.json", person)
    (inbox / "empty.json").write_text("")
    everybody = told(gathered(bakery, "baker", inbox))
    assert everybody == [
        ("empty.json", "empty_file"),
        ("B1", "baked"),
        ("B2", "baked"),
        ("B3", "baked"),
        ("X9", "not_on_roster"),
    ]


Change = Callable[[Loaded, Path], object]
LEFT_OVER: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "no review": (lambda _, inbox: (inbox / "B1-review.json").unlink(), [("B1", "no_response")]),
    "no marks": (lambda _, inbox: (inbox / "marks.csv").unlink(), [("B1", "no_marks")]),
    "marks of others": (
        lambda _, inbox: (inbox / "marks.csv").write_text("id,marks\nB3,9\n"),
        [("B1", "no_marks"), ("B3", "no_response")],
    ),
    "empty marks": (lambda _, inbox: (inbox / "marks.csv").write_text("id,marks\nB1,\n"), [("B1", "no_marks")]),
    "bad marks": (lambda _, inbox: (inbox / "marks.csv").write_text("id,marks\nB1,NaN\n"), [("B1", "bad_marks")]),
    "above the maximum": (
        lambda _, inbox: (inbox / "marks.csv").write_text("id,marks\nB1,101\n"),
        [("B1", "marks_above_maximum")],
    ),
    "below the minimum": (
        lambda _, inbox: (inbox / "marks.csv").write_text("id,marks\nB1,59.9\n"),
        [("B1", "below_band")],
    ),
    "two marks": (
        lambda _, inbox: (inbox / "again.csv").write_text("id,marks\nB1,91\n"),
        [("B1", "conflicting_marks")],
    ),
    "the same marks twice": (
        lambda _, inbox: (inbox / "marks.csv").write_text("id,marks\nB1,90\nB1,90\n"),
        [("B1", "duplicate_marks"), ("B1", "baked")],
    ),
    "the same marks in two files": (
        lambda _, inbox: (inbox / "again.csv").write_text("id,marks\nB1,90\n"),
        [("B1", "baked")],
    ),
    "marks of somebody without a name here": (
        lambda _, inbox: (inbox / "marks.csv").write_text("id,name,marks\nB1,Somebody,90\n"),
        [("B1", "name_differs")],
    ),
    "a table of no use": (
        lambda _, inbox: (inbox / "marks.csv").write_text("id,marks,whim\nB1,90,1\n"),
        [("marks.csv", "bad_columns"), ("B1", "no_marks")],
    ),
    "incomplete": (
        lambda loaded, inbox: answer(loaded, inbox / "B1-self.json", ratings={"heat.a": None}),
        [("B1", "incomplete")],
    ),
    "another name": (
        lambda loaded, inbox: answer(loaded, inbox / "B1-self.json", name="Somebody"),
        [("B1", "name_differs")],
    ),
    "other answers": (
        lambda loaded, inbox: answer(loaded, inbox / "again.json", ratings={"heat.a": 0}),
        [("B1", "conflicting_response")],
    ),
    "the same answers again": (
        lambda loaded, inbox: answer(loaded, inbox / "again.json", saved="2026-11-20T08:00:00Z"),
        [("B1", "baked")],
    ),
    "a second review": (
        lambda loaded, inbox: answer(loaded, inbox / "again.json", form="review", reviewer="R2"),
        [("B1", "several_reviews")],
    ),
    "a review of oneself": (
        lambda loaded, inbox: answer(loaded, inbox / "B1-review.json", form="review", reviewer="B1"),
        [("B1", "own_review")],
    ),
    "another edition of the form": (
        lambda loaded, inbox: answer(loaded, inbox / "B1-self.json", form_hash="0" * 16),
        [("B1-self.json", "form_hash_mismatch"), ("B1", "no_response")],
    ),
}


@pytest.mark.parametrize("case", LEFT_OVER)
def test_who_is_left_over(case: str, bakery: Project, loaded: Loaded, inbox: Path) -> None:
    change, expected = LEFT_OVER[case]
    everything(loaded, inbox)
    (inbox / "marks.csv").write_text("id,marks\nB1,90\n")
    change(loaded, inbox)
    everybody = gathered(bakery, "master", inbox)
    assert told(everybody) == expected
    assert all((one.evaluation is None) != (one.rejection is None) for one in everybody)


def test_what_the_scheme_does_not_count(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    everything(loaded, inbox)
    (inbox / "marks.csv").write_text("id,marks\nB1,90\n")
    assert sorted(told(gathered(bakery, "baker", inbox))) == [
        ("B1", "baked"),
        ("B1-review.json", "other_form"),
        ("marks.csv", "no_exam"),
    ]


def test_the_newest_counts_where_that_is_asked_for(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    everything(loaded, inbox)
    answer(loaded, inbox / "B1-self.json", saved="2026-11-20T08:00:00+00:00")
    answer(loaded, inbox / "later.json", saved="2026-11-21T08:00:00+00:00", ratings={"heat.a": 0})
    (inbox / "first.csv").write_text("id,marks,date\nB1,40,2026-11-03\n")
    (inbox / "resit.csv").write_text("id,marks,date\nB1,95,2026-11-17\n")
    (held,) = gathered(bakery, "master", inbox)
    assert held.rejection is not None
    (newest,) = gathered(bakery, "master", inbox, policy="newest")
    assert newest.evaluation is not None
    shares = {score.id: score.score for score in newest.evaluation.components}
    assert shares["exam"] == Fraction("0.95")
    assert shares["self"] < 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"overall":"1"', '"overall":"2"', "bad_result"),
        ('"overall":"1"', '"overall":"1/2"', "bad_result"),
        ('"overall":"1"', '"overall":"1e-999999999"', "bad_result"),
        ('"band":"baked"', '"band":"golden"', "bad_result"),
        ('"reached":"baked"', '"reached":null', "bad_result"),
        ('"total":6', '"total":5', "bad_result"),
        ('"answered":6', '"answered":7', "bad_result"),
        ('"id":"dough"', '"id":"dow"', "bad_result"),
        ('"form":"baker"', '"form":"cook"', "unknown_form"),
        ('"form_hash":"', '"form_hash":"0', "form_hash_mismatch"),
        ('"person":{', '"person":[{', "bad_result"),
        ("}", "", "bad_result"),
    ],
)
def test_a_changed_result_is_refused(
    old: str, new: str, reason: str, bakery: Project, loaded: Loaded, inbox: Path
) -> None:
    results = bakery.build / "results"
    score_responses(bakery, [answer(loaded, inbox / "B1.json")], results, Scoring(has_reports=False), lambda *_: None)
    path = results / "results.jsonl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1) + "\n\n", encoding="utf-8")
    ((_, told_reason),) = told(gathered(bakery, "baker", path))
    assert told_reason == reason


def test_what_cannot_be_opened_or_is_our_own_is_said(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    answer(loaded, inbox / "B1.json")
    shutil.copytree(inbox, inbox / "out")
    (inbox / ".hidden").write_text("id,marks\nB1,90\n")
    (inbox / "link.csv").symlink_to(inbox / "B1.json")
    assert told(gathered(bakery, "baker", inbox, apart=inbox / "out")) == [
        ("link.csv", "symbolic_link"),
        ("B1", "baked"),
    ]
    with pytest.raises(UsageError, match="does not exist"):
        gathered(bakery, "baker", inbox / "nowhere")


def test_progress_is_told(bakery: Project, loaded: Loaded, inbox: Path) -> None:
    answer(loaded, inbox / "B1.json")
    steps: list[tuple[str, int]] = []
    gathered(bakery, "baker", inbox, told=lambda what, count: steps.append((what, count)))
    assert steps == [("received", 1), ("evaluated", 1)]
