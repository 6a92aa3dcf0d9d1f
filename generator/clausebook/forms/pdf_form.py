"""A form as a PDF that people fill in: what it shows, and which field stands in each place."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from clausebook.model import pdf_fields
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.standard import BusinessModel, Clause, Provision
from clausebook.render.acroform import CheckBox, Field, HiddenText, RadioButtons, TextBox, fillable, radio_place
from clausebook.render.field_font import field_font
from clausebook.render.fonts import font_files, text_width
from clausebook.render.jinja import Templates, Words
from clausebook.render.pdf import FORM, lay_out

FONT = "NotoSansSC-Regular.ttf"
"""What people type is drawn in this font."""
_LONGEST = {"id": 80, "name": 200, "department": 200}
_LONGEST_NOTE = 10_000
_LINE, _BUTTON, _EM = 154, 7.2, 3.04
"""The line of a provision's answers, a button with the space around it, and the size of the labels, all in mm."""
_IN_A_ROW = 3
"""So many answers stand side by side where one line is too short for all."""


def form_pdf(questionnaire: Questionnaire, templates: Templates, language: str, made: datetime) -> bytes:
    """The form in one language as PDF/UA-1 with fields, dated `made`; the same arguments give the same bytes.

    Raises MissingGlyphError where no font draws a character of the form, and RenderError.
    """
    fonts = font_files(templates)
    html = form_html(questionnaire, templates, language)
    laid_out = lay_out(html, fonts=fonts, variant=FORM).pdf(created=made)
    fields = list(_Fields(questionnaire, templates.words("forms", language), language))
    return fillable(laid_out, fields, field_font(fonts[FONT]))


def form_html(questionnaire: Questionnaire, templates: Templates, language: str) -> str:
    """The form as HTML, with a control in the place of each field."""
    words = templates.words("forms", language)
    form, standard = questionnaire.form, questionnaire.standard
    fields = _Fields(questionnaire, words, language)
    return templates.render(
        "forms/pdf/form.html.j2",
        form=form,
        scale=questionnaire.scale,
        standard=standard,
        identity=standard.identity,
        language=language,
        words=words,
        people=fields.people,
        particulars=lambda who: fields.particulars(who).items(),
        models=fields.models,
        answers=fields.answers,
        shares=_shares(fields.answers, templates.file(f"fonts/{FONT}")),
        radio_place=radio_place,
        particular_field=pdf_fields.particular_field,
        model_field=pdf_fields.model_field,
        rating_field=pdf_fields.rating_field,
        comment_field=pdf_fields.comment_field,
        evidence_field=pdf_fields.evidence_field,
    )


def _shares(answers: Mapping[str, str], font: Path) -> dict[str, str]:
    """What part of a line each answer takes, in percent: its own width, and an even part of what is left."""
    widths = {value: _BUTTON + _EM * text_width(label, font) for value, label in answers.items()}
    left = (_LINE - sum(widths.values())) / len(widths)
    if left < 0:
        return dict.fromkeys(widths, f"{100 / _IN_A_ROW:.2f}")
    return {value: f"{99.9 * (width + left) / _LINE:.2f}" for value, width in widths.items()}


class _Fields:
    """The fields of a form, in the order in which they stand, and the texts that name them."""

    def __init__(self, questionnaire: Questionnaire, words: Words, language: str) -> None:
        self._questionnaire = questionnaire
        self._words = words
        self._language = language

    def __iter__(self) -> Iterator[Field]:
        for who, title in self.people:
            yield from self._person(who, title)
        yield from map(self._model, self.models)
        for clause in self._questionnaire.standard.in_order:
            for ref, provision in clause.references():
                yield from self._provision(clause, ref, provision)
        yield from self._hidden()

    @property
    def people(self) -> list[tuple[str, str]]:
        """Who has particulars in the form, with the headings over them."""
        form = self._questionnaire.form
        rated = [("person", self._words[f"pdf_person_{form.kind}"])]
        return [*rated, ("reviewer", self._words[f"pdf_reviewer_{form.kind}"])] if form.has_reviewer else rated

    @property
    def models(self) -> list[BusinessModel]:
        """The business models among which the person chooses."""
        standard, form = self._questionnaire.standard, self._questionnaire.form
        return [model for model in standard.identity.models if model.id in form.models]

    @property
    def answers(self) -> Mapping[str, str]:
        """The values of a provision's radio buttons, with their labels."""
        answers = self._questionnaire.scale.answers
        rated = {pdf_fields.points_value(answer.points): answer.label[self._language] for answer in answers}
        return rated | {pdf_fields.NOT_APPLICABLE: self._words["pdf_not_applicable"]}

    def particulars(self, who: str) -> dict[str, str]:
        """The labels of somebody's particulars; the first is required."""
        is_organization = who == "person" and self._questionnaire.form.kind == "organization"
        prefix = "pdf_organization" if is_organization else "pdf"
        return {key: self._words[f"{prefix}_{key}"] for key in pdf_fields.PARTICULARS}

    def _person(self, who: str, title: str) -> Iterator[Field]:
        for key, label in self.particulars(who).items():
            named = self._words["pdf_of"].format(who=title, what=label)
            name = pdf_fields.particular_field(who, key)
            yield TextBox(name, named, _LONGEST[key], is_required=key == "id")

    def _model(self, model: BusinessModel) -> Field:
        label = self._words["pdf_of"].format(who=self._words["pdf_models"], what=model.title[self._language])
        return CheckBox(pdf_fields.model_field(model.id), label, pdf_fields.CHOSEN)

    def _provision(self, clause: Clause, ref: str, provision: Provision) -> Iterator[Field]:
        def label(kind: str) -> str:
            text = provision.text[self._language]
            return self._words[kind].format(number=clause.number, id=provision.id, text=text)

        yield RadioButtons(pdf_fields.rating_field(ref), label("pdf_about"), self.answers)
        comment, evidence = pdf_fields.comment_field(ref), pdf_fields.evidence_field(ref)
        yield TextBox(comment, label("pdf_about_comment"), _LONGEST_NOTE, is_multiline=True)
        yield TextBox(evidence, label("pdf_about_evidence"), _LONGEST_NOTE, is_multiline=True)

    def _hidden(self) -> Iterator[Field]:
        yield HiddenText(pdf_fields.FORM, self._words["pdf_form"], self._questionnaire.form.id)
        yield HiddenText(pdf_fields.HASH, self._words["pdf_hash"], self._questionnaire.content_hash)
        yield HiddenText(pdf_fields.LANGUAGE, self._words["pdf_language"], self._language)
