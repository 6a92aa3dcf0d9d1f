"""Answer cards as PDF: one for each person of a roster, or for anybody, who then marks a number on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from clausebook.exams.card_face import code_image, digits_image, examples_image, face_image
from clausebook.model.answer_card import ABSENT, CODES, TYPES, CardCode, card_of
from clausebook.model.paper import Paper
from clausebook.model.response import Person
from clausebook.render.fonts import drawable, font_files
from clausebook.render.jinja import Templates
from clausebook.render.pdf import render_pdf
from clausebook.render.underlay import underlaid

_HEADING_FONT = "NotoSansSC-Bold.ttf"
_TRUE_FALSE = {"T": "√", "F": "×"}
"""What stands for true and false where a card is in several languages."""
_NOBODY = {"id": "", "name": "", "department": ""}


def cards_pdf(
    paper: Paper, people: Sequence[Person | None], templates: Templates, languages: Sequence[str], made: datetime
) -> bytes:
    """A card for each of the people, on a page each; None stands for a card that bears no name.

    A character that no font draws is given by its number. Raises UsageError where the paper has no card, RenderError.
    """
    cards = Cards(paper, templates, tuple(languages))
    fonts = font_files(templates)
    faces = [render_pdf(cards.face(is_named=is_named), fonts=fonts, created=made) for is_named in (True, False)]
    bearers = render_pdf(cards.bearers(people), fonts=fonts, created=made)
    return underlaid(bearers, faces, (int(person is None) for person in people))


@dataclass(frozen=True)
class Cards:
    """The cards of a paper in some languages, as documents for `render_pdf`."""

    paper: Paper
    templates: Templates
    languages: tuple[str, ...]

    def face(self, *, is_named: bool) -> str:
        """What is the same on all cards that bear a name, or on all that bear none: one page."""
        card = card_of(self.paper)
        font = self._fonts[_HEADING_FONT]
        return self._rendered(
            "face",
            face=face_image(card, self._headings(), self._signs(), font),
            digits="" if is_named else digits_image(card),
            examples=examples_image(),
            absent=ABSENT,
            lines=len(card.lines),
            elsewhere=_numbers([asked.number for asked in self.paper.questions if asked.item.type not in TYPES]),
        )

    def bearers(self, people: Sequence[Person | None]) -> str:
        """What is each person's own, a page each."""
        return self._rendered("bearers", people=[self._bearer(person) for person in people], places=CODES)

    def code_of(self, person: Person | None) -> CardCode:
        """What the codes of somebody's card say."""
        language = self.languages[0] if len(self.languages) == 1 else ""
        return CardCode(self.paper.code, language, person.id if person else "")

    def _rendered(self, name: str, **context: Any) -> str:
        speeches = {language: self.templates.words("exams", language) for language in self.languages}
        shared = {"paper": self.paper, "languages": self.languages, "speeches": speeches}
        return self.templates.render(f"exams/card/{name}.html.j2", **shared, **context)

    def _bearer(self, person: Person | None) -> dict[str, Any]:
        code = self.code_of(person)
        held = person.model_dump() if person else _NOBODY
        drawn = {key: drawable(text, self._fonts.values()) for key, text in held.items()}
        return drawn | {"codes": {number: code_image(code, number) for number in CODES}}

    def _headings(self) -> list[str]:
        titles = (section.title for section in self.paper.sections)
        return [" / ".join(dict.fromkeys(title[language] for language in self.languages)) for title in titles]

    def _signs(self) -> Mapping[str, str]:
        if len(self.languages) > 1:
            return _TRUE_FALSE
        words = self.templates.words("exams", self.languages[0])
        return {"T": words["card_true"], "F": words["card_false"]}

    @property
    def _fonts(self) -> Mapping[str, Path]:
        return font_files(self.templates)


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers with those in a row together: "56–58, 60"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
