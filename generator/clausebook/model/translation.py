"""Whether a clause's translations still say what its source text says."""

import hashlib
import json

from clausebook.model.base import LocalizedList, LocalizedText
from clausebook.model.standard import Clause


def source_hash(clause: Clause, language: str) -> str:
    """Sixteen hex digits over all that a clause says in one language, in the order of its file."""
    texts: list[LocalizedText | LocalizedList | None] = [clause.title]
    for provision in clause.provisions:
        texts += [provision.text, provision.evidence]
    texts += [clause.purpose, clause.practice, clause.pitfalls, *clause.left_out.values()]
    canonical = json.dumps([text and text[language] for text in texts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def stale_sources(clause: Clause) -> tuple[str, ...]:
    """The languages whose text has changed since the clause was translated from it."""
    return tuple(lang for lang, digest in clause.translated_from.items() if source_hash(clause, lang) != digest)
