"""Whether this machine has what PDF needs."""

import ctypes
from dataclasses import dataclass

from clausebook.errors import RenderError
from clausebook.project import Project

# Pango draws the text; it does not pull in the library that cuts fonts down to what a document uses.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
FONTS = (
    "fonts/NotoSansSC-Regular.ttf",
    "fonts/NotoSansSC-Bold.ttf",
    "fonts/NotoSerifSC-SemiBold.ttf",
    "fonts/NotoSans-Regular.ttf",
    "fonts/NotoSans-Bold.ttf",
    "fonts/NotoSerif-SemiBold.ttf",
)


@dataclass(frozen=True)
class Finding:
    """One thing that PDF needs. `package` is the Debian package that brings it; fonts come with Clausebook."""

    name: str
    is_present: bool
    package: str = ""


def examine(project: Project | None = None) -> tuple[Finding, ...]:
    """Look for every native library and, in a project's templates, for every font."""
    libraries = (Finding(name, _loads(name), package) for name, package in LIBRARIES.items())
    fonts = (Finding(name, _has_file(project, name)) for name in FONTS) if project else ()
    return (*libraries, *fonts)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_file(project: Project, name: str) -> bool:
    try:
        return project.templates.file(name).stat().st_size > 0
    except RenderError:
        return False
