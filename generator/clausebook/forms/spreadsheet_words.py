"""What the sheets of a form need to know: the form, the words of each language, and how text in it looks."""

from dataclasses import dataclass
from typing import Any

from clausebook.model.base import LocalizedText
from clausebook.model.questionnaire import Questionnaire
from clausebook.render.jinja import Templates, Words
from clausebook.render.workbook import Look

_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\'")


@dataclass(frozen=True)
class Wording:
    """A form and the words around it in every language."""

    questionnaire: Questionnaire
    words: dict[str, Words]

    @classmethod
    def of(cls, questionnaire: Questionnaire, templates: Templates) -> "Wording":
        """The words that the forms have in each language of the standard."""
        languages = questionnaire.standard.languages
        return cls(questionnaire, {language: templates.words("forms", language) for language in languages})

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the standard, in its order."""
        return tuple(self.words)

    def look(self, language: str, **changes: Any) -> Look:
        """How text in a language looks, with these changes."""
        return Look(font=self.words[language]["sheet_font"], **changes)

    def everywhere(self, key: str) -> str:
        """A word in all languages side by side."""
        return _side_by_side(words[key] for words in self.words.values())

    def text_everywhere(self, text: LocalizedText) -> str:
        """A text of the standard in all languages side by side."""
        return _side_by_side(text[language] for language in self.languages)

    @property
    def start_title(self) -> str:
        """The name of the first sheet, in as many languages as fit."""
        title = " ".join(dict.fromkeys(words["sheet_start"] for words in self.words.values()))
        return sheet_title(title)


def sheet_title(text: str) -> str:
    """A text as the name of a sheet: 31 characters, none of those that spreadsheets refuse."""
    return text.translate(_NOT_IN_TITLES)[:_LONGEST_TITLE].strip()


def _side_by_side(texts: Any) -> str:
    return " / ".join(dict.fromkeys(texts))
