"""File names that others chose: how to show them, and which of them are nobody's answers."""

import unicodedata

_LONGEST = 300
_HIDDEN = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def decoded(raw: bytes) -> str:
    """A name as it was meant: in UTF-8, or in GB 18030 as Chinese Windows writes it; other bytes as escapes."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("ascii", "backslashreplace")


def readable(name: str) -> str:
    """A name that cannot disturb a terminal, a log or a table: what is not visible becomes an escape."""
    cut = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…"
    return (
        cut
        if cut.isprintable()
        else "".join(character if _is_visible(character) else _escaped(character) for character in cut)
    )


def is_hidden(name: str) -> bool:
    """Whether a path is something that a system or an editor left, not something that a person sent."""
    return any(part in _HIDDEN or part.startswith((".", "~$")) for part in name.split("/"))


def is_unsafe(name: str) -> bool:
    """Whether a packed name leads out of its folder, names a drive, or was made to deceive."""
    parts = name.replace("\\", "/").split("/")
    leads_out = ".." in parts or name.startswith(("/", "\\")) or name[1:2] == ":"
    deceives = any(character in _REORDERING or unicodedata.category(character) == "Cc" for character in name)
    return leads_out or deceives or len(name) > _LONGEST


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE


def _escaped(character: str) -> str:
    return f"\\x{ord(character):02x}" if ord(character) < 256 else f"\\u{ord(character):04x}"
