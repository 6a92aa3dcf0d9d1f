"""The page on which anyone checks certificates: one file, beside which the issuer's lists lie."""

from collections.abc import Sequence

from clausebook.errors import UsageError
from clausebook.model.artifact import Artifact
from clausebook.model.issuer import Issuer
from clausebook.render.jinja import Templates
from clausebook.render.languages import language_name
from clausebook.render.single_file import digest, embedded, joined

PRODUCT = "verify"
SCRIPTS = (
    "verify/bytes.js",
    "verify/json.js",
    "verify/payload.js",
    "verify/serial.js",
    "verify/token.js",
    "verify/status.js",
    "verify/source.js",
    "verify/lists.js",
    "verify/seen.js",
    "verify/verify.js",
    "forms/web/words.js",
    "forms/web/view/dom.js",
    "verify/view/text.js",
    "verify/view/facts.js",
    "verify/view/verdict.js",
    "verify/view/inputs.js",
    "verify/app.js",
)
"""The parts of the script, each after those it uses; words and elements are made as in the web form."""


def verify_page(issuer: Issuer, languages: Sequence[str], templates: Templates) -> Artifact:
    """`verify/index.html`, in all these languages; it believes the issuer's root key and nothing else.

    Its content security policy admits its own script and style sheet by their digests, and the scripts beside it, which
    hold the lists. Raises UsageError where the issuer has no root key yet.
    """
    if issuer.root is None:
        raise UsageError("the issuer has no root key, so nothing could be checked; run: clausebook keys init")
    words = {language: templates.words(PRODUCT, language) for language in languages}
    script = joined(templates, SCRIPTS)
    style = templates.file(f"{PRODUCT}/style.css").read_text(encoding="utf-8")
    data = {
        "issuer": {"address": issuer.address, "name": dict(issuer.name.items()), "root": issuer.root},
        "languages": list(languages),
        "names": {language: language_name(language) for language in languages},
        "words": words,
    }
    html = templates.render(
        f"{PRODUCT}/page.html.j2",
        languages=languages,
        words=words,
        data=embedded(data),
        script=script,
        style=style,
        script_digest=digest(script),
        style_digest=digest(style),
    )
    return Artifact.text(f"{PRODUCT}/index.html", html)
