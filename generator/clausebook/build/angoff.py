"""A pass mark set by judges: worksheets for them, what comes of their estimates, and the papers that go by it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from clausebook.build.papers import exam_folder, read_papers
from clausebook.build.write import write_file
from clausebook.errors import UsageError
from clausebook.exams.angoff import Panel, panel_workbook, questions, worksheet
from clausebook.exams.rendering import decimal
from clausebook.load.angoff import read_judgements
from clausebook.load.papers import PAPERS_FILE
from clausebook.model.angoff import ROUNDS, Cut
from clausebook.model.blueprint import AngoffMark
from clausebook.model.paper import Paper, Papers
from clausebook.project import Project
from clausebook.render import clock
from clausebook.scoring.angoff import agreement, cut

FOLDER, RESULT = "angoff", "pass-mark"


@dataclass(frozen=True)
class PassMarks:
    """The round that counts, the pass mark of each paper, files that were written, and those that were there already.

    `line` is how a blueprint says the same, the mean of its papers. `is_set` tells whether the papers go by it now.
    """

    round: int
    judges: int
    cuts: tuple[Cut, ...]
    line: str
    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    is_set: bool

    @property
    def told(self) -> Iterator[str]:
        """What the judges came to, a line a paper."""
        yield f"round {self.round}, {self.judges} judges"
        for found in self.cuts:
            marks, maximum, percent = (decimal(value, 2) for value in (found.marks, found.maximum, 100 * found.share))
            error = "unknown" if found.error is None else decimal(Fraction(found.error), 2)
            yield f"paper {found.paper}: pass mark {marks} of {maximum} ({percent} %), standard error {error}"


def write_worksheets(
    project: Project, blueprint: str, judges: Sequence[str], language: str | None
) -> tuple[list[Path], list[Path]]:
    """Write a worksheet for each judge, or without names one to be copied, in a language, by default the first.

    What stands there already is never written over, as somebody may have filled it in: the files that were written,
    and those that were kept. Raises UsageError.
    """
    papers = read_papers(project, blueprint)
    language = _language(papers, language)
    words, made = project.templates.words("exams", language), clock.now()
    folder = exam_folder(project, blueprint) / FOLDER
    sheets = {
        folder / f"{name}.xlsx": worksheet(papers, language, words, made=made, judge=judge)
        for judge, name in _names("round-1", judges or [""])
    }
    return _write_new(sheets)


def set_pass_mark(
    project: Project, blueprint: str, sheets: Iterable[Path], language: str | None, *, is_set: bool
) -> PassMarks:
    """Work out the pass mark from filled-in worksheets and write how it came about.

    After the first round worksheets for the second are written, which show everybody what the others said. With
    `is_set` the papers go by the pass mark from now on; their codes stay as they are. Raises UsageError, InputError.
    """
    papers = read_papers(project, blueprint)
    language = _language(papers, language)
    judgements = read_judgements(sheets, blueprint, papers)
    items = [question.asked.item.id for question in questions(papers)]
    panel = Panel(
        cuts=[cut(paper, judgements) for paper in papers.papers],
        judgements=judgements,
        agreements={item: agreement(item, judgements) for item in items},
    )
    round_ = judgements[0].round
    folder, made = exam_folder(project, blueprint), clock.now()
    words = project.templates.words("exams", language)
    result = folder / FOLDER / f"{RESULT}.round-{round_}.xlsx"
    write_file(result, panel_workbook(panel, papers, language, words, made=made, round_=round_))
    written, kept = _write_new(dict(_second_round(project, papers, panel, folder))) if round_ < ROUNDS else ([], [])
    if is_set:
        _set(papers, panel.cuts, folder / PAPERS_FILE)
    return PassMarks(
        round=round_,
        judges=len(judgements),
        cuts=tuple(panel.cuts),
        line=_line(panel.cuts),
        written=(result, *written),
        kept=tuple(kept),
        is_set=is_set,
    )


def _second_round(project: Project, papers: Papers, panel: Panel, folder: Path) -> Iterator[tuple[Path, bytes]]:
    """A worksheet for each judge in the language of the first one."""
    made = clock.now()
    by_judge = {judgement.judge: judgement for judgement in panel.judgements}
    for judge, name in _names("round-2", list(by_judge)):
        language = _language(papers, by_judge[judge].language or None)
        words = project.templates.words("exams", language)
        content = worksheet(papers, language, words, made=made, judge=judge, panel=panel)
        yield folder / FOLDER / f"{name}.xlsx", content


def _write_new(files: Mapping[Path, bytes]) -> tuple[list[Path], list[Path]]:
    kept = [path for path in files if path.exists()]
    for path, content in files.items():
        if path not in kept:
            write_file(path, content)
    return [path for path in files if path not in kept], kept


def _names(start: str, judges: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A file name without ending for each judge: of the letters and digits in the name, with a number if taken."""
    taken: set[str] = set()
    for judge in judges:
        plain = "".join(character for character in judge if character.isalnum())
        name = f"{start}.{plain}" if plain else start
        number = 2
        while name.casefold() in taken:
            name, number = f"{start}.{plain}-{number}", number + 1
        taken.add(name.casefold())
        yield judge, name


def _language(papers: Papers, wanted: str | None) -> str:
    """The language of a worksheet. Raises UsageError where the papers are not in it."""
    languages = papers.papers[0].languages
    if wanted is not None and wanted not in languages:
        raise UsageError(f"the papers are not in {wanted!r}; they are in: {', '.join(languages)}")
    return wanted or languages[0]


def _set(papers: Papers, cuts: Sequence[Cut], path: Path) -> None:
    """Write the papers with their new pass marks."""
    revised = [_with_mark(paper, found) for paper, found in zip(papers.papers, cuts, strict=True)]
    text = Papers(papers=tuple(revised)).model_dump_json(indent=1) + "\n"
    write_file(path, text.encode())


def _with_mark(paper: Paper, found: Cut) -> Paper:
    return paper.model_copy(update={"pass_mark": _mark(found.marks, found.error, len(found.by_judge))})


def _mark(marks: Fraction, error: float | None, judges: int) -> AngoffMark:
    """A pass mark with two decimals, so that the one that is printed is the one that counts."""
    rounded = None if error is None else Fraction(decimal(Fraction(error), 2))
    return AngoffMark(basis="angoff", cut=Fraction(decimal(marks, 2)), error=rounded, judges=judges)


def _line(cuts: Sequence[Cut]) -> str:
    """The key pass_mark of a blueprint; over several papers, the mean of their pass marks and the largest error."""
    marks = sum((found.marks for found in cuts), Fraction(0)) / len(cuts)
    errors = [found.error for found in cuts if found.error is not None]
    mark = _mark(marks, max(errors, default=None), len(cuts[0].by_judge))
    error = "" if mark.error is None else f', error: "{decimal(mark.error, 2)}"'
    return f'pass_mark: {{basis: angoff, cut: "{decimal(mark.cut, 2)}"{error}, judges: {mark.judges}}}'
