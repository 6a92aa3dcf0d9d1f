"""Certificates: the first one of a process, which loads the fonts, beside those that follow."""

import argparse
from datetime import date
from pathlib import Path

from report import report, seconds

from clausebook.build.loading import load_project
from clausebook.certificates.document import certificate_pdf
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Reply, Response
from clausebook.project import Project
from clausebook.scoring.score import score

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three certificates in place of ten")
    count = 3 if parser.parse_args().quick else 10
    project = Project.at(ROOT)
    loaded = load_project(project)
    scheme = loaded.scheme(None)
    questionnaire = loaded.questionnaire(scheme.form)
    response = full_marks(questionnaire)
    result = score(questionnaire, response)

    def draw() -> bytes:
        return certificate_pdf(certificate(scheme.id), result, questionnaire, scheme, project.templates)

    first = seconds(draw, 1)
    following = seconds(draw, count)
    scoring = seconds(lambda: [score(questionnaire, response) for _ in range(100)], 3) / 100
    figures = {
        "bytes": float(len(draw())),
        "the first certificate, s": first,
        "a following certificate, s": following,
        "a score, s": scoring,
        "first / following": first / following,
        "certificate / score": following / scoring,
    }
    report("certificates", figures, ("weasyprint", "fonttools"))


def certificate(scheme: str) -> Certificate:
    holder = Holder(id="S0001", name="示例学员", name_latin="Sample Learner", organization="示例外贸有限公司")
    return Certificate(
        serial="CB-2026-000001-Q", scheme=scheme, holder=holder, issued=date(2026, 1, 1), expires=date(2028, 1, 1)
    )


def full_marks(questionnaire: Questionnaire) -> Response:
    answers = {ref: Reply(rating=questionnaire.scale.maximum) for ref in questionnaire.provisions}
    return Response.model_validate(
        {
            "format": "clausebook-response/1",
            "form": questionnaire.form.id,
            "form_hash": questionnaire.content_hash,
            "language": questionnaire.standard.languages[0],
            "person": {"id": "S0001"},
            "answers": answers,
        }
    )


if __name__ == "__main__":
    main()
