"""The score of responses to a form.

The rules are those of docs/scoring.md; templates/forms/web/score.js computes the same in the browser.
"""

from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from clausebook.model.result import Result
from clausebook.scoring.compiled import CompiledForm


class Scorer:
    """Scores responses to one questionnaire, and keeps what it has worked out for those that follow.

    The answers of a response are known to fit the questionnaire. Unanswered provisions leave the sums; answers about
    clauses of business models that were not chosen do not count.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._forms: dict[frozenset[str], CompiledForm] = {}

    def line(self, response: Response) -> bytes:
        """The result as JSON on one line, without its end; `Result.model_validate_json` reads it back exactly."""
        models = frozenset(response.models)
        if models not in self._forms:
            self._forms[models] = CompiledForm(self._questionnaire.asked(response.models))
        return self._forms[models].line(response)

    def score(self, response: Response) -> Result:
        """The result of one response."""
        return Result.model_validate_json(self.line(response))


def score(questionnaire: Questionnaire, response: Response) -> Result:
    """The result of a single response. For many, keep a Scorer."""
    return Scorer(questionnaire).score(response)
