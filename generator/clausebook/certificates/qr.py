"""QR codes that hold plain text."""

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the symbol: ISO/IEC 18004, 5.3.8."""


def qr_svg(text: str) -> str:
    """A QR code of `text` in UTF-8 as SVG, one unit a module, with error correction M and its quiet zone."""
    code = segno.make(text, error="m", boost_error=False, micro=False, mode="byte", encoding="utf-8")
    image = io.BytesIO()
    code.save(image, kind="svg", border=QUIET_ZONE, xmldecl=False, nl=False, svgclass=None, lineclass=None)
    return image.getvalue().decode()
