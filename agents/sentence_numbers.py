"""The numbers by which a reviewer is asked about the sentences of a whole sequence."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from agents.proof import Sentence, numbered_sentences
from tools.domain.sequence import PLAYBOOK, Draft
from tools.text import fold

Numbers = Mapping[tuple[int, int], int]  # (position, sentence of the touch) -> number
# Words of greetings and closings: a line of these and of names states nothing.
FORMAL: Final = frozenset(
    """hi hello hey dear good morning afternoon day best kind warm regards wishes thanks thank you
    sincerely yours all the many cheers mr mrs ms dr
    hola estimado estimada estimados buenos buenas dias tardes un cordial saludo saludos
    atentamente gracias le saluda reciba senor senora sr sra don dona dra""".split()
)
MOST_FORMAL_WORDS: Final = 8


def numbers_of(drafts: Sequence[Draft]) -> dict[tuple[int, int], int]:
    """Returns the numbers, from 1, of the sentences that a reviewer has to judge.

    The playbook's are known by construction, and greetings and signatures state nothing.
    """
    numbers: dict[tuple[int, int], int] = {}
    for draft in drafts:
        if draft.drafted_by == PLAYBOOK:
            continue
        sentences = numbered_sentences(draft)
        for sentence in sentences:
            if not is_formality(sentence, sentences):
                numbers[draft.position, sentence.number] = len(numbers) + 1
    return numbers


def is_formality(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Returns whether a line is a greeting or part of the signature.

    A greeting is made of its words and at most three others; a signature's lines are the last ones,
    without a full stop.
    """
    words = re.findall(r"[^\W\d_]+", fold(sentence.text))
    if not words or len(words) > MOST_FORMAL_WORDS:
        return not words
    others = [word for word in words if word not in FORMAL]
    is_greeting = words[0] in FORMAL and len(others) <= len(words) // 2 + 1 and len(others) <= 3
    return is_greeting and not sentence.text.rstrip().endswith(("?", "."))
