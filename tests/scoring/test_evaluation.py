"""A scheme's result: the arithmetic beside an independent one over random schemes, and each rule by itself."""

import random
from fractions import Fraction
from math import lcm

import pytest

from clausebook.errors import RejectedRecord
from clausebook.model.base import LocalizedText
from clausebook.model.evaluation import Evaluation
from clausebook.model.form import Answer, Band, Form, Scale
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Person
from clausebook.model.result import Held, Result
from clausebook.model.scheme import Component, Exam, FormBandGate, PassMark, Scheme, Signatory
from clausebook.model.standard import Identity, Standard
from clausebook.scoring.evaluation import bands_of, evaluate, is_earned

ANYBODY = Person(id="E1")
WORD = LocalizedText({"en": "Word"})
NAMES = ("low", "middle", "high")


def bands(*minimums: object) -> tuple[Band, ...]:
    return tuple(Band(id=name, title=WORD, minimum=minimum) for name, minimum in zip(NAMES, minimums, strict=False))


def questionnaire(form: str, own: tuple[Band, ...]) -> Questionnaire:
    names = ("title", "summary", "publisher", "notice", "copyright")
    identity = Identity(id="baking", languages=("en",), **dict.fromkeys(names, WORD))
    scale = Scale(id="two", title=WORD, answers=(Answer(points=0, label=WORD), Answer(points=1, label=WORD)))
    return Questionnaire(
        form=Form(id=form, title=WORD, intro=WORD, privacy=WORD, scale="two", bands=own),
        scale=scale,
        standard=Standard(identity=identity, stages=(), clauses={}),
    )


QUESTIONNAIRES = {form: questionnaire(form, bands(0, 60, "87.5")) for form in ("self", "review")}


def result(form: str = "self", overall: Fraction | None = Fraction(2, 3), band: str | None = "middle") -> Result:
    return Result(
        form=form,
        form_hash=QUESTIONNAIRES[form].content_hash,
        person=ANYBODY,
        overall=overall,
        stages=(),
        band=band,
        reached="middle",
        gates=() if band == "middle" else (Held(rule="requirement_at_bottom", causes=("a.a",), cap=band),),
        gaps=(),
        total=6,
        answered=6,
        not_applicable=0,
    )


def component(identity: str, weight: object = 1, minimum: object = None, maximum: object = None) -> Component:
    exam = None if maximum is None else Exam(maximum=maximum)
    return Component(
        id=identity, title=WORD, form=None if exam else identity, exam=exam, weight=weight, minimum=minimum
    )


def scheme(*components: Component, own: tuple[Band, ...] = (), gates: tuple[FormBandGate, ...] = ()) -> Scheme:
    return Scheme(
        id="baker",
        components=components or (component("self"),),
        bands=own,
        band="middle",
        gates=gates,
        pass_mark=PassMark(basis="fixed", note=WORD),
        title=WORD,
        statement=WORD,
        remark=WORD,
        issuer=WORD,
        signatories=(Signatory(name=WORD, position=WORD),),
        validity=12,
        prefix="BK",
    )


THREE = scheme(
    component("review", 30, 60), component("self", 20, 60), component("exam", 50, 60, 100), own=bands(0, 60, "87.5")
)


def three(review: object = 1, self: object = 1, exam: object = 100) -> Evaluation:
    results = {"review": result("review", Fraction(review)), "self": result("self", Fraction(self))}  # type: ignore[arg-type]
    return evaluate(THREE, QUESTIONNAIRES, results, {"exam": Fraction(exam)}, ANYBODY)  # type: ignore[arg-type]


def test_the_weighted_mean_is_exact() -> None:
    evaluation = three(Fraction(2, 3), Fraction(5, 7), Fraction("61.5"))
    assert evaluation.overall == Fraction(20, 100) + Fraction(1, 7) + Fraction("0.3075")
    assert [score.score for score in evaluation.components] == [Fraction(2, 3), Fraction(5, 7), Fraction("0.615")]
    assert (evaluation.band, evaluation.reached, evaluation.held) == ("middle", "middle", ())
    assert evaluation.result is evaluation.results[0]
    assert [kept.form for kept in evaluation.results] == ["review", "self"]


@pytest.mark.parametrize(("exam", "band"), [("75", "high"), ("74.999999", "middle")])
def test_a_band_begins_at_its_exact_minimum(exam: str, band: str) -> None:
    assert three(exam=Fraction(exam)).band == band


@pytest.mark.parametrize(
    ("exam", "band", "held"),
    [("60", "middle", ()), ("59.999999", None, ("component_minimum:exam",))],
)
def test_a_minimum_is_met_exactly_or_takes_the_band_away(exam: str, band: str | None, held: tuple[str, ...]) -> None:
    evaluation = three(exam=Fraction(exam))
    assert (evaluation.reached, evaluation.band, evaluation.held) == ("middle", band, held)
    assert evaluation.components[2].is_met == (not held)


def test_every_minimum_that_is_missed_is_named() -> None:
    assert three(Fraction(1, 2), Fraction(1, 2)).held == ("component_minimum:review", "component_minimum:self")


@pytest.mark.parametrize("cap", ["low", None])
def test_a_scheme_of_one_form_gives_the_forms_band_and_gates(cap: str | None) -> None:
    held = evaluate(scheme(), QUESTIONNAIRES, {"self": result(band=cap)}, {}, ANYBODY)
    assert (held.reached, held.band, held.held) == ("middle", cap, ("requirement_at_bottom:self",))
    assert held.overall == Fraction(2, 3)
    assert not is_earned(scheme(), QUESTIONNAIRES, held)
    free = evaluate(scheme(), QUESTIONNAIRES, {"self": result()}, {}, ANYBODY)
    assert (free.band, free.held) == ("middle", ())
    assert is_earned(scheme(), QUESTIONNAIRES, free)


def test_a_gate_that_takes_nothing_is_not_named() -> None:
    kept = result().model_copy(update={"gates": (Held(rule="stage_minimum", causes=("one",), cap="high"),)})
    assert evaluate(scheme(), QUESTIONNAIRES, {"self": kept}, {}, ANYBODY).held == ()


def test_with_bands_of_its_own_a_form_counts_by_its_score_alone() -> None:
    own = scheme(own=bands(0, 50))
    evaluation = evaluate(own, QUESTIONNAIRES, {"self": result(band=None)}, {}, ANYBODY)
    assert (evaluation.band, evaluation.held) == ("middle", ())
    assert [band.minimum for band in bands_of(own, QUESTIONNAIRES)] == [0, 50]


@pytest.mark.parametrize(
    ("form_band", "cap", "left"), [("middle", None, "high"), ("low", None, None), (None, "low", "low")]
)
def test_a_gate_asks_for_a_band_of_a_form(form_band: str | None, cap: str | None, left: str | None) -> None:
    gate = FormBandGate(rule="form_band", component="self", band="middle", cap=cap)
    gated = scheme(component("self"), component("exam", 1, None, 10), own=bands(0, 40, 80), gates=(gate,))
    evaluation = evaluate(gated, QUESTIONNAIRES, {"self": result(band=form_band)}, {"exam": Fraction(10)}, ANYBODY)
    assert evaluation.reached == "high"
    assert evaluation.band == left
    assert evaluation.held == (() if form_band == "middle" else ("form_band:self",))


def test_below_the_lowest_band_there_is_none() -> None:
    high = scheme(component("exam", 1, None, 100), own=bands(50, 60))
    evaluation = evaluate(high, QUESTIONNAIRES, {}, {"exam": Fraction(49)}, ANYBODY)
    assert (evaluation.band, evaluation.reached, evaluation.result) == (None, None, None)
    assert not is_earned(high, QUESTIONNAIRES, evaluation)


@pytest.mark.parametrize(
    ("results", "marks", "reason"),
    [
        ({}, {"exam": Fraction(1)}, "no_response"),
        ({"self": result()}, {}, "no_marks"),
        ({"self": result()}, {"exam": Fraction(101)}, "marks_above_maximum"),
        ({"self": result()}, {"exam": Fraction(-1)}, "marks_above_maximum"),
        ({"self": result().model_copy(update={"answered": 5})}, {"exam": Fraction(1)}, "incomplete"),
        ({"self": result(overall=None)}, {"exam": Fraction(1)}, "no_score"),
    ],
)
def test_what_cannot_be_evaluated(results: dict[str, Result], marks: dict[str, Fraction], reason: str) -> None:
    both = scheme(component("self"), component("exam", 1, None, 100), own=bands(0, 60))
    with pytest.raises(RejectedRecord) as caught:
        evaluate(both, QUESTIONNAIRES, results, marks, ANYBODY)
    assert caught.value.reason == reason


def test_the_digest_is_of_what_a_certificate_can_show() -> None:
    first = three()
    later = first.model_copy(
        update={"results": tuple(one.model_copy(update={"saved": "2026-11-23", "gaps": ()}) for one in first.results)}
    )
    assert later.digest == first.digest
    assert three(exam=Fraction("99.5")).digest != first.digest


def random_scheme(chance: random.Random) -> Scheme:
    count = chance.randint(1, 4)
    parts = [component("self", weight(chance), minimum(chance)), component("review", weight(chance), minimum(chance))]
    parts += [component(f"exam-{n}", weight(chance), minimum(chance), chance.choice([10, 100, "12.5"])) for n in "ab"]
    own = bands(0, chance.choice(["33.3", 50, "200/3"]), chance.choice([75, "87.5"]))
    return scheme(*chance.sample(parts, count), own=own)


def weight(chance: random.Random) -> object:
    return chance.choice([1, 20, 30, 50, "0.5", "1/3"])


def minimum(chance: random.Random) -> object:
    return chance.choice([None, None, 0, 40, 60, "62.5"])


def reference(scheme: Scheme, shares: dict[str, Fraction]) -> tuple[Fraction, str | None, str | None, set[str]]:
    """The overall score, what it reaches, what is left and what held it back, in whole numbers as far as can be."""
    denominator = lcm(*(c.weight.denominator for c in scheme.components), *(s.denominator for s in shares.values()))
    weights = {c.id: int(c.weight * denominator) for c in scheme.components}
    points = {name: int(share * denominator) for name, share in shares.items()}
    top = sum(weights[name] * points[name] for name in weights)
    bottom = sum(weights.values()) * denominator
    reached = None
    for band in scheme.bands:
        if top * 100 * band.minimum.denominator >= band.minimum.numerator * bottom:
            reached = band.id
    missed = {c.id for c in scheme.components if c.minimum is not None and shares[c.id] < Fraction(c.minimum, 100)}
    return Fraction(top, bottom), reached, None if missed else reached, missed


@pytest.mark.parametrize("seed", range(300))
def test_random_schemes_agree_with_the_plain_arithmetic(seed: int) -> None:
    chance = random.Random(seed)
    made = random_scheme(chance)
    shares = {c.id: Fraction(chance.randint(0, 24), 24) for c in made.components}
    results = {form: result(form, shares[form]) for form in made.forms}
    marks = {name: shares[name] * exam.maximum for name, exam in made.exams.items()}
    evaluation = evaluate(made, QUESTIONNAIRES, results, marks, ANYBODY)
    overall, reached, left, missed = reference(made, shares)
    assert (evaluation.overall, evaluation.reached, evaluation.band) == (overall, reached, left)
    assert {c.id for c in evaluation.components if not c.is_met} == missed
    if reached is not None:
        assert set(evaluation.held) == {f"component_minimum:{name}" for name in missed}
    assert sum(made.share(c) for c in made.components) == 1
