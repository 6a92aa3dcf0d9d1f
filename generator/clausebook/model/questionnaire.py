"""A form laid over a standard: every question in its order, and the hash that ties a response to them."""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property

from clausebook.model.base import Model
from clausebook.model.form import Form, Scale
from clausebook.model.standard import Provision, Standard


class Questionnaire(Model):
    """A form with its scale and the standard whose provisions it asks about."""

    form: Form
    scale: Scale
    standard: Standard

    @cached_property
    def provisions(self) -> Mapping[str, Provision]:
        """Every provision that the form asks about, by reference, in outline order."""
        sections = (self.standard.clauses_of(stage) for stage in self.standard.stages)
        return {ref: provision for clauses in sections for clause in clauses for ref, provision in clause.references()}

    @cached_property
    def content_hash(self) -> str:
        """Sixteen hex digits over all that decides what a question means and what an answer is worth.

        A response carries it, so that answers given to other questions or other rules are noticed. Titles and
        introductions do not count: mending one of them leaves every response valid.
        """
        form = self.form.model_dump(mode="json", include={"id", "stage_weights", "bands", "gates"})
        decisive = {
            "form": form,
            "weights": {kind: str(weight) for kind, weight in self.form.all_weights.items()},
            "points": self.scale.points,
            "provisions": [[ref, p.type, dict(p.text.items())] for ref, p in self.provisions.items()],
        }
        canonical = json.dumps(decisive, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]
