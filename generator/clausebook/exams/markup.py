"""XML: elements and the files that they make."""

from xml.etree.ElementTree import Element, indent, tostring


def element(name: str, *content: Element | str, **attributes: str) -> Element:
    """An element of attributes and content: a text, or other elements."""
    made = Element(name, attributes)
    for part in content:
        if isinstance(part, str):
            made.text = part
        else:
            made.append(part)
    return made


def document(root: Element) -> bytes:
    """A file of XML, indented."""
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
