"""The folder of keys over the years: made once, rotated, stolen, damaged, and never told of."""

import json
import shutil
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace

import pytest

from clausebook.build import keys as keeping
from clausebook.build.keys import Secrets, Term, init_keys, issuer_of, open_keys, retire_key, rotate_keys
from clausebook.certificates import keyfile
from clausebook.certificates.keys import Keys
from clausebook.certificates.verify_lists import KeyList, Trust
from clausebook.certificates.verify_tokens import Token
from clausebook.cli import trust
from clausebook.errors import InputError, KeysError, UsageError
from clausebook.project import Project
from tests.conftest import Run

PASSPHRASE, ROOT_PASSPHRASE = "correct horse battery", "staple in the safe"
SECRETS = Secrets(PASSPHRASE, ROOT_PASSPHRASE)
CHINA = timezone(timedelta(hours=8))
HAWAII = timezone(timedelta(hours=-10))
ISSUER = "address: https://example.org/bakery/\nname: {en: Guild, de: Zunft}\n"


def term(moment: str, zone: timezone = CHINA, days: int = 400) -> Term:
    return Term(datetime.fromisoformat(moment).replace(tzinfo=zone), timedelta(days=days))


FIRST = term("2026-03-01 09:00")


@pytest.fixture(autouse=True)
def _haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases that need no stretching here."""
    monkeypatch.setattr(keyfile, "_COST", 2)


@pytest.fixture
def bakery(tiny: Project) -> Project:
    (tiny.assessments / "issuer.yaml").write_text(ISSUER, encoding="utf-8")
    return tiny


@pytest.fixture
def folder(bakery: Project, tmp_path: Path) -> Path:
    """Keys with their root key in the issuer's file."""
    made = tmp_path / "keys"
    trust_in(bakery, init_keys(bakery, made, SECRETS, FIRST))
    return made


def trust_in(project: Project, root: str) -> None:
    (project.assessments / "issuer.yaml").write_text(f"{ISSUER}root: {root}\n", encoding="utf-8")


def as_read(keys: Keys, moment: datetime) -> KeyList:
    """The list of keys as those see it who check certificates."""
    root = keys.issuer.root_key
    token = Token.of(keys.published.encode())
    token.check("clausebook-keys+jwt", lambda _: root)
    return KeyList.of(token.claims, Trust(root, keys.issuer.address, moment))


def states(keys: Keys) -> list[str]:
    return [key.state for key in keys.listed.keys]


def test_a_folder_is_private_from_the_start(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix(): path.stat().st_mode & 0o777 for path in folder.rglob("*")}
    key = next(path.stem for path in (folder / "signing").iterdir())
    assert found == {"root.key": 0o600, "keys.jwt": 0o600, "signing": 0o700, f"signing/{key}.key": 0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in folder.parent.iterdir() if "keys" in path.name] == ["keys"]


def test_the_first_key_signs(bakery: Project, folder: Path) -> None:
    keys = open_keys(bakery, folder)
    key = keys.signing_key(PASSPHRASE, FIRST.now)
    assert [entry.id for entry in keys.listed.keys] == [key.id]
    read = as_read(keys, FIRST.now)
    assert (read.version, read.issuer, list(read.keys)) == (1, "https://example.org/bakery/", [key.id])
    assert read.expires == "2027-04-05T01:00:00Z"


def test_keys_over_the_years(bakery: Project, folder: Path) -> None:
    keys = open_keys(bakery, folder)
    first = keys.signing_key(PASSPHRASE, FIRST.now)
    keys = rotate_keys(keys, None, SECRETS, term("2027-02-01 10:00"))
    second = keys.signing_key(PASSPHRASE, term("2027-02-02 10:00").now)
    assert states(keys) == ["ended", "signs"]
    since = datetime(2027, 6, 1, tzinfo=UTC)
    keys = retire_key(keys, second.id, since, None, SECRETS, term("2027-06-10 10:00"))
    assert states(keys) == ["ended", "compromised"]
    with pytest.raises(KeysError, match=r"no key .* signs any more; start one with: clausebook keys rotate"):
        keys.signing_key(PASSPHRASE, term("2027-06-10 11:00").now)
    keys = rotate_keys(keys, None, SECRETS, term("2027-06-10 12:00"))
    third = keys.signing_key(PASSPHRASE, term("2027-06-10 12:00").now)
    read = as_read(keys, datetime(2027, 6, 10, tzinfo=UTC))
    assert (read.version, list(read.keys)) == (4, [first.id, second.id, third.id])
    assert read.keys[first.id].covers(date(2026, 3, 1))
    assert read.keys[first.id].covers(date(2027, 2, 1))
    assert not read.keys[first.id].covers(date(2027, 2, 2))
    assert not read.keys[second.id].covers(date(2027, 1, 31))
    assert not read.keys[second.id].is_fit("2027-05-01T00:00:00Z")
    assert read.keys[third.id].is_fit("2027-06-10T04:00:00Z")


@pytest.mark.parametrize("zone", [CHINA, HAWAII], ids=["China", "Hawaii"])
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_certificates_of_the_issuers_day_are_covered(
    hour: int, zone: timezone, bakery: Project, tmp_path: Path
) -> None:
    """A day of the issuer is not a day of UTC, yet a key covers the days on which it began and ended."""
    begun, ended = term(f"2026-03-01 {hour:02}:30", zone), term(f"2026-04-01 {hour:02}:30", zone)
    trust_in(bakery, init_keys(bakery, tmp_path / "keys", SECRETS, begun))
    keys = open_keys(bakery, tmp_path / "keys")
    old = keys.signing_key(PASSPHRASE, begun.now).id
    keys = rotate_keys(keys, None, SECRETS, ended)
    key = as_read(keys, ended.now).keys[old]
    assert key.covers(begun.now.date())
    assert key.covers(ended.now.date())
    assert key.is_fit(begun.now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert as_read(keys, ended.now).keys[keys.listed.current.id].covers(ended.now.date())


def test_the_keys_of_a_day(bakery: Project, folder: Path) -> None:
    keys = open_keys(bakery, folder)
    first = keys.signing_key(PASSPHRASE, FIRST.now).id
    keys = rotate_keys(keys, None, Secrets("another passphrase", ROOT_PASSPHRASE), term("2026-05-01 10:00"))
    second = keys.listed.current.id

    def of(day: date, passphrase: str) -> list[str]:
        return [key.id for key in keys.signing_keys_of(day, passphrase)]

    assert of(date(2026, 2, 28), PASSPHRASE) == []
    assert of(date(2026, 4, 30), PASSPHRASE) == [first]
    assert [of(date(2026, 5, 1), known) for known in (PASSPHRASE, "another passphrase")] == [[first], [second]]
    assert of(date(2026, 5, 2), PASSPHRASE) == []


def test_a_second_run_changes_nothing(bakery: Project, folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match="is not empty"):
        init_keys(bakery, folder, SECRETS, FIRST)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_an_empty_folder_will_do(bakery: Project, tmp_path: Path) -> None:
    (tmp_path / "usb").mkdir(mode=0o755)
    trust_in(bakery, init_keys(bakery, tmp_path / "usb", SECRETS, FIRST))
    assert open_keys(bakery, tmp_path / "usb").listed.version == 1


def test_the_root_key_may_be_elsewhere(bakery: Project, folder: Path, tmp_path: Path) -> None:
    safe = tmp_path / "safe" / "root.key"
    safe.parent.mkdir()
    (folder / "root.key").rename(safe)
    keys = open_keys(bakery, folder)
    keys.signing_key(PASSPHRASE, FIRST.now)
    with pytest.raises(KeysError, match=r"root.key: No such file"):
        rotate_keys(keys, None, SECRETS, FIRST)
    assert states(rotate_keys(keys, safe, SECRETS, FIRST)) == ["ended", "signs"]


@pytest.mark.parametrize("secrets", [Secrets(PASSPHRASE, PASSPHRASE), Secrets("short", ROOT_PASSPHRASE)])
def test_a_failed_rotation_leaves_the_keys_as_they_were(secrets: Secrets, bakery: Project, folder: Path) -> None:
    before = (folder / "keys.jwt").read_bytes()
    with pytest.raises(KeysError):
        rotate_keys(open_keys(bakery, folder), None, secrets, FIRST)
    assert (folder / "keys.jwt").read_bytes() == before
    assert len(list((folder / "signing").iterdir())) == 1


def test_another_root_key_cannot_rotate(bakery: Project, folder: Path, tmp_path: Path) -> None:
    init_keys(bakery, tmp_path / "other", SECRETS, FIRST)
    with pytest.raises(KeysError, match=r"not the root key that assessments/issuer.yaml names"):
        rotate_keys(open_keys(bakery, folder), tmp_path / "other" / "root.key", SECRETS, FIRST)


@pytest.mark.parametrize(("name", "mode", "allowed"), [(".", 0o750, "700"), ("signing/*", 0o640, "600")])
def test_what_is_open_to_others_is_refused(name: str, mode: int, allowed: str, bakery: Project, folder: Path) -> None:
    path = next(folder.glob(name)) if name != "." else folder
    path.chmod(mode)
    with pytest.raises(KeysError, match=rf"open to others; take it back with: chmod {allowed}"):
        open_keys(bakery, folder).signing_key(PASSPHRASE, FIRST.now)


@pytest.mark.parametrize("inside", ["keys", "content/keys", "build/certificates/keys"])
def test_keys_never_lie_in_the_project(inside: str, bakery: Project) -> None:
    with pytest.raises(KeysError, match="inside the project"):
        init_keys(bakery, bakery.root / inside, SECRETS, FIRST)
    assert not (bakery.root / inside).exists()


@pytest.mark.parametrize("is_file", [True, False])
def test_keys_never_lie_in_a_git_work_tree(bakery: Project, tmp_path: Path, *, is_file: bool) -> None:
    mark = tmp_path / "repository" / ".git"
    mark.mkdir(parents=True)
    if is_file:
        mark.rmdir()
        mark.write_text("gitdir: elsewhere")
    with pytest.raises(KeysError, match="inside the git work tree"):
        init_keys(bakery, tmp_path / "repository" / "a" / "keys", SECRETS, FIRST)


def test_keys_that_were_moved_into_the_project_are_refused(bakery: Project, folder: Path) -> None:
    shutil.move(folder, bakery.root / "keys")
    with pytest.raises(KeysError, match="inside the project"):
        open_keys(bakery, bakery.root / "keys")


def test_a_link_does_not_hide_where_keys_lie(bakery: Project, tmp_path: Path) -> None:
    (tmp_path / "outside").symlink_to(bakery.root)
    with pytest.raises(KeysError, match="inside the project"):
        init_keys(bakery, tmp_path / "outside" / "keys", SECRETS, FIRST)


@pytest.mark.parametrize("change", ["cut", "other root", "claims"])
def test_a_changed_list_of_keys_is_noticed(change: str, bakery: Project, folder: Path, tmp_path: Path) -> None:
    path = folder / "keys.jwt"
    if change == "other root":
        init_keys(bakery, tmp_path / "other", SECRETS, FIRST)
        shutil.copy(tmp_path / "other" / "keys.jwt", path)
    elif change == "cut":
        path.write_bytes(path.read_bytes()[:-9])
    else:
        header, claims, signature = path.read_text().split(".")
        path.write_text(f"{header}.{claims[:-4]}AAAA.{signature}")
    with pytest.raises(KeysError, match="damaged, or signed by another root key"):
        open_keys(bakery, folder)


def test_a_swapped_key_is_noticed(bakery: Project, folder: Path) -> None:
    keys = rotate_keys(open_keys(bakery, folder), None, SECRETS, FIRST)
    old, new = (folder / "signing" / f"{key.id}.key" for key in keys.listed.keys)
    shutil.copy(old, new)
    with pytest.raises(KeysError, match="holds another key than its name says"):
        keys.signing_key(PASSPHRASE, FIRST.now)


def test_an_expired_list_signs_no_more(bakery: Project, folder: Path) -> None:
    with pytest.raises(KeysError, match="expired on 2027-04-05; renew it with: clausebook keys rotate"):
        open_keys(bakery, folder).signing_key(PASSPHRASE, term("2027-04-06 10:00").now)


def test_a_site_that_moves_needs_a_new_list(bakery: Project, folder: Path) -> None:
    file = bakery.assessments / "issuer.yaml"
    file.write_text(file.read_text().replace("bakery/", "pastry/"))
    keys = open_keys(bakery, folder)
    with pytest.raises(KeysError, match=r"is for https://example.org/bakery/, but .* says https://example.org/pastry/"):
        keys.signing_key(PASSPHRASE, FIRST.now)
    rotate_keys(keys, None, SECRETS, FIRST).signing_key(PASSPHRASE, FIRST.now)


def test_what_is_retired_stays_retired(bakery: Project, folder: Path) -> None:
    keys = open_keys(bakery, folder)
    key = keys.listed.keys[0].id
    early, late = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)
    for since in (late, early, None, late):
        keys = retire_key(keys, key, since, None, SECRETS, term("2026-03-09 10:00"))
        assert keys.listed.keys[0].state == "compromised"
    assert keys.listed.keys[0].compromised == "2026-03-02T00:00:00Z"
    assert keys.listed.keys[0].to == "2026-03-09T23:59:59Z"
    with pytest.raises(KeysError, match="there is no signing key 0000"):
        retire_key(keys, "0000", None, None, SECRETS, FIRST)
    with pytest.raises(UsageError, match="in the future"):
        retire_key(keys, key, datetime(2099, 1, 1, tzinfo=UTC), None, SECRETS, FIRST)


def test_the_issuer_has_to_be_known(tiny: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no assessments/issuer.yaml"):
        init_keys(tiny, tmp_path / "keys", SECRETS, FIRST)
    (tiny.assessments / "issuer.yaml").write_text("address: http://example.org\nname: {en: X}\n")
    with pytest.raises(InputError, match="not the address of a site"):
        issuer_of(tiny)


def test_without_a_root_key_nothing_is_signed(bakery: Project, tmp_path: Path) -> None:
    init_keys(bakery, tmp_path / "keys", SECRETS, FIRST)
    with pytest.raises(KeysError, match="has no root key; add the line"):
        open_keys(bakery, tmp_path / "keys")


KILLED = """
import os, signal, sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from clausebook.build.keys import Secrets, Term, init_keys, open_keys, rotate_keys
from clausebook.certificates import keyfile
from clausebook.project import Project
keyfile._COST = 2
project, folder, work, last = Project.at(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
secrets, term = Secrets(*sys.argv[5:7]), Term(datetime(2026, 3, 1, 1, tzinfo=timezone.utc), timedelta(400))
calls = 0
real = os.fsync
def fsync(descriptor):
    global calls
    calls += 1
    if calls > last:
        os.kill(os.getpid(), signal.SIGKILL)
    real(descriptor)
os.fsync = fsync
if work == "init":
    init_keys(project, folder, secrets, term)
else:
    rotate_keys(open_keys(project, folder), None, secrets, term)
"""


def killed(project: Project, folder: Path, work: str, after: int) -> bool:
    """Run in a process that dies at the sync after so many; whether it did."""
    command = [sys.executable, "-c", KILLED, project.root, folder, work, str(after), PASSPHRASE, ROOT_PASSPHRASE]
    done = subprocess.run(command, check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    return done.returncode != 0


@pytest.mark.parametrize("after", [0, 2, 5])
def test_a_killed_start_leaves_nothing_half_made(after: int, bakery: Project, tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert killed(bakery, folder, "init", after)
    assert not folder.exists()
    trust_in(bakery, init_keys(bakery, folder, SECRETS, FIRST))
    open_keys(bakery, folder).signing_key(PASSPHRASE, FIRST.now)
    assert not (tmp_path / ".keys.new").exists()


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_a_killed_rotation_can_be_done_again(after: int, bakery: Project, folder: Path) -> None:
    killed(bakery, folder, "rotate", after)
    keys = open_keys(bakery, folder)
    keys.signing_key(PASSPHRASE, FIRST.now)
    keys = rotate_keys(keys, None, SECRETS, FIRST)
    keys.signing_key(PASSPHRASE, FIRST.now)
    assert states(keys).count("signs") == 1


def test_two_runs_do_not_mix(bakery: Project, folder: Path) -> None:
    keys = open_keys(bakery, folder)
    with keeping.locked(folder), pytest.raises(UsageError, match="another run is writing"):
        rotate_keys(keys, None, SECRETS, FIRST)


def test_passphrases_are_not_shown() -> None:
    assert PASSPHRASE not in repr(SECRETS)
    assert ROOT_PASSPHRASE not in repr(SECRETS)


def test_the_commands(bakery: Project, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "keys"
    secret, root_secret = tmp_path / "secret", tmp_path / "root-secret"
    secret.write_text(f"{PASSPHRASE}\n")
    root_secret.write_text(f"{ROOT_PASSPHRASE}\r\n")
    both = ("--passphrase-file", secret, "--root-passphrase-file", root_secret)
    monkeypatch.setenv("CLAUSEBOOK_KEYS", str(folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795426920")
    made = run(bakery, "keys", "init", *both)
    assert made.exit_code == 0, made.output
    trust_in(bakery, made.stdout.splitlines()[-1].removeprefix("root: "))
    assert run(bakery, "check").exit_code == 0
    rotated = run(bakery, "keys", "rotate", *both, "--valid-for", "10")
    assert rotated.exit_code == 0, rotated.output
    listed = run(bakery, "keys", "list").stdout.splitlines()
    assert [line.split("\t")[1] for line in listed[:2]] == ["ended", "signs"]
    assert "version 2" in listed[2]
    monkeypatch.setenv("CLAUSEBOOK_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("CLAUSEBOOK_ROOT_PASSPHRASE", ROOT_PASSPHRASE)
    key = listed[1].split("\t")[0]
    retired = run(bakery, "keys", "retire", key, "--compromised-since", "2026-01-01")
    assert f"ended: {key}\nnext: clausebook keys rotate, clausebook lists" in retired.stdout
    said = made.output + rotated.output + retired.output
    assert PASSPHRASE not in said
    assert ROOT_PASSPHRASE not in said
    assert json.dumps("PRIVATE") not in said


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        ({}, 2, "passphrase of the signing key is missing"),
        ({"CLAUSEBOOK_PASSPHRASE": ""}, 2, "passphrase of the signing key is empty"),
        ({"CLAUSEBOOK_PASSPHRASE": "quite wrong indeed"}, 1, "the passphrase is wrong"),
    ],
)
def test_a_wrong_passphrase_is_told(
    given: dict[str, str],
    code: int,
    told: str,
    bakery: Project,
    folder: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    for verbose in ((), ("--verbose",)):
        ended = run(bakery, *verbose, "keys", "rotate", "--keys", folder)
        assert ended.exit_code == code
        assert told in ended.stderr
        assert "quite wrong" not in ended.output


def test_a_full_disk_leaves_nothing(bakery: Project, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setenv("CLAUSEBOOK_PASSPHRASE", PASSPHRASE)
    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full_disk)
        failed = run(bakery, "keys", "init", "--keys", tmp_path / "keys")
    assert (failed.exit_code, failed.exception.code) == (1, 1)
    assert "No space left on device" in failed.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"tiny"}
    assert run(bakery, "keys", "init", "--keys", tmp_path / "keys").exit_code == 0


@pytest.mark.parametrize("is_new", [True, False])
def test_a_passphrase_is_asked_for_on_a_terminal(monkeypatch: pytest.MonkeyPatch, *, is_new: bool) -> None:
    asked = []

    def prompt(what: str, **how: object) -> str:
        asked.append((what, how["hide_input"], how["confirmation_prompt"]))
        return PASSPHRASE

    monkeypatch.delenv("CLAUSEBOOK_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("click.prompt", prompt)
    assert trust.passphrase(None, is_new=is_new) == PASSPHRASE
    assert asked == [("Passphrase of the signing key", True, is_new)]
