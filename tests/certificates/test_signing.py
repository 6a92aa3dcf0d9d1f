"""Keys sign as the standards say, and keep what is secret to themselves."""

import base64
import copy
import json
import pickle
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from clausebook.certificates.signing import SigningKey, b64u, sign
from clausebook.certificates.verify_tokens import Token, has_signed
from clausebook.errors import KeysError
from tests.certificates.trust import PASSPHRASE, key

RFC_8032 = (
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
     "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
     "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
)  # fmt: skip
"""Section 7.1: secret key, public key, message, signature."""


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_the_vectors_of_rfc_8032(secret: str, public: str, message: str, signature: str) -> None:
    signing = SigningKey.new(lambda _: bytes.fromhex(secret))
    assert signing.public.hex() == public
    assert signing.sign(bytes.fromhex(message)).hex() == signature
    assert has_signed(signing.public, bytes.fromhex(signature), bytes.fromhex(message))


def test_the_vector_of_rfc_8037() -> None:
    signing = SigningKey.new(lambda _: bytes.fromhex(RFC_8032[0][0]))
    message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    expected = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    assert b64u(signing.sign(message)) == expected
    assert b64u(signing.public) == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def test_a_signed_text_is_always_the_same_and_reads_back() -> None:
    claims = {"b": "名", "a": [1, None]}
    text = sign("some+jwt", claims, key(), jwk={"x": "y"})
    assert text == sign("some+jwt", dict(reversed(claims.items())), key(), jwk={"x": "y"})
    token = Token.of(text.encode())
    token.check("some+jwt", {key().id: key().public}.get)
    assert (token.claims, token.header["kid"]) == (claims, key().id)
    header = text.split(".")[0]
    assert json.loads(base64.urlsafe_b64decode(header + "==")) == token.header


def test_new_keys_differ() -> None:
    assert len({SigningKey.new().id for _ in range(20)}) == 20


def test_a_key_is_encrypted_and_opens_again() -> None:
    content = key().encrypted(PASSPHRASE)
    assert content.startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
    assert SigningKey.decrypted(content, PASSPHRASE).public == key().public
    assert content != key().encrypted(PASSPHRASE)


def test_a_passphrase_may_be_composed_either_way() -> None:
    assert (
        SigningKey.decrypted(key().encrypted("caf\u00e9 caf\u00e9 caf\u00e9"), "cafe\u0301 caf\u00e9 cafe\u0301").id
        == key().id
    )


def test_openssl_opens_it_too(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(key().encrypted(PASSPHRASE))
    opened = subprocess.run(
        ["openssl", "pkey", "-in", tmp_path / "key", "-passin", f"pass:{PASSPHRASE}", "-pubout", "-outform", "DER"],
        capture_output=True,
        check=True,
    )
    assert opened.stdout.endswith(key().public)
    parsed = subprocess.run(["openssl", "asn1parse", "-in", tmp_path / "key"], capture_output=True, check=True)
    assert b":scrypt" in parsed.stdout
    assert b":aes-256-cbc" in parsed.stdout


def pkcs8(private: object, encryption: object = NoEncryption()) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def changed(content: bytes) -> bytes:
    at = len(content) - 60
    return content[:at] + (b"B" if content[at : at + 1] == b"A" else b"A") + content[at + 1 :]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (key().encrypted(PASSPHRASE)[:-60], "wrong, or the file is damaged"),
        (changed(key().encrypted(PASSPHRASE)), "wrong, or the file is damaged"),
        (key().encrypted("another passphrase"), "the passphrase is wrong"),
        (pkcs8(Ed25519PrivateKey.generate()), "no encrypted private key"),
        (b"", "no encrypted private key"),
        (pkcs8(X25519PrivateKey.generate(), BestAvailableEncryption(PASSPHRASE.encode())), "another kind"),
    ],
    ids=["cut off", "changed", "other passphrase", "not encrypted", "empty", "other kind"],
)
def test_what_does_not_open_is_told_without_secrets(content: bytes, told: str) -> None:
    with pytest.raises(KeysError, match=told) as caught:
        SigningKey.decrypted(content, PASSPHRASE)
    assert PASSPHRASE not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(KeysError, match="too short") as caught:
        key().encrypted("hunter2")
    assert "hunter2" not in str(caught.value)


def test_a_key_shows_nothing_of_itself() -> None:
    signing = SigningKey.new(lambda _: bytes.fromhex(RFC_8032[0][0]))
    assert repr(signing) == f"SigningKey({signing.id})"
    for duplicate in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="stays in the process"):
            duplicate(signing)
    assert not hasattr(signing, "__dict__")
