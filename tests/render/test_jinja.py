"""Templates: which file is meant, and that one which changes is read again."""

from pathlib import Path

from clausebook.render.jinja import Templates


def test_a_template_that_has_changed_is_compiled_again(tmp_path: Path) -> None:
    (tmp_path / "greeting.html.j2").write_text("Hello {{ who }}", encoding="utf-8")
    assert Templates(tmp_path).render("greeting.html.j2", who="Ann") == "Hello Ann"
    (tmp_path / "greeting.html.j2").write_text("Goodbye {{ who }}", encoding="utf-8")
    assert Templates(tmp_path).render("greeting.html.j2", who="Ann") == "Goodbye Ann"


def test_namesakes_in_other_folders_are_not_confused(tmp_path: Path) -> None:
    for word in ("first", "second"):
        (tmp_path / word).mkdir()
        (tmp_path / word / "page.html.j2").write_text(word, encoding="utf-8")
        assert Templates(tmp_path / word).render("page.html.j2") == word
