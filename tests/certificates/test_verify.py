"""Verification in Python: every case of the corpus, and what is shown of it."""

import pytest

from clausebook.certificates.verify import Report, Verifier
from clausebook.certificates.verify_lists import Seen, Trust
from clausebook.certificates.verify_payload import LARGEST_FILE
from clausebook.certificates.verify_reasons import VERDICTS
from tests.certificates.verify_cases import LI, NOBODYS, NOTHING, Case, files
from tests.certificates.verify_corpus import CORPUS, FORGED, GENUINE
from tests.certificates.verify_issuer import ADDRESS, NOW, ROOT


def trust(seen: Seen = NOTHING) -> Trust:
    return Trust(ROOT.public, ADDRESS, NOW, seen)


def verified(case: Case) -> Report:
    verifier = Verifier(case.files.get, trust(case.seen))
    return verifier.file(case.given) if isinstance(case.given, bytes) else verifier.text(case.given)


UNPROVEN = {"too_large", "malformed", "unsupported_version", "not_a_certificate", "unknown_key", "bad_signature"}


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_every_case_has_its_reason_and_facts_only_if_they_were_signed(case: Case) -> None:
    report = verified(case)
    assert report.reason == case.reason
    if report.reason in UNPROVEN or report.kind == "serial":
        assert report.facts is None
    elif VERDICTS[report.reason] != "stale":
        assert report.facts is not None


def test_the_corpus_is_large_enough_and_has_every_reason() -> None:
    assert len(GENUINE) >= 20
    assert len([case for case in FORGED if VERDICTS[case.reason] != "valid"]) >= 60
    assert len({case.name for case in CORPUS}) == len(CORPUS)
    assert {case.reason for case in CORPUS} == set(VERDICTS)


def test_a_file_that_is_too_large_is_not_looked_at() -> None:
    assert Verifier(files().get, trust()).file(LI.pdf + bytes(LARGEST_FILE)).reason == "too_large"


def test_lists_are_read_once() -> None:
    asked: list[str] = []
    published = files()

    def source(name: str) -> bytes | None:
        asked.append(name)
        return published.get(name)

    verifier = Verifier(source, trust())
    for _ in range(3):
        assert verifier.file(LI.pdf).reason == "genuine"
        assert verifier.link(NOBODYS.link).reason == "not_issued"
    assert len(asked) == len(set(asked)) == 5


def test_the_highest_versions_are_remembered() -> None:
    assert Verifier(files().get, trust()).seen() == Seen(12, 12)
    assert Verifier(files().get, trust(Seen(20, 3))).seen() == Seen(20, 12)
    assert Verifier({}.get, trust(Seen(20, 3))).seen() == Seen(20, 3)


def test_without_an_address_the_root_key_alone_decides() -> None:
    assert Verifier(files().get, Trust(ROOT.public, None, NOW)).link(LI.link).reason == "genuine"
    elsewhere = files(issuer="https://other.example/")
    assert Verifier(elsewhere.get, Trust(ROOT.public, None, NOW)).link(LI.link).reason == "genuine"
    assert Verifier(elsewhere.get, trust()).link(LI.link).reason == "bad_lists"
