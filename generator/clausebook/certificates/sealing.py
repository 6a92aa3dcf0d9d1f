"""What makes a certificate checkable: the link in its code and the credential in its file."""

from dataclasses import dataclass

from clausebook.certificates.credential import Credentials
from clausebook.certificates.payload import encode, link
from clausebook.certificates.signing import SigningKey
from clausebook.model.certificate import Certificate
from clausebook.model.evaluation import Evaluation
from clausebook.model.issuer import Issuer
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.scheme import Scheme


@dataclass(frozen=True)
class Seal:
    """`link` goes into the QR code, `credential` (a VC-JWT) into the file; the register keeps a digest of `payload`."""

    link: str
    payload: bytes
    credential: str


class Sealer:
    """Seals the certificates of one scheme; for many of them it is faster than `seal`. See there for the arguments."""

    def __init__(
        self, scheme: Scheme, issuer: Issuer, key: SigningKey, questionnaire: Questionnaire | None = None
    ) -> None:
        self._credentials = Credentials(scheme, issuer, questionnaire)
        self._key = key

    def seal(self, certificate: Certificate, evaluation: Evaluation) -> Seal:
        """Sign a certificate. Raises RejectedRecord where a text is too long to be signed."""
        payload = encode(certificate, self._key)
        credential = self._credentials.signed(certificate, evaluation, self._key)
        return Seal(link(payload, self._credentials.issuer), payload, credential)


def seal(
    certificate: Certificate,
    evaluation: Evaluation,
    scheme: Scheme,
    issuer: Issuer,
    key: SigningKey,
    questionnaire: Questionnaire | None = None,
) -> Seal:
    """Sign a certificate; the same arguments give the same seal.

    `questionnaire` is that of the first form component: it gives the credential its stages, and the titles of bands
    where the scheme has none of its own. Raises RejectedRecord where a text is too long to be signed.
    """
    return Sealer(scheme, issuer, key, questionnaire).seal(certificate, evaluation)
