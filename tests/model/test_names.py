"""Names of many peoples pass untouched; what does not belong in a name is found, and said in code points."""

import random
import unicodedata

import pytest

from clausebook.model.names import findings, findings_in_label, normalised, tidied

GENUINE = [
    *(
        "买买提·吐尔逊",
        "阿卜杜热西提·买买提明江阿",
        "欧阳娜娜",
        "司马相如",
        "张伟",
        "王小明",
        "爱新觉罗·溥仪",
        "扎西次仁",
        "武曌",
    ),
    *("𠮷田", "䶮", "刘𬭎", "王\U0002ebf0", "李\U00031350", "﨑山", "二〇", "佐々木希", "山ノ内一豊", "〆木", "三ヶ島"),
    *(
        "山田太郎",
        "高橋みなみ",
        "マイケル・ジョンソン",
        "山田・マリア",
        "ジャン゠リュック",
        "ひなた",
        "葛\U000e0100城",
        "祇\ufe00園",
    ),
    *("김철수", "남궁민수", "김 철수", "王Anna", "김A", "王ㄅ"),
    *("O'Brien", "O’Brien", "Kaʻiulani", "Gʻafur Gʻulom", "N'Golo Kanté", "Jean-Luc", "Anne‐Marie", "D‘Angelo"),
    *(
        "Nguyễn Thị Ánh",
        "Łukasz",
        "Şahin",
        "Björk Guðmundsdóttir",
        "Þórr",
        "Strauß",
        "Đặng",
        "Ŵyn",
        "Ħal",
        "Çağrı Işık",
    ),
    *("Gal·la Placídia", "Mª Ángeles", "José Mº Aznar", "Martin Luther King, Jr.", "J. R. R. Tolkien", "ǃXóõ", "Ŋgũgĩ"),
    *("Ramasamy a/l Muthu", "Siti binti Ahmad", "Øystein Århus", "Ěva Dvořáková", "Ýrsa", "Əli Əliyev", "x̱aayda"),
    *(
        "Ольга",
        "Ольга-Мария Ёлкина",
        "Мар’яна Ґудзь",
        "Нұрсұлтан Әбішұлы",
        "Χρήστος",
        "ελένη",
        "Սևակ",
        "ელენე ჯაფარიძე",
    ),
    *("محمد عبد الله", "علی‌رضا", "ירושלים כהן", "צה״ל", "יוסי בן־דוד", "ىليا"),
    *("राम प्रसाद", "श्री", "র‍্যাচেল", "ශ්‍රී ලංකා", "ക്രിസ്", "சுப்பிரமணியன்", "กำธร สุขใจ", "ຄຳ", "ကျော်စွာ", "សុខ"),
    *("བསྟན་འཛིན་རྒྱ་མཚོ", "ᠪᠠᠶᠠᠷ", "ꆈꌠ", "ᏣᎳᎩ", "ጌታቸው", "ⵎⴰⵙⵉⵏ", "ꓡꓲꓢꓴ"),
]


@pytest.mark.parametrize("name", GENUINE)
def test_genuine_names_pass_untouched(name: str) -> None:
    assert normalised(name) == name
    assert findings(name) == ()
    assert findings_in_label(name) == ()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Jo\u0308rg", "Jörg"),
        ("\u1112\u1161\u11ab", "한"),
        ("  张伟\u3000", "张伟"),
        ("Anna\u00a0 \u2009Maria", "Anna Maria"),
        ("张\u3000伟", "张 伟"),
        *((f"买买提{dot}吐尔逊", "买买提·吐尔逊") for dot in "\u30fb\u2022\u2027\uff65\uff0e\u22c5\u2219\u00b7.●"),
        ("买买提 • 吐尔逊", "买买提·吐尔逊"),
        ("买买提·\u3000吐尔逊", "买买提·吐尔逊"),
        ("阿卜\u30fb杜\u2022买", "阿卜·杜·买"),
        ("Gal•la", "Gal·la"),
        ("Anna • Maria", "Anna · Maria"),
        ("\u212bsa", "Åsa"),
        ("राम•सीता", "राम·सीता"),
        ("• 张伟", "• 张伟"),
        ("张伟.", "张伟."),
        ("J.R.", "J.R."),
        ("张伟 Jr.", "张伟 Jr."),
        ("\ufa19田", "神田"),
    ],
)
def test_normalised(written: str, kept: str) -> None:
    assert normalised(written) == kept
    assert normalised(kept) == kept


def test_labels_keep_their_stops() -> None:
    assert tidied(" 甲.乙公司\u3000 二部 ") == "甲.乙公司 二部"


FAULTY = [
    ("Anna\u0007", "control", "U+0007"),
    ("An\tna", "control", "U+0009"),
    ("Anna\nMaria", "line_break", "U+000A"),
    ("Anna\u2028Maria", "line_break", "U+2028 LINE SEPARATOR"),
    ("Anna\u202eairaM", "bidi", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("\u2066Anna", "bidi", "U+2066"),
    ("Anna\u200f", "bidi", "U+200F"),
    ("张\u200b伟", "invisible", "U+200B ZERO WIDTH SPACE"),
    ("\ufeff张伟", "invisible", "U+FEFF"),
    ("An\u00adna", "invisible", "U+00AD SOFT HYPHEN"),
    ("Anna\u200dMaria", "invisible", "U+200D ZERO WIDTH JOINER"),
    ("Anna\u200c", "invisible", "U+200C"),
    ("Anna\ufe0f", "invisible", "U+FE0F"),
    ("\u3164민수", "invisible", "U+3164 HANGUL FILLER"),
    ("张\U000e0041伟", "invisible", "U+E0041"),
    ("王\ue000", "private_use", "U+E000"),
    ("王\U000f0001", "private_use", "U+F0001"),
    ("王\u0378", "unassigned", "U+0378"),
    ("王\uffff", "unassigned", "U+FFFF"),
    ("王\U0002ffff", "unassigned", "U+2FFFF"),
    ("王\ud800", "surrogate", "U+D800"),
    ("ＡＮＮＡ", "compatibility", "U+FF21 FULLWIDTH LATIN CAPITAL LETTER A"),
    ("ﬁona", "compatibility", "U+FB01 LATIN SMALL LIGATURE FI"),
    ("ﾃｽﾄ", "compatibility", "U+FF83"),
    ("Ĳsbrand", "compatibility", "U+0132"),
    ("𝐀nna", "compatibility", "U+1D400"),
    ("Henry Ⅷ", "compatibility", "U+2167"),
    ("⼀郎", "compatibility", "U+2F00 KANGXI RADICAL ONE"),
    ("Jean－Luc", "compatibility", "U+FF0D"),
    ("ﷲ", "compatibility", "U+FDF2"),
    ("\ufa19田", "compatibility_ideograph", "U+795E 神"),
    ("\U0002f800", "compatibility_ideograph", "U+2F800"),
    ("Аnna", "mixed_scripts", "U+0410 CYRILLIC CAPITAL LETTER A; it looks like another letter"),
    ("Αnna Maria", "mixed_scripts", "U+0391 GREEK CAPITAL LETTER ALPHA"),
    ("Ольгa", "mixed_scripts", "U+0061 LATIN SMALL LETTER A; it looks like another letter"),
    ("Jean-Lυc", "mixed_scripts", "U+03C5"),
    ("Ж王", "mixed_scripts", "Cyrillic and Han"),
    ("김ノ", "mixed_scripts", "Hangul and Katakana"),
    ("Anna😀", "symbol", "U+1F600 GRINNING FACE"),
    ("张伟★", "symbol", "U+2605 BLACK STAR"),
    ("=cmd", "symbol", "U+003D EQUALS SIGN"),
    ("张○", "symbol", "U+25CB"),
    ("张×", "symbol", "U+00D7"),
    ("O´Brien", "apostrophe", "U+00B4 ACUTE ACCENT"),
    ("O`Brien", "apostrophe", "U+0060"),
    ("买买提?吐尔逊", "lost", "U+003F QUESTION MARK"),
    ("M\ufffdller", "lost", "U+FFFD REPLACEMENT CHARACTER"),
    ("张*", "masked", "U+002A ASTERISK"),
    ("MÃ¼ller", "misread", "Windows-1252"),
    ("å¼\u00a0ä¼Ÿ", "misread", "UTF-8"),
    ("\u0301\u0302", "stray_mark", "U+0301"),
    ("Anna \u0301", "stray_mark", "U+0301 COMBINING ACUTE ACCENT"),
    ("Z\u0351\u0352\u0353\u0354\u0355algo", "marks", "5 marks"),
    ("12345", "no_letter", "no letter"),
    ("---", "no_letter", "no letter"),
    ("·", "no_letter", "no letter"),
    ("x" * 121, "too_long", "121 characters"),
    ("字" * 86, "too_long", "258 bytes"),
]


@pytest.mark.parametrize(("name", "code", "told"), FAULTY, ids=[ascii(name)[:30] for name, _, _ in FAULTY])
def test_what_holds_a_name(name: str, code: str, told: str) -> None:
    found = {finding.code: finding for finding in findings(name)}
    assert code in found
    assert told in found[code].text
    assert found[code].remedy
    assert found[code].severity == "held"


@pytest.mark.parametrize(
    ("name", "code"),
    [("张伟2", "digit"), ("张伟（小）", "punctuation"), ("Ann “Annie” Lee", "punctuation"), ("张 伟", "space")],
)
def test_what_only_asks_for_a_look(name: str, code: str) -> None:
    assert [(finding.code, finding.severity) for finding in findings(name)] == [(code, "warning")]


@pytest.mark.parametrize(
    ("character", "meant"),
    [("\ue81e", "U+9FB4"), ("\ue816", "U+20087"), ("\ue863", "U+4DAE"), ("\ue864", "U+9FBB"), ("\ue815", "U+2E81")],
)
def test_an_old_private_character_is_recognised(character: str, meant: str) -> None:
    (finding,) = findings(f"王{character}")
    assert meant in finding.remedy


def test_a_plain_form_is_suggested() -> None:
    (finding,) = findings("Ａnnaﬁ")
    assert finding.remedy == "write Afi"


def test_many_characters_of_one_kind_are_one_finding() -> None:
    (finding,) = findings("王" + "".join(chr(0xE000 + at) for at in range(9)))
    assert finding.text.endswith("U+E004 and 4 more")


@pytest.mark.parametrize("label", ["示例（上海）有限公司", "Ａ＆Ｂ 2号店", "①部", "Ältere & Söhne GmbH", "R&D #3", ""])
def test_labels_may_hold_what_names_may_not(label: str) -> None:
    assert findings_in_label(label) == ()


@pytest.mark.parametrize(
    ("label", "code"),
    [("甲\n乙", "line_break"), ("甲\u200b", "invisible"), ("\ue000", "private_use"), ("字" * 86, "too_long")],
)
def test_labels_never_hold_what_cannot_be_printed(label: str, code: str) -> None:
    assert [finding.code for finding in findings_in_label(label)] == [code]


TROUBLE = "甲乙カあ aé.·・･•．\u3000\u00a0\u200c\u200d\u0301'-\u094d\ufa19ᠪ\u180b\u1100\u1161А1"
RANGES = ((0, 0x250), (0x300, 0x370), (0x2000, 0x2070), (0x3000, 0x3100), (0xF900, 0x10000), (0, 0x110000))


@pytest.fixture(scope="module")
def scrambled() -> list[str]:
    """Texts of up to eight characters, every other one from those that cause trouble."""
    chance = random.Random(7)
    pick = (lambda: chance.choice(TROUBLE), lambda: chr(chance.randrange(*chance.choice(RANGES))))
    return ["".join(chance.choice(pick)() for _ in range(chance.randrange(9))) for _ in range(4_000)]


def test_normalising_again_changes_nothing(scrambled: list[str]) -> None:
    for name in scrambled:
        once = normalised(name)
        assert normalised(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert tidied(tidied(name)) == tidied(name)


def test_every_finding_is_told(scrambled: list[str]) -> None:
    for name in scrambled:
        assert all(finding.text and finding.remedy for finding in (*findings(name), *findings_in_label(name)))


def test_what_passes_still_passes_once_normalised(scrambled: list[str]) -> None:
    for name in scrambled:
        if not held(name):
            assert not held(normalised(name)), ascii(name)


def held(name: str) -> list[str]:
    return [finding.code for finding in findings(name) if finding.severity == "held"]
