"""Phrases that rules in code look for: one pass over a sentence, or one phrase at a time."""

import tomllib

import pytest
import re2

from agents.checks.phrases import FILE, LONGEST_SENTENCE, groups_in, holds, phrases_in
from agents.checks.rules import rules

EXAMPLES = sorted({words.casefold() for rule in rules().values() for words in rule.catch})
PHRASES = tomllib.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("phrase", list(PHRASES))
def test_one_pass_over_a_sentence_finds_what_a_look_for_each_phrase_does(phrase: str) -> None:
    patterns = [re2.compile(pattern) for pattern in PHRASES[phrase]["patterns"]]
    for words in EXAMPLES:
        is_there = any(pattern.search(words) for pattern in patterns)
        assert (phrase in phrases_in(words)) == is_there, words


def test_a_text_too_long_for_a_sentence_is_looked_through_for_one_phrase() -> None:
    assert holds("past", "we spoke" + " " * LONGEST_SENTENCE)
    assert not holds("past", "we speak" + " " * LONGEST_SENTENCE)


def test_the_place_of_a_name_in_a_phrase_is_told() -> None:
    words = "hi bob, how are you?"
    [(start, end)] = groups_in("greeting", words)
    assert words[start:end] == "bob"
    assert list(groups_in("greeting", "bob, how are you?")) == []
