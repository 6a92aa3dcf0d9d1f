"""Which provisions are asked about, tested and taught, and where the gaps are that a project wants closed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from clausebook.model.base import Model
from clausebook.model.standard import Standard

Kind = Literal["forms", "items", "lessons"]
KINDS: tuple[Kind, ...] = ("forms", "items", "lessons")


class CoverageRules(Model):
    """assessments/coverage.yaml: `required` names what every provision has to be covered by."""

    required: tuple[Kind, ...] = ()


@dataclass(frozen=True)
class Coverage:
    """What covers each provision: the ids of forms, items and lessons, by kind and provision reference."""

    covers: Mapping[Kind, Mapping[str, tuple[str, ...]]]
    required: tuple[Kind, ...] = field(default=())

    def of(self, reference: str, kind: Kind) -> tuple[str, ...]:
        """The ids of what covers a provision."""
        return self.covers.get(kind, {}).get(reference, ())

    def open_gaps(self, standard: Standard) -> Iterator[tuple[Kind, str]]:
        """Each provision, by reference, that lacks something which the project requires."""
        for kind in self.required:
            for clause in standard.in_order:
                for reference, _ in clause.references():
                    if not self.of(reference, kind):
                        yield kind, reference
