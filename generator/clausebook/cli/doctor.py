"""The command that examines the machine."""

import sys
from pathlib import Path

import click

from clausebook.build import doctor
from clausebook.project import Project


@click.command("doctor")
@click.option("--packages", is_flag=True, help="Print only the Debian packages that are missing.")
@click.pass_obj
def doctor_command(folder: Path, *, packages: bool) -> None:
    """Check native libraries and fonts, and say what to install."""
    project = None if packages else Project.at(folder)
    findings = doctor.examine(project)
    missing = [finding for finding in findings if not finding.is_present]
    needed = " ".join(finding.package for finding in missing if finding.package)
    if packages:
        click.echo(needed)
        return
    for finding in findings:
        click.echo(f"{'found' if finding.is_present else 'MISSING'}  {finding.name}")
    if needed:
        click.echo(f"on Debian or Ubuntu run: apt-get install {needed}; elsewhere install Pango and HarfBuzz")
    if any(not finding.package for finding in missing):
        click.echo("fonts come with Clausebook: install it again")
    sys.exit(1 if missing else 0)
