"""How a band came about, sentence by sentence."""

from collections.abc import Iterator
from fractions import Fraction

from clausebook.model.form import Form, StageGate
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import Held, Result, shown
from clausebook.render.jinja import Words
from clausebook.reports.phrasing import whole

_MOST_CAUSES = 8


def band_title(band: str | None, form: Form, language: str, words: Words) -> str:
    """What the band is called; a phrase of its own where there is none."""
    return next((found.title[language] for found in form.bands if found.id == band), words["no_band"])


def outcome(result: Result, questionnaire: Questionnaire, language: str, words: Words) -> Iterator[str]:
    """What the band rests on: whether all is answered, the limits of the form, what did not apply."""
    form = questionnaire.form
    if not result.is_complete:
        yield words["incomplete"].format(count=result.total - result.answered, total=result.total)
    if result.overall is None:
        yield words["no_score"]
    else:
        yield from _limits(result, form, language, words)
        yield from (_gate(held, questionnaire, language, words) for held in result.gates)
        if result.band != result.reached:
            yield words["held_back"].format(band=band_title(result.reached, form, language, words))
    share = shown(Fraction(result.not_applicable, result.total)) if result.total else shown(None)
    yield words["not_applicable"].format(count=result.not_applicable, total=result.total, share=share)


def _limits(result: Result, form: Form, language: str, words: Words) -> Iterator[str]:
    """Where the score stands among the bands: the one that it reaches, and the next."""
    score = (result.overall or Fraction(0)) * 100
    met = [band for band in form.bands if band.minimum <= score]
    if met:
        yield words["band_from"].format(band=met[-1].title[language], minimum=whole(met[-1].minimum))
    if len(met) < len(form.bands):
        following = form.bands[len(met)]
        yield words["band_next"].format(band=following.title[language], minimum=whole(following.minimum))


def _gate(held: Held, questionnaire: Questionnaire, language: str, words: Words) -> str:
    """What closed a gate and what follows from it."""
    form = questionnaire.form
    effect = "gate_blocks" if held.cap is None else "gate_caps"
    causes = _named(held, questionnaire, language, words)
    if held.rule == "requirement_at_bottom":
        label = questionnaire.scale.answers[0].label[language]
        why = words["gate_requirement"].format(label=label, causes=causes, count=len(held.causes))
    else:
        why = words["gate_stage"].format(minimum=_minimum(held, form), causes=causes)
    return why + words[effect].format(band=band_title(held.cap, form, language, words))


def _minimum(held: Held, form: Form) -> str:
    gates = (gate for gate in form.gates if isinstance(gate, StageGate) and gate.cap == held.cap)
    return next((whole(gate.minimum) for gate in gates), "")


def _named(held: Held, questionnaire: Questionnaire, language: str, words: Words) -> str:
    standard = questionnaire.standard
    if held.rule == "requirement_at_bottom":
        numbers = [standard.clause_by_id[cause.partition(".")[0]].number for cause in held.causes]
    else:
        titles = {stage.id: f"{stage.number} {stage.title[language]}" for stage in standard.stages}
        numbers = [titles[cause] for cause in held.causes]
    every = list(dict.fromkeys(numbers))
    more = words["more"].format(count=len(every) - _MOST_CAUSES) if len(every) > _MOST_CAUSES else ""
    return words["list_separator"].join(every[:_MOST_CAUSES]) + more
