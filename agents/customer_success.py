"""Customer success, the supervisor who reviews a sequence on the lead's behalf."""

from collections.abc import Sequence
from functools import partial

from agents import sales_agent
from agents.checks import customer_success as checks
from agents.facts import facts_of
from agents.llm import Meter, Model
from agents.prompts import AS_DATA
from agents.review import review_with
from tools.domain.lead import LeadContext
from tools.domain.review import Review
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Role

PROMPT = """You are in charge of customer success at a company. You review a follow-up sequence
on the lead's behalf before it is sent. Approve it only if every name, number, date, price and
quoted word stands in the facts, the tone is respectful, nothing is promised, nobody is pressed,
and the lead is written to in the right language and on channels it accepts. For anything else
ask for a revision, with a reason for each fault: which touch, which field, what is wrong, what
would be right."""


async def review(
    drafts: Sequence[Draft], context: LeadContext, *, round: int, model: Model | None, meter: Meter
) -> Review:
    """Returns the verdict on a round's drafts, by the rules and by the model if there is one."""
    check = partial(
        checks.check,
        drafts,
        context,
        facts_of(context),
        prompts=(PROMPT, AS_DATA, sales_agent.PROMPT),
    )
    return await review_with(
        Role.CUSTOMER_SUCCESS, PROMPT, check, drafts, context, round=round, model=model, meter=meter
    )
