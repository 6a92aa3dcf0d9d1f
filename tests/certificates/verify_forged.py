"""Certificates that were forged, damaged or withdrawn, under lists that are as they should be."""

from collections.abc import Iterator
from datetime import date

from tests.certificates.verify_cases import (
    ANNA,
    DAY,
    ENDED,
    LI,
    MORE_THAN_DIGITS,
    NOBODYS,
    OLDER,
    SCRIPT,
    TODAY,
    Case,
    files,
    flipped,
    serial,
)
from tests.certificates.verify_issuer import (
    ADDRESS,
    FIRST,
    KEYS,
    ROOT,
    SECOND,
    STRANGER,
    Made,
    Publication,
    link_of,
    listed,
    other,
    pdf,
    seal,
)


def forged() -> Iterator[Case]:
    yield from links()
    yield from papers()
    yield from wrong_keys()
    yield from unlisted()
    yield from states()
    yield from serials()


def links() -> Iterator[Case]:
    digits = LI.link.rpartition("#")[2]
    yield Case("a fragment of 1 MB", "too_large", "#" + "9" * 1_000_000, files())
    yield Case("one digit too many to be read", "too_large", "#" + "1" * MORE_THAN_DIGITS, files())
    yield Case("as many digits as are read", "unsupported_version", "#" + "9" * (MORE_THAN_DIGITS - 1), files())
    yield Case("script in the fragment", "malformed", f"{ADDRESS}verify/#{SCRIPT}", files(), hides="onerror")
    yield Case("a fragment of another kind", "malformed", "#javascript:alert(1)", files())
    yield Case("the name of a list in the fragment", "malformed", "#../issued/00.json", files())
    yield Case("a negative number", "malformed", f"#-{digits}", files())
    yield Case("leading zeros", "malformed", f"#0{digits}", files())
    yield Case("zero", "malformed", "#0", files())
    yield Case("a fraction", "malformed", f"#{digits}.0", files())
    yield Case("a power", "malformed", "#1e300", files())
    yield Case(
        "digits of another script", "malformed", "#" + "".join(chr(0x0660 + int(digit)) for digit in digits), files()
    )
    yield Case("a blank among the digits", "malformed", f"#{digits[:90]} {digits[90:]}", files())
    yield Case("a link cut off", "malformed", f"#{digits[:150]}", files())
    yield Case("another link after it", "bad_signature", f"{LI.link}#{number(flipped(LI.payload, -1))}", files())
    facts = LI.payload[:-64]
    yield Case("a version to come", "unsupported_version", link_of(seal(b"\x02" + facts[1:], SECOND)), files())
    yield Case("a byte between facts and signature", "malformed", link_of(seal(facts + b"x", SECOND)), files())
    yield Case(
        "a length beyond the end", "malformed", link_of(seal(facts[:15] + b"\xff" + facts[16:], SECOND)), files()
    )
    last = len(LI.organization.encode()) + 1
    longer = facts[:-last] + b"\x7f" + facts[1 - last :]
    yield Case("a last length beyond the end", "malformed", link_of(seal(longer, SECOND)), files())
    broken = facts.replace("李".encode(), b"\xff\xfe\xfd")
    yield Case("a name that is no UTF-8", "malformed", link_of(seal(broken, SECOND)), files())
    surrogate = facts.replace("李".encode(), b"\xed\xa0\x80")
    yield Case("half a character", "malformed", link_of(seal(surrogate, SECOND)), files())
    for at, what in ((9, "day of issue"), (14, "score"), (17, "serial"), (60, "name")):
        yield Case(f"one bit of the {what}", "bad_signature", link_of(flipped(LI.payload, at)), files(), hides="李")
    yield Case("one bit of the signature", "bad_signature", link_of(flipped(LI.payload, -10)), files())
    yield Case("one bit of the key id", "unknown_key", link_of(flipped(LI.payload, 5)), files())
    swapped = LI.payload[:-64] + ANNA.payload[-64:]
    yield Case("the signature of another certificate", "bad_signature", link_of(swapped), files())
    yield Case("no signature", "bad_signature", link_of(LI.payload[:-64] + bytes(64)), files())
    bare = facts + SECOND.private.sign(facts)
    yield Case("a signature made for something else", "bad_signature", link_of(bare), files())


def number(payload: bytes) -> int:
    return int.from_bytes(payload, "big")


def papers() -> Iterator[Case]:
    """Files; in each of these the link itself is genuine, or there is none."""
    edited = LI.pdf.replace(b"842 595", b"595 842")
    yield Case("an edited file", "file_changed", edited, files(), shows="李小明")
    yield Case("a byte appended", "file_changed", LI.pdf + b"\n", files())
    yield Case("a byte taken away", "file_changed", LI.pdf[:-1], files())
    update = b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 1 1]>>\nendobj\nxref\n0 0\ntrailer\n<</Prev 9>>\n%%EOF\n"
    yield Case("an incremental update", "file_changed", LI.pdf + update, files())
    shadow = b"<</Type/EmbeddedFile/Length 4>>stream\nfake\nendstream"
    yield Case("a shadow attachment", "file_changed", LI.pdf.replace(b"endobj", shadow + b"endobj", 1), files())
    yield Case(
        "the code of one on the file of another",
        "file_changed",
        pdf(LI.link).replace(b"[0 0 842", b"[0 0 843"),
        files(),
    )
    yield Case(
        "a file with the link of another",
        "file_changed",
        ANNA.pdf.replace(ANNA.link.encode(), LI.link.encode()),
        files(),
    )
    yield Case("two links", "malformed", pdf(LI.link, ANNA.link), files(), hides="李小明")
    own_info = b"9 0 obj\n<</verify (" + ANNA.link.encode() + b")>>\nendobj\n"
    yield Case("a second link in an update", "malformed", LI.pdf + own_info, files())
    yield Case("an empty file", "not_a_certificate", b"", files())
    yield Case("a picture", "not_a_certificate", b"\x89PNG\r\n\x1a\n" + bytes(100), files())
    yield Case(
        "a picture with a link", "not_a_certificate", b"\x89PNG\r\n\x1a\n/verify (" + LI.link.encode() + b")", files()
    )
    yield Case("a file without a link", "not_a_certificate", pdf(), files())
    locked = pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O (x)/U (y)/P -4>>")
    yield Case("an encrypted file", "not_a_certificate", locked, files())
    yield Case("a file whose link is no link", "not_a_certificate", pdf("javascript:alert(1)"), files())
    yield Case("a file with a long link", "too_large", pdf("#" + "8" * 100_000), files())
    yield Case("a file with a cut link", "malformed", pdf(LI.link[:150]), files())
    wrong = other(LI, key=STRANGER)
    yield Case("the file of a look-alike issuer", "unknown_key", wrong.pdf, files(), hides="李小明")
    yield Case(
        "bytes beyond ASCII around the link", "file_changed", bytes(range(128, 256)).join([LI.pdf, b""]), files()
    )


def wrong_keys() -> Iterator[Case]:
    other_site = link_of(other(LI, key=STRANGER).payload, "https://certificates-example.org/")
    yield Case("a look-alike issuer", "unknown_key", other_site, files(), hides="李小明")
    posing = b"\x01" + bytes.fromhex(SECOND.id) + LI.payload[9:-64]
    yield Case("a key under the id of another", "bad_signature", link_of(seal(posing, STRANGER)), files())
    yield Case("signed by the root key", "unknown_key", other(LI, key=ROOT).link, files())
    early = other(LI, serial=serial(55), issued=date(2025, 12, 31))
    yield Case("before its key", "key_not_valid_at_issue", early.link, files(early), shows="李小明")
    late = other(OLDER, serial=serial(56), issued=date(2026, 1, 1))
    yield Case("after its key had ended", "key_not_valid_at_issue", late.link, files(late))
    ahead = other(LI, serial=serial(57), issued=TODAY + 2 * DAY)
    yield Case("issued in days to come", "key_not_valid_at_issue", ahead.link, files(ahead))


def unlisted() -> Iterator[Case]:
    yield Case("a stolen key", "not_issued", NOBODYS.link, files(), shows="Nobody")
    back = other(NOBODYS, issued=date(2025, 6, 1), key=FIRST)
    yield Case("a stolen key and an earlier date", "not_issued", back.pdf, files())
    compromised = (listed(FIRST, "2024-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2025-11-01T00:00:00Z"), KEYS[1])
    yield Case("a key known to be stolen", "not_issued", back.link, files(keys=compromised))
    better = other(LI, overall=1000)
    yield Case("a stolen key and a serial in use", "other_payload", better.link, files(), shows="100.0%")
    yield Case("a stolen key, a serial in use and a file", "other_payload", better.pdf, files())
    unlike = other(LI, serial=LI.serial.lower())
    yield Case("a serial written in another way", "not_issued", unlike.link, files())


def states() -> Iterator[Case]:
    yield Case("revoked", "revoked", LI.link, files(revoked=(LI,)), shows="李小明")
    yield Case("revoked, by its file", "revoked", ANNA.pdf, files(revoked=(ANNA,)))
    yield Case("revoked, by its serial", "revoked", OLDER.serial, files(revoked=(OLDER,)), shows=OLDER.serial)
    yield Case("superseded", "superseded", LI.pdf, files(superseded=(LI,)))
    yield Case("superseded, by its serial", "superseded", LI.serial, files(superseded=(LI,)))
    yield Case("superseded and revoked", "revoked", LI.link, files(superseded=(LI,), revoked=(LI,)))
    yield Case("a changed file of a revoked certificate", "file_changed", LI.pdf + b" ", files(revoked=(LI,)))
    yield Case("expired", "expired", ENDED.link, files())
    yield Case("expired, by its serial", "expired", ENDED.serial, files())
    shorter = other(LI, expires=TODAY - DAY)
    cut = files(listed_as={LI.serial: (LI.payload, LI.pdf)}, claims={})
    yield Case("ended earlier by the issuer", "expired", LI.link, Publication([ended_early()]).files())
    yield Case("a date that was never issued", "other_payload", shorter.link, cut)


class _EndedEarly(Made):
    @property
    def payload(self) -> bytes:
        return LI.payload


def ended_early() -> Made:
    """The entry of a certificate whose end the issuer has brought forward."""
    return _EndedEarly(LI.serial, expires=TODAY - DAY)


def serials() -> Iterator[Case]:
    wrong = LI.serial[:10] + "7" + LI.serial[11:]
    yield Case("a serial with a wrong character", "bad_serial", wrong, files())
    digits = "CB-2026-000012"
    right = serial(12)
    yield Case("a serial with neighbours swapped", "bad_serial", "CB-2026-000021" + right[-2:], files())
    yield Case("a serial without its last character", "bad_serial", digits, files())
    yield Case("a serial with zeros too many", "bad_serial", "CB-2026-0000001" + LI.serial[-2:], files())
    yield Case("script for a serial", "bad_serial", SCRIPT, files(), hides="onerror")
    yield Case("a serial never issued", "not_issued", serial(4_242), files(), shows=serial(4_242))
    yield Case("something else for a serial", "bad_serial", "https://example.org/", files())
    yield Case("a digit of another script in a serial", "bad_serial", LI.serial.replace("2026", "٢٠٢٦"), files())
