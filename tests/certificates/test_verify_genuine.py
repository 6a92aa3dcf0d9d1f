"""Certificates as they are really issued: drawn, sealed, listed, and then verified."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clausebook.certificates.document import Press
from clausebook.certificates.issued_list import Issued, Publication, lists_file
from clausebook.certificates.keys import first_list
from clausebook.certificates.sealing import Seal, seal
from clausebook.certificates.status_list import list_path
from clausebook.certificates.verify import Verifier
from clausebook.certificates.verify_lists import Trust
from clausebook.model.issuer import Issuer
from clausebook.render.jinja import Templates
from tests.certificates.conftest import ROOT, certificate, holder, questionnaire, scheme
from tests.certificates.trust import evaluation, issuer, key
from tests.certificates.verify_issuer import Files, b64u, digest

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORM = questionnaire()
ISSUER: Issuer = issuer(root=b64u(key("root").public))
NAMES = ("欧阳雨桐", "Đỗ Thị Ánh Nguyệt", "阿卜杜拉·买买提·艾力")


@dataclass(frozen=True)
class Line:
    """A line of the register, as the lists take it."""

    serial: str
    digest: str
    payload_digest: str
    status_index: int
    last_day: date
    state: str = "issued"


@dataclass(frozen=True)
class Held:
    """A certificate, its file and its line."""

    seal: Seal
    file: bytes
    line: Line


def issued(press: Press, name: str, number: int) -> Held:
    """A certificate of today."""
    dates = {"issued": NOW.date(), "expires": date(2029, 11, 22), "status_index": number}
    made = certificate(holder(name)).model_copy(update={**dates, "serial": f"CB-2026-00000{number}-X"})
    sealed = seal(made, evaluation(FORM), scheme(), ISSUER, key(), FORM)
    file = press.draw(made, evaluation(FORM), sealed)
    return Held(sealed, file, Line(made.serial, digest(file), digest(sealed.payload), number, made.expires))


def published(held: list[Held]) -> Files:
    """The lists, as they are written."""
    term = timedelta(days=90)
    publication = Publication(7, "ab" * 32, NOW, NOW + term)
    lines: Any = [one.line for one in held]
    listed = Issued.of(lines)
    shards, status = listed.shard_files(), listed.status_files(publication, ISSUER, key())
    digests = {
        "shards": {name: digest(content) for name, content in shards.items()},
        "status": {name: digest(content) for name, content in status.items()},
    }
    return {
        "keys.jwt": first_list(key(), ISSUER, NOW, term).signed(key("root")).encode(),
        "lists.jwt": lists_file(publication, listed, digests, {}, ISSUER, key()),
        **{f"issued/{name}.json": content for name, content in shards.items()},
        **{list_path(purpose): content for purpose, content in status.items()},
    }


@pytest.fixture(scope="module")
def held() -> list[Held]:
    press = Press(FORM, scheme(), Templates(ROOT / "templates"))
    return [issued(press, name, number) for number, name in enumerate(NAMES, 1)]


@pytest.fixture(scope="module")
def verifier(held: list[Held]) -> Verifier:
    return Verifier(published(held).get, Trust(key("root").public, ISSUER.address, NOW))


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_file_and_its_link_are_genuine(number: int, held: list[Held], verifier: Verifier) -> None:
    one = held[number]
    for report in (verifier.file(one.file), verifier.link(one.seal.link)):
        assert report.reason == "genuine"
        assert report.facts
        assert (report.facts.name, report.facts.overall) == (NAMES[number], 667)


CHANGES: dict[str, Callable[[bytes, bytes], tuple[bytes, str]]] = {
    "a byte appended": lambda file, _: (file + b"\n", "file_changed"),
    "a link added": lambda file, link: (file + b"/verify (" + link + b")", "malformed"),
    "no link": lambda file, _: (file.replace(b"/verify (", b"/verifi ("), "not_a_certificate"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_file_is_not(change: str, held: list[Held], verifier: Verifier) -> None:
    file, reason = CHANGES[change](held[0].file, held[1].seal.link.encode())
    assert verifier.file(file).reason == reason


def test_the_link_of_another_in_a_file(held: list[Held], verifier: Verifier) -> None:
    mine, other = (one.seal.link.encode() for one in held[:2])
    report = verifier.file(held[0].file.replace(mine, other))
    assert report.reason == "file_changed"
    assert report.facts
    assert report.facts.name == NAMES[1]
