"""Customer success, the supervisor who reviews a sequence on the lead's behalf."""

from typing import Final

from agents.llm import Meter, Model
from agents.review import TOKENS, Reviewed, Submission, review_with
from agents.sentence_numbers import numbers_of
from agents.vouching import read_vouching
from tools.domain.vocabulary import Role

PROMPT: Final = """You are in charge of customer success and speak for the lead. Approve the
sequence only if all it states is true by the facts, nothing is said that must not be, nothing is
promised, nobody is pressed or flattered, and the lead would be glad to read it."""
TOKENS_A_SENTENCE: Final = 30
VOUCHING: Final = """In `sentences`, judge every sentence that has a number: fact with the numbers
of the facts it stands on, courtesy, ask, advice (to the sender), or unsupported if it states what
no fact says."""


async def review(submission: Submission, *, model: Model | None, meter: Meter) -> Reviewed:
    """Returns the verdict on a round's drafts, by the rules and by the model if there is one."""
    numbers = numbers_of(submission.drafts)
    return await review_with(
        Role.CUSTOMER_SUCCESS,
        f"{PROMPT} {VOUCHING}" if numbers else PROMPT,
        submission,
        read_vouching,
        model=model,
        meter=meter,
        tokens=TOKENS + TOKENS_A_SENTENCE * len(numbers),
    )
