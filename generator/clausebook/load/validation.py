"""From plain data to a checked model, with every fault told in the words of the person who wrote the file."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from clausebook.errors import Problem
from clausebook.load.yaml_source import Path_, Source

M = TypeVar("M", bound=BaseModel)
Telling = tuple[str, str]

_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "keys with values",
    "mapping_type": "keys with values",
    "model_type": "keys with values",
    "model_attributes_type": "keys with values",
}


def validate(model: type[M], source: Source, languages: Iterable[str] | None = None) -> tuple[M | None, list[Problem]]:
    """The model of a source's data, or every problem that keeps it from being one."""
    if source.data is None:
        return None, [source.problem((), "the file is empty", "fill it in or remove it")]
    context = {"languages": tuple(languages)} if languages else None
    try:
        return model.model_validate(source.data, context=context), []
    except ValidationError as error:
        return None, [_problem(source, detail, model) for detail in _own_faults(error.errors(include_url=False))]


def _own_faults(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """The faults without those that only follow from others: a list is not empty because its entries are faulty."""
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(other["loc"][: len(detail["loc"])] == detail["loc"] for other in details if other is not detail)
    ]


@dataclass(frozen=True)
class _Fault:
    """One fault that a model found: pydantic's details, where it is in the source, and which model found it."""

    detail: ErrorDetails
    path: Path_
    source: Source
    model: type[BaseModel]

    @property
    def found(self) -> Any:
        return self.detail["input"]

    @property
    def context(self) -> Mapping[str, Any]:
        return self.detail.get("ctx", {})


def _problem(source: Source, detail: ErrorDetails, model: type[BaseModel]) -> Problem:
    path: Path_ = tuple(part for part in detail["loc"] if part != "[key]")
    what, remedy = _tell(_Fault(detail, path, source, model))
    if detail["type"] == "unknown_language":
        path = (*path, detail["ctx"]["language"])
    of_key = detail["type"] in ("extra_forbidden", "unknown_language") or "[key]" in detail["loc"]
    return Problem(source.where(path, of_key=of_key), what, remedy)


def _tell(fault: _Fault) -> Telling:
    kind = fault.detail["type"]
    if kind in _TELLERS:
        return _TELLERS[kind](fault)
    if kind == "string_type" and isinstance(fault.found, bool | int | float):
        written = fault.source.raw(fault.path)
        return f"{written} is read as a number or a switch, not as text", f'put quotes around it: "{written}"'
    if kind in _KINDS:
        return f"{_shape(fault.found)} stands where {_KINDS[kind]} is expected", f"write {_KINDS[kind]}"
    return str(fault.detail["msg"]).removeprefix("Value error, "), "correct the value"


def _missing(fault: _Fault) -> Telling:
    return f"the key {str(fault.path[-1])!r} is missing", "add it"


def _extra(fault: _Fault) -> Telling:
    key = str(fault.path[-1])
    close = difflib.get_close_matches(key, _known_keys(fault.model), n=1)
    return f"the key {key!r} is unknown", f"did you mean {close[0]!r}?" if close else "remove it"


def _choice(fault: _Fault) -> Telling:
    expected = str(fault.context.get("expected") or fault.context.get("expected_tags"))
    found = str(fault.context.get("tag", fault.found))
    close = difflib.get_close_matches(found, expected.replace("'", "").replace(" or ", ", ").split(", "), n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"write one of {expected}"
    return f"{found!r} is not one of {expected}", hint


def _pattern(fault: _Fault) -> Telling:
    return f"{fault.found!r} has the wrong form", f"it has to match {fault.context['pattern']}"


def _inexact(fault: _Fault) -> Telling:
    written = fault.source.raw(fault.path) or _shape(fault.found)
    return f"{written} is not an exact number", 'write a whole number, or a decimal in quotes such as "92.5"'


def _fixed(what: str, remedy: str) -> Callable[[_Fault], Telling]:
    return lambda _fault: (what, remedy)


def _own(remedy: str) -> Callable[[_Fault], Telling]:
    """For faults that the models themselves word."""
    return lambda fault: (str(fault.detail["msg"]), remedy)


_TELLERS: Mapping[str, Callable[[_Fault], Telling]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "literal_error": _choice,
    "union_tag_invalid": _choice,
    "union_tag_not_found": _fixed("the key 'rule' is missing", "add it"),
    "string_pattern_mismatch": _pattern,
    "string_too_short": _fixed("the text is empty", "write it"),
    "too_short": _fixed("the list is empty", "add an entry"),
    "not_exact": _inexact,
    "missing_language": _own("write it in every language that content/standard.yaml declares"),
    "unknown_language": _own("remove it, or declare the language in content/standard.yaml"),
    "unequal_lists": _own("let the entries of all languages match one by one"),
    "not_ascending": _own("order the answers by rising points, each once"),
    "form_or_exam": _own("give it either a 'form', or an 'exam' with its maximum"),
    "bad_address": _own("write it as https://example.org/training/, in lower case and with a slash at the end"),
    "bad_root": _own("write the line that clausebook keys init has printed"),
    "no_first": _own("give the heading of the first question as 'first'"),
    "bands_not_ascending": _own("order the bands by rising minimum, each once"),
}


def _shape(value: Any) -> str:
    """What a value looks like to someone who reads the file."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    return f"{str(value)[:60]!r}"


def _known_keys(model: type[BaseModel]) -> set[str]:
    """The keys that a model and the models inside it know, as suggestions for a misspelt one."""
    definitions = model.model_json_schema()
    schemas = [definitions, *definitions.get("$defs", {}).values()]
    return {key for schema in schemas for key in schema.get("properties", {})}
