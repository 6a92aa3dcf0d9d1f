"""Questions that are almost the same, found among many as if each were compared with every other."""

from itertools import combinations
from random import Random

from clausebook.load.near_duplicates import ALIKE, alike, pieces

WORDS = [f"word{number}" for number in range(60)]


def compared_one_by_one(texts: dict[int, frozenset[str]]) -> set[tuple[int, int]]:
    return {
        (one, other)
        for one, other in combinations(texts, 2)
        if len(texts[one] & texts[other]) >= ALIKE * len(texts[one] | texts[other])
    }


def test_nothing_is_missed_and_nothing_made_up() -> None:
    chance = Random(5)
    texts: dict[int, frozenset[str]] = {}
    for place in range(300):
        text = set(chance.sample(WORDS, chance.randint(1, 25)))
        if place % 3 == 2:
            text = set(texts[chance.randrange(place)])
            for _ in range(chance.randint(0, 3)):
                text ^= {chance.choice(WORDS)}
        texts[place] = frozenset(text or {"word0"})
    expected = compared_one_by_one(texts)
    assert len(expected) > 50
    assert set(alike(texts)) == expected


def test_pieces_are_words_and_rows_of_ideographs() -> None:
    assert pieces("Set up GA4!") == {"set", "up", "ga4"}
    assert pieces("用GA4看流量") == {"用", "ga4", "看流量"}
    assert pieces("看流量走势") == {"看流量", "流量走", "量走势"}
