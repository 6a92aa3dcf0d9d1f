"""Candidates and a scanner: printed cards are marked as with a pen, and come back turned, scaled, noisy and grey."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
import pypdfium2  # type: ignore[import-untyped]

from clausebook.model.answer_card import ABSENT, RADIUS, AnswerCard, Line, Spot

PER_MM = 8
Picture = Any
STROKES = ("filled", "filled", "filled", "scribbled", "scribbled", "ticked", "crossed_through", "faint", "dot", "half")
_REACH = 6
"""No mark goes further than that from its bubble, in mm."""


def printed(pdf: bytes, page: int = 0) -> Picture:
    """A page as it comes out of the printer, in grey, PER_MM pixels to a millimetre."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page].render(scale=PER_MM * 25.4 / 72, grayscale=True).to_numpy().copy()
    document.close()
    return picture


@dataclass
class Candidate:
    """Somebody who marks a card, always in the same way for the same seed."""

    card: AnswerCard
    seed: int
    strokes: tuple[str, ...] = STROKES
    slips: float = 0.05
    meant: dict[int, str | None] = field(default_factory=dict)
    unclear: set[int] = field(default_factory=set)
    """The questions at which a reader has to ask, because two marks are there where one belongs."""

    def mark(self, picture: Picture) -> None:
        chance = random.Random(self.seed)
        stroke = chance.choice(self.strokes)
        for question, lines in by_question(self.card).items():
            chosen = self._choice(self.card.types[question], lines, chance)
            self.meant[question] = written(self.card.types[question], chosen)
            for line, letters in chosen.items():
                for spot in line.spots:
                    if spot.letter in letters:
                        draw(picture, spot, stroke if chance.random() < 0.8 else chance.choice(self.strokes), chance)
            if chance.random() < self.slips:
                self._slip(question, chosen, picture, chance)

    def _slip(self, question: int, chosen: Mapping[Line, str], picture: Picture, chance: random.Random) -> None:
        """Something else is marked, and rubbed out more or less, or left."""
        line, letters = chance.choice(list(chosen.items()))
        others = [spot for spot in line.spots if spot.letter not in letters]
        if not others or not letters:
            return
        kind = chance.choice(("erased", "filled"))
        draw(picture, chance.choice(others), kind, chance)
        if kind == "filled" and self.card.types[question] == "multiple_choice":
            self.meant.pop(question)
        elif kind == "filled":
            self.unclear.add(question)

    @staticmethod
    def _choice(kind: str, lines: list[Line], chance: random.Random) -> dict[Line, str]:
        if chance.random() < 0.05:
            return dict.fromkeys(lines, "")
        letters = [spot.letter for spot in lines[0].spots]
        if kind == "multiple_choice":
            return {lines[0]: "".join(sorted(chance.sample(letters, chance.randint(1, len(letters)))))}
        if kind in ("ordering", "matching"):
            return dict(zip(lines, chance.sample(letters, len(lines)), strict=True))
        return {lines[0]: chance.choice(letters)}


def by_question(card: AnswerCard) -> dict[int, list[Line]]:
    found: dict[int, list[Line]] = {}
    for line in card.lines:
        found.setdefault(line.question, []).append(line)
    return found


def written(kind: str, chosen: Mapping[Line, str]) -> str | None:
    if not any(chosen.values()):
        return None
    if kind == "matching":
        return " ".join(f"{line.part}{letter}" for line, letter in chosen.items() if letter)
    return "".join(chosen.values())


def draw(picture: Picture, spot: Spot, stroke: str, chance: random.Random) -> None:
    """A mark at a bubble, as people make them."""
    left, top = (round((at - _REACH) * PER_MM) for at in (spot.x, spot.y))
    around = picture[top : top + 2 * _REACH * PER_MM, left : left + 2 * _REACH * PER_MM]
    layer = np.full(around.shape, 255, np.uint8)
    ink = chance.randint(20, 75)
    x, y = spot.x + chance.uniform(-0.25, 0.25), spot.y + chance.uniform(-0.25, 0.25)
    pen = round(chance.uniform(0.45, 0.9) * PER_MM)
    for points, width in _lines(x, y, stroke, chance, pen):
        pixels = np.array(points) * PER_MM - (left, top)
        cv2.polylines(layer, [pixels.astype(np.int32)], False, ink, width, cv2.LINE_AA)  # type: ignore[call-overload]
    if stroke in ("faint", "erased"):
        lightest = chance.randint(120, 205) if stroke == "faint" else chance.randint(200, 246)
        layer = np.where(layer < 255, np.maximum(layer, lightest), layer).astype(np.uint8)
    rough = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 12, layer.shape)
    layer = np.where(layer < 255, np.clip(layer + rough, 0, 255), 255)
    around[:] = np.minimum(around, layer).astype(np.uint8)


def _lines(
    x: float, y: float, stroke: str, chance: random.Random, pen: int
) -> Iterator[tuple[list[tuple[float, float]], int]]:
    def near(u: float, v: float) -> tuple[float, float]:
        return x + u * RADIUS + chance.uniform(-0.15, 0.15), y + v * RADIUS + chance.uniform(-0.15, 0.15)

    if stroke == "ticked":
        yield [near(-0.6, 0), near(-0.1, 0.6), near(0.9, -0.9)], pen
    elif stroke == "crossed_through":
        yield [near(-0.7, -0.7), near(0.7, 0.7)], pen
        yield [near(-0.7, 0.7), near(0.7, -0.7)], pen
    elif stroke == "dot":
        yield [near(-0.15, 0), near(0.15, 0)], round(1.4 * PER_MM)
    elif stroke == "scribbled":
        yield [near(-0.85 + 0.17 * at, 0.75 * (-1) ** at) for at in range(11)], max(pen, 5)
    elif stroke == "half":
        yield [near(-0.7 + 0.14 * at, 0.4 + 0.3 * (-1) ** at) for at in range(11)], pen
    else:
        yield [near(-0.8 + 0.1 * at, 0.6 * (-1) ** at) for at in range(17)], max(pen, 6)


def scanned(picture: Picture, seed: int, *, turned: float | None = None, size: float | None = None) -> Picture:
    """What the scanner makes of it: turned by up to 5 degrees, in another resolution, noisy, unevenly lit."""
    chance = random.Random(seed)
    angle = chance.uniform(-5, 5) if turned is None else turned
    scale = (chance.uniform(5.2, 9.5) if size is None else size) / PER_MM
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
    room = (round(width * scale * 1.12), round(height * scale * 1.1))
    turn[:, 2] += (room[0] - width) / 2, (room[1] - height) / 2
    soft = cv2.GaussianBlur(picture, (0, 0), 0.5 / scale) if scale < 1 else picture
    seen = cv2.warpAffine(soft, turn, room, flags=cv2.INTER_LINEAR, borderValue=chance.choice((255, 250, 235)))
    shade = np.linspace(1, chance.uniform(0.8, 1), seen.shape[1], dtype=np.float32)[None, :]
    paper = chance.uniform(0.88, 1)
    noise = np.random.default_rng(seed).standard_normal(seen.shape, np.float32) * chance.uniform(2, 9)
    seen = np.clip(seen * shade * paper + noise, 0, 255).astype(np.uint8)
    if chance.random() < 0.3:
        seen = np.rot90(seen, 2).copy()
    if chance.random() < 0.5:
        coded = cv2.imencode(".jpg", seen, [cv2.IMWRITE_JPEG_QUALITY, chance.randint(55, 90)])[1]
        seen = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
    return seen


def absent(picture: Picture, seed: int = 1) -> None:
    draw(picture, ABSENT, "filled", random.Random(seed))
