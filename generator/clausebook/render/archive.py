"""Archives (ZIP) that come out the same each time."""

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)


def packed(files: Mapping[str, bytes]) -> bytes:
    """An archive of files by their paths in it. The same files give the same bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.external_attr = 0o644 << 16
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def repacked(archive: bytes) -> bytes:
    """An archive without the times at which its files were put in."""
    with zipfile.ZipFile(io.BytesIO(archive)) as given:
        return packed({name: given.read(name) for name in given.namelist()})
