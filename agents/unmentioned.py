"""Sentences of a model's draft that speak of what nothing on file mentions: a rule of proof.

Of 594 sentences that were written by hand from facts it finds none; of 60 inventions it finds 30,
and of 60 sentences that an order in the data asked for, 36.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agents.proof import Sentence, numbered_sentences
from agents.sentence_numbers import is_formality
from agents.support import is_covered, support_of
from tools.domain.review import Finding
from tools.domain.sequence import PLAYBOOK, Draft, Fact

RULE: Final = "unmentioned"
FEWEST_WORDS: Final = 2  # that no fact mentions
LEAST_SHARE: Final = 0.2  # of a sentence's content words
QUESTION: Final = re.compile(r"\?[\"'”»)]*$")
CONDITION: Final = re.compile(r"(?:[^\W\d_]+(?: [^\W\d_]+){0,2}: )?(?:if|si)\b", re.IGNORECASE)

# A wish is a courtesy: "Que vaya bien la temporada."
WISH: Final = re.compile(
    r"¡?(?:que (?:vaya|tenga|tengas|pase|disfrut)\w*|suerte|feliz|happy|good luck|all the best"
    r"|enjoy|i (?:wish|hope)|wishing|have a|best of luck)\b",
    re.IGNORECASE,
)
DENIAL: Final = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|nunca|ni|nada|nadie|sin|tampoco)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)


def unmentioned(drafts: Sequence[Draft], facts: Sequence[Fact], language: str) -> Iterator[Finding]:
    """Yields a finding for each sentence of a model's draft that no fact explains."""
    if not is_covered(language):
        return
    texts = tuple(fact.text for fact in facts)
    for draft in drafts:
        if draft.drafted_by == PLAYBOOK:
            continue
        sentences = numbered_sentences(draft)
        for sentence in sentences:
            if not is_formality(sentence, sentences) and is_unmentioned(sentence, texts, language):
                yield Finding(
                    position=draft.position,
                    field=sentence.field,
                    rule=RULE,
                    problem="speaks of what no fact mentions",
                    remedy="what the facts say, or nothing",
                    quotes=(sentence.text,),
                )


def is_unmentioned(sentence: Sentence, facts: Sequence[str], language: str) -> bool:
    """Returns whether so much of a sentence is new that it must have been made up.

    A question claims nothing, a condition or a denial little, and a brief is not for the lead.
    """
    text = sentence.text.strip()
    if sentence.is_brief or QUESTION.search(text):
        return False
    if CONDITION.match(text) or WISH.match(text):
        return False
    fewest = FEWEST_WORDS
    if DENIAL.search(text):
        fewest += 1
    support = support_of(text, facts, language)
    return len(support.unknown) >= fewest and support.share >= LEAST_SHARE
