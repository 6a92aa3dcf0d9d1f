"""When two names are one, and when they only look like one."""

import random

import pytest

from clausebook.model.likeness import alike, is_same_name, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("买买提·吐尔逊", "买买提\u2022吐尔逊"),
        ("买买提·吐尔逊", "买买提吐尔逊"),
        ("张伟", "张\u3000伟"),
        ("Jörg Müßig", "JO\u0308RG MÜSSIG"),
        ("O'Brien", "O’Brien"),
        ("Jean-Luc", "Jean Luc"),
        ("Anna", "ＡＮＮＡ"),
        ("マイケル・ジョンソン", "ﾏｲｹﾙ･ｼﾞｮﾝｿﾝ"),
        ("\ufa19田", "神田"),
        ("葛城", "葛\U000e0100城"),
        ("Anna", "An\u200bna"),
        ("···", "···"),
    ],
)
def test_the_same_name_written_otherwise(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("张伟", "张玮"), ("José", "Jose"), ("Anna", "Аnna"), ("", "Anna"), ("···", "--"), ("राम", "रम"), ("A1", "A2")],
)
def test_other_names(one: str, other: str) -> None:
    assert not is_same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Anna", "Аnnа"), ("BETO", "ВЕТО"), ("王口", "王ロ"), ("Tom", "Τοm")])
def test_names_that_look_alike(one: str, other: str) -> None:
    assert alike(one) != alike(other)
    assert skeleton(one) == skeleton(other)


def test_other_names_look_different() -> None:
    assert len({skeleton(name) for name in ("王土", "王士", "Jose", "José", "Ольга", "Anna")}) == 6


def test_folding_again_changes_nothing() -> None:
    chance = random.Random(11)
    for _ in range(4_000):
        name = "".join(chr(chance.randrange(chance.choice((0x250, 0x3000, 0x110000)))) for _ in range(4))
        assert alike(alike(name)) == alike(name), ascii(name)
