"""When two names are the same however they are written, and when two only look the same."""

import re
import unicodedata

from clausebook.model.characters import LOOKALIKES, is_invisible, is_letter
from clausebook.model.names import normalised

_ORDINARY = re.compile("[\u4e00-\u9fff]+|[A-Za-z]+(?: [A-Za-z]+)*")


def is_same_name(one: str, other: str) -> bool:
    """Whether two writings of a name differ at most in case, width, spaces, dots, hyphens and apostrophes."""
    return alike(one) == alike(other) if alike(one) else normalised(one) == normalised(other)


def alike(name: str) -> str:
    """What all writings of one name have in common: its letters, marks and digits."""
    if _ORDINARY.fullmatch(name):
        return name.replace(" ", "").casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return unicodedata.normalize("NFC", "".join(filter(_is_kept, folded)))


def skeleton(name: str) -> str:
    """What all names have in common that look the same to a hasty reader."""
    return alike(name).translate(LOOKALIKES)


def _is_kept(character: str) -> bool:
    is_part = is_letter(character) or unicodedata.category(character)[0] in "MN"
    return is_part and not is_invisible(character)
