"""What exporters share: a file for another program, and the texts of a question in one language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from math import floor

from clausebook.model.base import LocalizedText
from clausebook.model.item import Choice, FillIn, Item, Matching, Numeric, OpenQuestion, Option, Ordering, TrueFalse
from clausebook.model.paper import Asked, Paper
from clausebook.render.jinja import Words

_HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Exported:
    """A file for another program. `remarks` say what that program will not do as the paper has it."""

    name: str
    content: bytes
    remarks: tuple[str, ...] = ()


def file_name(paper: Paper, language: str, ending: str) -> str:
    """What a file about a paper is called: A.zh.xml."""
    return f"{paper.id}.{language}.{ending}"


def question_name(paper: Paper, asked: Asked) -> str:
    """A name that sorts as the paper does and tells where the question comes from: A-007 market-demand-02."""
    return f"{paper.id}-{asked.number:03} {asked.item.id}"


def heading(paper: Paper, language: str) -> str:
    """The title of the exam and the id of the paper."""
    return f"{paper.title[language]} {paper.id}"


def paragraphs(item: Item, language: str, words: Words) -> tuple[str, ...]:
    """What is asked: the situation of a case first, and in which unit a number is wanted."""
    stem = item.stem[language]
    if isinstance(item, OpenQuestion) and item.background is not None:
        return item.background[language], stem
    if isinstance(item, Numeric) and item.unit is not None:
        return (words["export_unit"].format(stem=stem, unit=item.unit[language]),)
    return (stem,)


def explanation(item: Item, language: str) -> str:
    """Why the key is right; empty where each option says that for itself, or a marker decides."""
    return "" if isinstance(item, Choice | OpenQuestion) else item.why[language]


def marking_notes(item: OpenQuestion, language: str, words: Words) -> tuple[str, ...]:
    """The model answer and what earns points, a line each."""
    criteria = (
        words["export_criterion"].format(points=criterion.points, criterion=criterion.criterion[language])
        for criterion in item.marking
    )
    return words["export_model_answer"].format(answer=item.model_answer[language]), *criteria


def options(asked: Asked, item: Choice) -> list[tuple[str, Option]]:
    """The options with their letters, as the paper has them."""
    by_id = {option.id: option for option in item.options}
    return [(letter, by_id[name]) for letter, name in asked.letters.items()]


def places(asked: Asked, item: Ordering) -> list[tuple[str, str, int]]:
    """Of each entry, as the paper lists them, the letter, the id and its right place from 1."""
    right = {entry.id: place for place, entry in enumerate(item.entries, 1)}
    return [(letter, name, right[name]) for letter, name in asked.letters.items()]


def accepted(item: FillIn, language: str) -> tuple[str, ...]:
    """All ways to write the answer: those of the language first, then those of the others, which count as well."""
    others = (name for _, names in item.accepted.items() for name in names)
    return tuple(dict.fromkeys((*item.accepted[language], *others)))


def offered(asked: Asked, language: str) -> tuple[str, ...]:
    """What is chosen among, a line each; of a matching first what it is matched with."""
    lefts: list[str] = []
    if isinstance(asked.item, Matching):
        lefts = [f"{place}. {pair.left[language]}" for place, pair in enumerate(asked.item.pairs, 1)]
    return *lefts, *(f"{letter}. {text[language]}" for letter, text in asked.lettered)


def key_text(asked: Asked, language: str, words: Words) -> str:
    """The key for people to read; empty where a marker decides."""
    match asked.item:
        case TrueFalse() as item:
            return words["export_true" if item.answer else "export_false"]
        case Numeric() as item:
            spread = f" ± {decimal(item.tolerance)}" if item.tolerance else ""
            unit = f" {item.unit[language]}" if item.unit else ""
            return f"{decimal(item.answer)}{spread}{unit}"
        case FillIn() as item:
            return " / ".join(item.accepted[language])
        case _:
            return asked.key_letters


def reasons(asked: Asked, language: str, words: Words) -> tuple[str, ...]:
    """Why each option is right or wrong, or the key is; of a question that a marker marks, by what it is marked."""
    match asked.item:
        case Choice() as item:
            return tuple(f"{letter}. {option.why[language]}" for letter, option in options(asked, item))
        case OpenQuestion() as item:
            return marking_notes(item, language, words)
        case other:
            return (explanation(other, language),)


def per_language(words: Mapping[str, Words], key: str) -> LocalizedText:
    """One of the interface's words in all languages whose words are given."""
    return LocalizedText({language: found[key] for language, found in words.items()})


def as_html(texts: Iterable[str]) -> str:
    """Texts as paragraphs; nothing in them is markup."""
    return "".join(f"<p>{_lines(text)}</p>" for text in texts if text)


def _lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def decimal(value: Fraction, digits: int = 7) -> str:
    """A number in decimals, rounded half up where it has no end: "16.8", "33.33333"."""
    scaled = floor(abs(value) * 10**digits + _HALF)
    whole, rest = divmod(scaled, 10**digits)
    sign = "-" if value < 0 and scaled else ""
    return f"{sign}{whole}" + (f".{rest:0{digits}}".rstrip("0") if rest else "")


def unkept_rules(paper: Paper, kept: Iterable[tuple[str, str]], program: str) -> Iterator[str]:
    """A remark for each section whose rule a program does not know; `kept` are the types and rules that it does."""
    known = set(kept)
    for section in paper.sections:
        if (section.type, section.rule) not in known:
            yield (
                f"{program} cannot mark {section.type} by {section.rule} (section {section.id}): "
                "export the answers and mark them with clausebook exam mark"
            )
