"""A model's opinion of a sequence: a score from 0 to 100."""

from pydantic import BaseModel, ConfigDict

from agents.facts import facts_of
from agents.llm import Meter, Model, ModelError, ask
from agents.prompts import AS_DATA, as_data, fact_line
from agents.revision import draft_lines
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft


class Judgement(BaseModel):
    """What you think of the sequence: a score from 0 to 100, and its worst fault in a few words."""

    model_config = ConfigDict(extra="forbid")
    score: int
    worst_fault: str


JUDGE = """You judge follow-up sequences that a company would send to a lead. Score how likely the
lead is to be glad of them and to answer: 0 is harmful, 50 is an ordinary template, 100 is what the
best salesperson you know would write."""


async def score_of(model: Model, context: LeadContext, drafts: list[Draft]) -> int | None:
    """The model's score of a sequence, 0 to 100; None where it gave none."""
    facts = "\n".join(fact_line(fact) for fact in facts_of(context, drafts))
    messages = [
        ("system", f"{JUDGE}\n\n{AS_DATA}"),
        ("user", f"{as_data(facts)}\n\n{as_data(draft_lines(drafts))}"),
    ]
    try:
        answer = await ask(model, Judgement, messages, Meter(), most_tokens=200)
    except ModelError:
        return None
    return max(0, min(answer.score, 100))
