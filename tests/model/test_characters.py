"""What Python's tables do not say of characters, against tables that do."""

import re
import unicodedata

from fontTools import unicodedata as tables

from clausebook.model.characters import is_letter, named, plain_form, script

LAST = 0x323AF
"""No letter stands behind it."""
UNTOLD = {"Common", "Inherited", "Unknown"}


def test_scripts_agree_with_the_tables_of_unicode() -> None:
    """Of every letter that is no compatibility form; of a script's name the first word counts."""
    wrong = {}
    for point in range(LAST + 1):
        letter = chr(point)
        if not is_letter(letter) or plain_form(letter) or unicodedata.normalize("NFC", letter) != letter:
            continue
        told, known = script(letter), re.split("[ _]", tables.script_name(tables.script(letter)))[0]
        if told and known not in (told, *UNTOLD):
            wrong[named(letter)] = (told, known)
    assert wrong == {"U+16FE3 OLD CHINESE ITERATION MARK": ("Old", "Han")}


def test_characters_are_named_so_that_they_can_be_looked_up() -> None:
    assert named("\u200b") == "U+200B ZERO WIDTH SPACE"
    assert named("伟") == "U+4F1F 伟"
    assert named("\ue000") == "U+E000"
    assert named("\ud800") == "U+D800"
