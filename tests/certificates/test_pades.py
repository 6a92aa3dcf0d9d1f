"""A certificate signed in the file itself stays what it was, and readers of PDF accept the signature."""

import hashlib
import io
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import page
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from clausebook.certificates.pades import FileSigner
from clausebook.errors import KeysError, MissingLibraryError
from clausebook.render.fonts import font_files
from clausebook.render.jinja import Templates
from clausebook.render.pdf import render_pdf

PASSPHRASE = "correct horse"  # noqa: S105 - opens nothing but these tests
PAGE = """<!doctype html><html lang="en"><head><title>Certificate</title><style>
@font-face { font-family: "Clausebook Sans"; src: url("font:NotoSans-Regular.ttf"); }
body { font-family: "Clausebook Sans"; }</style></head><body><h1>Certificate</h1></body></html>"""


def identity() -> bytes:
    """A PKCS#12 file with a key on P-256 and a certificate of its own making."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Guild")])
    now = datetime.now(tz=UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(usage, critical=True)
        .sign(private, SHA256())
    )
    return serialize_key_and_certificates(b"guild", private, made, None, BestAvailableEncryption(PASSPHRASE.encode()))


@pytest.fixture(scope="module")
def signer() -> FileSigner:
    return FileSigner.opened(identity(), PASSPHRASE)


@pytest.fixture(scope="module")
def pdf(templates: Templates) -> bytes:
    return render_pdf(PAGE, fonts=font_files(templates), created=datetime(2026, 11, 2, tzinfo=UTC))


def validated(signature: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """What pyHanko finds, in a thread: it starts an event loop, and a browser of other tests may have one here."""
    context = ValidationContext(trust_roots=[signature.signer_cert])
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(validate_pdf_signature, signature, context).result()


def test_the_signature_is_valid_and_covers_the_file(signer: FileSigner, pdf: bytes) -> None:
    signature = PdfFileReader(io.BytesIO(signer.signed(pdf))).embedded_signatures[0]
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    status = validated(signature)
    assert status.bottom_line, status.pretty_print_details()


def test_a_changed_file_is_noticed(signer: FileSigner, pdf: bytes) -> None:
    signed = signer.signed(pdf).replace(b"Certificate", b"Certifixate", 1)
    signature = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
    status = validated(signature)
    assert not status.intact


def test_the_files_own_bytes_stay(signer: FileSigner, pdf: bytes) -> None:
    signed = signer.signed(pdf)
    assert signed.startswith(pdf)
    assert len(signed) - len(pdf) < 30_000
    assert hashlib.sha256(signed).digest() != hashlib.sha256(signer.signed(pdf)).digest()


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_it_stays_archivable_and_accessible(profile: str, signer: FileSigner, pdf: bytes) -> None:
    before, after = (
        {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}
        for content in (pdf, signer.signed(pdf))
    )
    assert after == before == set()


def test_an_identity_that_does_not_open_is_told() -> None:
    for content, passphrase in ((identity(), "wrong one"), (b"junk", PASSPHRASE), (b"", "")):
        with pytest.raises(KeysError, match="PKCS#12 file does not open") as caught:
            FileSigner.opened(content, passphrase)
        assert "wrong one" not in str(caught.value)


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.sign.signers", None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'clausebook\[sign\]'"):
        FileSigner.opened(b"", "")


def test_it_shows_nothing_of_its_key(signer: FileSigner) -> None:
    assert repr(signer) == "FileSigner()"
    with pytest.raises(TypeError, match="stays in the process"):
        pickle.dumps(signer)
