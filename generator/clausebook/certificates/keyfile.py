"""Private keys as files: PKCS#8 in PEM, encrypted with a passphrase (RFC 5958, RFC 8018), which openssl reads too.

The passphrase is stretched by scrypt (RFC 7914). The library's own encryption stretches it by 2,048 rounds of PBKDF2,
which a stolen file would not withstand for long; it reads files that were made with scrypt.
"""

from base64 import encodebytes
from collections.abc import Callable
from unicodedata import normalize

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from clausebook.errors import KeysError

Random = Callable[[int], bytes]
"""Gives so many bytes that nobody can guess."""
SHORTEST_PASSPHRASE = 12
_COST, _BLOCK, _LANES = 2**14, 8, 5
"""16 MB five times over, some 0.2 s: as much as openssl reads without being told to allow more."""
_BEGIN, _END = b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n", b"-----END ENCRYPTED PRIVATE KEY-----\n"
_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_SCRYPT = bytes.fromhex("06092b06010401da47040b")
_AES_256_CBC = bytes.fromhex("060960864801650304012a")
_INTEGER, _OCTETS, _SEQUENCE = 0x02, 0x04, 0x30


def encrypt(private: Ed25519PrivateKey, passphrase: str, random: Random) -> bytes:
    """The content of a key's file. Raises KeysError where the passphrase is too short."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise KeysError(f"the passphrase is too short; take {SHORTEST_PASSPHRASE} characters or more")
    salt, start = random(16), random(16)
    padder = PKCS7(128).padder()
    plain = padder.update(private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())) + padder.finalize()
    encryptor = Cipher(AES(_stretched(passphrase, salt)), CBC(start)).encryptor()
    hidden = encryptor.update(plain) + encryptor.finalize()
    stretching = _sequence(_SCRYPT, _sequence(_octets(salt), *map(_integer, (_COST, _BLOCK, _LANES))))
    scheme = _sequence(_PBES2, _sequence(stretching, _sequence(_AES_256_CBC, _octets(start))))
    return _BEGIN + encodebytes(_sequence(scheme, _octets(hidden))) + _END


def decrypt(content: bytes, passphrase: str) -> Ed25519PrivateKey:
    """The key in a file. Raises KeysError where it is damaged, not encrypted, or the passphrase is another."""
    if not content.startswith(_BEGIN):
        raise KeysError("holds no encrypted private key; restore it from a backup")
    try:
        private = load_pem_private_key(content, _bytes(passphrase))
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # What the library says is dropped, lest it ever quote what it was given.
        raise KeysError("cannot be opened: the passphrase is wrong, or the file is damaged") from None
    if not isinstance(private, Ed25519PrivateKey):
        raise KeysError("holds a key of another kind than Ed25519; restore it from a backup")
    return private


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_LANES).derive(_bytes(passphrase))


def _bytes(passphrase: str) -> bytes:
    """One passphrase, however the keyboard or the file composes its characters."""
    return normalize("NFC", passphrase).encode()


def _sequence(*parts: bytes) -> bytes:
    return _tagged(_SEQUENCE, b"".join(parts))


def _octets(content: bytes) -> bytes:
    return _tagged(_OCTETS, content)


def _integer(number: int) -> bytes:
    return _tagged(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _tagged(tag: int, content: bytes) -> bytes:
    """One value in DER (X.690); none here is longer than 255 bytes."""
    length = bytes([len(content)]) if len(content) < 128 else bytes([0x81, len(content)])
    return bytes([tag]) + length + content
