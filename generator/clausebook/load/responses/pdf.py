"""Responses in the fillable PDF of a form, as any program has saved it.

Whatever a file does to make itself drawn, run or decoded is left alone: only the values of its fields are read, and
what stands in their place on the page.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pikepdf import Array, Dictionary, Name, PasswordError, Pdf, PdfError, Stream, String, settings

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.responses.answers import reply
from clausebook.load.responses.pdf_text import Appearances, decoded
from clausebook.load.responses.reading import Reading
from clausebook.model import pdf_fields
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT

MAX_BYTES = 30_000_000
_MAX_INFLATED = 20_000_000
"""So many bytes at most are made of one stream."""
_MAX_NODES, _MAX_DEPTH = 50_000, 8
_REFUSED_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/GoToE"}
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([+-])(\d\d)'?(\d\d)?'?|Z.*)?")
_DAMAGED = (PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RuntimeError, NotImplementedError)
"""What a file may bring about that is not built as a PDF is."""

Json = dict[str, Any]


@dataclass(frozen=True)
class _Field:
    """A field with its value as it is stored, and the widgets that show it."""

    kind: str
    value: str
    widgets: tuple[Any, ...]


def read_pdf(content: bytes, origin: str, questionnaires: Mapping[str, Questionnaire]) -> Iterator[Reading]:
    """The one response in a form's PDF; of a file that was saved several times, what it held last.

    Raises RejectedRecord with the reason too_large, damaged_pdf, encrypted, xfa_form, active_content, no_form_fields,
    foreign_form, missing_fields, duplicate_field or bad_value, and HeldRecord with value_appearance_mismatch.
    """
    if len(content) > MAX_BYTES:
        raise RejectedRecord("too_large", f"the file has more than {MAX_BYTES:,} bytes")
    settings.set_qpdf_limits(flate_max_memory=_MAX_INFLATED, run_length_max_memory=_MAX_INFLATED, max_stream_filters=3)
    try:
        with Pdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            data = _response(pdf, questionnaires)
    except PasswordError:
        raise RejectedRecord("encrypted", "the PDF has a password; ask for it without one") from None
    except (*_DAMAGED, RecursionError) as error:
        if "limit exceeded" in str(error):
            raise RejectedRecord("too_large", "a part of the PDF unpacks to too many bytes") from None
        raise RejectedRecord("damaged_pdf", "the PDF is damaged or not all there; ask for it again") from None
    yield Reading(origin, data)


def _response(pdf: Pdf, questionnaires: Mapping[str, Questionnaire]) -> Json:
    if pdf.is_encrypted:
        raise RejectedRecord("encrypted", "the PDF is protected; ask for it without a password or restrictions")
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, Dictionary) or not list(form.get("/Fields", [])):
        detail = "the PDF has no fields: it was printed to PDF, scanned or flattened; ask for the file itself"
        raise RejectedRecord("no_form_fields", detail)
    if "/XFA" in form:
        raise RejectedRecord("xfa_form", "the PDF holds a form of another kind (XFA) beside its fields")
    fields = _Fields(form)
    _refuse_actions(pdf, fields)
    return _Answers(pdf, fields, form).response(questionnaires)


class _Fields(dict[str, _Field]):
    """The fields of a PDF by their full names. Raises RejectedRecord where two have the same name."""

    def __init__(self, form: Dictionary) -> None:
        super().__init__()
        self._nodes = 0
        for node in form.Fields:
            self._add(node, "", "", 0)

    def _add(self, node: Any, path: str, kind: str, depth: int) -> None:
        self._nodes += 1
        if self._nodes > _MAX_NODES or depth > _MAX_DEPTH:
            raise RejectedRecord("too_large", "the PDF has too many fields, or fields within fields")
        name = ".".join(filter(None, (path, _text(node.get("/T")))))
        kind = str(node.get("/FT", kind))
        kids = list(node.get("/Kids", []))
        if any("/T" in kid for kid in kids):
            for kid in kids:
                self._add(kid, name, kind, depth + 1)
            return
        self._nodes += len(kids)
        if name in self:
            raise RejectedRecord("duplicate_field", "two fields of the PDF have the same name")
        self[name] = _Field(kind, _text(node.get("/V")), tuple(kids) or (node,))


def _text(value: Any) -> str:
    """A value of a field as text; a name is one too. Raises RejectedRecord where it is no Unicode."""
    if isinstance(value, Name):
        return str(value)[1:]
    if isinstance(value, String | Stream):
        content = bytes(value) if isinstance(value, String) else value.read_bytes()
        return decoded(content).rstrip("\x00").replace("\r\n", "\n").replace("\r", "\n")
    return ""


def _refuse_actions(pdf: Pdf, fields: _Fields) -> None:
    """Raise RejectedRecord where opening or filling in the file makes a program do something; a form of ours does not.

    What a script shows may be other than what the fields hold.
    """
    widgets = (widget for field in fields.values() for widget in field.widgets)
    actions = [pdf.Root.get("/OpenAction"), *_events(pdf.Root), *(_ for widget in widgets for _ in _events(widget))]
    actions += [action for page in pdf.pages for action in _events(page.obj)]
    kinds = {str(action.get("/S")) for action in actions if isinstance(action, Dictionary)}
    names = pdf.Root.get("/Names")
    if kinds & _REFUSED_ACTIONS or (isinstance(names, Dictionary) and "/JavaScript" in names):
        raise RejectedRecord("active_content", "the PDF holds scripts or starts something; no form of ours does")


def _events(node: Any) -> Iterator[Any]:
    yield node.get("/A")
    events = node.get("/AA")
    if isinstance(events, Dictionary):
        yield from (events[key] for key in events.keys())  # noqa: SIM118 - it is no dict


class _Answers:
    """What the fields of one PDF say, where what they hold and what they show agree."""

    def __init__(self, pdf: Pdf, fields: _Fields, form: Dictionary) -> None:
        self._pdf = pdf
        self._fields = fields
        self._appearances = Appearances(form)

    def response(self, questionnaires: Mapping[str, Questionnaire]) -> Json:
        """The response as plain data; without answers where it belongs to no form of these."""
        head = self._head()
        questionnaire = questionnaires.get(head["form"])
        if questionnaire is None or questionnaire.content_hash != head["form_hash"]:
            return head | {"person": {"id": "-"}, "answers": {}}
        head["person"] = self._particulars("person")
        if questionnaire.form.has_reviewer:
            head["reviewer"] = self._particulars("reviewer")
        models = [model for model in questionnaire.form.models if self._is_ticked(model)]
        answers = {ref: self._reply(ref, questionnaire) for ref in questionnaire.provisions}
        answered = {ref: answer for ref, answer in answers.items() if answer}
        return head | ({"models": models} if models else {}) | {"answers": answered}

    def _head(self) -> Json:
        hidden = {"form": pdf_fields.FORM, "form_hash": pdf_fields.HASH, "language": pdf_fields.LANGUAGE}
        if any(name not in self._fields for name in hidden.values()):
            raise RejectedRecord("foreign_form", "the PDF is a form, but none of ours")
        head = {key: self._fields[name].value for key, name in hidden.items()}
        return {"format": FORMAT, **head, "saved": self._saved()}

    def _saved(self) -> str:
        """When the file was last changed, in ISO 8601, if the program that did it says so."""
        made, changed = (_text(self._pdf.docinfo.get(key)) for key in ("/CreationDate", "/ModDate"))
        match = _DATE.fullmatch(changed)
        if match is None or made == changed:
            return ""
        year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
        zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z"
        return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"

    def _particulars(self, who: str) -> Json:
        return {key: self._typed(pdf_fields.particular_field(who, key)) for key in pdf_fields.PARTICULARS}

    def _is_ticked(self, model: str) -> bool:
        return self._chosen(pdf_fields.model_field(model), (pdf_fields.CHOSEN,)) is not None

    def _reply(self, ref: str, questionnaire: Questionnaire) -> Json:
        ratings = {pdf_fields.points_value(points): points for points in questionnaire.scale.points}
        options = (*ratings, pdf_fields.NOT_APPLICABLE)
        chosen = self._chosen(pdf_fields.rating_field(ref), options)
        note = self._typed(pdf_fields.comment_field(ref))
        evidence = self._typed(pdf_fields.evidence_field(ref))
        if chosen == pdf_fields.NOT_APPLICABLE:
            return reply({"not_applicable": True}, reason=note, evidence=evidence)
        return reply({"rating": ratings[chosen]} if chosen else {}, comment=note, evidence=evidence)

    def _field(self, name: str, kind: str) -> _Field:
        field = self._fields.get(name)
        if field is None or field.kind != kind:
            raise RejectedRecord("missing_fields", f"the PDF has lost its field {name!r}; ask for the whole form")
        return field

    def _chosen(self, name: str, options: tuple[str, ...]) -> str | None:
        """The value chosen among `options`, or None. Programs write it as a name, or as a text with a slash."""
        field = self._field(name, "/Btn")
        stored = field.value.removeprefix("/")
        states = [_state(widget) for widget in sorted(field.widgets, key=_place)]
        if tuple(on for on, _ in states) != options:
            raise HeldRecord("value_appearance_mismatch", f"the buttons of {name!r} are not those of the form")
        shown = [now for _, now in states if now]
        if shown != ([stored] if stored not in ("", "Off") else []):
            detail = f"the field {name!r} holds {stored[:40]!r} but shows {', '.join(shown)[:80] or 'nothing'!r}"
            raise HeldRecord("value_appearance_mismatch", detail)
        return shown[0] if shown else None

    def _typed(self, name: str) -> str:
        """The text of a field."""
        field = self._field(name, "/Tx")
        if not self._appearances.agree(field.value, field.widgets):
            raise HeldRecord("value_appearance_mismatch", f"the field {name!r} holds another text than it shows")
        return field.value


def _state(widget: Any) -> tuple[str, str]:
    """The value that a button stands for, and the same where it shows that it is chosen, else nothing."""
    states = [str(key)[1:] for key in widget.AP.N.keys() if str(key) != "/Off"]  # noqa: SIM118 - it is no dict
    if len(states) != 1:
        return "", ""
    return states[0], states[0] if str(widget.get("/AS", "/Off"))[1:] == states[0] else ""


def _place(widget: Any) -> tuple[float, float]:
    """Where a widget stands in its line, and which line it is, as people read."""
    rectangle = widget.Rect
    if not isinstance(rectangle, Array):
        raise ValueError("a widget without a place")
    left, bottom, right, top = (float(number) for number in rectangle.as_list())
    return -round((bottom + top) / 2), min(left, right)
