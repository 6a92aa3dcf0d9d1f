"""Commands that keep the bank of questions."""

from pathlib import Path

import click

from clausebook.build import exam_statistics, generation, review
from clausebook.project import Project


@click.group("items")
def items_group() -> None:
    """Keep the bank of questions: what its items were written for, and what exams have shown of them."""


@items_group.command("generate")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same items.")
@click.pass_obj
def generate(folder: Path, seed: int) -> None:
    """Make items from terms, the workflow and obligations: at most a fifth of the bank."""
    made = generation.write_generated(Project.at(folder), seed)
    for path in made.paths:
        click.echo(path)
    click.echo(f"{made.items} items, {made.faulty} left out because they give their answer away")


@items_group.command("reviewed")
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every item of the bank.")
@click.pass_obj
def reviewed(folder: Path, ids: tuple[str, ...], *, everything: bool) -> None:
    """Record that items suit the provisions that they test as these are now."""
    if bool(ids) == everything:
        raise click.UsageError("name ids of items, such as those that check prints, or give --all")
    changed = review.accept_items(Project.at(folder), ids)
    for path in changed:
        click.echo(path)
    click.echo(f"{len(changed)} files changed")


@items_group.command("measured")
@click.argument("blueprint")
@click.pass_obj
def measured(folder: Path, blueprint: str) -> None:
    """Write into the bank how difficult its items were in a marked exam, and how well they told candidates apart."""
    found = exam_statistics.measure_items(Project.at(folder), blueprint)
    for path in found.files:
        click.echo(path)
    if found.too_few:
        click.echo(f"{found.too_few} items were asked of too few candidates and stay as they are")
    if found.gone:
        click.echo(f"{found.gone} items are no longer in the bank")
    click.echo(f"{found.measured} items measured, {len(found.files)} files changed")
