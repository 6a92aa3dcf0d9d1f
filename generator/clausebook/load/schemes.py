"""What a scheme says that leads nowhere: forms, bands, components, pictures and designs that are not there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from clausebook.errors import Problem
from clausebook.load.check import duplicates, suggestion
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.blueprint import Blueprint
from clausebook.model.form import Form
from clausebook.model.scheme import Component, Exam, FormBandGate, Scheme

_DESIGNS = "certificates"
_PERCENT = range(90, 111)
"""Weights that add up to one of these were meant to add up to 100."""


@dataclass(frozen=True)
class Places:
    """Where the pictures and the designs of certificates are: the project's content, and its folders of templates."""

    content: Path
    templates: Sequence[Path]

    def has_picture(self, name: str) -> bool:
        """Whether there is a file of this name where a logo may be."""
        return any((folder / name).is_file() for folder in (*self._designs, self.content))

    def designs(self) -> list[str]:
        """The folders that lay out certificates, by name."""
        return sorted({path.parent.name for folder in self._designs for path in folder.glob("*/certificate.html.j2")})

    @property
    def _designs(self) -> list[Path]:
        return [folder / _DESIGNS for folder in self.templates]


def check_scheme(scheme: Scheme, source: Source, forms: Mapping[str, Form], *, is_complete: bool) -> Iterator[Problem]:
    """Every id in a scheme that leads nowhere; `is_complete` says whether `forms` are all there are."""
    yield from duplicates(source, ("components",), [component.id for component in scheme.components], "id")
    yield from duplicates(source, ("bands",), [band.id for band in scheme.bands], "id")
    yield from _check_forms(scheme, source, forms, is_complete=is_complete)
    yield from _check_weights(scheme, source)
    bands = _bands(scheme, forms)
    if not scheme.bands and (len(scheme.components) > 1 or scheme.exams):
        what = "bands are missing: only a scheme of one form can take those of the form"
        yield source.problem(("components",), what, "add 'bands', each with an id, a title and a minimum")
    elif bands is not None:
        yield from _unknown(source, ("band",), "band", scheme.band, bands)
    for i, gate in enumerate(scheme.gates):
        if gate.cap is not None and bands is not None:
            yield from _unknown(source, ("gates", i, "cap"), "band", gate.cap, bands)
        yield from _check_gate(scheme, gate, source, ("gates", i), forms)


def check_looks(schemes: Iterable[tuple[Scheme, Source]], places: Places) -> Iterator[Problem]:
    """Every logo and design that is not there."""
    for scheme, source in schemes:
        yield from _check_looks(scheme, source, places)


def check_exams(schemes: Iterable[tuple[Scheme, Source]], blueprints: Mapping[str, Blueprint]) -> Iterator[Problem]:
    """Every exam of a scheme that names a blueprint which is not there, or gives other full marks."""
    for scheme, source in schemes:
        for i, component in enumerate(scheme.components):
            if component.exam is not None:
                yield from _check_exam(component.exam, source, ("components", i, "exam"), blueprints)


def _check_exam(exam: Exam, source: Source, place: Path_, blueprints: Mapping[str, Blueprint]) -> Iterator[Problem]:
    if exam.blueprint is None:
        return
    yield from _unknown(source, (*place, "blueprint"), "blueprint", exam.blueprint, blueprints)
    blueprint = blueprints.get(exam.blueprint)
    if blueprint is not None and blueprint.total != exam.maximum:
        what = f"the blueprint {blueprint.id!r} has full marks of {float(blueprint.total):g}"
        yield source.problem((*place, "maximum"), what, f"write {float(blueprint.total):g}")


def _check_looks(scheme: Scheme, source: Source, places: Places) -> Iterator[Problem]:
    if scheme.logo is not None and not places.has_picture(scheme.logo):
        what = f"there is no file {scheme.logo!r} in templates/{_DESIGNS} or content"
        yield source.problem(("logo",), what, "put it there, or correct its name")
    designs = places.designs()
    if scheme.design not in designs:
        what = f"there is no folder templates/{_DESIGNS}/{scheme.design} with a certificate.html.j2"
        yield source.problem(("design",), what, suggestion(scheme.design, designs))


def _check_forms(scheme: Scheme, source: Source, forms: Mapping[str, Form], *, is_complete: bool) -> Iterator[Problem]:
    if not scheme.forms:
        what = "no component is a form, and the certificate shows the stages of one"
        yield source.problem(("components",), what, "add a component with a 'form'")
    taken: dict[str, str] = {}
    for i, component in enumerate(scheme.components):
        if component.form is None:
            continue
        place = ("components", i, "form")
        if is_complete:
            yield from _unknown(source, place, "form", component.form, forms)
        if component.form in taken:
            what = f"the form {component.form!r} already counts as {taken[component.form]!r}"
            yield source.problem(place, what, "name another form, or remove one of the two")
        taken.setdefault(component.form, component.id)


def _check_weights(scheme: Scheme, source: Source) -> Iterator[Problem]:
    """Weights in any proportion are right; those that nearly add up to 100 have a slip in them."""
    total = sum((component.weight for component in scheme.components), Fraction(0))
    if len(scheme.components) > 1 and total != 100 and round(total) in _PERCENT:
        what = f"the weights add up to {float(total):g}, not to 100"
        yield source.problem(("components",), what, "correct one of them", is_warning=True)


def _check_gate(
    scheme: Scheme, gate: FormBandGate, source: Source, place: Path_, forms: Mapping[str, Form]
) -> Iterator[Problem]:
    components = {component.id: component for component in reversed(scheme.components)}
    yield from _unknown(source, (*place, "component"), "component", gate.component, components)
    if gate.component in components:
        yield from _check_gate_band(components[gate.component], gate, source, place, forms)


def _check_gate_band(
    component: Component, gate: FormBandGate, source: Source, place: Path_, forms: Mapping[str, Form]
) -> Iterator[Problem]:
    if component.form is None:
        what = f"the component {component.id!r} is an exam, which has no bands"
        yield source.problem((*place, "component"), what, "give the component a 'minimum' instead")
    elif component.form in forms:
        bands = [band.id for band in forms[component.form].bands]
        yield from _unknown(source, (*place, "band"), "band", gate.band, bands)


def _bands(scheme: Scheme, forms: Mapping[str, Form]) -> list[str] | None:
    """The ids of the bands that the scheme gives; None where it has none, or they cannot be known."""
    if scheme.bands:
        return [band.id for band in scheme.bands]
    form = forms.get(scheme.components[0].form or "") if len(scheme.components) == 1 else None
    return [band.id for band in form.bands] if form else None


def _unknown(source: Source, place: Path_, kind: str, value: str, known: Iterable[str]) -> Iterator[Problem]:
    names = list(known)
    if value not in names:
        yield source.problem(place, f"there is no {kind} {value!r}", suggestion(value, names))
