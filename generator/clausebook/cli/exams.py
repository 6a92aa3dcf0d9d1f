"""Commands that assemble exams, print and export them, and mark what was answered."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from clausebook.build import angoff, exam_statistics, exporting
from clausebook.build.cards import write_cards
from clausebook.build.exam_marking import Marked, mark_exam, write_template
from clausebook.build.exam_print import BOTH, print_exam
from clausebook.build.papers import assemble_papers
from clausebook.build.scanning import Scanned, scan_cards
from clausebook.cli.records import SOME_RECORDS_LEFT, say_left_over
from clausebook.cli.shell import FILE, counting, working
from clausebook.project import Project

TO = click.Choice(exporting.FORMATS)
LANGUAGE = click.option("--language", metavar="LANG", help="Only this language; by default all.")


@click.group("exam")
def exam_group() -> None:
    """Assemble exams from the bank, hand them out, mark them and learn from them."""


@exam_group.command("papers")
@click.argument("blueprint")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same papers.")
@click.option("--papers", type=click.IntRange(1, 26), metavar="N", help="How many; by default as the blueprint says.")
@click.option("--replace", is_flag=True, help="Write over other papers, even if something has been made of them.")
@click.pass_obj
def assemble(folder: Path, blueprint: str, seed: int, papers: int | None, *, replace: bool) -> None:
    """Assemble parallel papers from the bank, with the weights table."""
    with working("assembling the papers"):
        made = assemble_papers(Project.at(folder), blueprint, seed=seed, papers=papers, replace=replace)
    for paper in made.papers:
        click.echo(f"paper {paper.id}: {len(paper.questions)} questions, code {paper.code}")
    for path in made.files:
        click.echo(f"file: {path}")


@exam_group.command("print")
@click.argument("blueprint")
@click.option("--language", metavar=f"LANG|{BOTH}", help=f"Only this one, or {BOTH} side by side; by default one each.")
@click.option("--large", is_flag=True, help="In large print (18 points), without a key.")
@click.option("--card", is_flag=True, help="For use with an answer card.")
@click.pass_obj
def print_(folder: Path, blueprint: str, language: str | None, *, large: bool, card: bool) -> None:
    """Write the assembled papers as PDF, and the key and marking scheme of each."""
    with working("printing the papers"):
        files = print_exam(Project.at(folder), blueprint, language, is_large=large, has_card=card)
    for path in files:
        click.echo(f"file: {path}")


@exam_group.command("cards")
@click.argument("blueprint")
@click.option("--roster", type=FILE, help="A card for each person of this CSV file, with the papers in turn.")
@click.option(
    "--blank", type=click.IntRange(0, 500), default=5, show_default=True, help="How many a paper bear no name."
)
@click.option("--paper", metavar="ID", help="Only this paper.")
@click.option("--language", metavar=f"LANG|{BOTH}", help="In this language only; by default in all.")
@click.pass_obj
def cards(
    folder: Path, blueprint: str, roster: Path | None, blank: int, paper: str | None, language: str | None
) -> None:
    """Write answer cards to print, which are scanned and read again."""
    with working("drawing the cards"):
        files = write_cards(Project.at(folder), blueprint, roster, blank=blank, paper=paper, language=language)
    for path in files:
        click.echo(f"file: {path}")


@exam_group.command("scan")
@click.argument("blueprint")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--roster", type=FILE, help="Who may sit the exam: a CSV file.")
@click.pass_obj
def scan(folder: Path, blueprint: str, files: tuple[Path, ...], roster: Path | None) -> None:
    """Read scanned answer cards: PDF, TIFF, PNG, JPEG, folders of them, and lists of doubts that were filled in."""
    with counting() as progress:
        scanned = scan_cards(Project.at(folder), blueprint, files, progress, roster=roster)
    _report_scanned(scanned, blueprint)


@exam_group.command("export")
@click.argument("blueprint")
@click.option("--to", type=TO, required=True, help="The format.")
@LANGUAGE
@click.pass_obj
def export(folder: Path, blueprint: str, to: str, language: str | None) -> None:
    """Write the assembled papers for an LMS or another program; the files hold the key."""
    with working(f"exporting to {to}"):
        made = exporting.export_exam(Project.at(folder), blueprint, to, language)
    _tell(made)


@exam_group.command("practice")
@click.option("--to", type=TO, required=True, help="The format.")
@click.option("--stage", help="Only questions on this stage, by its id or number; by default all.")
@LANGUAGE
@click.pass_obj
def practice(folder: Path, to: str, stage: str | None, language: str | None) -> None:
    """Write the practice questions for an LMS or another program."""
    with working(f"exporting to {to}"):
        made = exporting.export_practice(Project.at(folder), to, stage, language)
    _tell(made)


@exam_group.command("mark")
@click.argument("blueprint")
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path))
@click.option("--paper", metavar="ID", help="The paper that tables answer which name none.")
@click.option("--mapping", type=FILE, help="What the columns of another program's tables mean.")
@click.option("--template", is_flag=True, help="Only write the empty table into which answers are typed.")
@click.pass_obj
def mark(
    folder: Path, blueprint: str, inputs: tuple[Path, ...], paper: str | None, mapping: Path | None, *, template: bool
) -> None:
    """Mark answers: tables, exports of an LMS, answer cards that were read, worksheets that markers filled in."""
    project = Project.at(folder)
    if template:
        click.echo(f"template: {write_template(project, blueprint)}")
        return
    if not inputs:
        raise click.UsageError("name files of answers, or get the table to fill in with --template")
    with counting() as progress:
        marked = mark_exam(project, blueprint, inputs, progress, paper=paper, mapping=mapping)
    _report_marked(marked)


@exam_group.command("statistics")
@click.argument("blueprint")
@click.pass_obj
def statistics(folder: Path, blueprint: str) -> None:
    """Show how hard the questions of a marked exam were, whether they told candidates apart, and which are bad."""
    with working("computing the statistics"):
        made = exam_statistics.report_statistics(Project.at(folder), blueprint)
    for paper, pass_mark in zip(made.found.papers, made.pass_marks, strict=True):
        click.echo(f"paper {' '.join(paper.names)}: {paper.candidates} candidates, {paper.passed} passed")
        click.echo(f"pass mark: {pass_mark}")
        if paper.is_small:
            click.echo("warning: too few candidates to judge questions by; the figures are left to chance")
        else:
            click.echo(f"{len(paper.flagged)} of {len(paper.items)} questions to look at")
    if made.found.incomplete or made.found.foreign:
        click.echo(f"left out: {made.found.incomplete} incomplete, {made.found.foreign} of other papers")
    for path in made.files:
        click.echo(f"file: {path}")


def _report_scanned(scanned: Scanned, blueprint: str) -> None:
    """What is left over and what has to be decided, the sum, and exit code 3 where there is any."""
    for origin, why in scanned.skipped:
        click.echo(f"{origin}: skipped, {why}")
    say_left_over(scanned.left_over, scanned.table)
    click.echo(f"responses: {scanned.responses}; mark them with: clausebook exam mark {blueprint} FILE")
    click.echo(f"left over: {scanned.table}")
    for path in scanned.reviews:
        click.echo(f"to decide: {path}; fill it in, and run this again with the file added")
    doubtful = f"{scanned.doubtful} in doubt at {scanned.places} places"
    rest = f"{scanned.absent} absent + {scanned.repeated} repeated + {scanned.held} held + {scanned.rejected} rejected"
    click.echo(f"{scanned.received} received = {scanned.read} read + {doubtful} + {rest}")
    sys.exit(SOME_RECORDS_LEFT if scanned.left_over or scanned.reviews else 0)


@exam_group.command("angoff")
@click.argument("blueprint")
@click.argument("sheets", nargs=-1, type=FILE)
@click.option("--judge", "judges", multiple=True, metavar="NAME", help="Write a worksheet for this judge; repeatable.")
@click.option("--language", metavar="LANG", help="The language of what is written; by default the first.")
@click.option("--set", "is_set", is_flag=True, help="Have the assembled papers go by the pass mark.")
@click.pass_obj
def set_by_judges(
    folder: Path,
    blueprint: str,
    sheets: tuple[Path, ...],
    judges: tuple[str, ...],
    language: str | None,
    *,
    is_set: bool,
) -> None:
    """Write worksheets on which judges estimate each question, and set the pass mark from those they filled in."""
    project = Project.at(folder)
    if (sheets and judges) or (is_set and not sheets):
        raise click.UsageError("name either --judge for new worksheets, or filled-in worksheets, with --set if wanted")
    if not sheets:
        written, kept = angoff.write_worksheets(project, blueprint, judges, language)
        _tell_sheets(written, kept)
        return
    found = angoff.set_pass_mark(project, blueprint, sheets, language, is_set=is_set)
    for line in found.told:
        click.echo(line)
    _tell_sheets(found.written, found.kept)
    click.echo("the papers go by it from now on" if is_set else "to have the papers go by it, run this with --set")
    click.echo(f"in a blueprint: {found.line}")


def _report_marked(marked: Marked) -> None:
    """What is left over, a line each as long as they can be read, the sum, and exit code 3 where there is any."""
    for origin, why in marked.skipped:
        click.echo(f"{origin}: skipped, {why}")
    say_left_over(marked.left_over, marked.table)
    for path in (marked.results, marked.marks, *marked.overviews):
        click.echo(f"results: {path}")
    click.echo(f"left over: {marked.table}")
    if marked.worksheet is not None:
        click.echo(f"for markers: {marked.worksheet}")
    click.echo(f"pass mark: {marked.pass_mark}")
    sum_ = f"{marked.marked} marked + {marked.held} held + {marked.rejected} rejected"
    click.echo(f"{marked.received} received = {sum_}; {marked.candidates} candidates")
    sys.exit(SOME_RECORDS_LEFT if marked.left_over else 0)


def _tell(made: exporting.Exports) -> None:
    for path in made.paths:
        click.echo(f"file: {path}")
    for remark in made.remarks:
        click.echo(f"note: {remark}")


def _tell_sheets(written: Iterable[Path], kept: Iterable[Path]) -> None:
    for path in written:
        click.echo(f"file: {path}")
    for path in kept:
        click.echo(f"kept as it is: {path}")
