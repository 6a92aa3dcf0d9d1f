"""An issuer, a key that is always the same, and an evaluation to seal."""

import hashlib
from fractions import Fraction
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from clausebook.certificates.signing import SigningKey
from clausebook.model.base import LocalizedText
from clausebook.model.evaluation import ComponentScore, Evaluation
from clausebook.model.issuer import Issuer
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Person
from tests.certificates.conftest import result

PASSPHRASE = "correct horse battery"  # noqa: S105 - opens nothing but these tests


def key(name: str = "first") -> SigningKey:
    return SigningKey(Ed25519PrivateKey.from_private_bytes(hashlib.sha256(name.encode()).digest()))


def issuer(**fields: Any) -> Issuer:
    name = LocalizedText({"en": "Guild", "zh": "行会"})
    return Issuer(**{"address": "https://example.org/bakery/", "name": name, **fields})


def pem(key: SigningKey) -> bytes:
    """The public half as openbadgeslib takes it."""
    public = Ed25519PublicKey.from_public_bytes(key.public)
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def evaluation(questionnaire: Questionnaire | None) -> Evaluation:
    """Two thirds of the full score in the only component; with a questionnaire, its stages as well."""
    score = ComponentScore(id="self", score=Fraction(2, 3), weight=1, minimum=60, is_met=True)
    return Evaluation(
        scheme="baker",
        person=Person(id="E1"),
        components=(score,),
        overall=Fraction(2, 3),
        band="baked",
        reached="baked",
        results=(result(questionnaire),) if questionnaire else (),
    )
