"""What a run of certify has made about one person, by its list for mail merge."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from clausebook.build.handout import ANYONE, ARCHIVES, STACKS, folder_name
from clausebook.model.table import unguarded


def handed_out(mail_merge: Path, person: str) -> Iterator[tuple[Path, str]]:
    """The files that hold a person's certificates, and what they are: certificates, archives and stacks.

    Archives and stacks hold those of others too, and are made again by the next run.
    """
    folder = mail_merge.parent
    with mail_merge.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            if unguarded(row["id"]) == person:
                yield folder / row["file"], "a certificate"
                yield from _bundles(folder, folder_name(unguarded(row["department"])) or ANYONE)


def _bundles(folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    yield folder / ARCHIVES / f"{name}.zip", "an archive with a certificate; certify makes it again"
    is_stack = re.compile(rf"{re.escape(name)}(-\d+)?\.pdf").fullmatch
    for stack in (folder / STACKS).glob("*.pdf"):
        if is_stack(stack.name):
            yield stack, "a stack with a certificate; certify makes it again"
