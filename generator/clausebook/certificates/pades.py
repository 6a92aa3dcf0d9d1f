"""An electronic signature by PAdES in the file itself (ETSI EN 319 142-1, level B-B), for readers of PDF.

It needs the extra `sign`. It holds the moment of signing and mostly a random number, so it never comes out the same
twice: the register keeps the digest of the signed file, and a signed file that is lost cannot be made again.
"""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NoReturn, Self

from clausebook.errors import KeysError, MissingLibraryError

_FIELD = "Signature"
_MISSING = "signing files needs pyHanko; install it with: pip install 'clausebook[sign]'"


@dataclass(frozen=True)
class FileSigner:
    """The key and the certificates of a PKCS#12 file."""

    _signer: Any = field(repr=False)

    @classmethod
    def opened(cls, identity: bytes, passphrase: str) -> Self:
        """Open a PKCS#12 file (.p12, .pfx); its passphrase may be empty.

        Raises MissingLibraryError without the extra, KeysError where the file does not open.
        """
        try:
            from pyhanko.sign.signers import SimpleSigner
        except ImportError:
            raise MissingLibraryError(_MISSING) from None
        try:
            signer = SimpleSigner.load_pkcs12_data(identity, other_certs=(), passphrase=passphrase.encode() or None)
        except Exception:
            # Whatever it is, what the library says is dropped, lest it quote what it was given.
            signer = None
        if signer is None or signer.signing_cert is None:
            raise KeysError(
                "the PKCS#12 file does not open: the passphrase is wrong, or it holds no key and certificate"
            )
        return cls(signer)

    def signed(self, pdf: bytes) -> bytes:
        """The file with an invisible signature added behind it; its own bytes stay, and so does its conformance."""
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
        from pyhanko.sign.signers import PdfSignatureMetadata, sign_pdf

        unseen = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
        place = SigFieldSpec(_FIELD, invis_sig_settings=unseen, readable_field_name=_FIELD)
        metadata = PdfSignatureMetadata(field_name=_FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
        writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
        # It would write the metadata anew, without the schemas by which they declare conformance.
        writer._update_meta = lambda: None
        # It starts an event loop, which it may not where one is running already: as in a notebook.
        with ThreadPoolExecutor(1) as thread:
            written = thread.submit(sign_pdf, writer, metadata, self._signer, new_field_spec=place).result()
        return bytes(written.getvalue())

    def __reduce__(self) -> NoReturn:
        raise TypeError("a private key stays in the process that has read it")
