"""From the places that WeasyPrint leaves for controls to a form that every program fills in alike (ISO 32000-1, 12.7).

WeasyPrint lays out a control and tags it well, but what it writes of the field itself is malformed: programs read back
another answer than the one chosen. So a template has `<input type="checkbox" name="NAME"/>` for each control, whatever
it will be, and everything but its place and its tag is written anew here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from clausebook.errors import RenderError
from clausebook.render.field_font import FieldFont, runs

FONT = "/Wingdings"
"""What the fields call their font. By this name, and only by such, PDFium (in Chrome and Edge) draws every character
with the font that a field names; by another it draws Chinese with a font of the machine, and does not embed that."""
TEXT_SIZE = 9
_MARKS_FONT = "/ZaDb"
_NOTHING = "q Q"
_INK = "0.106 0.153 0.2"
_PRINTED, _HIDDEN = 4, 2
_READ_ONLY, _REQUIRED = 1, 1 << 1
_MULTILINE, _RADIO, _ALWAYS_ONE = 1 << 12, 1 << 15, 1 << 14
_DOT, _TICK = "l", "4"
"""What chosen radio buttons and check boxes show, as characters of ZapfDingbats."""
_RADIUS = 0.26
"""The radius of the dot in a chosen radio button, as a share of its side."""


@dataclass(frozen=True)
class TextBox:
    """A field for text of at most `longest` characters. `label` is what a screen reader says of it."""

    name: str
    label: str
    longest: int
    is_multiline: bool = False
    is_required: bool = False


@dataclass(frozen=True)
class CheckBox:
    """A box to tick: its field holds `value` then."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class RadioButtons:
    """Buttons of which one may be chosen: the value of each with its label, in the order in which they stand."""

    name: str
    label: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class HiddenText:
    """A text that nobody sees or changes."""

    name: str
    label: str
    value: str


Field = TextBox | CheckBox | RadioButtons | HiddenText


def radio_place(name: str, value: str) -> str:
    """The name of the control that keeps the place of one radio button."""
    return f"{name}={value}"


def fillable(content: bytes, fields: Sequence[Field], font: FieldFont) -> bytes:
    """Make fields of the controls of a laid out PDF, in the order of `fields`; `font` draws what is typed.

    The same arguments give the same bytes. Raises RenderError where controls and fields do not match.
    """
    with Pdf.open(BytesIO(content)) as pdf:
        form = _Form(pdf, font)
        form.write(fields)
        written = BytesIO()
        pdf.save(written, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return written.getvalue()


class _Form:
    """A PDF whose controls become fields."""

    def __init__(self, pdf: Pdf, font: FieldFont) -> None:
        self._pdf = pdf
        self._controls = {
            str(note.T): note for page in pdf.pages for note in page.get("/Annots", ()) if note.Subtype == Name.Widget
        }
        self._drawn: dict[tuple[str, float, float], Stream] = {}
        self._fonts = Dictionary({FONT: pdf.make_indirect(type0_font(pdf, font))})
        marks = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)
        self._offered = Dictionary({**self._fonts.as_dict(), _MARKS_FONT: pdf.make_indirect(marks)})

    def write(self, fields: Sequence[Field]) -> None:
        written = [self._pdf.make_indirect(self._field(field)) for field in fields]
        if self._controls:
            raise RenderError(f"there is no field for the control {next(iter(self._controls))!r}")
        self._pdf.Root.AcroForm = self._pdf.make_indirect(
            Dictionary(Fields=Array(written), DR=Dictionary(Font=self._offered), DA=String(default_appearance()))
        )

    def _field(self, field: Field) -> Any:
        if isinstance(field, RadioButtons):
            return self._radio_buttons(field)
        if isinstance(field, CheckBox):
            return self._check_box(field)
        return self._hidden(field) if isinstance(field, HiddenText) else self._text_box(field)

    def _control(self, name: str, **entries: object) -> Any:
        """The annotation of a control with only its place left, and `entries`."""
        note = self._controls.pop(name, None)
        if note is None:
            raise RenderError(f"there is no control for the field {name!r}")
        for key in set(note.keys()) - {"/Type", "/Subtype", "/Rect", "/P", "/StructParent"}:
            del note[key]
        note.F = _PRINTED
        note.Border = Array([0, 0, 0])
        for key, value in entries.items():
            note[f"/{key}"] = value
        return note

    def _text_box(self, field: TextBox) -> Any:
        note = self._control(field.name, FT=Name.Tx, T=String(field.name), TU=String(field.label), V=String(""))
        note.Ff = _MULTILINE * field.is_multiline | _REQUIRED * field.is_required
        note.MaxLen = field.longest
        note.DA = String(default_appearance())
        # One for each: programs that fill in a field write over what is there.
        note.AP = Dictionary(N=self._new_drawing(note, "/Tx BMC EMC", Dictionary(Font=self._fonts)))
        return note

    def _check_box(self, field: CheckBox) -> Any:
        note = self._control(field.name, FT=Name.Btn, T=String(field.name), TU=String(field.label), V=Name.Off)
        return self._with_states(note, field.value, _TICK)

    def _radio_buttons(self, field: RadioButtons) -> Any:
        kids = [
            self._with_states(
                self._control(radio_place(field.name, value), TU=String(f"{field.label} {label}")), value, _DOT
            )
            for value, label in field.options.items()
        ]
        group = self._pdf.make_indirect(
            Dictionary(FT=Name.Btn, Ff=_RADIO | _ALWAYS_ONE, T=String(field.name), TU=String(field.label), V=Name.Off)
        )
        group.Kids = Array(kids)
        for kid in kids:
            kid.Parent = group
        return group

    def _with_states(self, note: Any, value: str, character: str) -> Any:
        """A button with its looks: chosen or not, at rest or while it is pressed."""
        _, _, width, height = _box(note)
        chosen, pressed = _MARKS[character](width, height), f"0.85 g 0 0 {width:.2f} {height:.2f} re f"
        note.AS = Name.Off
        # For programs that draw every field anew.
        note.MK, note.DA = Dictionary(CA=String(character)), String(f"{_MARKS_FONT} 0 Tf {_INK} rg")
        note.AP = Dictionary(
            N=Dictionary({f"/{value}": self._drawing(note, chosen), "/Off": self._drawing(note, _NOTHING)}),
            D=Dictionary(
                {f"/{value}": self._drawing(note, f"{pressed} {chosen}"), "/Off": self._drawing(note, pressed)}
            ),
        )
        return note

    def _hidden(self, field: HiddenText) -> Any:
        page = self._pdf.pages[0]
        note = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, F=_HIDDEN, Ff=_READ_ONLY, P=page.obj)
        note.Rect = Array([0, 0, 0, 0])
        note.T, note.TU, note.V = String(field.name), String(field.label), String(field.value)
        note.DA = String(default_appearance())
        note = self._pdf.make_indirect(note)
        page.Annots.append(note)
        return note

    def _drawing(self, note: Any, operators: str) -> Stream:
        """What is drawn in the place of a button, which is the same for many."""
        key = operators, *_box(note)[2:]
        if key not in self._drawn:
            self._drawn[key] = self._new_drawing(note, operators, Dictionary())
        return self._drawn[key]

    def _new_drawing(self, note: Any, operators: str, resources: Dictionary) -> Stream:
        _, _, width, height = _box(note)
        stream = self._pdf.make_stream(operators.encode())
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox, stream.Resources = Array([0, 0, width, height]), resources
        return stream


def default_appearance() -> str:
    """The font, the size and the colour of what is typed (ISO 32000-1, 12.7.3.3)."""
    return f"{FONT} {TEXT_SIZE} Tf {_INK} rg"


def _box(note: Any) -> tuple[float, float, float, float]:
    """Left, bottom, width and height of an annotation in points."""
    left, top, right, bottom = (float(number) for number in note.Rect.as_list())
    return min(left, right), min(top, bottom), round(abs(right - left), 2), round(abs(top - bottom), 2)


def _dot(width: float, height: float) -> str:
    """A full circle in the middle, of four Bézier curves."""
    x, y, r = width / 2, height / 2, _RADIUS * min(width, height)
    k = 0.5523 * r
    curves = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    drawn = " ".join(" ".join(f"{number:.2f}" for number in curve) + " c" for curve in curves)
    return f"q {_INK} rg {x + r:.2f} {y:.2f} m {drawn} f Q"


def _tick(width: float, height: float) -> str:
    """A check mark of two strokes."""
    points = " ".join(
        f"{x * width:.2f} {y * height:.2f} {operator}"
        for x, y, operator in ((0.2, 0.5, "m"), (0.42, 0.25, "l"), (0.82, 0.8, "l"))
    )
    return f"q {_INK} RG {0.13 * height:.2f} w 1 J 1 j {points} S Q"


_MARKS = {_DOT: _dot, _TICK: _tick}


def type0_font(pdf: Pdf, font: FieldFont) -> Dictionary:
    """A font whose character codes are UTF-16, so that every program writes and reads them alike (ISO 32000-1, 9.7)."""
    program = pdf.make_stream(font.content)
    program.Length1 = len(font.content)
    name = Name(f"/{font.name}")
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=name, Flags=4, ItalicAngle=0, StemV=80)
    descriptor.FontBBox = Array(font.box)
    descriptor.Ascent, descriptor.Descent, descriptor.CapHeight = font.ascent, font.descent, font.ascent
    descriptor.FontFile2 = program
    descendant = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=name, DW=1000)
    descendant.CIDSystemInfo = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    descendant.FontDescriptor = pdf.make_indirect(descriptor)
    descendant.CIDToGIDMap = pdf.make_stream(_glyph_map(font.glyphs))
    descendant.W = Array(_widths(font.widths))
    whole = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=name, Encoding=Name("/Identity-H"))
    whole.DescendantFonts = Array([pdf.make_indirect(descendant)])
    whole.ToUnicode = pdf.make_stream(_to_unicode(sorted(font.glyphs)))
    return whole


def _glyph_map(glyphs: Mapping[int, int]) -> bytes:
    return b"".join(glyphs.get(point, 0).to_bytes(2, "big") for point in range(max(glyphs) + 1))


def _widths(widths: Mapping[int, int]) -> Iterator[object]:
    """The widths that are not 1000, in runs of code points."""
    narrow = sorted(point for point, width in widths.items() if width != 1000)
    for first, last in runs(narrow):
        yield first
        yield Array([widths[point] for point in range(first, last + 1)])


def _to_unicode(points: list[int]) -> bytes:
    """The CMap of a font whose codes are what they mean (Adobe Technical Note 5411)."""
    lines = [f"<{first:04x}> <{last:04x}> <{first:04x}>" for first, last in runs(points)]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    body = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()
