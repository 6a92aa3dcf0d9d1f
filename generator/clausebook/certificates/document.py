"""The certificate as a document: how it becomes a PDF, one by one in full or many by a press."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from clausebook.certificates.content import Contents, Shape, Signed, check_evaluation, code_side, shape_of
from clausebook.certificates.speech import percent
from clausebook.errors import MissingGlyphError, RenderError
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.scheme import Scheme
from clausebook.render.fonts import font_files, line_width, missing_glyphs, named_fonts
from clausebook.render.jinja import Templates
from clausebook.render.pdf import Attachment, Layout, lay_out
from clausebook.render.press.compiling import compile_plate
from clausebook.render.press.plate import Plate
from clausebook.render.press.setting import UnsettableError
from clausebook.render.radar import tint
from clausebook.render.slots import Filled, Open, Slots, script_class

DENSITIES = (1.2, 1.0, 0.9, 0.8, 0.7, 0.6)
"""The sizes of type that are tried, largest first, until the front of the certificate fits its page."""
_LARGEST = {1: 1.2, 2: 1.0}
"""Where to begin, by the number of languages; 0.8 with more of them."""
CREDENTIAL = "credential.jwt"
_FAMILY = "Clausebook Sans, Clausebook Sans Latin"
_CODE = Markup('<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}" viewBox="0 0 {0} {0}">{1}</svg>')


def certificate_pdf(
    certificate: Certificate,
    evaluation: Evaluation,
    questionnaire: Questionnaire,
    scheme: Scheme,
    templates: Templates,
    seal: Signed,
) -> bytes:
    """The certificate as PDF/A-3a and PDF/UA-1, dated the day of issue; the same arguments give the same bytes.

    `questionnaire` is that of the first form component. Raises MissingGlyphError where no font draws a character of the
    holder's texts, RejectedRecord where the evaluation earns no certificate, RenderError where the front does not fit
    one page in the smallest type.
    """
    return Press(questionnaire, scheme, templates).draw_in_full(certificate, evaluation, seal)


class Press:
    """Draws the certificates of one scheme. A shape that comes for the first time is laid out; all others are quick.

    It can be pickled, with the shapes that it knows.
    """

    def __init__(self, questionnaire: Questionnaire, scheme: Scheme, templates: Templates) -> None:
        self._contents = Contents(questionnaire, scheme, templates)
        self._templates = templates
        self._fonts = font_files(templates)
        self._named = tuple(named_fonts(templates, f"certificates/{scheme.design}/certificate.html.j2").values())
        self._plates: dict[tuple[Shape, int], Plate] = {}

    def check_names(self, holder: Holder) -> None:
        """Raise MissingGlyphError where no font of the design draws a character of the holder's texts.

        To be asked before a serial is reserved.
        """
        texts = holder.name, holder.name_latin, holder.organization, holder.department
        if missing := missing_glyphs("".join(texts), self._named):
            raise MissingGlyphError(missing)

    def draw(self, certificate: Certificate, evaluation: Evaluation, seal: Signed) -> bytes:
        """The same pages as those of `certificate_pdf`; for what is raised see there.

        The same arguments give the same bytes, whatever was drawn before. A certificate with a text that the press
        cannot set is laid out in full.
        """
        self._check(certificate, evaluation)
        content = self._contents.of(certificate, evaluation, seal)
        plate = self._plate(shape_of(certificate, evaluation), code_side(content))
        try:
            return plate.draw(content, created=_moment(certificate), attachment=seal.credential.encode())
        except UnsettableError:
            return self.draw_in_full(certificate, evaluation, seal)

    def draw_in_full(self, certificate: Certificate, evaluation: Evaluation, seal: Signed) -> bytes:
        """Lay the certificate out by itself."""
        self._check(certificate, evaluation)
        shape = shape_of(certificate, evaluation)
        content = self._contents.of(certificate, evaluation, seal)
        for html in self._densities(shape, Filled(content, self._fonts), code_side(content)):
            layout = lay_out(html, fonts=self._fonts)
            if _front_fits(layout):
                attachments = [self._credential(seal.credential.encode())]
                return layout.pdf(created=_moment(certificate), attachments=attachments)
        raise RenderError(f"the front of certificate {certificate.serial} does not fit one page; shorten its texts")

    def html(self, shape: Shape, slots: Slots, side: int, density: float = 1.0) -> str:
        """The certificate as HTML for `lay_out`. `density` scales the type of the front; `side` is that of the code."""
        contents = self._contents
        scheme = contents.scheme
        return self._templates.render(
            f"certificates/{scheme.design}/certificate.html.j2",
            slots=slots,
            shape=shape,
            scheme=scheme,
            components=scheme.components if len(scheme.components) > 1 else (),
            questionnaire=contents.questionnaire,
            speeches=contents.speeches,
            bands=contents.bands,
            rows=list(contents.rows(shape)),
            percent=percent,
            fit=self._fitted,
            script=script_class,
            density=density,
            tint=tint,
            logo_image=self._logo(scheme.logo),
            chart_image=self._chart(shape, slots),
            code_image=_data_uri(_CODE.format(side, slots.drawing("code"))),
        )

    def _plate(self, shape: Shape, side: int) -> Plate:
        if (shape, side) not in self._plates:
            self._plates[shape, side] = self._compiled(shape, side)
        return self._plates[shape, side]

    def _compiled(self, shape: Shape, side: int) -> Plate:
        slots = Open()
        for html in self._densities(shape, slots, side):
            layout = lay_out(html, fonts=self._fonts)
            if _front_fits(layout):
                alphabet, attachment = self._contents.alphabet(), self._credential(b"-")
                return compile_plate(html, slots.fits, alphabet, fonts=self._fonts, attachment=attachment)
        raise RenderError("the front of the certificates does not fit one page; shorten the scheme's texts")

    def _densities(self, shape: Shape, slots: Slots, side: int) -> Iterator[str]:
        """The document in type of every size, largest first."""
        largest = _LARGEST.get(len(self._contents.speeches), 0.8)
        return (self.html(shape, slots, side, density) for density in DENSITIES if density <= largest)

    def _check(self, certificate: Certificate, evaluation: Evaluation) -> None:
        check_evaluation(evaluation, self._contents.questionnaire)
        self.check_names(certificate.holder)

    def _credential(self, content: bytes) -> Attachment:
        words = self._contents.speeches[0].words
        return Attachment(CREDENTIAL, content, words["credential"], "Supplement", "application/vc+jwt")

    def _chart(self, shape: Shape, slots: Slots) -> str:
        drawn = self._contents.chart(shape)
        return _data_uri(drawn.svg(slots.drawing("chart-area"), slots.drawing("chart-line"), _FAMILY))

    def _fitted(self, text: str, room: float, largest: float, font: str) -> str:
        """The size, in points, in which a text that is the same on all certificates is set, on two lines at worst."""
        width = line_width(text, self._fonts[font], self._fonts.values()) or 1
        small = largest * 0.55
        size = room / width if room / width >= small else max(largest * 0.4, min(small, 1.7 * room / width))
        return f"{min(largest, size):.1f}"

    def _logo(self, name: str | None) -> str:
        """The picture of the scheme as a data: URI."""
        if name is None:
            return ""
        path = _picture(name, self._templates)
        content = path.read_bytes()
        if path.suffix == ".svg":
            return _data_uri(content.decode("utf-8"))
        return f"data:image/png;base64,{b64encode(content).decode()}"


def _picture(name: str, templates: Templates) -> Path:
    """A file below templates/certificates or the project's content. Raises RenderError where there is none."""
    beside = (folder.parent / "content" / name for folder in templates.folders)
    found = next((path for path in beside if path.is_file()), None)
    return found or templates.file(f"certificates/{name}")


def _front_fits(layout: Layout) -> bool:
    return bool(layout.page_of("details") == 2)


def _moment(certificate: Certificate) -> datetime:
    return datetime.combine(certificate.issued, time(), tzinfo=UTC)


def _data_uri(svg: Any) -> str:
    return f"data:image/svg+xml,{quote(svg)}"
