"""A certificate as an Open Badges 3.0 credential, signed as VC-JWT: what wallets and other verifiers read.

Names and titles in several languages are written one after the other, as Open Badges has room for one text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from clausebook.certificates.signing import SigningKey, b64u, sign
from clausebook.certificates.status_list import status_entries
from clausebook.model.base import LocalizedText
from clausebook.model.certificate import Certificate, Holder
from clausebook.model.evaluation import Evaluation
from clausebook.model.issuer import Issuer
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.result import shown
from clausebook.model.scheme import Scheme

KIND = "JWT"
"""The `typ` of its header (Open Badges 3.0, 8.2.3)."""
FILE, MEDIA_TYPE = "credential.jwt", "application/vc+jwt"
"""Its name and type where it is attached to a file."""
_CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
_PERCENT = {"resultType": "Percent", "valueMin": "0", "valueMax": "100"}
_DAY = 86_400


@dataclass(frozen=True)
class Credentials:
    """Makes the credentials of one scheme. `questionnaire` is that of its first form component.

    It gives the stages and their titles, and those of bands where the scheme has none of its own.
    """

    scheme: Scheme
    issuer: Issuer
    questionnaire: Questionnaire | None = None

    def signed(self, certificate: Certificate, evaluation: Evaluation, key: SigningKey) -> str:
        """The credential; its header carries the key's id and public half, as Open Badges asks (8.2.3)."""
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": b64u(key.public)}
        return sign(KIND, self._claims(certificate, evaluation), key, jwk=jwk)

    def _claims(self, certificate: Certificate, evaluation: Evaluation) -> dict[str, Any]:
        identity = f"{self.issuer.verify_page}?serial={certificate.serial}"
        issued, expires = certificate.issued, certificate.expires
        return {
            "@context": _CONTEXT,
            "id": identity,
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": self._title,
            "issuer": self._profile,
            "validFrom": f"{issued.isoformat()}T00:00:00Z",
            "validUntil": f"{expires.isoformat()}T23:59:59Z",
            "credentialSubject": {
                "type": ["AchievementSubject"],
                "identifier": list(_identities(certificate.holder)),
                "result": list(self._results(certificate, evaluation)),
                "achievement": self._achievement,
            },
            "credentialStatus": status_entries(certificate.status_index, self.issuer),
            "iss": self.issuer.address,
            "jti": identity,
            "nbf": _seconds(issued),
            "exp": _seconds(expires) + _DAY - 1,
        }

    def _results(self, certificate: Certificate, evaluation: Evaluation) -> Iterator[dict[str, Any]]:
        """The band, the overall score, and the score of every component and stage."""
        yield self._result("band", self._bands.get(certificate.band, certificate.band))
        yield self._result("overall", shown(certificate.overall))
        for component in evaluation.components:
            yield self._result(f"component-{component.id}", shown(component.score))
        for stage in evaluation.result.stages if evaluation.result else ():
            if stage.score is not None and self.questionnaire:
                yield self._result(f"stage-{stage.id}", shown(stage.score))

    def _result(self, part: str, value: str) -> dict[str, Any]:
        return {"type": ["Result"], "resultDescription": f"{self._id}#{part}", "value": value}

    @cached_property
    def _id(self) -> str:
        return f"{self.issuer.verify_page}?scheme={self.scheme.id}"

    @cached_property
    def _title(self) -> str:
        return _each(self.scheme.title)

    @cached_property
    def _profile(self) -> dict[str, Any]:
        address = self.issuer.address
        return {"id": address, "type": ["Profile"], "name": _each(self.issuer.name), "url": address}

    @cached_property
    def _bands(self) -> Mapping[str, str]:
        bands = self.scheme.bands or (self.questionnaire.form.bands if self.questionnaire else ())
        return {band.id: _each(band.title) for band in bands}

    @cached_property
    def _achievement(self) -> dict[str, Any]:
        return {
            "id": self._id,
            "type": ["Achievement"],
            "achievementType": "Certificate",
            "name": self._title,
            "description": _each(self.scheme.statement),
            "criteria": {"narrative": _each(self.scheme.pass_mark.note)},
            "resultDescription": list(self._descriptions()),
        }

    def _descriptions(self) -> Iterator[dict[str, Any]]:
        allowed = {"allowedValue": list(self._bands.values())} if self._bands else {}
        yield self._description("band", "Band", {"resultType": "PerformanceLevel", **allowed})
        yield self._description("overall", "Overall score", _PERCENT)
        for component in self.scheme.components:
            yield self._description(f"component-{component.id}", _each(component.title), _percent(component.minimum))
        for stage in self.questionnaire.standard.stages if self.questionnaire else ():
            yield self._description(f"stage-{stage.id}", f"{stage.number} {_each(stage.title)}", _PERCENT)

    def _description(self, part: str, name: str, more: Mapping[str, Any]) -> dict[str, Any]:
        return {"id": f"{self._id}#{part}", "type": ["ResultDescription"], "name": name, **more}


def _identities(holder: Holder) -> Iterator[dict[str, Any]]:
    """Who holds it, by what the certificate prints; the number on the roster stays with the issuer."""
    names = (("name", holder.name), ("name", holder.name_latin), ("ext:organization", holder.organization))
    for kind, text in names:
        if text:
            yield {"type": "IdentityObject", "hashed": False, "identityHash": text, "identityType": kind}


def _percent(minimum: Fraction | None) -> dict[str, Any]:
    return _PERCENT if minimum is None else {**_PERCENT, "requiredValue": shown(minimum / 100)}


def _each(text: LocalizedText) -> str:
    return " / ".join(words for _, words in text.items())


def _seconds(day: date) -> int:
    """The first second of a day in UTC, counted from 1970."""
    return (day - date(1970, 1, 1)).days * _DAY
