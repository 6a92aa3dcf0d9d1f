"""YAML files read again and again, as a site that is served reads them."""

from pathlib import Path

import pytest

from clausebook.errors import InputError
from clausebook.load.yaml_source import read


def test_a_file_is_parsed_anew_only_where_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "standard.yaml"
    path.write_text("title: One\n", encoding="utf-8")
    first = read(path, "standard.yaml")
    assert read(path, "standard.yaml") is first
    path.write_text("title: Two\n", encoding="utf-8")
    assert read(path, "standard.yaml").data == {"title": "Two"}
    assert first.data == {"title": "One"}


def test_the_same_text_in_another_file_has_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: One\n", encoding="utf-8")
    assert [str(read(path, name).where(("title",))) for name in ("a.yaml", "b.yaml")] == [
        "a.yaml:1:8: title",
        "b.yaml:1:8: title",
    ]


def test_what_is_wrong_is_said_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("title: One\ntitle: Two\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputError, match="stands twice"):
            read(path, "a.yaml")
