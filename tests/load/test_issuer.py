"""assessments/issuer.yaml says who issues certificates, or exactly what is wrong with it."""

import pytest

from clausebook.build.loading import load_project
from clausebook.errors import InputError
from clausebook.project import Project

GOOD = "address: https://example.org/bakery/\nname: {en: Guild, de: Zunft}\n"
ROOT = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def write(project: Project, text: str) -> None:
    (project.assessments / "issuer.yaml").write_text(text, encoding="utf-8")


def test_a_project_may_have_no_issuer(tiny: Project) -> None:
    assert load_project(tiny).issuer is None


def test_an_issuer_with_and_without_a_root_key(tiny: Project) -> None:
    write(tiny, GOOD)
    issuer = load_project(tiny).issuer
    assert (issuer.root, issuer.root_key) == (None, None)
    assert issuer.verify_page == "https://example.org/bakery/verify/"
    write(tiny, f"{GOOD}root: {ROOT}\n")
    assert load_project(tiny).issuer.root_key.hex().startswith("d75a980182b10ab7")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "https://example.org",
        "https://example.org/bakery",
        "https://Example.org/",
        "https://example.org/?x=/",
        "https://example.org/#/",
        "https://user@example.org/",
        "https://example.org//",
        "https://面包.cn/",
        "https://localhost/",
        f"https://example.org/{'a' * 150}/",
        "javascript:alert(1)//",
        "https://example.org/\\n",
    ],
)
def test_an_address_that_is_none_is_told(address: str, tiny: Project) -> None:
    write(tiny, GOOD.replace("https://example.org/bakery/", f'"{address}"'))
    with pytest.raises(InputError) as caught:
        load_project(tiny)
    assert str(caught.value) == (
        "assessments/issuer.yaml:1:10: address: this is not the address of a site; "
        "write it as https://example.org/training/, in lower case and with a slash at the end"
    )


@pytest.mark.parametrize("root", [ROOT[:-1], f"{ROOT}A", f"{ROOT[:-1]}p", f"{ROOT[:-1]}=", "A" * 42 + "!", "名" * 43])
def test_a_root_key_that_is_none_is_told(root: str, tiny: Project) -> None:
    write(tiny, f'{GOOD}root: "{root}"\n')
    with pytest.raises(InputError) as caught:
        load_project(tiny)
    told = "this is not a root key; write the line that clausebook keys init has printed"
    assert str(caught.value) == f"assessments/issuer.yaml:3:7: root: {told}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: {en: Guild, de: Zunft}\n", "issuer.yaml:1:1: the key 'address' is missing; add it"),
        (GOOD.replace(", de: Zunft", ""), "issuer.yaml:2:7: name: no text in de; write it in every language"),
        (f"{GOOD}rot: x\n", "issuer.yaml:3:1: rot: the key 'rot' is unknown; did you mean 'root'?"),
        ("", "issuer.yaml:1:1: the file is empty"),
        ("address: [", "issuer.yaml:1:"),
    ],
)
def test_other_faults_are_told_with_their_place(text: str, told: str, tiny: Project) -> None:
    write(tiny, text)
    with pytest.raises(InputError) as caught:
        load_project(tiny)
    assert told in str(caught.value)
