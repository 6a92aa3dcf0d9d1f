"""What the fields of a fillable PDF are called and may hold, for who writes them and who reads them."""

FORM = "clausebook:form"
HASH = "clausebook:hash"
LANGUAGE = "clausebook:language"
"""Fields that nobody sees: the form's id, its content hash, and the language that it was filled in."""

PARTICULARS = ("id", "name", "department")
NOT_APPLICABLE = "not-applicable"
CHOSEN = "yes"


def particular_field(who: str, key: str) -> str:
    """The field of one of PARTICULARS of `who`: the person or the reviewer."""
    return f"{who}:{key}"


def model_field(model: str) -> str:
    """The check box of a business model; its value is CHOSEN where it has been chosen."""
    return f"model:{model}"


def rating_field(ref: str) -> str:
    """The radio buttons of a provision. A dot in a field's name would make it two fields, one inside the other."""
    return ref.replace(".", ":")


def comment_field(ref: str) -> str:
    """The reason or comment on a provision."""
    return f"{rating_field(ref)}:comment"


def evidence_field(ref: str) -> str:
    """The evidence for a provision: a line for each file, its name and its SHA-256."""
    return f"{rating_field(ref)}:evidence"


def points_value(points: int) -> str:
    """The value of a rating. It does not begin with a digit: some programs take "2" for the third button."""
    return f"points-{points}"
