"""Which modal verb marks which type of provision, by language.

Sources: GB/T 1.1-2020, Annex C (应, 宜, 可, 能); ISO/IEC Directives, Part 2, clause 7 (shall, should, may, can).
A language without an entry has no rule here and its texts are not judged.
"""

import re
from collections.abc import Mapping

_FORBIDDEN = "forbidden"

# Characters that stand before or after a modal and make it part of an ordinary word (供应, 应急, 许可, 可行, 功能).
_ZH = {
    "requirement": r"(?<![供反对相响适效回感呼])应(?!急|用|答|收(?!集)|付|税|变|届|激|聘)",
    "recommendation": r"(?<![便适事不权])宜(?!居)",
    "permission": r"(?<![许认不宁非])可(?![行能靠用持视读追查见比信控观溯选复变执测操再支])",
    "statement": r"(?<![功可智性职效节技产动潜本势不核])能(?![力源耗效量])",
    _FORBIDDEN: r"必须|应当|应该|务必",
}
_EN = {
    "requirement": r"\bshall\b",
    "recommendation": r"\bshould\b",
    "permission": r"\bmay\b",
    "statement": r"\bcan\b",
    _FORBIDDEN: r"\b(?:must|have to|has to)\b",
}
_RULES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "zh": {kind: re.compile(pattern) for kind, pattern in _ZH.items()},
    "en": {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _EN.items()},
}
MODALS: Mapping[str, Mapping[str, str]] = {
    "zh": {"requirement": "应", "recommendation": "宜", "permission": "可", "statement": "能"},
    "en": {"requirement": "shall", "recommendation": "should", "permission": "may", "statement": "can"},
}


def modal_fault(text: str, kind: str, language: str) -> str | None:
    """Say what is wrong with the modal verb of a provision's text, or None where it suits its type.

    The first modal of a text decides what type it reads as. An instruction is an imperative and has no modal.
    """
    rules = _RULES.get(language)
    if rules is None:
        return None
    if forbidden := rules[_FORBIDDEN].search(text):
        return f"the word {forbidden.group()!r} is not a modal verb of standards"
    found = {match.start(): name for name, rule in rules.items() if (match := rule.search(text))}
    first = found[min(found)] if found else "instruction"
    if first == kind:
        return None
    if first == "instruction":
        return f"the text has no modal verb, but the type is {kind}"
    return f"the text reads as a {first} ({MODALS[language][first]}), but the type is {kind}"


def modal_span(text: str, kind: str, language: str) -> tuple[int, int] | None:
    """Where the only modal verb of a text stands; None where it has several or none, or does not suit its type."""
    rules = _RULES.get(language)
    if rules is None or kind not in rules:
        return None
    found = [match.span() for rule in rules.values() for match in rule.finditer(text)]
    return found[0] if len(found) == 1 and rules[kind].search(text) else None
