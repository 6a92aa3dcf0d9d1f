"""Items from obligations: what the standard requires, and what it only recommends or permits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from clausebook.exams.generation.maker import MEMORY, Candidate, Maker
from clausebook.model.base import LocalizedText
from clausebook.model.item import Item
from clausebook.model.modality import MODALS, modal_span
from clausebook.model.standard import Clause, Provision, ProvisionType, Section

_WRONG = 3
_TYPES: tuple[ProvisionType, ...] = ("requirement", "recommendation", "permission", "statement")
_GAPS = 20


def from_obligations(maker: Maker) -> Iterator[Item]:
    """Items on clauses that oblige in one way only, and on provisions whose modal verb is left out."""
    asked: set[str] = set()
    for stage in maker.standard.stages:
        by_type = _by_type(maker, stage)
        required, advised = by_type["requirement"], by_type["recommendation"]
        if len(required) >= _WRONG:
            asked |= {clause.id for clause in advised}
            yield from (_advised(maker, stage, clause, required) for clause in advised)
    if all(language in MODALS for language in maker.standard.languages):
        yield from _modals(maker, asked)


def _by_type(maker: Maker, stage: Section) -> Mapping[ProvisionType, list[Clause]]:
    """The clauses of a stage all of whose provisions are of one type."""
    found: defaultdict[ProvisionType, list[Clause]] = defaultdict(list)
    for clause in maker.standard.clauses_of(stage):
        types = {provision.type for provision in clause.provisions}
        if len(types) == 1:
            found[types.pop()].append(clause)
    return found


def _advised(maker: Maker, stage: Section, clause: Clause, required: Sequence[Clause]) -> Item:
    unit = maker.standard.unit_of_clause[clause.id]
    near = sorted(required, key=lambda other: maker.standard.unit_of_clause[other.id] is not unit)
    return maker.single(
        _told(maker, clause),
        [_told(maker, other) for other in maker.drawn(near, _WRONG)],
        name=f"advised-{clause.id}",
        origin="obligations",
        kind=MEMORY,
        clauses=(clause,),
        stem=maker.text("obligation_advised", stage=stage.title),
    )


def _told(maker: Maker, clause: Clause) -> Candidate:
    kind = clause.provisions[0].type
    return clause.title, maker.text(f"obligation_{kind}", clause=clause.title, text=clause.provisions[0].text)


def _modals(maker: Maker, asked: Set[str]) -> Iterator[Item]:
    """Provisions that leave open how binding they are: half of them requirements, none of a clause asked about."""
    kinds: defaultdict[bool, list[tuple[Clause, str, Provision]]] = defaultdict(list)
    for clause in maker.standard.in_order:
        for reference, provision in clause.references() if clause.id not in asked else ():
            if _has_one_modal(provision):
                kinds[provision.type == "requirement"].append((clause, reference, provision))
    count = min(*(len(kinds[is_required]) for is_required in (True, False)), _GAPS // 2)
    for is_required in (False, True):
        yield from (_modal(maker, *found) for found in maker.shuffled(kinds[is_required])[:count])


def _has_one_modal(provision: Provision) -> bool:
    return all(modal_span(text, provision.type, language) for language, text in provision.text.items())


def _modal(maker: Maker, clause: Clause, reference: str, provision: Provision) -> Item:
    text = LocalizedText({language: _left_out(maker, provision, language) for language, _ in provision.text.items()})
    candidates = {kind: (_modal_of(maker, kind), maker.text(f"modal_{kind}")) for kind in _TYPES}
    return maker.single(
        (candidates[provision.type][0], maker.text(f"modal_{provision.type}_right", text=provision.text)),
        [candidates[kind] for kind in _TYPES if kind != provision.type],
        name=f"modal-{reference.replace('.', '-')}",
        origin="obligations",
        kind=MEMORY,
        clauses=(clause,),
        provision=reference,
        stem=maker.text("modal", clause=clause.title, text=text),
    )


def _modal_of(maker: Maker, kind: ProvisionType) -> LocalizedText:
    return LocalizedText({language: MODALS[language][kind] for language in maker.standard.languages})


def _left_out(maker: Maker, provision: Provision, language: str) -> str:
    """A provision with a gap where its modal verb was."""
    text = provision.text[language]
    start, end = modal_span(text, provision.type, language) or (0, 0)
    return text[:start] + maker.word("gap", language) + text[end:]
