"""The self-assessment in a browser: a page of the site, and one file that works anywhere."""

from typing import NamedTuple

from clausebook.forms.definition import Links, definition
from clausebook.model.artifact import Artifact
from clausebook.model.questionnaire import Questionnaire
from clausebook.render.jinja import Templates, Words
from clausebook.render.single_file import digest, embedded, joined

FOLDER = "forms/web"
ASSETS = "assets/clausebook"
SCRIPTS = (
    "rational.js",
    "outline.js",
    "score.js",
    "compare.js",
    "sha256.js",
    "base32.js",
    "code.js",
    "codewords.js",
    "qr.js",
    "draft.js",
    "evidence.js",
    "vault.js",
    "store.js",
    "transfer.js",
    "words.js",
    "view/dom.js",
    "view/dialog.js",
    "view/notices.js",
    "view/carried.js",
    "view/head.js",
    "view/handbook.js",
    "view/evidence.js",
    "view/question.js",
    "view/bar.js",
    "view/navigation.js",
    "view/radar.js",
    "view/comparison.js",
    "view/result.js",
    "view/gaps.js",
    "view/files.js",
    "view/handing.js",
    "view/start.js",
    "view/stage.js",
    "view/report.js",
    "view/sheet.js",
    "window.js",
    "app.js",
)
"""The parts of the script, each after those it uses."""

_OWN_WORDS = ("web_", "type_")


class Practised(NamedTuple):
    """The page on which questions are practised, and the ids of the clauses on which there are any."""

    page: str
    clauses: frozenset[str]


def page_body(
    questionnaire: Questionnaire,
    templates: Templates,
    language: str,
    links: Links,
    root: str = "../",
    practised: Practised | None = None,
) -> str:
    """The form in one language as a block of HTML for a Markdown page of the site.

    `links` lead from the page to each clause in the handbook, `root` to the site's root, where `assets` are, and
    `practised` to questions on what somebody lacks. The block has no blank line, so that Markdown leaves it alone.
    """
    data = {
        "definition": definition(questionnaire, links, (language,)),
        "words": {language: _words(templates, language)},
        "language": language,
        "practice": {"page": practised.page, "clauses": sorted(practised.clauses)} if practised else None,
    }
    return templates.render(
        f"{FOLDER}/page.html.j2",
        form=questionnaire.form.id,
        language=language,
        data=embedded(data),
        words=_words(templates, language),
        assets=f"{root}{ASSETS}",
    )


def assets(templates: Templates) -> tuple[Artifact, ...]:
    """The script and the style sheet that every form page of the site shares."""
    return (
        Artifact.text(f"{ASSETS}/form.js", _script(templates)),
        Artifact.text(f"{ASSETS}/form.css", templates.render(f"{FOLDER}/page.css.j2")),
    )


def single_file(questionnaire: Questionnaire, templates: Templates) -> Artifact:
    """The form in all its languages as one HTML file that needs no network, no server and no other file.

    Its content security policy admits this one script and this one style sheet, by their digests, and nothing else.
    """
    standard, form = questionnaire.standard, questionnaire.form
    script, style = _script(templates), templates.render(f"{FOLDER}/single.css.j2")
    words = {language: _words(templates, language) for language in standard.languages}
    data = {"definition": definition(questionnaire, {}), "words": words, "language": None}
    html = templates.render(
        f"{FOLDER}/single.html.j2",
        form=form,
        languages=standard.languages,
        data=embedded(data),
        words=words,
        script=script,
        style=style,
        script_digest=digest(script),
        style_digest=digest(style),
    )
    return Artifact.text(f"forms/{form.id}.html", html)


def _script(templates: Templates) -> str:
    return joined(templates, (f"{FOLDER}/{name}" for name in SCRIPTS))


def _words(templates: Templates, language: str) -> Words:
    words = templates.words("forms", language)
    return {key: word for key, word in words.items() if key.startswith(_OWN_WORDS)}
