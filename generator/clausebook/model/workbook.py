"""How a form is laid out as a workbook, for whoever writes it and whoever reads it.

A sheet to fill in has a hidden row of keys and a hidden column that says what each row is about, so that a sheet keeps
its meaning whatever people call, sort or move. `META_SHEET` is a hidden sheet of keys and values: `format`, `form`,
`form_hash`, and `not_applicable` for each language.
"""

FORMAT = "clausebook-workbook/1"
META_SHEET = "clausebook"

FIELDS = "clausebook:fields"
"""The key of the column that names the fields of the start sheet; that of the column to fill in is VALUE."""
VALUE = "value"
CHOSEN = "✓"
"""What people pick for a business model that is theirs."""
MODEL_FIELD = "model:"
"""Before the id of a business model in the name of its field."""

ANSWERS = "clausebook:answers:"
"""Before a language in the key of the column that holds the references of a sheet of answers."""
OWN = "-"
"""Stands in that column beside rows that are about no provision: titles and headings."""
NUMBER, ANSWER, REASON, COMMENT, EVIDENCE = "number", "answer", "reason", "comment", "evidence"
"""The keys of the columns that are read."""


def number_of(clause: str, provision: str) -> str:
    """How a sheet shows which provision a row is about: "1.1.2 a"."""
    return f"{clause} {provision}"
