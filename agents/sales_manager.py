"""The sales manager, the supervisor who reviews whether a sequence sells well."""

from typing import Final

from agents.llm import Meter, Model
from agents.review import Reviewed, Submission, review_with
from tools.domain.vocabulary import Role

PROMPT: Final = """You are the sales manager: approve the sequence only if you would send it
yourself: it starts where the lead stopped and answers it; each touch has its own topic and one ask
that takes a line to answer; it fits situation and days; next steps meet each kind of answer; a
script sounds like talking. Leave `sentences` empty."""


async def review(submission: Submission, *, model: Model | None, meter: Meter) -> Reviewed:
    """Returns the verdict on a round's drafts, by the rules and by the model if there is one."""
    return await review_with(Role.SALES_MANAGER, PROMPT, submission, model=model, meter=meter)
