"""Who issues certificates, and where they are checked."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from clausebook.model.base import LocalizedText, Model

_ADDRESS = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?/([A-Za-z0-9._~-]+/)*")
_LONGEST_ADDRESS = 150


def _is_address(text: str) -> str:
    if not _ADDRESS.fullmatch(text) or len(text) > _LONGEST_ADDRESS:
        raise PydanticCustomError("bad_address", "this is not the address of a site")
    return text


def _is_key(text: str) -> str:
    """43 characters hold 258 bits: the last two have to be zero, or one key could be written in four ways."""
    try:
        content = urlsafe_b64decode(f"{text}=")
    except ValueError:
        content = b""
    if len(content) != 32 or urlsafe_b64encode(content).decode() != f"{text}=":
        raise PydanticCustomError("bad_root", "this is not a root key")
    return text


Address = Annotated[str, AfterValidator(_is_address)]
PublicKey = Annotated[str, AfterValidator(_is_key)]
"""A raw public Ed25519 key (RFC 8032) in base64url without padding."""


class Issuer(Model):
    """assessments/issuer.yaml: the organisation, the address of its published site, and its root key.

    `address` ends with a slash; certificates are checked at `address` + "verify/". `root` is None until
    `clausebook keys init` has made it.
    """

    address: Address
    name: LocalizedText
    root: PublicKey | None = None

    @property
    def verify_page(self) -> str:
        """The address of the page that checks certificates."""
        return f"{self.address}verify/"

    @property
    def root_key(self) -> bytes | None:
        """The 32 bytes of the root key."""
        return None if self.root is None else urlsafe_b64decode(self.root + "=")
