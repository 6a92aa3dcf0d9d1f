"""How a worksheet for markers is laid out, for whoever writes it and whoever reads it.

Each open question of a paper has a sheet of its own with a line for each candidate. The first row of a sheet is hidden
and holds keys; the first column is hidden as well and says whose line it is, so that a sheet keeps its meaning however
it is sorted. `META_SHEET` is a hidden sheet of keys and values: `format` and `exam`.
"""

FORMAT = "clausebook-exam-worksheet/1"
META_SHEET = "clausebook"

MARKS = "clausebook:marks:"
"""Before the code of the paper, a colon and the number of the question in the key of the column of ids."""
OWN = "-"
"""Stands in that column beside rows that are about no candidate."""
PERSON = "id"
"""The key of the column that shows the id of the candidate."""
CRITERION = "criterion:"
"""Before the number of a criterion, from 1, in the key of the column with the points for it."""


def sheet_key(code: str, number: int) -> str:
    """The key of a sheet about a question of a paper."""
    return f"{MARKS}{code}:{number}"
