"""Verifying the certificates that somebody was given: files, folders of them, links and serials."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clausebook.build.write import write_file
from clausebook.certificates.verify import Report, Verifier, is_link
from clausebook.certificates.verify_lists import Seen, Source, Trust
from clausebook.certificates.verify_page import PRODUCT
from clausebook.certificates.verify_payload import LARGEST_FILE, Facts
from clausebook.certificates.verify_reasons import Finding
from clausebook.certificates.verify_tokens import key_id, unbase64
from clausebook.errors import InputError, UsageError
from clausebook.load.issuer import load_issuer
from clausebook.model.issuer import Issuer
from clausebook.project import packaged_templates
from clausebook.render import clock
from clausebook.render.jinja import Templates, Words

Progress = Callable[[str, int], None]

_MEMORY = "verified.json"
_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc"
    "\U000e0000-\U000e0fff]"
)
_LONGEST_LABEL = 80
_ROOT_BYTES = 32


@dataclass(frozen=True)
class Checked:
    """What was given and what came out: a report in words, or why it could not be read."""

    given: str
    report: Report | None
    text: str
    remedy: str = ""

    @property
    def is_valid(self) -> bool:
        """Whether it is a certificate in force."""
        return self.report is not None and self.report.verdict == "valid"

    @property
    def verdict(self) -> str:
        """The verdict, or that there is none."""
        return self.report.verdict if self.report else "unreadable"

    def line(self) -> str:
        """What was signed, the verdict, why, and what to do; nothing in it is out of sight."""
        is_short = len(self.given) <= _LONGEST_LABEL or (self.report is not None and self.report.kind == "file")
        label = self.given if is_short else f"{self.given[:_LONGEST_LABEL]}…"
        if self.report is None:
            return visible(f"{label}: not checked: {self.text}")
        signed = _signed(self.report.facts) if self.report.facts else self.report.serial
        found = f"{self.report.verdict}: {self.report.reason}: {self.text} {self.remedy}"
        return visible(": ".join(part for part in (label, signed, found) if part))

    def json(self) -> str:
        """The same as an object of JSON on one line."""
        return json.dumps(self._parts())

    def _parts(self) -> dict[str, Any]:
        told = {"given": self.given, "verdict": self.verdict, "text": self.text, "remedy": self.remedy}
        if self.report is None:
            return told
        index = self.report.index
        return told | {
            "kind": self.report.kind,
            "reason": self.report.reason,
            "serial": self.report.serial,
            "signed": _json(self.report.facts) if self.report.facts else None,
            "lists": {"version": index.version, "created": index.created} if index else None,
        }


def verify_all(
    folder: Path, given: Iterable[str], lists: Path | None, root: str | None, progress: Progress
) -> Iterator[Checked]:
    """Verify each file, each PDF below each folder, each link and serial, in this order, by one reading of the lists.

    The issuer is that of the project in `folder`, or whoever has the public root key `root`; the lists are those of
    `build/verify`. A project remembers the highest version of the lists that it has seen. Raises UsageError where
    nothing says whom to believe or something given is not there, and InputError.
    """
    named = list(given)
    for name in named:
        _check_there(name)
    issuer = None if root else _issuer(folder)
    public = _public(root) if root else _root_of(issuer)
    memory = _Memory.of(folder, key_id(public))
    trust = Trust(public, issuer.address if issuer else None, clock.now(), memory.seen)
    verifier = Verifier(_source(lists or folder / "build" / "verify"), trust)
    teller = _Teller(Templates(folder / "templates", packaged_templates()).words(PRODUCT, "en"), issuer, verifier)
    for count, checked in enumerate(_each(named, verifier, teller), 1):
        yield checked
        progress("checked", count)
    memory.note(verifier.seen())


def visible(text: str) -> str:
    """Controls, and characters that turn text around or show nothing, as their code points."""
    shown = _UNSEEN.sub(lambda match: f"⟨U+{ord(match.group()):04X}⟩", text)
    return shown.encode("utf-8", "backslashreplace").decode("utf-8")


@dataclass(frozen=True)
class _Teller:
    """Puts a report into the words of the page for verification."""

    words: Words
    issuer: Issuer | None
    verifier: Verifier

    def told(self, given: str, report: Report) -> Checked:
        address = self.verifier.address
        names = dict(self.issuer.name.items()) if self.issuer else {}
        values = {
            "issuer": names.get("en") or next(iter(names.values()), address or "this issuer"),
            "address": f"{address}verify/" if address else "the issuer's page",
        }
        text, remedy = (self._word(f"{what}_{report.reason}", report.kind, values) for what in ("reason", "next"))
        return Checked(given, report, text, remedy)

    def _word(self, key: str, kind: str, values: Mapping[str, str]) -> str:
        word = self.words.get(f"{key}_{kind}", self.words[key])
        return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), word)


@dataclass(frozen=True)
class _Memory:
    """The highest versions of the lists that a project has seen, by the id of the root key; elsewhere none are kept."""

    path: Path | None
    root: str
    seen: Seen
    others: Mapping[str, Any]

    @classmethod
    def of(cls, folder: Path, root: str) -> "_Memory":
        if not (folder / "content" / "standard.yaml").is_file():
            return cls(None, root, Seen(), {})
        path = folder / "build" / _MEMORY
        try:
            kept = json.loads(path.read_bytes())
            own = kept.get(root, {})
            return cls(path, root, Seen(int(own.get("keys", 0)), int(own.get("lists", 0))), kept)
        except (OSError, ValueError, TypeError, AttributeError):
            return cls(path, root, Seen(), {})

    def note(self, seen: Seen) -> None:
        if self.path and seen != self.seen:
            kept = {**self.others, self.root: {"keys": seen.keys, "lists": seen.lists}}
            with suppress(OSError):  # where nothing can be kept, the dates in the lists still hold
                write_file(self.path, json.dumps(kept, indent=1).encode())


def _check_there(name: str) -> None:
    looks_like_a_path = Path(name).suffix.lower() == ".pdf" or "/" in name or "\\" in name
    if looks_like_a_path and not is_link(name) and not _is_there(name):
        raise UsageError(f"{visible(name[:_LONGEST_LABEL])} is not there; name a file, a folder, a link or a number")


def _is_there(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def _each(named: Iterable[str], verifier: Verifier, teller: _Teller) -> Iterator[Checked]:
    for name in named:
        if not _is_there(name):
            yield teller.told(name, verifier.text(name))
            continue
        for path in _files(Path(name)):
            yield _of_file(path, verifier, teller)


def _files(path: Path) -> Iterator[Path]:
    """The file, or every PDF below the folder, sorted by path."""
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob("*") if file.suffix.lower() == ".pdf" and file.is_file())
    if not found:
        raise UsageError(f"there is no PDF in {path}")
    yield from found


def _of_file(path: Path, verifier: Verifier, teller: _Teller) -> Checked:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        return Checked(str(path), None, error.strerror or str(error))
    return teller.told(str(path), verifier.file(content))


def _source(folder: Path) -> Source:
    def read(name: str) -> bytes | None:
        try:
            return (folder / name).read_bytes()
        except OSError:
            return None

    return read


def _issuer(folder: Path) -> Issuer | None:
    issuer, problems = load_issuer(folder / "assessments", folder, None)
    if problems:
        raise InputError(problems)
    return issuer


def _root_of(issuer: Issuer | None) -> bytes:
    if issuer is None or issuer.root_key is None:
        raise UsageError("nothing says whose certificates to believe; name the issuer's root key with --root")
    return issuer.root_key


def _public(root: str) -> bytes:
    try:
        public = unbase64(root)
    except Finding:
        public = b""
    if len(public) != _ROOT_BYTES:
        raise UsageError("this is no root key; the issuer publishes one of 43 letters, digits, - and _")
    return public


def _signed(facts: Facts) -> str:
    names = f"{facts.name} ({facts.name_latin})" if facts.name_latin else facts.name
    score = f"{facts.scheme} {facts.band} {facts.overall / 10:.1f}%"
    return f"{facts.serial}, {names}, {facts.organization}, {score}, {facts.issued} to {facts.expires}"


def _json(facts: Facts) -> dict[str, str]:
    return {
        "name": facts.name,
        "name_latin": facts.name_latin,
        "organization": facts.organization,
        "scheme": facts.scheme,
        "band": facts.band,
        "score": f"{facts.overall / 10:.1f}",
        "issued": facts.issued.isoformat(),
        "expires": facts.expires.isoformat(),
    }
