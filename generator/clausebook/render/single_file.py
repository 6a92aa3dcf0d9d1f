"""Pages that are one file: scripts joined, data embedded, and both named by digest in a content security policy."""

import base64
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from clausebook.render.jinja import Templates


def joined(templates: Templates, names: Iterable[str]) -> str:
    """Scripts as one function, so that they share names with each other and with nobody else."""
    parts = (templates.file(name).read_text(encoding="utf-8").strip() for name in names)
    return "(function () {\n'use strict';\n" + "\n".join(parts) + "\n}());\n"


def embedded(data: Any) -> str:
    """JSON on one line that cannot end the script element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def digest(text: str) -> str:
    """The digest by which a content security policy names an inline script or style sheet (CSP Level 3, 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
