"""What is published for those who check certificates, made from a register and read as they read it."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from clausebook.build.keys import Secrets, Term, init_keys, open_keys, retire_key, rotate_keys
from clausebook.build.lists import Published, publish_lists
from clausebook.build.loading import Loaded, load_project
from clausebook.build.register import Place
from clausebook.certificates import keyfile
from clausebook.certificates.register import Issued, Record, Request
from clausebook.certificates.sealing import Seal, seal
from clausebook.certificates.verify import Verifier
from clausebook.certificates.verify_lists import Trust
from clausebook.certificates.verify_tokens import Token
from clausebook.errors import KeysError, RegisterError, UsageError
from clausebook.model.certificate import Holder
from clausebook.model.evaluation import ComponentScore, Evaluation
from clausebook.model.response import Person
from clausebook.project import Project
from tests.conftest import Run

PASSPHRASE = "correct horse battery"  # noqa: S105 - opens nothing but these tests
SECRETS = Secrets(PASSPHRASE, PASSPHRASE)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
TERM = Term(NOW, timedelta(days=90))
YEAR = Term(NOW, timedelta(days=400))
PDF = b"%PDF-1.7 stands for "


@pytest.fixture(autouse=True)
def _haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that need no stretching here."""
    monkeypatch.setattr(keyfile, "_COST", 2)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def bakery(tiny: Project, keys: Path) -> Project:
    """The tiny project with an issuer and keys."""
    file = tiny.assessments / "issuer.yaml"
    file.write_text("address: https://example.org/bakery/\nname: {en: Guild, de: Zunft}\n", encoding="utf-8")
    root = init_keys(tiny, keys, SECRETS, YEAR)
    file.write_text(f"{file.read_text()}root: {root}\n", encoding="utf-8")
    return tiny


class Office:
    """Issues certificates, publishes lists, and checks certificates by them."""

    def __init__(self, project: Project, keys: Path) -> None:
        self.project = project
        self.keys = keys
        self.place = Place.of(project, None)
        self.loaded: Loaded = load_project(project)
        self.scheme = next(iter(self.loaded.schemes.values()))
        self.out = project.build / "verify"

    def issue(self, count: int, *, score: str = "1") -> list[Seal]:
        key = open_keys(self.project, self.keys).signing_key(PASSPHRASE, NOW)
        with self.place.register() as register:
            records = register.reserve([self._request(number, score) for number in range(count)], NOW)
            seals = [
                seal(record.certificate, self._evaluation(record), self.scheme, self.loaded.issuer, key)
                for record in records
            ]
            done = [
                Issued(one.serial, file_digest(one), made.payload) for one, made in zip(records, seals, strict=True)
            ]
            register.issue(done, NOW)
        return seals

    def publish(self, term: Term = TERM) -> Published:
        return publish_lists(self.project, self.keys, PASSPHRASE, register=self.place, out=self.out, term=term)

    def verifier(self, now: datetime = NOW) -> Verifier:
        issuer = self.loaded.issuer
        return Verifier(self._source, Trust(issuer.root_key, issuer.address, now))

    def reasons(self, seals: list[Seal], now: datetime = NOW) -> list[str]:
        verifier = self.verifier(now)
        return [verifier.link(one.link).reason for one in seals]

    def _source(self, name: str) -> bytes | None:
        path = self.out / name
        return path.read_bytes() if path.is_file() else None

    def _request(self, number: int, score: str) -> Request:
        holder = Holder(id=f"E{number}", name=f"Baker {number}", organization="Golden Crust Ltd")
        key = hashlib.sha256(f"{number} {score}".encode()).hexdigest()
        return Request(key, self.scheme, holder, self.scheme.band, Fraction(score))

    def _evaluation(self, record: Record) -> Evaluation:
        scores = tuple(
            ComponentScore(id=part.id, score=record.overall, weight=part.weight, is_met=True)
            for part in self.scheme.components
        )
        return Evaluation(
            scheme=self.scheme.id, person=Person(id=record.holder.id), components=scores, overall=record.overall,
            band=record.band, reached=record.band,
        )  # fmt: skip


def file_digest(record: Record) -> str:
    return hashlib.sha256(PDF + record.serial.encode()).hexdigest()


@pytest.fixture
def office(bakery: Project, keys: Path) -> Office:
    return Office(bakery, keys)


def serials(office: Office) -> list[str]:
    with office.place.ledger() as ledger:
        return [record.serial for record in ledger.records()]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_was_issued_is_genuine(office: Office) -> None:
    seals = office.issue(5)
    published = office.publish()
    assert (published.folder, published.count) == (office.out, 5)
    assert office.reasons(seals) == ["genuine"] * 5
    assert office.verifier().serial(serials(office)[0].lower()).reason == "listed"


def test_every_fate_has_its_reason(office: Office) -> None:
    seals = office.issue(3)
    first, second, _ = serials(office)
    with office.place.register() as register:
        register.revoke(first, "a mistake", NOW)
        register.revoke(second, "a mistake", NOW)
        register.reinstate(second, "none after all", NOW)
    again = office.issue(2, score="9/10")
    office.publish()
    assert office.reasons(seals) == ["revoked", "superseded", "genuine"]
    assert office.reasons(again) == ["genuine"] * 2


def test_an_end_that_was_brought_forward_counts(office: Office) -> None:
    seals = office.issue(2)
    with office.place.register() as register:
        register.expire(serials(office)[0], "on request", NOW)
    office.publish()
    assert office.reasons(seals) == ["expired", "genuine"]


def test_a_certificate_that_is_only_reserved_is_not_listed(office: Office) -> None:
    with office.place.register() as register:
        register.reserve([office._request(1, "1")], NOW)
    assert office.publish().count == 0
    assert office.verifier().serial(serials(office)[0]).reason == "not_issued"


def test_the_same_register_at_the_same_moment_gives_the_same_bytes(office: Office) -> None:
    office.issue(3)
    office.publish()
    before = contents(office.out)
    office.publish()
    assert contents(office.out) == before


def test_each_list_has_a_twin_that_pages_on_disk_can_load(office: Office) -> None:
    office.issue(3)
    office.publish()
    files = contents(office.out)
    lists = {name for name in files if not name.endswith(".js") and name != "index.html"}
    assert {"keys.jwt", "lists.jwt", "status/revocation.jwt", "status/refresh.jwt"} < lists
    assert {f"{name}.js" for name in lists} == {name for name in files if name.endswith(".js")}
    for name in lists:
        call = re.fullmatch(rb"clausebookList\((.+?), (.+)\);", files[f"{name}.js"])
        assert (json.loads(call[1]), json.loads(call[2]).encode()) == (name, files[name])
    assert b"Content-Security-Policy" in files["index.html"]


def test_no_name_is_published(office: Office) -> None:
    office.issue(3)
    office.publish()
    everything = b"".join(content for name, content in contents(office.out).items() if name != "index.html")
    for name in (b"Baker", b"Golden Crust", b'"E1"', serials(office)[0].encode()):
        assert name not in everything


def test_the_version_rises_with_the_register(office: Office) -> None:
    office.issue(1)
    first = office.publish().version
    office.issue(2)
    assert office.publish().version > first


def test_a_register_that_was_rolled_back_is_not_published(office: Office, tmp_path: Path) -> None:
    office.issue(1)
    with office.place.ledger() as ledger:
        ledger.backup(tmp_path / "backup.sqlite")
    office.issue(3)
    office.publish()
    before = contents(office.out)
    office.place = Place(tmp_path / "backup.sqlite", tmp_path)
    with pytest.raises(RegisterError, match="rolled back"):
        office.publish()
    assert contents(office.out) == before


def test_keys_that_were_rolled_back_are_not_published(office: Office) -> None:
    office.issue(1)
    before = (office.keys / "keys.jwt").read_bytes()
    rotate_keys(open_keys(office.project, office.keys), None, SECRETS, YEAR)
    office.publish()
    (office.keys / "keys.jwt").write_bytes(before)
    with pytest.raises(KeysError, match=r"has version 1, that in .* 2: it was rolled back"):
        office.publish()


def test_a_damaged_register_is_not_published(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.issue(1)
    monkeypatch.setattr("clausebook.certificates.register.Ledger.check", lambda _: ["line 1 differs"])
    with pytest.raises(RegisterError, match="damaged register is not published: line 1 differs"):
        office.publish()


def test_without_a_register_nothing_is_published(office: Office) -> None:
    with pytest.raises(UsageError, match="no register"):
        office.publish()
    assert not office.out.exists()


@pytest.mark.parametrize("name", ["thesis.docx", "issued.txt"])
def test_a_folder_with_other_things_stays(name: str, office: Office) -> None:
    office.issue(1)
    office.out.mkdir(parents=True)
    (office.out / name).write_text("years of work")
    with pytest.raises(UsageError, match="holds what is no list"):
        office.publish()
    assert (office.out / name).read_text() == "years of work"


def test_a_failure_leaves_what_was_published(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.issue(1)
    office.publish()
    before = contents(office.out)
    office.issue(2)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("clausebook.build.lists.write_together", full_disk)
    with pytest.raises(OSError, match="No space left"):
        office.publish()
    assert contents(office.out) == before
    assert {path.name for path in office.out.parent.iterdir()} == {"certificates", "verify"}


def test_lists_are_signed_by_the_new_key_after_a_rotation(office: Office) -> None:
    seals = office.issue(1)
    keys = rotate_keys(open_keys(office.project, office.keys), None, SECRETS, YEAR)
    office.publish()
    assert office.reasons(seals) == ["genuine"]
    assert Token.of((office.out / "lists.jwt").read_bytes()).header["kid"] == keys.listed.current.id


def test_after_a_theft_genuine_certificates_stay_and_lists_of_the_thief_fail(office: Office) -> None:
    seals = office.issue(2)
    office.publish()
    stolen = contents(office.out)
    keys = open_keys(office.project, office.keys)
    retire_key(keys, keys.listed.current.id, NOW - timedelta(days=3), None, SECRETS, YEAR)
    with pytest.raises(KeysError, match="signs any more"):
        office.publish()
    rotate_keys(open_keys(office.project, office.keys), None, SECRETS, YEAR)
    office.publish()
    assert office.reasons(seals) == ["genuine"] * 2
    for name in ("lists.jwt", "status/revocation.jwt", "status/refresh.jwt"):
        (office.out / name).write_bytes(stolen[name])
    assert office.reasons(seals) == ["bad_lists"] * 2


def test_lists_run_out(office: Office) -> None:
    seals = office.issue(1)
    office.publish()
    assert office.reasons(seals, NOW + timedelta(days=91)) == ["old_lists"]


def test_the_command(office: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    office.issue(2)
    monkeypatch.setenv("CLAUSEBOOK_KEYS", str(office.keys))
    monkeypatch.setenv("CLAUSEBOOK_PASSPHRASE", PASSPHRASE)
    done = run(office.project, "lists", "--valid-for", "30")
    assert done.exit_code == 0, done.output
    assert "2 certificates, version" in done.stdout
    claims = Token.of((office.out / "lists.jwt").read_bytes()).claims
    begun, ended = (datetime.fromisoformat(claims[name]) for name in ("created", "expires"))
    assert ended - begun == timedelta(days=30)


def test_the_site_takes_the_lists_along_and_links_them(office: Office, run: Run) -> None:
    office.issue(1)
    office.publish()
    done = run(office.project, "build")
    assert done.exit_code == 0, done.output
    site = office.project.build / "site"
    assert contents(site / "verify") == contents(office.out)
    for page in [*site.glob("en/**/*.html"), *site.glob("de/**/*.html")]:
        links = re.findall(r'href="([./]*verify/index\.html)"', page.read_text(encoding="utf-8"))
        assert [(page.parent / link).resolve() for link in links] == [(site / "verify" / "index.html").resolve()], page
