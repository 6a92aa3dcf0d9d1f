"""QTI 2.1 (IMS Question and Test Interoperability, Final v2.1, 31 August 2012)."""

from clausebook.exams.qti_markup import Dialect
from clausebook.exams.qti_package import qti_package
from clausebook.exams.rendering import Exported
from clausebook.model.paper import Paper
from clausebook.render.jinja import Words

_SCHEMAS = "http://www.imsglobal.org/xsd"
DIALECT = Dialect(
    namespace=f"{_SCHEMAS}/imsqti_v2p1",
    manifest_namespace=f"{_SCHEMAS}/imscp_v1p1",
    schemas=(
        (f"{_SCHEMAS}/imsqti_v2p1", f"{_SCHEMAS}/qti/qtiv2p1/imsqti_v2p1p1.xsd"),
        (f"{_SCHEMAS}/imscp_v1p1", f"{_SCHEMAS}/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd"),
    ),
    item_type="imsqti_item_xmlv2p1",
    test_type="imsqti_test_xmlv2p1",
    package=("QTIv2.1 Package", "1.0.0"),
)


def qti2(paper: Paper, language: str, words: Words) -> Exported:
    """A paper as a QTI 2.1 package."""
    return qti_package(paper, language, words, DIALECT, "qti21.zip")
