"""A practice test as a SCORM 1.2 package (ADL, Sharable Content Object Reference Model 1.2, 2001)."""

from xml.etree.ElementTree import Element

from clausebook.exams.markup import document, element
from clausebook.exams.player import player
from clausebook.exams.rendering import Exported
from clausebook.model.paper import Paper
from clausebook.model.standard import Standard
from clausebook.render.archive import packed
from clausebook.render.jinja import Templates

_ADAPTER = "exams/scorm/adapter.js"
_PAGE = "index.html"
_NAMESPACES = {
    "xmlns": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "xmlns:adlcp": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
}
_LONGEST_STATE = 4096
_LONGEST_QUESTION = 14
"""What a question needs at most of the state that a platform keeps, where nothing is written: " 1C 2A 3D 4B"."""


def scorm(paper: Paper, standard: Standard, templates: Templates) -> Exported:
    """A package of one page, in all languages of the paper, which reports score, status and answers to a platform.

    Raises ValueError for a paper that may not be published.
    """
    adapter = templates.file(_ADAPTER).read_text(encoding="utf-8")
    page = player(paper, standard, templates, adapter)
    files = {"imsmanifest.xml": document(_manifest(paper)), _PAGE: page.encode()}
    language = f".{paper.languages[0]}" if len(paper.languages) == 1 else ""
    return Exported(f"{paper.id}{language}.scorm12.zip", packed(files), _remarks(paper))


def _remarks(paper: Paper) -> tuple[str, ...]:
    if len(paper.questions) * _LONGEST_QUESTION < _LONGEST_STATE:
        return ()
    return (
        f"{len(paper.questions)} questions may be more than a platform remembers between two visits; "
        "make a package for each stage with --stage",
    )


def _manifest(paper: Paper) -> Element:
    """The manifest; no mastery score, with which a platform would fail those who only take a break."""
    title = " · ".join(paper.title[language] for language in paper.languages)
    item = element("item", element("title", title), identifier="item", identifierref="page")
    organization = element("organization", element("title", title), item, identifier="organization")
    resource = element("resource", element("file", href=_PAGE), identifier="page", type="webcontent", href=_PAGE)
    resource.set("adlcp:scormtype", "sco")
    made = element(
        "manifest",
        element("metadata", element("schema", "ADL SCORM"), element("schemaversion", "1.2")),
        element("organizations", organization, default="organization"),
        element("resources", resource),
        identifier=f"clausebook-{paper.code}",
        version="1.0",
    )
    made.attrib |= _NAMESPACES
    return made
