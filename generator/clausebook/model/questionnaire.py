"""A form laid over a standard: every question in its order, and the hash that ties a response to them."""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import Any

from clausebook.model.base import Model
from clausebook.model.form import Form, Scale
from clausebook.model.standard import Clause, Provision, Section, Stage, Standard

Keep = Callable[[Clause], bool]


class Questionnaire(Model):
    """A form with its scale and the standard, which holds here only the clauses that the form asks about."""

    form: Form
    scale: Scale
    standard: Standard

    @classmethod
    def of(cls, form: Form, scale: Scale, standard: Standard) -> "Questionnaire":
        """Lay a form over a whole standard."""
        stages = [stage for stage in standard.stages if not form.stages or stage.id in form.stages]
        within = {clause.id for stage in stages for clause in standard.clauses_of(stage)}
        asked = restricted(standard, lambda clause: clause.id in within and _has_any(clause.roles, form.roles))
        return cls(form=form, scale=scale, standard=asked)

    def asked(self, models: Collection[str]) -> "Questionnaire":
        """What is left for someone with these business models; all of it where none are given."""
        if not models:
            return self
        left = restricted(self.standard, lambda clause: not clause.models or _has_any(clause.models, models))
        return Questionnaire(form=self.form, scale=self.scale, standard=left)

    @cached_property
    def provisions(self) -> Mapping[str, Provision]:
        """Every provision that the form asks about, by reference, in outline order."""
        return {ref: provision for clause in self.standard.in_order for ref, provision in clause.references()}

    @cached_property
    def content_hash(self) -> str:
        """Sixteen hex digits over all that decides what a question means and what an answer is worth.

        A response carries it, so that answers given to other questions or other rules are noticed. Titles and
        introductions do not count: mending one of them leaves every response valid.
        """
        form = self.form.model_dump(mode="json", include={"id", "kind", "models", "stage_weights", "bands", "gates"})
        decisive = {
            "form": form,
            "weights": {kind: str(weight) for kind, weight in self.form.all_weights.items()},
            "points": self.scale.points,
            "provisions": [[ref, p.type, dict(p.text.items())] for ref, p in self.provisions.items()],
        }
        canonical = json.dumps(decisive, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def restricted(standard: Standard, keep: Keep) -> Standard:
    """A standard with only some of its clauses; a task or stage that is left without any goes too."""
    stages = tuple(stage for whole in standard.stages if (stage := _stage(standard, whole, keep)))
    clauses = {number: clause for number, clause in standard.clauses.items() if keep(clause)}
    fields = {name: getattr(standard, name) for name in Standard.model_fields}
    return Standard.model_validate(fields | {"stages": stages, "clauses": clauses})


def _stage(standard: Standard, stage: Stage, keep: Keep) -> Stage | None:
    tasks = tuple(task.model_copy(update=_kept(standard, task, keep)) for task in stage.tasks)
    left = stage.model_copy(
        update={"tasks": tuple(task for task in tasks if task.clauses), **_kept(standard, stage, keep)}
    )
    return left if left.tasks or left.clauses else None


def _kept(standard: Standard, section: Section, keep: Keep) -> dict[str, Any]:
    return {"clauses": tuple(number for number in section.clauses if keep(standard.clauses[number]))}


def _has_any(own: Collection[str], wanted: Collection[str]) -> bool:
    """Whether the two share something; everything fits where nothing is asked for."""
    return not wanted or not set(wanted).isdisjoint(own)
