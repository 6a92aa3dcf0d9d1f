"""Where a card lies in a picture: its codes say which it is and roughly where, its black squares say exactly."""

from collections.abc import Iterable, Sequence

from clausebook.errors import RejectedRecord
from clausebook.load.cards.vision import Found, Picture, Place, Projection, Sheet, Vision
from clausebook.model.answer_card import CODES, CORNERS, EDGES, PAGE, CardCode, Mark

_NEAR, _FAR, _CLOSE = 8.0, 16.0, 3.0
"""How far from where it is expected a square may be, in mm: by two codes, by one, by the other squares."""
_FEWEST_CORNERS, _FEWEST = 3, 7
_BENT = 0.7
"""So far off, in mm, no square of a flat card is."""
_COARSEST = 4.0
"""The fewest pixels to a millimetre: some 100 to the inch."""


def identified(vision: Vision, picture: Picture) -> tuple[CardCode, dict[str, Found]]:
    """What the codes of a card say, and the codes by number. Raises RejectedRecord where there is not one card."""
    codes: dict[CardCode, dict[str, Found]] = {}
    for found in vision.codes(picture):
        if read := CardCode.read(found.text):
            number, code = read
            codes.setdefault(code, {})[number] = found
    if not codes:
        detail = "no code of an answer card can be read here; scan the card again, flat and at 150 dpi or more"
        raise RejectedRecord("no_code", detail)
    if len(codes) > 1:
        raise RejectedRecord("two_cards", "there are codes of several cards in one picture; scan them one by one")
    return next(iter(codes.items()))


def straightened(vision: Vision, picture: Picture, codes: dict[str, Found]) -> Sheet:
    """The card as it was printed. Raises RejectedRecord where its squares are not all where they belong."""
    return vision.straightened(picture, _mapping(vision, picture, codes), PAGE)


def _mapping(vision: Vision, picture: Picture, codes: dict[str, Found]) -> Projection:
    rough = _rough(vision, codes)
    density = _density(vision, rough)
    if density < _COARSEST:
        raise RejectedRecord("too_coarse", "the picture has too few pixels; scan the card at 150 dpi or more")
    reach = _NEAR if len(codes) == len(CODES) else _FAR
    corners = _seen(vision, picture, rough, CORNERS, reach)
    if len(corners) < _FEWEST_CORNERS:
        raise RejectedRecord("no_squares", "corners of the card are not to be seen; scan all of it")
    marks = corners | _seen(vision, picture, _fitted(vision, corners, codes), EDGES, _CLOSE)
    if len(marks) < _FEWEST:
        raise RejectedRecord("no_squares", "black squares of the card are hidden or cut off; scan all of it")
    exact = vision.projection([_centre(mark) for mark in marks], list(marks.values()))
    _check(vision, exact, marks)
    return exact


def _rough(vision: Vision, codes: dict[str, Found]) -> Projection:
    card = [corner for number in codes for corner in _corners(number)]
    return vision.similarity(card, [corner for found in codes.values() for corner in found.corners])


def _corners(number: str) -> tuple[Place, ...]:
    x, y, side = CODES[number]
    return (x, y), (x + side, y), (x + side, y + side), (x, y + side)


def _fitted(vision: Vision, corners: dict[Mark, Place], codes: dict[str, Found]) -> Projection:
    """By the corners; where one is missing a code stands in for it."""
    card = [_centre(mark) for mark in corners]
    seen = list(corners.values())
    if len(corners) < len(CORNERS):
        number, found = next(iter(codes.items()))
        card += _corners(number)
        seen += found.corners
    return vision.projection(card, seen)


def _seen(
    vision: Vision, picture: Picture, mapping: Projection, marks: Sequence[Mark], reach: float
) -> dict[Mark, Place]:
    """The marks that are found within `reach`, in mm, of where they are expected."""
    density = _density(vision, mapping)
    expected = zip(marks, vision.projected(mapping, [_centre(mark) for mark in marks]), strict=True)
    found = {mark: vision.square(picture, at, mark.side * density, reach * density) for mark, at in expected}
    return {mark: place for mark, place in found.items() if place is not None}


def _check(vision: Vision, exact: Projection, marks: dict[Mark, Place]) -> None:
    """Raise RejectedRecord where a square is so far off that bubbles may be as well."""
    density = _density(vision, exact)
    expected = vision.projected(exact, [_centre(mark) for mark in marks])
    if max(_distances(expected, marks.values())) > _BENT * density:
        raise RejectedRecord("bent", "the card is bent or creased in the picture; scan it again, flat")


def _distances(some: Iterable[Place], others: Iterable[Place]) -> Iterable[float]:
    return (((x - u) ** 2 + (y - v) ** 2) ** 0.5 for (x, y), (u, v) in zip(some, others, strict=True))


def _density(vision: Vision, mapping: Projection) -> float:
    """Pixels to a millimetre down the card."""
    top, bottom = vision.projected(mapping, [(PAGE[0] / 2, 0), (PAGE[0] / 2, PAGE[1])])
    return float(next(iter(_distances([top], [bottom])))) / PAGE[1]


def _centre(mark: Mark) -> Place:
    return mark.x, mark.y
