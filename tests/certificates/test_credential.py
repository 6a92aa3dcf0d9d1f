"""The credential is one that an independent verifier of Open Badges 3.0 accepts."""

import base64
import json
from collections.abc import Callable
from datetime import date

import pytest
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from clausebook.certificates.sealing import Sealer, seal
from clausebook.certificates.signing import SigningKey, b64u
from clausebook.certificates.status_list import FEWEST, bits, status_list
from clausebook.model.questionnaire import Questionnaire
from tests.certificates.conftest import certificate, holder, questionnaire, scheme
from tests.certificates.test_status_list import CREATED, EXPIRES
from tests.certificates.trust import evaluation, issuer, key, pem

HELD = certificate(holder(name_latin="Ouyang Yutong")).model_copy(update={"expires": date(2099, 1, 1)})
FORM = questionnaire()


def credential(signing: SigningKey | None = None, form: Questionnaire | None = FORM) -> str:
    return seal(HELD, evaluation(form), scheme(), issuer(), signing or key(), form).credential


def test_an_independent_verifier_accepts_it() -> None:
    read = OB3Verifier(pem(key())).verify(credential())
    assert (read.issuer.id, read.issuer.name) == ("https://example.org/bakery/", "Guild / 行会")
    assert read.name == "Certificate of the bakery / 面包房的Certificate"
    assert [one.identity_hash for one in read.identifiers] == ["欧阳雨桐", "Ouyang Yutong", "Golden Crust Ltd"]
    assert read.achievement.achievement_type == "Certificate"
    assert read.issuance_date.date() == HELD.issued
    assert read.expiration_date.date() == HELD.expires


def test_it_holds_the_results_of_components_and_stages() -> None:
    read = OB3Verifier(pem(key())).verify(credential())
    described = {one.id: one for one in read.achievement.result_descriptions}
    results = {described[one.result_description].name: one.value for one in read.results}
    assert results == {
        "Band": "Baked of the bakery / 面包房的Baked",
        "Overall score": "66.7",
        "Self of the bakery / 面包房的Self": "66.7",
        "1 Stage 1 of the bakery / 面包房的Stage 1": "62.9",
        "2 Stage 2 of the bakery / 面包房的Stage 2": "63.9",
        "3 Stage 3 of the bakery / 面包房的Stage 3": "64.9",
        "4 Stage 4 of the bakery / 面包房的Stage 4": "66.0",
    }
    assert [one.allowed_values for one in described.values() if one.result_type == "PerformanceLevel"] == [
        [f"{band} of the bakery / 面包房的{band}" for band in ("Raw", "Baked", "Golden")]
    ]


def test_without_a_form_ids_stand_for_titles() -> None:
    read = OB3Verifier(pem(key())).verify(credential(form=None))
    assert [one.value for one in read.results] == ["baked", "66.7", "66.7"]


def test_another_key_is_refused() -> None:
    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        OB3Verifier(pem(key("other"))).verify(credential())


@pytest.mark.parametrize("part", [0, 1, 2])
def test_one_changed_character_is_refused(part: int) -> None:
    parts = credential().split(".")
    middle = len(parts[part]) // 2
    other = "A" if parts[part][middle] != "A" else "B"
    parts[part] = parts[part][:middle] + other + parts[part][middle + 1 :]
    with pytest.raises(OB3VerificationError):
        OB3Verifier(pem(key())).verify(".".join(parts))


def test_the_header_carries_the_key() -> None:
    header = json.loads(base64.urlsafe_b64decode(credential().split(".")[0] + "=="))
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64u(key().public)}
    assert header == {"alg": "EdDSA", "typ": "JWT", "kid": key().id, "jwk": jwk}


@pytest.mark.parametrize(("revoked", "replaced", "is_accepted"), [([], [], True), ([], [0], True), ([0], [], False)])
def test_the_status_lists_decide(revoked: list[int], replaced: list[int], *, is_accepted: bool) -> None:
    lists = {
        "revocation.jwt": status_list("revocation", bits(revoked, FEWEST), issuer(), key(), CREATED, EXPIRES),
        "refresh.jwt": status_list("refresh", bits(replaced, FEWEST), issuer(), key(), CREATED, EXPIRES),
    }
    check = _check_with(lambda url: lists[url.rpartition("/")[2]].encode())
    if is_accepted:
        check()
    else:
        with pytest.raises(OB3VerificationError, match="revocation"):
            check()


def _check_with(download: Callable[[str], bytes]) -> Callable[[], object]:
    return lambda: OB3Verifier(pem(key())).verify(credential(), check_status=True, download=download)


def test_the_same_certificate_has_always_the_same_seal() -> None:
    sealer = Sealer(scheme(), issuer(), key(), FORM)
    seals = {sealer.seal(HELD, evaluation(FORM)) for _ in range(3)}
    assert seals == {seal(HELD, evaluation(FORM), scheme(), issuer(), key(), FORM)}


def test_nothing_but_printed_names_is_in_it() -> None:
    claims = base64.urlsafe_b64decode(credential().split(".")[1] + "==").decode()
    assert HELD.holder.name in claims
    assert '"E1"' not in claims
