"""What people write into a table for an answer, and what it means."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from clausebook.errors import RejectedRecord
from clausebook.model.form import Scale

Json = dict[str, Any]

_WHOLE = re.compile(r"[0-9]{1,6}\.0+")
_EVIDENCE = re.compile(r"(.*?)\s*([0-9A-Fa-f]{64})")


class Answers:
    """The cells that a scale's answers may stand in: a label in any language, a number, or what a table adds.

    A number is the answer's points, or where `by_position` is set its place on the scale from 1.
    """

    def __init__(
        self,
        scale: Scale,
        *,
        by_position: bool = False,
        values: Mapping[str, int] | None = None,
        not_applicable: Iterable[str] = (),
        unanswered: Iterable[str] = (),
    ) -> None:
        numbers = range(1, len(scale.points) + 1) if by_position else scale.points
        self._known: dict[str, Json] = {plain(written): {"not_applicable": True} for written in not_applicable}
        self._known |= {str(n): {"rating": points} for n, points in zip(numbers, scale.points, strict=True)}
        self._known |= _labels(scale)
        self._known |= {plain(written): {"rating": points} for written, points in (values or {}).items()}
        self._known |= {plain(written): {} for written in ("", *unanswered)}

    def of(self, written: str) -> Json:
        """The part of a reply that a cell says: a rating, not applicable, or nothing.

        Raises RejectedRecord where it is no answer; the message does not repeat the cell, which may be about a person.
        """
        cell = plain(written)
        if _WHOLE.fullmatch(cell) and cell not in self._known:
            cell = cell.partition(".")[0]
        if cell not in self._known:
            raise RejectedRecord("off_scale", "the cell holds no answer of the scale, nor what stands for one")
        return dict(self._known[cell])


def plain(written: str) -> str:
    """A text without what differs from program to program: full-width forms, case, spaces around."""
    return unicodedata.normalize("NFKC", written).strip().casefold()


def reply(answer: Json, *, reason: str = "", comment: str = "", evidence: str = "") -> Json:
    """A whole reply from its parts as a table holds them; empty where all of them are.

    Each line of `evidence` is the name of a file and its SHA-256. Lines that give no SHA-256 cannot prove a file, so
    they are kept at the end of the comment.
    """
    files, rest = _files(evidence)
    told = "\n".join(text for text in (comment, *rest) if text)
    parts: Json = {"reason": reason, "comment": told, "evidence": files}
    return answer | {key: part for key, part in parts.items() if part}


def _labels(scale: Scale) -> dict[str, Json]:
    """The ratings by label; a label that means two ratings in two languages is none."""
    ratings: dict[str, set[int]] = {}
    for answer in scale.answers:
        for _, label in answer.label.items():
            ratings.setdefault(plain(label), set()).add(answer.points)
    return {label: {"rating": min(points)} for label, points in ratings.items() if len(points) == 1}


def _files(text: str) -> tuple[list[Json], list[str]]:
    files, rest = [], []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if match := _EVIDENCE.fullmatch(line):
            files.append({"name": match[1], "sha256": match[2].lower()})
        else:
            rest.append(line)
    return files, rest
