"""The folder of keys: who signs certificates, since when, and for how long that is vouched for.

    DIR/root.key            signs the list of signing keys; may be kept elsewhere, offline
    DIR/signing/KEYID.key   one signs certificates and lists, the others did so once
    DIR/keys.jwt            the list of signing keys, which is published; its version rises with every change

Reading stands here, and what the list says next; `build.keys` writes the folder.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationError

from clausebook.certificates.signing import SigningKey, b64u, sign, stamp
from clausebook.certificates.verify_reasons import Finding
from clausebook.certificates.verify_tokens import Token, key_id, unbase64
from clausebook.errors import KeysError
from clausebook.model.base import LocalizedText, Model
from clausebook.model.issuer import Address, Issuer, PublicKey

KIND = "clausebook-keys+jwt"
LIST, ROOT, SIGNING = "keys.jwt", "root.key", "signing"
_OF_OTHERS = 0o077
_LAST = "9999-12-31"
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]


class ListedKey(Model):
    """A signing key as the list has it. `start` and `to` are the first and the last moment of whole days.

    `to` is None while the key signs; `compromised` is since when somebody else may have had it.
    """

    id: str
    public: PublicKey
    start: Moment = Field(alias="from")
    to: Moment | None = None
    compromised: Moment | None = None

    @property
    def state(self) -> Literal["signs", "ended", "compromised"]:
        """What the key is good for."""
        if self.compromised is not None:
            return "compromised"
        return "signs" if self.to is None else "ended"


class KeyList(Model):
    """The content of keys.jwt."""

    format: Literal["clausebook-keys/1"] = "clausebook-keys/1"
    issuer: Address
    name: LocalizedText
    version: int = Field(ge=1)
    created: Moment
    expires: Moment
    keys: tuple[ListedKey, ...]

    @property
    def current(self) -> ListedKey | None:
        """The key that signs now."""
        return next((key for key in self.keys if key.state == "signs"), None)

    def rotated(self, new: SigningKey, issuer: Issuer, now: datetime, valid_for: timedelta) -> "KeyList":
        """The next list, in which `new` signs and the key before it has ended. `now` is in the issuer's time zone."""
        ended = [key if key.to else key.model_copy(update={"to": _end_of_day(now)}) for key in self.keys]
        return self._next((*ended, _listed(new, now)), issuer, now, valid_for)

    def retired(
        self, identity: str, compromised: datetime | None, issuer: Issuer, now: datetime, valid_for: timedelta
    ) -> "KeyList":
        """The next list, in which this key has ended. Raises KeysError where there is none of this id."""
        if identity not in {key.id for key in self.keys}:
            raise KeysError(f"there is no signing key {identity}; see: clausebook keys list")
        changed = tuple(_retired(key, compromised, now) if key.id == identity else key for key in self.keys)
        return self._next(changed, issuer, now, valid_for)

    def signed(self, root: SigningKey) -> str:
        """keys.jwt."""
        return sign(KIND, self.model_dump(mode="json", by_alias=True), root)

    def _next(self, keys: tuple[ListedKey, ...], issuer: Issuer, now: datetime, valid_for: timedelta) -> "KeyList":
        return _key_list(self.version + 1, keys, issuer, now, valid_for)


def first_list(key: SigningKey, issuer: Issuer, now: datetime, valid_for: timedelta) -> KeyList:
    """The list with which everything begins. `now` is in the issuer's time zone."""
    return _key_list(1, (_listed(key, now),), issuer, now, valid_for)


def _key_list(
    version: int, keys: tuple[ListedKey, ...], issuer: Issuer, now: datetime, valid_for: timedelta
) -> KeyList:
    return KeyList(
        issuer=issuer.address,
        name=issuer.name,
        version=version,
        created=stamp(now),
        expires=stamp(now + valid_for),
        keys=keys,
    )


def _listed(key: SigningKey, now: datetime) -> ListedKey:
    return ListedKey.model_validate({"id": key.id, "public": b64u(key.public), "from": _start_of_day(now)})


def _retired(key: ListedKey, compromised: datetime | None, now: datetime) -> ListedKey:
    known = [moment for moment in (key.compromised, compromised and stamp(compromised)) if moment]
    return key.model_copy(update={"to": key.to or _end_of_day(now), "compromised": min(known, default=None)})


def _start_of_day(now: datetime) -> str:
    """Certificates bear the issuer's day, so keys begin and end with it, written as if it were a day of UTC.

    Where it is another day in UTC, the moment itself may lie outside of that; the lists that a key signs need it in.
    """
    return min(stamp(now), stamp(datetime.combine(now.date(), time(), tzinfo=UTC)))


def _end_of_day(now: datetime) -> str:
    return max(stamp(now), stamp(datetime.combine(now.date(), time(23, 59, 59), tzinfo=UTC)))


@dataclass(frozen=True)
class Keys:
    """A folder of keys that has been checked: `listed` is what `published`, its keys.jwt, says."""

    folder: Path
    project: Path
    issuer: Issuer
    published: str
    listed: KeyList

    @classmethod
    def at(cls, folder: Path, issuer: Issuer, project: Path) -> Self:
        """Read a folder of keys for a project. Raises KeysError with the remedy where it cannot be used."""
        check_place(folder, project)
        check_mode(folder)
        published = _read(folder / LIST).decode("utf-8", "replace")
        return cls(folder, project, issuer, published, _checked(published, folder / LIST, issuer))

    def signing_key(self, passphrase: str, now: datetime) -> SigningKey:
        """The present key. Raises KeysError where there is none, it does not open, or readers would refuse it."""
        self._check_use(now)
        current = self.listed.current
        if current is None:
            raise KeysError(f"no key of {self.folder} signs any more; start one with: clausebook keys rotate")
        return self._opened(current, passphrase)

    def signing_keys_of(self, day: date, passphrase: str) -> Iterator[SigningKey]:
        """The keys, mostly one, that may have signed a certificate of this day which is to be made again.

        A key whose file is gone or does not open is left out.
        """
        for listed in self.listed.keys:
            if listed.start[:10] <= day.isoformat() <= (listed.to or _LAST)[:10]:
                with suppress(KeysError):
                    yield self._opened(listed, passphrase)

    def _opened(self, listed: ListedKey, passphrase: str) -> SigningKey:
        path = self.folder / SIGNING / f"{listed.id}.key"
        key = read_key(path, passphrase)
        if b64u(key.public) != listed.public:
            raise KeysError(f"{path} holds another key than its name says; restore it from a backup")
        return key

    def _check_use(self, now: datetime) -> None:
        """Readers refuse a list of keys that is for another address, or has expired."""
        path = self.folder / LIST
        if self.listed.issuer != self.issuer.address:
            told = f"{path} is for {self.listed.issuer}, but assessments/issuer.yaml says {self.issuer.address}"
            raise KeysError(f"{told}; correct the address, or renew the list with: clausebook keys rotate")
        if self.listed.expires <= stamp(now):
            raise KeysError(f"{path} expired on {self.listed.expires[:10]}; renew it with: clausebook keys rotate")


def read_key(path: Path, passphrase: str) -> SigningKey:
    """The private key in a file. Raises KeysError where it is open to others, damaged, or the passphrase is wrong."""
    check_mode(path)
    try:
        return SigningKey.decrypted(_read(path), passphrase)
    except KeysError as error:
        raise KeysError(f"{path} {error}") from None


def check_place(folder: Path, project: Path) -> None:
    """Raise KeysError where keys would lie in the project or in a git work tree, from where they get about."""
    resolved = folder.resolve()
    if resolved.is_relative_to(project.resolve()):
        raise KeysError(f"{folder} is inside the project; keep keys in a folder elsewhere")
    for above in (resolved, *resolved.parents):
        if (above / ".git").exists():
            raise KeysError(f"{folder} is inside the git work tree {above}; keep keys in a folder elsewhere")


def check_mode(path: Path) -> None:
    """Raise KeysError where a file or folder is not there, or others than its owner may read or write it."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        told = f"{path}: {error.strerror or 'cannot be read'}"
        raise KeysError(f"{told}; name the folder of keys with --keys, or make one: clausebook keys init") from None
    if mode & _OF_OTHERS:
        allowed = "700" if path.is_dir() else "600"
        raise KeysError(f"{path} is open to others; take it back with: chmod {allowed} {path}")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KeysError(f"{path}: {error.strerror or 'cannot be read'}; restore it from a backup") from None


def _checked(published: str, path: Path, issuer: Issuer) -> KeyList:
    """What keys.jwt says, once it is known to come from the issuer's root key."""
    if issuer.root is None or issuer.root_key is None:
        raise KeysError("assessments/issuer.yaml has no root key; add the line that clausebook keys init has printed")
    root: Mapping[str, bytes] = {key_id(issuer.root_key): issuer.root_key}
    try:
        token = Token.of(published.encode())
        token.check(KIND, root.get)
        listed = KeyList.model_validate(token.claims)
    except (Finding, ValidationError):
        told = f"{path} is damaged, or signed by another root key than the one in assessments/issuer.yaml"
        raise KeysError(f"{told}; restore the one or correct the other") from None
    if any(key.id != key_id(unbase64(key.public)) for key in listed.keys):
        raise KeysError(f"{path} names a key wrongly; restore it from a backup")
    return listed
