"""The font that draws what people type into the fields of a PDF."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

_LATIN = (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), *range(0x2030, 0x2040), 0x20AC)
_NAMES = (
    "喆堃昇瑀玥琋玙珅珺琎琤璟璠曌暐暟晞昉晙晢晳烜燚赟贇翀翯翾彧彣骎骦鋆錡鑑镕锜镠湉沄沚沨泂洢浥淏淯渟湲湜溦溍澔濛瀞灝芃莙祎祐禔禛禥禤媖媞媗嫄嫕婳姞姮妘奭奡孖宬寔屾峣崟巘弢弨悰惇愔扆抃旻旼旿晅朓杋杕枃栐栻棫"
    "棪棽楒橦沇玓玘玚玠珖珪珵琁琇琈琯瑄瑢瑨瑱璆璈璘瓘畯皞皦睎矞竑筼簃絜縯纁纮缊翃翚肸脩苾莀蒨藺虓衎袆褀訚訢詠詮誼諠諴讱诇谞跂辀遹釗鈺銘鋐錦鏐鐘閎霂霙韡颋颙飏飗駸駿騋驖骉骕鳣鴻鵬鷃鸑鹓鹔鹖齊龑龔龢䶮"
)
"""Characters of people's names that GB 2312 lacks."""
_KEPT = ("head", "hhea", "maxp", "hmtx", "loca", "glyf", "post")
_MILLE = 1000


@dataclass(frozen=True)
class FieldFont:
    """A TrueType font cut down to what people type, with the figures that a PDF gives of a font in 1/1000 em.

    `glyphs` and `widths` are by code point, `box` is xMin, yMin, xMax, yMax.
    """

    name: str
    content: bytes
    glyphs: dict[int, int]
    widths: dict[int, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


def typed_characters() -> frozenset[int]:
    """The code points of GB 2312 (Chinese of daily use, Greek, Cyrillic), of Latin, and of more characters of names."""
    rows, columns = range(0xA1, 0xF8), range(0xA1, 0xFF)
    texts = (bytes((row, column)).decode("gb2312", "ignore") for row in rows for column in columns)
    return frozenset(_LATIN) | set(map(ord, _NAMES)) | {ord(text) for text in texts if text}


@lru_cache(maxsize=4)
def field_font(path: Path) -> FieldFont:
    """The characters that people type, in the font of a file. It takes some seconds, so it is kept."""
    with TTFont(path, recalcBBoxes=False, recalcTimestamp=False, lazy=True) as font:
        font.setGlyphOrder([f"glyph{index:05}" for index in range(font["maxp"].numGlyphs)])
        # To take hints out, every glyph would be taken apart and put together again.
        options = Options(hinting=True, layout_features=[], glyph_names=False, name_IDs=[], notdef_outline=True)
        for table in [table for table in font.keys() if table not in (*_KEPT, "cmap")]:  # noqa: SIM118 - it is no dict
            del font[table]
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=typed_characters())
        subsetter.subset(font)
        drawn = font.getBestCmap()
        # A PDF says itself which code means which glyph. Programs that find a second answer here may prefer it.
        del font["cmap"]
        return _described(font, path.stem, drawn)


def _described(font: TTFont, name: str, drawn: Mapping[int, str]) -> FieldFont:
    head, scale = font["head"], _MILLE / font["head"].unitsPerEm
    content = BytesIO()
    font.save(content, reorderTables=None)
    return FieldFont(
        name=name,
        content=content.getvalue(),
        glyphs={point: font.getGlyphID(glyph) for point, glyph in drawn.items()},
        widths={point: round(font["hmtx"][glyph][0] * scale) for point, glyph in drawn.items()},
        box=(round(head.xMin * scale), round(head.yMin * scale), round(head.xMax * scale), round(head.yMax * scale)),
        ascent=round(font["hhea"].ascent * scale),
        descent=round(font["hhea"].descent * scale),
    )


def runs(points: list[int]) -> Iterator[tuple[int, int]]:
    """Sorted code points as pairs of first and last that follow on each other, and share all but the last byte."""
    first = last = points[0]
    for point in points[1:]:
        if point != last + 1 or point % 256 == 0:
            yield first, last
            first = point
        last = point
    yield first, last
