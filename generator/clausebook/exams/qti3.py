"""QTI 3.0 (1EdTech Question and Test Interoperability, Final v3.0, 1 May 2022)."""

from clausebook.exams.qti_markup import Dialect
from clausebook.exams.qti_package import qti_package
from clausebook.exams.rendering import Exported
from clausebook.model.paper import Paper
from clausebook.render.jinja import Words

_NAMESPACES = "http://www.imsglobal.org/xsd"
_SCHEMAS = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd"
DIALECT = Dialect(
    namespace=f"{_NAMESPACES}/imsqtiasi_v3p0",
    manifest_namespace=f"{_NAMESPACES}/qti/qtiv3p0/imscp_v1p1",
    schemas=(
        (f"{_NAMESPACES}/imsqtiasi_v3p0", f"{_SCHEMAS}/imsqti_asiv3p0_v1p0.xsd"),
        (f"{_NAMESPACES}/qti/qtiv3p0/imscp_v1p1", f"{_SCHEMAS}/imsqtiv3p0_imscpv1p2_v1p0.xsd"),
    ),
    item_type="imsqti_item_xmlv3p0",
    test_type="imsqti_test_xmlv3p0",
    package=("QTI Package", "3.0.0"),
    is_hyphenated=True,
)


def qti3(paper: Paper, language: str, words: Words) -> Exported:
    """A paper as a QTI 3.0 package."""
    return qti_package(paper, language, words, DIALECT, "qti30.zip")
