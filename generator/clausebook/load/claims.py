"""Words that a certificate of training or assessment may not carry, because they claim the authority of a state.

Each finding names the rule behind it, so that whoever words a certificate can look it up.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import normalize

from clausebook.errors import Problem
from clausebook.load.yaml_source import Path_, Source
from clausebook.model.base import LocalizedText
from clausebook.model.scheme import Scheme

_NOTICE = "人社部函〔2022〕25号"
_PROVINCES = "provincial rules that carry out 人社部函〔2022〕25号, such as Guangdong's"
_ONLINE = "the notice of 人力资源社会保障部办公厅 and 中央网信办秘书局 of 29 April 2022"
_IN_ENGLISH = "人社部函〔2022〕25号, in another language"
_REMEDY = "leave it out: say who issues the certificate and what was assessed"


class _Claim(NamedTuple):
    """Words that are not allowed, and the rule that forbids them."""

    words: re.Pattern[str]
    rule: str


def _chinese(*words: str) -> re.Pattern[str]:
    """Any of the words, blanks between their characters or not."""
    return re.compile("|".join(r"\s*".join(word) for word in words))


def _english(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z-])(?:{'|'.join(patterns)})(?![A-Za-z])", re.IGNORECASE)


_CLAIMS = (
    _Claim(_chinese("中华", "中華", "中国", "中國", "国家", "國家", "全国", "全國"), _NOTICE),
    _Claim(_chinese("国务院", "國務院", "职业资格", "職業資格", "岗位合格", "崗位合格", "上岗证", "上崗證"), _NOTICE),
    _Claim(_chinese("专业技术职务"), _NOTICE),
    _Claim(_chinese("职业技能等级", "職業技能等級", "等级证书", "等級證書", "专项职业能力"), _PROVINCES),
    _Claim(_chinese("执业资格", "人员资格", "职业技能鉴定"), _ONLINE),
    _Claim(
        _english(
            r"national(?:ly)?",
            r"nation-?wide",
            r"China",
            r"(?:state|government)[ -](?:issued|approved|authori[sz]ed|certified|recogni[sz]ed)",
            r"(?:state|professional|vocational|occupational) qualifications?",
            r"(?:vocational|occupational) skills? (?:level|grade)s?",
            r"licen[cs](?:e|es|ed|ure)",
        ),
        _IN_ENGLISH,
    ),
)
_STANDARDS = re.compile(r"[国國]家\s*[标標][准準]|national standards?", re.IGNORECASE)
"""A standard is called so by law; to name it is no claim, but easily read as one."""

_NEGATIONS = (
    r"不(?![仅僅但只])|[并並]非|非(?=[国國中全官政职職])|[无無未]",
    r"\b(?:no|not|nor|never|neither|without|cannot)\b(?! (?:only|just|merely))",
)
_DENIAL = re.compile(rf"(?:{'|'.join(_NEGATIONS)})[^，。；！？：,.;:!?]*$", re.IGNORECASE)
"""Before a claim in the same clause it says that the certificate is none of this, which a remark may and should."""
_OFFICIAL_CODE = re.compile(r"[A-Z]?[0-9]{4,8}")
"""The official codes of certificates, 22 characters long, begin with a letter and the number of an organisation."""


def check_claims(scheme: Scheme, source: Source, registered: Sequence[str]) -> Iterator[Problem]:
    """Every word of a scheme that claims what no private issuer may.

    In a name that is registered as it is, such as the publisher's in `registered` or the issuer's, and in the words for
    a national standard, it is a warning. A remark may say what the certificate is not.
    """
    if _OFFICIAL_CODE.fullmatch(scheme.prefix):
        what = f"serials that begin with {scheme.prefix!r} look like the official codes of 22 characters: {_NOTICE}"
        yield source.problem(("prefix",), what, "choose a prefix of letters, such as your initials")
    for path, text in _texts(scheme):
        for language, written in text.items():
            yield from _found(normalize("NFKC", written), source, (*path, language), registered)


def _texts(scheme: Scheme) -> Iterator[tuple[Path_, LocalizedText]]:
    """Everything that a scheme has printed, with where it stands."""
    for name in ("title", "statement", "remark", "issuer"):
        yield (name,), getattr(scheme, name)
    yield ("pass_mark", "note"), scheme.pass_mark.note
    for i, component in enumerate(scheme.components):
        yield ("components", i, "title"), component.title
    for i, band in enumerate(scheme.bands):
        yield ("bands", i, "title"), band.title
    for i, signatory in enumerate(scheme.signatories):
        yield ("signatories", i, "position"), signatory.position


def _found(text: str, source: Source, path: Path_, registered: Sequence[str]) -> Iterator[Problem]:
    allowed = [found.span() for found in _STANDARDS.finditer(text)]
    allowed += [found.span() for name in registered for found in re.finditer(re.escape(normalize("NFKC", name)), text)]
    for claim in _CLAIMS:
        for found in claim.words.finditer(text):
            if path[0] == "remark" and _DENIAL.search(text[: found.start()]):
                continue
            is_warning = path[0] == "issuer" or any(a <= found.start() and found.end() <= b for a, b in allowed)
            remedy = "make sure that it is a registered name or a standard's" if is_warning else _REMEDY
            what = f"{found.group()!r} may not stand on a certificate like this: {claim.rule}"
            yield source.problem(path, what, remedy, is_warning=is_warning)
