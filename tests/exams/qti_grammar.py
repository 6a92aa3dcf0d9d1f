"""The part of the schemas of QTI that our items and tests use: which elements stand where, with which attributes.

Written by hand after the bindings of QTI 2.1 and 3.0: no package that the tests may install holds their XSDs. Content
is a pattern over the names of the children, "text" where there may be characters; of attributes the first list is
required. What version 3 has otherwise stands in VERSION_3.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

Shape = tuple[str, str, str]
_BLOCK = "(p|rubricBlock|choiceInteraction|orderInteraction|matchInteraction|extendedTextInteraction)"
_RULE = "(responseCondition|setOutcomeValue)"
_EXPRESSION = (
    "(variable|correct|baseValue|mapResponse|isNull|not|match|index|and|or|equal|sum|product|divide|gte|testVariables)"
)

VERSION_2: Mapping[str, Shape] = {
    "assessmentItem": (
        "responseDeclaration* outcomeDeclaration* itemBody? responseProcessing? modalFeedback*",
        "identifier title adaptive timeDependent",
        "lang schemaLocation",
    ),
    "responseDeclaration": ("correctResponse? mapping?", "identifier cardinality", "baseType"),
    "outcomeDeclaration": ("defaultValue?", "identifier cardinality", "baseType normalMaximum normalMinimum"),
    "correctResponse": ("value+", "", ""),
    "defaultValue": ("value+", "", ""),
    "value": ("text", "", ""),
    "mapping": ("mapEntry+", "", "lowerBound upperBound defaultValue"),
    "mapEntry": ("", "mapKey mappedValue", "caseSensitive"),
    "itemBody": (f"{_BLOCK}+", "", ""),
    "p": ("text textEntryInteraction*", "", ""),
    "choiceInteraction": ("simpleChoice+", "responseIdentifier", "shuffle maxChoices"),
    "orderInteraction": ("simpleChoice+", "responseIdentifier", "shuffle"),
    "simpleChoice": ("text", "identifier", ""),
    "matchInteraction": ("simpleMatchSet simpleMatchSet", "responseIdentifier", "shuffle maxAssociations"),
    "simpleMatchSet": ("simpleAssociableChoice*", "", ""),
    "simpleAssociableChoice": ("text", "identifier matchMax", ""),
    "textEntryInteraction": ("", "responseIdentifier", "expectedLength"),
    "extendedTextInteraction": ("", "responseIdentifier", "expectedLines"),
    "rubricBlock": ("p*", "view", ""),
    "modalFeedback": ("p*", "outcomeIdentifier identifier showHide", ""),
    "responseProcessing": (f"{_RULE}*", "", ""),
    "responseCondition": ("responseIf", "", ""),
    "responseIf": (f"{_EXPRESSION} {_RULE}*", "", ""),
    "setOutcomeValue": (_EXPRESSION, "identifier", ""),
    "variable": ("", "identifier", ""),
    "correct": ("", "identifier", ""),
    "mapResponse": ("", "identifier", ""),
    "baseValue": ("text", "baseType", ""),
    "isNull": (_EXPRESSION, "", ""),
    "not": (_EXPRESSION, "", ""),
    "match": (f"{_EXPRESSION} {_EXPRESSION}", "", ""),
    "index": (_EXPRESSION, "n", ""),
    "and": (f"{_EXPRESSION}+", "", ""),
    "or": (f"{_EXPRESSION}+", "", ""),
    "equal": (f"{_EXPRESSION} {_EXPRESSION}", "toleranceMode", "tolerance"),
    "sum": (f"{_EXPRESSION}+", "", ""),
    "product": (f"{_EXPRESSION}+", "", ""),
    "divide": (f"{_EXPRESSION} {_EXPRESSION}", "", ""),
    "gte": (f"{_EXPRESSION} {_EXPRESSION}", "", ""),
    "testVariables": ("", "variableIdentifier", ""),
    "assessmentTest": (
        "outcomeDeclaration* timeLimits? testPart+ outcomeProcessing?",
        "identifier title",
        "schemaLocation",
    ),
    "timeLimits": ("", "", "minTime maxTime"),
    "testPart": ("itemSessionControl? assessmentSection+", "identifier navigationMode submissionMode", ""),
    "itemSessionControl": ("", "", "maxAttempts showFeedback showSolution"),
    "assessmentSection": ("rubricBlock* assessmentItemRef*", "identifier title visible", ""),
    "assessmentItemRef": ("", "identifier href", ""),
    "outcomeProcessing": ("setOutcomeValue*", "", ""),
}
VERSION_3: Mapping[str, Shape] = {
    **VERSION_2,
    "rubricBlock": ("contentBody", "view", ""),
    "modalFeedback": ("contentBody", "outcomeIdentifier identifier showHide", ""),
    "contentBody": ("p*", "", ""),
}
_VALUES = {
    "cardinality": {"single", "multiple", "ordered"},
    "baseType": {"identifier", "directedPair", "float", "string", "boolean"},
    "view": {"candidate", "scorer"},
    "showHide": {"show"},
    "toleranceMode": {"exact", "absolute"},
    "navigationMode": {"linear", "nonlinear"},
    "submissionMode": {"individual", "simultaneous"},
}
_YES_OR_NO = {"adaptive", "timeDependent", "shuffle", "visible", "caseSensitive", "showFeedback", "showSolution"}
_VALUES |= {name: {"true", "false"} for name in _YES_OR_NO}
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_WORD = re.compile(r"[A-Za-z]+")


def faults(root: Element, grammar: Mapping[str, Shape]) -> list[str]:
    """What in an item or a test is not as the schema has it."""
    return [fault for element in root.iter() for fault in _faults(element, grammar)]


def _faults(element: Element, grammar: Mapping[str, Shape]) -> Iterator[str]:
    if element.tag not in grammar:
        yield f"there is no {element.tag}"
        return
    content, required, optional = grammar[element.tag]
    children = "".join(f"<{child.tag}>" for child in element)
    parts = [part for part in content.split(" ") if part != "text"]
    pattern = "".join(_WORD.sub(lambda match: f"(?:<{match.group()}>)", part) for part in parts)
    if not re.fullmatch(pattern, children):
        yield f"{element.tag} holds {children}"
    if "text" not in content.split(" ") and (element.text or "").strip():
        yield f"{element.tag} holds text"
    missing = set(required.split()) - set(element.keys())
    unknown = set(element.keys()) - set(required.split()) - set(optional.split())
    yield from (f"{element.tag} has no {name}" for name in missing)
    yield from (f"{element.tag} has {name}" for name in unknown)
    yield from (
        f"{name} is {value}" for name, value in element.items() if name in _VALUES and value not in _VALUES[name]
    )
    if not _NAME.fullmatch(element.get("identifier", "A")):
        yield f"{element.get('identifier')} is no identifier"
