"""An exam paper on A4, as it is handed to candidates: in one language or with several side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from clausebook.exams.rendering import decimal
from clausebook.exams.sheet import Part, Room, parts
from clausebook.model.base import LocalizedText
from clausebook.model.paper import Paper
from clausebook.render.fonts import font_files
from clausebook.render.jinja import Templates, Words
from clausebook.render.pdf import render_pdf

_FONT = "NotoSansSC-Regular.ttf"
_MM = 72 / 25.4
_LINE, _GUTTER = 160, 6
"""How wide a line of the page is, and what lies between two languages, in mm."""


@dataclass(frozen=True)
class Look:
    """How a paper is printed: its size of type in points, and whether a card is handed out with it.

    `column` is the width of that in which brackets and numbers hang, in mm.
    """

    size: float = 10.5
    column: int = 20
    is_large: bool = False
    has_card: bool = False


NORMAL, LARGE = Look(), Look(size=18, column=25, is_large=True)


class Wording:
    """The words of the interface and texts of the data in the languages of a paper, one after another."""

    def __init__(self, templates: Templates, languages: Sequence[str]) -> None:
        self.languages = tuple(languages)
        self.words: Mapping[str, Words] = {language: templates.words("exams", language) for language in languages}

    def each(self, key: str, **values: object) -> list[tuple[str, str]]:
        """A word in each language, with `values` filled in. A language that lacks it is left out."""
        found = ((language, self.words[language].get(key, "")) for language in self.languages)
        return [(language, word.format(**values)) for language, word in found if word]

    def of(self, text: LocalizedText) -> list[tuple[str, str]]:
        """A text in each language."""
        return [(language, text[language]) for language in self.languages]

    def distinct(self, say: Callable[[str], str]) -> list[tuple[str, str]]:
        """What `say` gives for each language, once where it is the same in several."""
        said = {language: say(language) for language in self.languages}
        first = {text: language for language, text in reversed(said.items())}
        return [(language, text) for language, text in said.items() if first[text] == language]

    def same(self, text: str) -> list[tuple[str, str]]:
        """A text that is the same in all languages."""
        return [(self.languages[0], text)]

    def differing(self, text: LocalizedText) -> list[tuple[str, str]]:
        """A text in each language, once where it is the same in several."""
        return self.distinct(text.__getitem__)

    def listed(self, key: str, place: int) -> list[tuple[str, str]]:
        """The word at a place, counted from 0, of those that `key` gives with blanks between them."""
        return [(language, self.words[language][key].split()[place]) for language in self.languages]

    def plain(self, key: str, **values: object) -> str:
        """A word in all languages, in a row."""
        return " ".join(word for _, word in self.each(key, **values))


def paper_pdf(paper: Paper, templates: Templates, languages: Sequence[str], made: datetime, look: Look) -> bytes:
    """The paper as PDF/A-3a and PDF/UA-1, dated `made`; the same arguments give the same bytes.

    It holds nothing of the key. Raises MissingGlyphError where no font draws a character, and RenderError.
    """
    html = paper_html(paper, templates, languages, look)
    return render_pdf(html, fonts=font_files(templates), created=made)


def paper_html(paper: Paper, templates: Templates, languages: Sequence[str], look: Look) -> str:
    """The paper as HTML for `render_pdf`."""
    wording = Wording(templates, languages)
    room = Room(_ems(look, len(languages)), templates.file(f"fonts/{_FONT}"))
    printed = parts(paper, languages, room)
    return templates.render(
        "exams/pdf/paper.html.j2",
        **page_context(paper, wording, look.size),
        look=look,
        minutes=paper.minutes,
        instructions=paper.instructions,
        passing=decimal(paper.passing, 2),
        parts=printed,
        has_card=look.has_card and any(part.is_for_card for part in printed),
        told=partial(_told, wording),
    )


def _told(wording: Wording, part: Part, language: str, is_on_card: bool) -> str:  # noqa: FBT001 - a template calls it
    """What a candidate is told over the questions of a part."""
    words = wording.words[language]
    first, last = part.questions[0].number, part.questions[-1].number
    which = words["paper_one" if first == last else "paper_several"]
    sentences = (
        which.format(number=first, first=first, last=last, points=part.points, total=part.total),
        words[f"paper_{'card' if is_on_card else 'do'}_{part.type}"],
        words.get(f"paper_rule_{part.type}_{part.rule}", ""),
    )
    return words["paper_space"].strip("|").join(sentence for sentence in sentences if sentence)


def page_context(paper: Paper, wording: Wording, size: float) -> dict[str, Any]:
    """What the templates of all that is printed about a paper need."""
    return {
        "wording": wording,
        "languages": wording.languages,
        "title": paper.title,
        "id": paper.id,
        "code": paper.code,
        "total": decimal(paper.total),
        "size": size,
        "page_of_pages": _counted(wording.plain("paper_page", page="{page}", pages="{pages}")),
    }


def css_string(text: str) -> str:
    """A text as a string of CSS (CSS Syntax 3, 4.3.5)."""
    escaped = text.replace("\\", "\\5c ").replace('"', "\\22 ").replace("<", "\\3c ").replace("\n", "\\a ")
    return f'"{escaped}"'


def _counted(text: str) -> str:
    """What `content` of CSS has to be for a text with {page} and {pages} in it."""
    counted = css_string(text).replace("{pages}", '" counter(pages) "')
    return counted.replace("{page}", '" counter(page) "')


def _ems(look: Look, languages: int) -> float:
    """How wide a line of a question is in ems, in each of so many languages that stand side by side."""
    line = (_LINE - look.column - _GUTTER * (languages - 1)) / languages
    return line * _MM / look.size
