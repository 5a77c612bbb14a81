"""Sentences that two touches share, flaws that findings name, and tables in a README."""

import pytest

from tests.evals.flaws import named_flaws
from tests.evals.readme import with_tables
from tests.evals.recording import Flaw, RecordedTouch
from tests.evals.repeats import near_repeats
from tools.domain.review import Finding

FIRST = "You told us that approvals take longer than the writing. Shall we talk?"


@pytest.mark.parametrize(
    ("other", "pairs"),
    [
        ("As you told us, approvals take longer than the writing.", 1),
        ("Hi Nora,\n\nHow does a draft get approved at the moment?\n\nShall we talk?", 0),
        ("This is Morgan Ellis: you told us that approvals take longer than the writing.", 0),
        ("Approvals and writing are two things that take long.", 0),
    ],
)
def test_a_sentence_that_two_touches_share_is_a_near_repeat(other: str, pairs: int) -> None:
    assert near_repeats([FIRST, other], "Morgan Ellis") == pairs


def finding(**changes: object) -> Finding:
    fields = {
        "position": 1,
        "field": "content",
        "rule": "hype",
        "problem": "is hype",
        "remedy": "plain words",
        "quotes": ("a  Game-changer",),
    }
    return Finding.model_validate(fields | changes)


@pytest.mark.parametrize(
    ("changes", "is_named"),
    [
        ({}, True),
        ({"field": "subject"}, False),
        ({"position": 2}, False),
        ({"quotes": ("will change",)}, False),
        ({"quotes": ()}, False),
        ({"quotes": ("a gamechanger that transforms everything",)}, True),
    ],
)
def test_a_flaw_is_named_by_a_finding_that_quotes_its_words(
    changes: dict[str, object], is_named: bool
) -> None:
    text = "This is a game-changer that transforms all, and it will change you."
    touches = [RecordedTouch(position=1, subject="A", content=text)]
    words = "a game-changer that transforms"
    flaws = [Flaw(position=1, field="content", kind="hype", words=words)]
    assert bool(named_flaws(flaws, [finding(**changes)], touches)) is is_named


def test_a_table_takes_the_place_of_the_one_with_the_same_head() -> None:
    text = "A\n\n|  | x |\n|---|---:|\n| old | 1 |\n\nB\n"
    table = "|  | x |\n|---|---:|\n| new | 2 |"
    assert with_tables(text, [table]) == f"A\n\n{table}\n\nB\n"
    with pytest.raises(ValueError, match="no table with the head"):
        with_tables(text, ["|  | y |"])
