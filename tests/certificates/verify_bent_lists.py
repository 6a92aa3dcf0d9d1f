"""Certificates under lists that are missing, old, damaged or somebody else's."""

import gzip
import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from functools import cache
from typing import Any

from clausebook.certificates.verify_lists import Seen
from tests.certificates.verify_cases import (
    ANNA,
    DAY,
    LI,
    NOBODYS,
    Case,
    bent,
    changed,
    files,
    flipped,
    shard_of,
    without,
)
from tests.certificates.verify_issuer import (
    FIRST,
    KEYS,
    NOW,
    ROOT,
    SECOND,
    STRANGER,
    b64u,
    compact,
    digest,
    listed,
    other,
    place,
    stamp,
)


def lists() -> Iterator[Case]:
    """Lists that are missing, old, or of somebody else."""
    for name in ("keys.jwt", "lists.jwt", shard_of(LI), "status/revocation.jwt", "status/refresh.jwt"):
        yield Case(f"no {name}", "no_lists", LI.link, without(name))
    yield Case("no lists at all", "no_lists", LI.pdf, {})
    yield Case("no lists for a serial", "no_lists", LI.serial, {})
    yield Case("no status list for what was never issued", "no_lists", NOBODYS.link, without("status/refresh.jwt"))
    yield Case("the shard of another is missing", "genuine", LI.link, without(shard_of(ANNA)))
    expired = stamp(NOW - DAY)
    yield Case("expired lists", "old_lists", LI.link, bent("lists.jwt", expires=expired), shows="李小明")
    yield Case("lists that expire this second", "old_lists", LI.link, bent("lists.jwt", expires=stamp(NOW)))
    yield Case("expired keys", "old_lists", LI.pdf, bent("keys.jwt", expires=expired))
    yield Case(
        "expired keys and an unknown one", "old_lists", other(LI, key=STRANGER).link, bent("keys.jwt", expires=expired)
    )
    yield Case("old lists for what is not in them", "old_lists", NOBODYS.link, bent("lists.jwt", expires=expired))
    yield Case("old lists and a serial", "old_lists", LI.serial, bent("lists.jwt", expires=expired))
    revoked = files(revoked=(LI,), claims={"lists.jwt": {"expires": expired}})
    yield Case("old lists that have it as revoked", "revoked", LI.link, revoked)
    yield Case("old lists and a changed file", "file_changed", LI.pdf + b" ", bent("lists.jwt", expires=expired))
    yield Case(
        "old lists and another content", "other_payload", other(LI, overall=1).link, bent("lists.jwt", expires=expired)
    )
    yield Case("lists of a lower version", "old_lists", LI.link, files(), Seen(12, 13))
    yield Case("keys of a lower version", "old_lists", LI.link, files(), Seen(13, 12))
    yield Case("lists of the same version", "genuine", LI.link, files(), Seen(12, 12))
    yield Case("lists from days to come", "bad_lists", LI.link, bent("lists.jwt", created=stamp(NOW + 2 * DAY)))
    yield Case("keys from days to come", "bad_lists", LI.link, bent("keys.jwt", created=stamp(NOW + 2 * DAY)))
    yield Case("keys signed by another root", "bad_lists", LI.link, files(root=STRANGER), hides="李小明")
    yield Case("keys signed by a signing key", "bad_lists", LI.link, files(root=SECOND))
    yield Case("everything of a look-alike", "bad_lists", LI.link, files(root=STRANGER, issuer="https://example.com/"))
    yield Case("keys of another issuer", "bad_lists", LI.link, bent("keys.jwt", issuer="https://other.example/"))
    yield Case("lists of another issuer", "bad_lists", LI.link, bent("lists.jwt", issuer="https://other.example/"))
    yield Case("lists signed by a key that had ended", "bad_lists", LI.link, files(signer=FIRST))
    yield Case("lists signed by a key that nobody knows", "bad_lists", LI.link, files(signer=STRANGER))
    yield Case("lists signed by the root key", "bad_lists", LI.link, files(signer=ROOT))
    stolen = (KEYS[0], listed(SECOND, "2026-01-01T00:00:00Z", None, "2026-11-22T00:00:00Z"))
    yield Case("lists signed by a stolen key", "bad_lists", LI.link, files(keys=stolen), shows="李小明")
    mixed = files() | {name: content for name, content in files(ANNA_AGAIN).items() if name.startswith("issued/")}
    yield Case("shards of another publication", "bad_lists", ANNA.link, mixed)


ANNA_AGAIN = other(ANNA, overall=1)


def tokens() -> Iterator[Case]:
    """Signed files that are not what they should be."""
    good = files()
    claims = json.loads(unbased(good["keys.jwt"].split(b".")[1]))
    for algorithm in ("none", "HS256", "ES256", "eddsa", None):
        head = compact({"alg": algorithm, "typ": "clausebook-keys+jwt", "kid": ROOT.id})
        yield Case(
            f"algorithm {algorithm}", "bad_lists", LI.link, changed("keys.jwt", ROOT.token_of(head, compact(claims)))
        )
    unsigned = good["keys.jwt"].rpartition(b".")[0] + b"."
    yield Case("keys without a signature", "bad_lists", LI.link, changed("keys.jwt", unsigned))
    own = STRANGER.token("clausebook-keys+jwt", claims, kid=ROOT.id)
    yield Case("the root key's id on another's signature", "bad_lists", LI.link, changed("keys.jwt", own))
    brought = STRANGER.token(
        "clausebook-keys+jwt", claims, jwk={"kty": "OKP", "crv": "Ed25519", "x": b64u(STRANGER.public)}
    )
    yield Case("a key brought along", "bad_lists", LI.link, changed("keys.jwt", brought))
    yield Case(
        "a list of another kind", "bad_lists", LI.link, files(header={"lists.jwt": {"typ": "clausebook-keys+jwt"}})
    )
    yield Case("a kid that is no text", "bad_lists", LI.link, files(header={"lists.jwt": {"kid": [SECOND.id]}}))
    yield Case("a kid from the prototype", "bad_lists", LI.link, files(header={"lists.jwt": {"kid": "constructor"}}))
    yield Case("an extension that has to be known", "bad_lists", LI.link, files(header={"lists.jwt": {"crit": ["x"]}}))
    yield Case("keys for lists", "bad_lists", LI.link, changed("lists.jwt", good["keys.jwt"]))
    twice = compact(claims)[:-1] + b',"version":99}'
    yield Case(
        "a key twice in JSON", "bad_lists", LI.link, changed("keys.jwt", ROOT.token("clausebook-keys+jwt", twice))
    )
    escaped = compact(claims)[:-1] + b',"versi\\u006fn":99}'
    yield Case(
        "a key twice in other letters",
        "bad_lists",
        LI.link,
        changed("keys.jwt", ROOT.token("clausebook-keys+jwt", escaped)),
    )
    whole = good["keys.jwt"]
    yield Case("keys with a line break", "bad_lists", LI.link, changed("keys.jwt", whole + b"\n"))
    yield Case("keys with padding", "bad_lists", LI.link, changed("keys.jwt", whole.replace(b".", b"=.", 1)))
    for content in (b"", b"..", b"a.b.c", b"{}"):
        yield Case(f"keys that are {content!r}", "bad_lists", LI.link, changed("keys.jwt", content))
    for body in (b"[]", b"null", b"NaN", b"{", b"\xef\xbb\xbf{}", b"\xff", b"[" * 5_000):
        token = ROOT.token("clausebook-keys+jwt", body)
        yield Case(f"claims that are {body[:9]!r}", "bad_lists", LI.link, changed("keys.jwt", token))
    signature = good["lists.jwt"].rpartition(b".")[2]
    other_end = signature[:-1] + bytes([signature[-1] + 1])
    loose = good["lists.jwt"][: -len(signature)] + other_end
    yield Case("base64 in another way of writing", "bad_lists", LI.link, changed("lists.jwt", loose))


def unbased(text: bytes) -> bytes:
    return urlsafe_b64decode(text + b"=" * (-len(text) % 4))


def contents() -> Iterator[Case]:
    """Lists that are signed, or named by digest, and yet hold what they must not."""
    for what, version in (
        ("huge", 10**30),
        ("negative", -1),
        ("half", 1.5),
        ("a text", "12"),
        ("true", True),
        ("none", None),
    ):
        yield Case(f"a version that is {what}", "bad_lists", LI.link, bent("lists.jwt", version=version))
    yield Case("a format to come", "bad_lists", LI.link, bent("lists.jwt", format="clausebook-lists/2"))
    for created in (
        "2026-11-23",
        "2026-13-01T00:00:00Z",
        "2026-11-23T12:00:00+00:00",
        1_700_000_000,
        [stamp(NOW)],
        None,
    ):
        yield Case(f"a list made {created}", "bad_lists", LI.link, bent("lists.jwt", created=created))
    strange = {**KEYS[1], "id": FIRST.id}
    yield Case("a key under another id", "bad_lists", LI.link, files(keys=(strange,)))
    numbered = {**KEYS[1], "public": 5}
    for what, keys in (
        ("an object", {"0": KEYS[1]}),
        ("texts", ["x"]),
        ("none", None),
        ("of numbers", [numbered]),
        ("null", [None]),
    ):
        yield Case(f"keys that are {what}", "bad_lists", LI.link, bent("keys.jwt", keys=keys))
    for what in ("schemes", "shards", "status"):
        yield Case(f"{what} that are a list", "bad_lists", LI.link, bent("lists.jwt", **{what: []}))
    yield Case("a shard that is a list", "bad_lists", LI.link, bent("issued", certificates=[]))
    yield Case("a key twice", "bad_lists", LI.link, files(keys=(*KEYS, KEYS[0])))
    short = {**KEYS[0], "public": b64u(bytes(31)), "id": digest(bytes(31))[:16]}
    yield Case("a key that is a byte too short", "bad_lists", LI.link, files(keys=(short, KEYS[1])))
    yield Case("a key that is too short", "bad_lists", LI.link, files(keys=({**KEYS[0], "public": "AAAA"},)))
    yield Case("digests that are none", "bad_lists", LI.link, bent("lists.jwt", shards={"00": "x"}))
    yield Case(
        "a shard with a byte changed", "bad_lists", LI.link, changed(shard_of(LI), flipped(files()[shard_of(LI)], 60))
    )
    yield Case("the shard of another serial", "bad_lists", LI.link, changed(shard_of(LI), files()[shard_of(ANNA)]))
    yield Case("a shard with a blank more", "bad_lists", LI.link, changed(shard_of(LI), files()[shard_of(LI)] + b" "))
    yield Case(
        "a shard that says less",
        "bad_lists",
        LI.link,
        changed(shard_of(LI), b'{"format":"clausebook-issued/1","certificates":{}}'),
    )
    yield Case("a shard of a format to come", "bad_lists", LI.link, bent("issued", format="clausebook-issued/2"))
    for entry in (
        [],
        [1, 2, 3, 4],
        None,
        {"length": 4},
        ["0" * 32, "0" * 64, -1, 9_000],
        ["0" * 32, "0" * 64, 10**9, 9_000],
        ["0" * 32, "0" * 64, 1, 9_000, 0],
        ["x", "0" * 64, 1, 9_000],
        ["0" * 32, "x", 1, 9_000],
        ["0" * 32, "0" * 64, 1, "9000"],
    ):
        content = {place(LI.serial): entry}
        yield Case(f"an entry {entry}", "bad_lists", LI.link, bent("issued", certificates=content))
    bits = files()["status/revocation.jwt"]
    yield Case(
        "one bit of a status list",
        "bad_lists",
        LI.link,
        changed("status/revocation.jwt", flipped(bits, len(bits) // 2)),
    )
    yield Case("status lists swapped", "bad_lists", LI.link, changed("status/refresh.jwt", bits))
    wrong = files(purposes={"revocation": "suspension"})
    yield Case("a status list for something else", "bad_lists", LI.link, wrong)
    for what, encoded in bent_lists().items():
        yield Case(f"a status list that is {what}", "bad_lists", LI.link, files(encoded=lambda _, text=encoded: text))


@cache
def bent_lists() -> dict[str, Any]:
    packed = gzip.compress(bytes(131_072 // 8), mtime=0)
    return {
        "cut off": "u" + b64u(packed[:-9]),
        "a bomb": "u" + b64u(gzip.compress(bytes(17 * 1024 * 1024), mtime=0)),
        "too short": "u" + b64u(gzip.compress(bytes(131_072 // 8 - 1), mtime=0)),
        "followed by more": "u" + b64u(packed + b"more"),
        "two in one": "u" + b64u(packed + packed),
        "not packed": "u" + b64u(bytes(131_072 // 8)),
        "of another base": "z" + b64u(packed),
        "empty": "u",
        "a number": 5,
    }
