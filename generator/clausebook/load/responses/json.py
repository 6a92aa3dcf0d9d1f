"""Responses in the form's own JSON format, clausebook-response/1."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from clausebook.errors import RejectedRecord
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT, Response

MAX_BYTES = 5_000_000
_REASONS = {
    "two_answers": "contradictory_answer",
    "no_reason": "not_applicable_without_reason",
    "missing": "missing_key",
    "extra_forbidden": "unknown_key",
    "int_type": "off_scale",
}
_COMPUTED = {"score", "scores", "result", "results", "overall", "band", "points", "total", "stages", "gates", "gaps"}


def read_response(path: Path, questionnaires: Mapping[str, Questionnaire]) -> tuple[Response, Questionnaire]:
    """Read a response and the form that it answers. Raises RejectedRecord with one of these reasons:

    unreadable, too_large, bad_json, unknown_format, supplied_score, missing_key, unknown_key, bad_value, unknown_form,
    form_hash_mismatch, unknown_language, unknown_provision, off_scale, contradictory_answer,
    not_applicable_without_reason.
    """
    return check_response(_parse(path), questionnaires)


def check_response(data: Any, questionnaires: Mapping[str, Questionnaire]) -> tuple[Response, Questionnaire]:
    """The same for a response that is already plain data."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise RejectedRecord("unknown_format", f"this is no response of the format {FORMAT}")
    supplied = sorted(_COMPUTED & data.keys())
    if supplied:
        raise RejectedRecord("supplied_score", f"it brings its own {', '.join(supplied)}; scores are computed here")
    response = _validated(data)
    questionnaire = questionnaires.get(response.form)
    if questionnaire is None:
        raise RejectedRecord("unknown_form", f"there is no form {response.form!r} here")
    if response.form_hash != questionnaire.content_hash:
        detail = f"it answers another version of the form {response.form!r}; fill in the present one"
        raise RejectedRecord("form_hash_mismatch", detail)
    _check_answers(response, questionnaire)
    return response, questionnaire


def _parse(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise RejectedRecord("too_large", f"the file has more than {MAX_BYTES:,} bytes")
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except OSError as error:
        raise RejectedRecord("unreadable", error.strerror or "the file cannot be read") from error
    except (ValueError, RecursionError) as error:
        raise RejectedRecord("bad_json", "the file is damaged or not JSON") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) != len({key for key, _ in pairs}):
        raise ValueError("a key stands twice")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _validated(data: dict[str, Any]) -> Response:
    try:
        return Response.model_validate(data)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, detail["loc"]))
        reason = _REASONS.get(detail["type"], "bad_value")
        if detail["type"] == "extra_forbidden" and detail["loc"][-1] in _COMPUTED:
            reason = "supplied_score"
        raise RejectedRecord(reason, f"{place}: {detail['msg']}") from None


def _check_answers(response: Response, questionnaire: Questionnaire) -> None:
    if response.language not in questionnaire.standard.languages:
        raise RejectedRecord("unknown_language", f"the form has no language {response.language!r}")
    unknown = [ref for ref in response.answers if ref not in questionnaire.provisions]
    if unknown:
        raise RejectedRecord("unknown_provision", f"the form does not ask about {unknown[0][:100]!r}")
    for ref, reply in response.answers.items():
        if reply.rating is not None and reply.rating not in questionnaire.scale.points:
            raise RejectedRecord("off_scale", f"{ref}: {reply.rating} is not a point of the scale")
