"""What makes a file of WeasyPrint accessible and archivable at once, and writing it in half the time."""

from collections.abc import Iterator, Mapping
from typing import Any

from weasyprint.pdf import tags

untouched = tags._build_box_tree
_UA_METADATA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
    xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
    <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
      <pdfaProperty:name>part</pdfaProperty:name>
      <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
      <pdfaProperty:category>internal</pdfaProperty:category>
      <pdfaProperty:description>The part of ISO 14289 that the document conforms to</pdfaProperty:description>
    </rdf:li></rdf:Seq></pdfaSchema:property>
  </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def declare_ua(pdf: Any) -> None:
    """Say that a file is PDF/UA, which WeasyPrint cannot say together with PDF/A."""
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", _UA_METADATA + b"</rdf:RDF>")]
    metadata.compress = False


def state_kinds(pdf: Any, kinds: Mapping[str, str]) -> None:
    """Give attachments their media types, by name; WeasyPrint guesses them from the names."""
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Filespec" and item["UF"].string in kinds:
            stream = pdf.objects[int(item["EF"]["F"].split()[0])]
            stream.extra["Subtype"] = "/" + kinds[item["UF"].string].replace("/", "#2f")


def show_information(pdf: Any) -> None:
    """Write the information dictionary as it is, where it can be read without inflating anything."""
    pdf.info = _Shown(pdf.info)


class _Shown(tags.pydyf.Dictionary):  # type: ignore[misc]
    compressible = False


def write_once(pdf: Any) -> None:
    """Put the bytes of all objects in their place. pydyf would make, and deflate, them twice: once for a digest."""
    pdf.objects[1:] = [_Written(item) for item in pdf.objects[1:]]


class _Written:
    free = "n"

    def __init__(self, item: Any) -> None:
        self.number, self.generation, self.offset = item.number, item.generation, item.offset
        self.data, self.compressible = item.data, item.compressible
        self.indirect = f"{self.number} {self.generation} obj\n".encode() + self.data + b"\nendobj"


class _Pages:
    """What structure elements need of a file. pydyf would list all pages anew for each of them."""

    def __init__(self, pdf: Any) -> None:
        self.add_object = pdf.add_object
        self.page_references = pdf.page_references


def structure_elements(box: Any, parent: Any, pdf: Any, *arguments: Any) -> Iterator[Any]:
    """The structure elements of a box, with the language and, for header cells, the scope that HTML gives them.

    A link is described by its own text; WeasyPrint would give the name of its target.
    """
    pages = pdf if isinstance(pdf, _Pages) else _Pages(pdf)
    if box.link_annotation:
        text = " ".join("".join(box.element.itertext()).split())
        box.link_annotation["Contents"] = tags.pydyf.String(text)
    for element in untouched(box, parent, pages, *arguments):
        attributes = {} if box.element is None else box.element.attrib
        if "lang" in attributes:
            element.setdefault("Lang", tags.pydyf.String(attributes["lang"]))
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Row" if attributes.get("scope") == "row" else "/Column"
        yield element
