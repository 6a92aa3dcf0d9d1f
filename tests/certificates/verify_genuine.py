"""Certificates that have to be found genuine, whatever they are called and whatever befell their keys."""

from collections.abc import Iterator
from datetime import date

from clausebook.certificates.verify_lists import Seen
from tests.certificates.verify_cases import ANNA, DAY, LI, OLDER, SCRIPT, TODAY, Case, bent, files, serial
from tests.certificates.verify_issuer import FIRST, KEYS, NOW, link_of, listed, other, pdf, stamp


def genuine() -> Iterator[Case]:
    yield Case("a link", "genuine", LI.link, files(), shows="李小明")
    yield Case("a file", "genuine", LI.pdf, files(), shows="Li Xiaoming")
    yield Case("digits alone", "genuine", LI.link.rpartition("#")[2], files(), shows="92.5%")
    yield Case("the last place of the status lists", "genuine", ANNA.pdf, files(), shows="100.0%")
    yield Case(
        "an older certificate of a key that was replaced", "genuine", OLDER.link, files(), shows="阿卜杜拉·买买提"
    )
    yield Case("a link by way of another address", "genuine", link_of(LI.payload, "https://other.example/"), files())
    yield from names()
    yield from days()
    yield from keys_in_trouble()
    again = other(LI, serial=serial(60))
    yield Case("reinstated", "genuine", again.link, files(again, claims={"lists.jwt": {"version": 13}}), Seen(12, 12))
    yield Case(
        "lists with members that nobody knows yet", "genuine", LI.link, bent("lists.jwt", more={"a": [1.5, None]})
    )
    yield Case("a whole number with a point", "genuine", LI.link, bent("lists.jwt", version=12.0))
    yield Case("lists made a little ahead", "genuine", LI.link, bent("lists.jwt", created=stamp(NOW + DAY)))
    yield Case(
        "a list of keys that is older than the lists",
        "genuine",
        LI.link,
        bent("keys.jwt", created=stamp(NOW - 300 * DAY)),
    )
    many = [other(LI, serial=serial(number), status=number) for number in range(1_000, 3_000)]
    yield Case("one of many", "genuine", many[-1].pdf, files(*many))
    both = other(LI, serial=serial(61))
    twice = pdf(both.link, both.link)
    yield Case(
        "a file with its link twice", "genuine", twice, files(both, listed_as={both.serial: (both.payload, twice)})
    )
    yield Case("a serial", "listed", LI.serial, files(), shows=LI.serial, hides="李小明")
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in LI.serial.lower())
    yield Case(
        "a serial in full-width letters and blanks", "listed", f"\u3000{wide[:5]} {wide[5:]} ", files(), shows=LI.serial
    )
    yield Case("a serial with dashes", "listed", ANNA.serial.replace("-", "–"), files(), shows=ANNA.serial)


NAMES = (
    "𠮷野家 𬭊",
    "Nguyễn Thị Ánh Nguyệt",
    "Björk Guðmundsdóttir",
    "محمد بن سلمان",
    "אברהם כהן",
    "བཀྲ་ཤིས་བདེ་ལེགས།",
    "สมชาย ใจดี",
    "क्षत्रिय\u200dसिंह",
    "O’Brien-Łukasiewicz & Söhne",
    "長" * 85,
    "W" * 255,
    "👩‍🏫 Ada",
    SCRIPT,
    "-->]]></script>{{7*7}}",
)


def names() -> Iterator[Case]:
    for number, name in enumerate(NAMES, 100):
        made = other(LI, serial=serial(number), name=name, name_latin="", status=number)
        yield Case(f"the name {name[:30]}", "genuine", made.link, files(made), shows=name)
    unseen = other(LI, serial=serial(150), name="Li\u0000 \u202eoaix\u202c\u200b", organization=SCRIPT)
    yield Case(
        "controls in a name", "genuine", unseen.link, files(unseen), shows="Li⟨U+0000⟩ ⟨U+202E⟩oaix⟨U+202C⟩⟨U+200B⟩"
    )
    strange = other(LI, serial=serial(151), scheme="__proto__", band="constructor")
    yield Case("a scheme of a strange name", "genuine", strange.link, files(strange), shows="__proto__")
    plain = other(LI, serial=serial(152), name_latin="", organization="", overall=0)
    yield Case("nothing but a name", "genuine", plain.link, files(plain), shows="0.0%")


def days() -> Iterator[Case]:
    last = other(OLDER, serial=serial(50), issued=date(2025, 12, 31))
    yield Case("the last day of a key", "genuine", last.link, files(last))
    first = other(LI, serial=serial(51), issued=date(2026, 1, 1))
    yield Case("the first day of a key", "genuine", first.link, files(first))
    ends = other(LI, serial=serial(52), expires=TODAY)
    yield Case("the last day of a certificate", "genuine", ends.pdf, files(ends))
    east = other(LI, serial=serial(53), issued=TODAY + DAY)
    yield Case("issued today, further east", "genuine", east.link, files(east))


def keys_in_trouble() -> Iterator[Case]:
    stolen = (listed(FIRST, "2024-01-01T00:00:00Z", "2025-12-31T23:59:59Z", "2025-11-01T00:00:00Z"), KEYS[1])
    yield Case("issued before its key was stolen", "genuine", OLDER.link, files(keys=stolen))
    late = other(OLDER, serial=serial(54), issued=date(2025, 11, 15))
    yield Case("issued by the issuer while another had the key", "genuine", late.link, files(late, keys=stolen))
