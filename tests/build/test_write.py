"""Files are whole or not there."""

import os
from pathlib import Path, PurePosixPath

import pytest

from clausebook.build.write import replace_folder, write_all, write_file
from clausebook.model.artifact import Artifact


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    write_file(path, b"old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_artifacts_stay_in_their_folder(tmp_path: Path) -> None:
    assert write_all([Artifact.text("a/b.txt", "x")], tmp_path) == [tmp_path / "a" / "b.txt"]
    for path in ("../x", "/x", "a/../../x"):
        with pytest.raises(ValueError, match="inside"):
            Artifact(PurePosixPath(path), b"")


@pytest.mark.parametrize("left_over", [(), ("site.old",)])
def test_a_folder_is_replaced(left_over: tuple[str, ...], tmp_path: Path) -> None:
    for name in ("site", "site.new", *left_over):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    replace_folder(tmp_path / "site.new", tmp_path / "site")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text() == "site.new"
