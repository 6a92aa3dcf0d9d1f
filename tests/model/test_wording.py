"""Which words of a text differ, and how alike two texts are."""

import pytest

from clausebook.model.wording import likeness, marked, pieces

SIGNS = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
TEXTS = (
    "",
    "Sift.",
    "The baker shall sift the flour.",
    "The baker should sift all  flour\n twice.",
    "A wholly different sentence, about 1.1.2 and e-commerce.",
    "运营方应查明市场的特征。",
    "运营方宜每年查明B2B市场的典型特征，并记录。",
    "甲乙丙丁",
    "丙乙丁甲",
    "हिन्दी में एक वाक्य",
    "- not a list *and* <b>no</b> element",
)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Sift the flour.", "Sift the flour.", "Sift the flour."),
        ("The baker should weigh it.", "The baker shall weigh it.", "The baker[- should-]{+ shall+} weigh it."),
        ("Sift the flour.", "Sift all flour twice.", "Sift[- the-]{+ all+} flour{+ twice+}."),
        ("Weigh it, then sift it.", "Weigh it.", "Weigh it[-, then sift it-]."),
        ("应查明市场的特征。", "宜查明目标市场的特征。", "[-应-]{+宜+}查明{+目标+}市场的特征。"),
        ("应评定它的容量。", "应每年评定一次。", "应[-评定它的容量-]{+每年评定一次+}。"),
        ("Broken\n  over lines", "Broken over lines", "Broken over lines"),
        ("", "New.", "{+New.+}"),
    ],
    ids=["same", "a word", "words", "a clause", "characters", "few in common", "line breaks", "nothing before"],
)
def test_marked(old: str, new: str, shown: str) -> None:
    assert "".join(SIGNS[run.kind].format(run.text) for run in marked(old, new)) == shown


@pytest.mark.parametrize("old", TEXTS)
def test_the_runs_hold_both_texts(old: str) -> None:
    for new in TEXTS:
        runs = marked(old, new)
        assert "".join(run.text for run in runs if run.kind != "added") == " ".join(old.split())
        assert "".join(run.text for run in runs if run.kind != "removed") == " ".join(new.split())


@pytest.mark.parametrize("text", TEXTS)
def test_pieces_make_up_the_text(text: str) -> None:
    assert "".join(pieces(text)) == " ".join(text.split())


def test_words_numbers_and_ideographs_are_pieces() -> None:
    assert pieces("The baker's e-mail, 1.1.2;应查B2B") == (
        *("The", " baker's", " e-mail", ",", " 1.1.2", ";"),
        *("应", "查", "B2B"),
    )


@pytest.mark.parametrize("text", TEXTS)
def test_likeness_is_the_same_both_ways(text: str) -> None:
    one = pieces(text)
    for other in map(pieces, TEXTS):
        there, back = likeness(one, other, 0.0), likeness(other, one, 0.0)
        assert there == back
        assert (there == 1.0) == (one == other)
        assert likeness(one, other, 0.9) == (there if there >= 0.9 else 0.0)
