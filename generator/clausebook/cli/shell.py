"""What every command shares: the group they stand in, how errors are told, and what kinds of paths they take."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.console import Console

from clausebook import __version__
from clausebook.errors import ClausebookError

FOLDER = click.Path(path_type=Path, file_okay=False)
_SELDOM = 1_000
_BLINK = 0.1
FILE = click.Path(path_type=Path, dir_okay=False)


class Location(click.ParamType[Path | str]):
    """A path, or the URL of a database, which is kept as it is."""

    name = "location"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Path | str:  # noqa: ARG002
        """Tell a URL from a path."""
        return value if "://" in value else Path(value)


LOCATION = Location()


class Group(click.Group):
    """Reports errors in a line each and keeps tracebacks for --verbose.

    `places` says where each command is, as "module:name" below this package. A module is imported when one of its
    commands is called: to import them all takes seconds, at each start and in every process.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, str] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names of all commands, in order."""
        return sorted(self.places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        if cmd_name not in self.places:
            return None
        module, _, attribute = self.places[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"{__package__}.{module}"), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was called."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ClausebookError as error:
            self._report(ctx, str(error), error.exit_code)
        except OSError as error:
            self._report(ctx, f"{error.filename or 'the disk'}: {error.strerror or error}")
        except Exception as error:
            told = (
                f"a fault in Clausebook: {type(error).__name__}; run it again with --verbose and report what it prints"
            )
            self._report(ctx, told)

    @staticmethod
    def _report(ctx: click.Context, message: str, exit_code: int = 1) -> None:
        click.echo(message, err=True)
        if ctx.params.get("verbose"):
            traceback.print_exc()
        ctx.exit(exit_code)


@click.group(cls=Group)
@click.version_option(__version__)
@click.option("--project", "folder", type=FOLDER, default=".", help="The project's folder; by default this one.")
@click.option("--verbose", is_flag=True, help="Show tracebacks.")
@click.pass_context
def main(ctx: click.Context, folder: Path, verbose: bool) -> None:  # noqa: ARG001, FBT001 - click passes it by name
    """Turn a standard into a handbook, self-assessments and certificates."""
    ctx.obj = folder


@contextmanager
def counting() -> Iterator[Callable[[str, int], None]]:
    """Tells how many are done so far: a spinner on a terminal, now and then a plain line elsewhere."""
    console = Console(stderr=True, soft_wrap=True)
    if not console.is_terminal:
        yield lambda what, count: None if count % _SELDOM else console.print(f"{count:,} {what} ...")
        return
    with console.status("reading") as status:
        told = monotonic()

        def tell(what: str, count: int) -> None:
            nonlocal told
            if monotonic() - told > _BLINK:
                told = monotonic()
                status.update(f"{count:,} {what}")

        yield tell


def working(what: str) -> Any:
    """A spinner on a terminal, a plain line elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what} ...")
    return console.status(what)
