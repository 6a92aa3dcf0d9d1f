"""A deck for Anki: a card a question, with the key and the reasons on its back."""

import hashlib
import io
from collections.abc import Iterator
from html import escape

from clausebook.errors import MissingLibraryError
from clausebook.exams.rendering import (
    Exported,
    as_html,
    file_name,
    heading,
    key_text,
    offered,
    paragraphs,
    reasons,
)
from clausebook.model.paper import Asked, Paper
from clausebook.render.archive import repacked
from clausebook.render.jinja import Words

_FIELDS = ("Question", "Options", "Answer", "Reasons", "Source")
_FRONT = '<div class="question">{{Question}}</div><div class="options">{{Options}}</div>'
_BACK = (
    "{{FrontSide}}<hr id=answer>"
    '<div class="answer">{{Answer}}</div><div class="reasons">{{Reasons}}</div><div class="source">{{Source}}</div>'
)
_STYLE = """\
.card { font: 20px/1.5 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
.card { max-width: 40em; margin: 0 auto; padding: 1em; }
.answer { font-weight: bold; }
.reasons, .source { font-size: 0.8em; }
.source { opacity: 0.7; }
"""
_MADE = 1.0
"""Seconds since 1970 at which every deck claims to be made: Anki tells cards by their ids and not by this."""


def anki(paper: Paper, language: str, words: Words) -> Exported:
    """A paper as an Anki deck (.apkg). A question keeps its id, so that importing a newer deck updates its card.

    Raises MissingLibraryError where the extra `anki` is not installed.
    """
    try:
        import genanki
    except ImportError:
        raise MissingLibraryError("decks need genanki; run: pip install 'clausebook[anki]'") from None
    title = heading(paper, language)
    model = genanki.Model(
        _number("model"),
        "Clausebook",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    deck = genanki.Deck(_number(paper.blueprint, paper.id, language), escape(title))
    for asked in paper.questions:
        fields = list(_card(asked, language, words))
        tags = [asked.item.level, *asked.item.clauses]
        deck.add_note(genanki.Note(model, fields, tags=tags, guid=f"clausebook-{language}-{asked.item.id}"))
    written = io.BytesIO()
    genanki.Package(deck).write_to_file(written, timestamp=_MADE)
    return Exported(file_name(paper, language, "apkg"), repacked(written.getvalue()))


def _card(asked: Asked, language: str, words: Words) -> Iterator[str]:
    """The fields of a card, as markup."""
    item = asked.item
    yield as_html(paragraphs(item, language, words))
    yield as_html(offered(asked, language))
    yield as_html([key_text(asked, language, words)])
    yield as_html(reasons(asked, language, words))
    yield escape(", ".join(item.provisions))


def _number(*names: str) -> int:
    """A number that always is the same for the same names, as Anki tells decks and kinds of cards by numbers."""
    digest = hashlib.sha256("\0".join(("clausebook", *names)).encode()).digest()
    return (1 << 30) + int.from_bytes(digest[:4], "big") % (1 << 30)
