"""The elements of QTI, built by the names of version 2.1, and written in the dialect of a version."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from clausebook.exams.markup import document, element
from clausebook.exams.rendering import decimal

SLACK = Fraction(1, 10**7)
"""What binary fractions may be off: 2.87 less 2.86 is more than 0.01."""
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HTML = {"p"}
_WITH_BODY = {"rubricBlock", "modalFeedback"}
"""What holds its content in an element of its own from version 3 on."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Dialect:
    """How one version calls things. `schemas` are the addresses of its schemas by their namespaces."""

    namespace: str
    manifest_namespace: str
    schemas: tuple[tuple[str, str], ...]
    item_type: str
    test_type: str
    package: tuple[str, str]
    is_hyphenated: bool = False

    def document(self, root: Element) -> bytes:
        """An item or a test as a file."""
        return _written(self._renamed(root) if self.is_hyphenated else root, self.namespace, self.schemas)

    def manifest(self, root: Element) -> bytes:
        """The manifest of a package as a file; its names are the same in both versions."""
        return _written(root, self.manifest_namespace, self.schemas)

    def _renamed(self, given: Element) -> Element:
        name = given.tag if given.tag in _HTML else f"qti-{_hyphenated(given.tag)}"
        made = Element(name, {_hyphenated(key): value for key, value in given.items()})
        made.text = given.text
        children = [self._renamed(child) for child in given]
        if given.tag in _WITH_BODY:
            children = [element("qti-content-body", *children)]
        made.extend(children)
        return made


def paragraphs_of(texts: Iterable[str]) -> list[Element]:
    """A paragraph for each line."""
    return [element("p", line) for text in texts for line in text.splitlines() if line.strip()]


def variable(identifier: str) -> Element:
    """The value of a variable."""
    return element("variable", identifier=identifier)


def constant(value: Fraction | int | str, kind: str = "float") -> Element:
    """A number, or what else `kind` says."""
    text = value if isinstance(value, str) else decimal(Fraction(value))
    return element("baseValue", text, baseType=kind)


def assign(identifier: str, value: Element) -> Element:
    """Set an outcome."""
    return element("setOutcomeValue", value, identifier=identifier)


def when(condition: Element, *then: Element) -> Element:
    """Do something where a condition holds."""
    return element("responseCondition", element("responseIf", condition, *then))


def _hyphenated(name: str) -> str:
    return _HUMP.sub("-", name).lower() if ":" not in name else name


def _written(root: Element, namespace: str, schemas: Iterable[tuple[str, str]]) -> bytes:
    location = " ".join(f"{name} {address}" for name, address in schemas if name == namespace)
    head = {"xmlns": namespace, "xmlns:xsi": _XSI, "xsi:schemaLocation": location}
    whole = Element(root.tag, {**head, **root.attrib})
    whole.extend(root)
    return document(whole)
