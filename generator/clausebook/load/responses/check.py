"""What makes plain data a response that can be scored. Every reader's data goes through here."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from clausebook.errors import RejectedRecord
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import FORMAT, Response, writable

_REASONS = {
    "two_answers": "contradictory_answer",
    "no_reason": "not_applicable_without_reason",
    "missing": "missing_key",
    "missing_key": "missing_key",
    "extra_forbidden": "unknown_key",
    "unknown_key": "unknown_key",
    "bad_rating": "off_scale",
}
_COMPUTED = {"score", "scores", "result", "results", "overall", "band", "points", "total", "stages", "gates", "gaps"}


def check_response(data: Any, questionnaires: Mapping[str, Questionnaire]) -> tuple[Response, Questionnaire]:
    """The response that plain data of the format clausebook-response/1 is, and the form that it answers.

    Raises RejectedRecord with one of these reasons: unknown_format, supplied_score, missing_key, unknown_key,
    bad_value, unknown_form, form_hash_mismatch, unknown_language, wrong_reviewer, unknown_model, unknown_provision,
    off_scale, contradictory_answer, not_applicable_without_reason.
    """
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
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
    _check_envelope(response, questionnaire)
    _check_answers(response, questionnaire)
    return response, questionnaire


def _validated(data: Mapping[str, Any]) -> Response:
    try:
        return Response.model_validate(data)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, detail["loc"]))
        reason = _REASONS.get(detail["type"], "bad_value")
        if reason == "unknown_key" and {detail["loc"][-1], detail.get("ctx", {}).get("key")} & _COMPUTED:
            reason = "supplied_score"
        raise RejectedRecord(reason, writable(f"{place[:100]}: {detail['msg'][:200]}")) from None


def _check_envelope(response: Response, questionnaire: Questionnaire) -> None:
    form = questionnaire.form
    if response.language not in questionnaire.standard.languages:
        raise RejectedRecord("unknown_language", f"the form has no language {response.language!r}")
    if form.has_reviewer != (response.reviewer is not None):
        detail = "it does not say who reviewed" if form.has_reviewer else "people rate themselves in this form"
        raise RejectedRecord("wrong_reviewer", detail)
    unknown = [model for model in response.models if model not in form.models]
    if unknown:
        raise RejectedRecord("unknown_model", f"the form does not offer the business model {unknown[0]!r}")


def _check_answers(response: Response, questionnaire: Questionnaire) -> None:
    answers = response.answers
    if not answers.keys() <= questionnaire.provisions.keys():
        unknown = next(ref for ref in answers if ref not in questionnaire.provisions)
        raise RejectedRecord("unknown_provision", f"the form does not ask about {unknown[:100]!r}")
    known = {*questionnaire.scale.points, None}
    if not {reply.rating for reply in answers.values()} <= known:
        ref, reply = next((ref, reply) for ref, reply in answers.items() if reply.rating not in known)
        raise RejectedRecord("off_scale", f"{ref}: {_number(reply.rating)} is not a point of the scale")


def _number(rating: int | None) -> str:
    """The rating as it stands in a message, which a number of thousands of digits does not."""
    return str(rating) if rating is not None and abs(rating) < 10**9 else "the number"
