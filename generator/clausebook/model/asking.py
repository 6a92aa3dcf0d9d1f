"""What the wording of a question gives away: whether it asks for the exception, and which of its words mean something.

A language without an entry has no rule here, and its texts are not judged.
"""

import re
from collections.abc import Mapping

_EXCEPTION: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile(
        r"哪[^，。？]{0,12}(?:不(?!同|断|仅|良|少|足)|没有|除外)|(?:不[^，。？]{1,6}|没有|错误)的(?:是|有)"
    ),
    "en": re.compile(r"\bwhich\b[^.?]*\b(?:not|never|except|incorrect|untrue)\b|\bexcept\b", re.IGNORECASE),
}
_NEGATION: Mapping[str, re.Pattern[str]] = {
    "zh": re.compile("[不没未无非错误除外别勿难缺少免拒禁失漏]"),
    "en": re.compile(
        r"\b(?:not|no|none|never|nothing|nobody|neither|nor|without|except|cannot|least|unless|besides|other than)\b"
        r"|n['’]t\b|\b(?:wrong|false|fault|mistake|lack|fail|miss|avoid|hardly|beyond|in|un|im|ir|dis|mis)\w*",
        re.IGNORECASE,
    ),
}
_EN_LETTERS = re.compile(r"[a-z][a-z0-9'-]{3,}")
_EN_FUNCTION_WORDS = re.compile(
    r"\b(?:about|after|again|also|another|because|been|before|being|best|between|both|could|does|doing|done|during|each|"
    r"either|else|even|ever|every|from|have|here|into|just|last|least|less|made|makes?|many|more|most|much|must|next|"
    r"once|only|other|over|same|should|since|some|still|such|than|that|their|them|then|there|these|they|this|those|"
    r"through|under|until|very|were|what|when|where|which|while|whose|will|with|within|without|would|your)\b"
)
_EN_ENDING = re.compile("(?:'s|e?s'?)$")
_ZH_STRETCH = re.compile("[\u3400-\u9fff]+")
_ZH_WORD = 3


def asks_for_exception(text: str, language: str) -> bool:
    """Whether a question asks which of several things is not so."""
    return language in _EXCEPTION and bool(_EXCEPTION[language].search(text))


def negates(text: str, language: str) -> bool:
    """Whether a text holds anything that could be a negation; so it does in a language without a rule."""
    return language not in _NEGATION or bool(_NEGATION[language].search(text))


def content_words(text: str, language: str) -> frozenset[str]:
    """Words of a text that mean something: in English without endings, in Chinese every three characters in a row."""
    if language == "en":
        plain = _EN_FUNCTION_WORDS.sub(" ", text.lower().replace("’", "'"))
        return frozenset(_EN_ENDING.sub("", word) for word in _EN_LETTERS.findall(plain))
    stretches = _ZH_STRETCH.findall(text) if language == "zh" else ()
    return frozenset(run[start : start + _ZH_WORD] for run in stretches for start in range(len(run) - _ZH_WORD + 1))
