"""The door to what sees: pictures are decoded, codes and black squares found, pages straightened, darkness measured.

It needs the extra `scan`. Places in a picture are (x, y) in pixels, on a card in mm from its left upper corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from clausebook.errors import MissingLibraryError, RejectedRecord

_MISSING = "reading answer cards needs OpenCV and ZXing; install them with: pip install 'clausebook[scan]'"
Picture = Any
"""A grey picture: an array of rows of bytes, 0 for black."""
Place = tuple[float, float]
Projection = Any
"""A projective map from the card to a picture: an array of three by three."""

_PER_MM = 8
"""Pixels to a millimetre in a straightened card."""
_FINEST = 14.0
"""A picture that has more pixels to a millimetre is made smaller first."""
_COARSE = 1800
_SQUARENESS = 0.86
_TALL = 1.5
_SMALLER, _LARGER = 0.55, 1.7
"""How much of the expected area a square has at least and at most, and of the box around it; how long its sides are."""


class Found(NamedTuple):
    """A code that was found: its text, and its corners from the left upper one clockwise as one reads it."""

    text: str
    corners: tuple[Place, ...]


class Vision:
    """The libraries, loaded. Raises MissingLibraryError where they are not installed."""

    def __init__(self) -> None:
        try:
            import cv2
            import numpy
            import zxingcpp
        except ImportError:
            raise MissingLibraryError(_MISSING) from None
        self._cv2: Any = cv2
        self._numpy: Any = numpy
        self._zxing: Any = zxingcpp
        # The work is shared out among processes already.
        self._cv2.setNumThreads(1)

    def decoded(self, content: bytes) -> Iterator[Picture]:
        """The pages of a picture in any usual format; none where it is no picture."""
        raw = self._numpy.frombuffer(content, self._numpy.uint8)
        try:
            is_read, pages = self._cv2.imdecodemulti(raw, self._cv2.IMREAD_GRAYSCALE)
        except self._cv2.error:
            return
        yield from pages if is_read else ()

    def codes(self, picture: Picture) -> list[Found]:
        """The QR codes of a picture, by the first way of looking at it that shows any."""
        for look in self._looks(picture):
            seen, scale = look
            read = self._zxing.read_barcodes(seen, formats=self._zxing.BarcodeFormat.QRCode)
            if read:
                return [Found(code.text, _corners(code.position, scale)) for code in read]
        return []

    def _looks(self, picture: Picture) -> Iterator[tuple[Picture, float]]:
        """The picture as it is, without its noise, larger, and in black and white."""
        cv2 = self._cv2
        yield picture, 1.0
        smooth = cv2.GaussianBlur(picture, (0, 0), max(picture.shape) / _COARSE)
        yield smooth, 1.0
        scale = 2.0 if max(picture.shape) < 2 * _COARSE else 0.5
        yield cv2.resize(smooth, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), scale
        _, split = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield split, 1.0

    def similarity(self, card: Sequence[Place], seen: Sequence[Place]) -> Projection:
        """The map that turns, moves and scales places of the card onto those seen, as well as it goes."""
        found, _ = self._cv2.estimateAffinePartial2D(self._points(card), self._points(seen), method=self._cv2.LMEDS)
        if found is None:
            raise RejectedRecord("no_squares", "the black squares of the card are not found; scan it again, flat")
        return self._numpy.vstack([found, [0, 0, 1]])

    def projection(self, card: Sequence[Place], seen: Sequence[Place]) -> Projection:
        """The projective map nearest to the places, by least squares."""
        found, _ = self._cv2.findHomography(self._points(card), self._points(seen))
        if found is None:
            raise RejectedRecord("no_squares", "the black squares of the card are not found; scan it again, flat")
        return found

    def projected(self, mapping: Projection, places: Sequence[Place]) -> list[Place]:
        """Where places of the card are in the picture."""
        mapped = self._cv2.perspectiveTransform(self._points(places), mapping)
        return [(float(x), float(y)) for ((x, y),) in mapped]

    def square(self, picture: Picture, centre: Place, side: float, reach: float) -> Place | None:
        """The centre of the black square of this side next to a place, within `reach`; all in pixels."""
        cv2 = self._cv2
        left, top = (max(0, int(at - reach)) for at in centre)
        window = picture[top : int(centre[1] + reach) + 1, left : int(centre[0] + reach) + 1]
        if min(window.shape, default=0) < side:
            return None
        smooth = cv2.GaussianBlur(window, (0, 0), max(side / 12, 0.5))
        _, dark = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        outlines, _ = cv2.findContours(dark, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        centres = [self._middle(outline) for outline in outlines if self._is_square(outline, side)]
        places = [(x + left, y + top) for x, y in centres]
        return min(places, key=lambda place: _distance(place, centre), default=None)

    def _is_square(self, outline: Any, side: float) -> bool:
        """Whether an outline is about that of a filled square. It runs along the middle of the outermost pixels."""
        (_, (width, height), _) = self._cv2.minAreaRect(outline)
        width, height = width + 1, height + 1
        area = self._cv2.contourArea(outline) + self._cv2.arcLength(outline, closed=True) / 2 + 1
        is_like = width / height < _TALL and height / width < _TALL
        is_as_large = _SMALLER < width * height / side**2 < _LARGER
        return bool(is_like and is_as_large and area / (width * height) > _SQUARENESS)

    def _middle(self, outline: Any) -> Place:
        moments = self._cv2.moments(outline)
        return moments["m10"] / moments["m00"], moments["m01"] / moments["m00"]

    def straightened(self, picture: Picture, mapping: Projection, size: tuple[float, float]) -> "Sheet":
        """The card of this size in mm, upright and with its lighting evened out."""
        cv2, numpy = self._cv2, self._numpy
        density = _distance(*self.projected(mapping, [(0, 0), (0, size[1])])) / size[1]
        if density > _FINEST:
            factor = _FINEST / 2 / density
            picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
            mapping = numpy.diag([factor, factor, 1]) @ mapping
        shrink = numpy.diag([1 / _PER_MM, 1 / _PER_MM, 1])
        width, height = (round(_PER_MM * side) for side in size)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        upright = cv2.warpPerspective(picture, mapping @ shrink, (width, height), flags=flags, borderValue=255)
        return Sheet(self, upright, self._darkness(upright))

    def _darkness(self, upright: Picture) -> Any:
        """How much darker than the paper around it each pixel is, from 0 to 1."""
        cv2 = self._cv2
        small = cv2.resize(upright, None, fx=1 / _PER_MM, fy=1 / _PER_MM, interpolation=cv2.INTER_AREA)
        paper = cv2.GaussianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, self._numpy.ones((15, 15))), (0, 0), 5)
        light = cv2.resize(paper, upright.shape[::-1], interpolation=cv2.INTER_LINEAR).astype("float32")
        return self._numpy.clip(1 - upright / self._numpy.maximum(light, 1), 0, 1)

    def _points(self, places: Sequence[Place]) -> Any:
        return self._numpy.array(places, "float64").reshape(-1, 1, 2)

    def png(self, picture: Picture) -> bytes:
        """A picture as a file."""
        return bytes(self._cv2.imencode(".png", picture)[1])

    def disc(self, radius: float) -> Picture:
        """A probe that is a disc; in mm."""
        return self._disc(radius * _PER_MM, int(radius * _PER_MM))

    def rest(self, radius: float, width: float, height: float) -> Picture:
        """A probe that is a cell of this width and height without a disc in its middle; in mm."""
        across, down = round(width * _PER_MM / 2), round(height * _PER_MM / 2)
        reach = max(across, down)
        y, x = self._numpy.ogrid[-reach : reach + 1, -reach : reach + 1]
        return (abs(x) <= across) & (abs(y) <= down) & ~self._disc(radius * _PER_MM, reach)

    def _disc(self, radius: float, reach: int) -> Picture:
        y, x = self._numpy.ogrid[-reach : reach + 1, -reach : reach + 1]
        return x * x + y * y <= radius * radius


@dataclass(frozen=True)
class Sheet:
    """A straightened card."""

    _vision: Vision
    _picture: Picture
    _darkness: Any

    def darkness(self, x: float, y: float, probe: Picture) -> float:
        """How dark it is on average, from 0 to 1, where a probe that is laid around a place has ones."""
        reach = probe.shape[0] // 2
        column, row = round(x * _PER_MM), round(y * _PER_MM)
        window = self._darkness[row - reach : row + reach + 1, column - reach : column + reach + 1]
        return float(window[probe].mean())

    def cut(self, left: float, top: float, right: float, bottom: float) -> bytes:
        """A part of the card as PNG."""
        height, width = self._picture.shape
        x0, x1 = (min(max(round(at * _PER_MM), 0), width) for at in (left, right))
        y0, y1 = (min(max(round(at * _PER_MM), 0), height) for at in (top, bottom))
        return self._vision.png(self._picture[y0:y1, x0:x1])


def _corners(position: Any, scale: float) -> tuple[Place, ...]:
    corners = position.top_left, position.top_right, position.bottom_right, position.bottom_left
    return tuple((corner.x / scale, corner.y / scale) for corner in corners)


def _distance(one: Place, other: Place) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)
