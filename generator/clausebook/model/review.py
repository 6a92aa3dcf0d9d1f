"""Whether items still suit the provisions that they test."""

import hashlib
import json

from clausebook.model.standard import Provision


def provision_hash(provision: Provision, language: str) -> str:
    """Sixteen hex digits over what a provision says in one language, and over how binding it is."""
    canonical = json.dumps([provision.type, provision.text[language]], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
