"""The sales manager, the supervisor who reviews whether a sequence sells well."""

from collections.abc import Sequence
from functools import partial

from agents.checks import sales_manager as checks
from agents.facts import facts_of
from agents.llm import Meter, Model
from agents.review import review_with
from tools.domain.lead import LeadContext
from tools.domain.review import Review
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Role

PROMPT = """You are the sales manager of a company. You review a follow-up sequence before it is
sent. Approve it only if every touch has one clear call to action, fits the lead's stage, adds
something the touches before did not say, offers no discount or price the site does not allow,
and reads as if a good salesperson had written it. For anything else ask for a revision, with a
reason for each fault: which touch, which field, what is wrong, what would be right."""


async def review(
    drafts: Sequence[Draft], context: LeadContext, *, round: int, model: Model | None, meter: Meter
) -> Review:
    """Returns the verdict on a round's drafts, by the rules and by the model if there is one."""
    check = partial(checks.check, drafts, context, facts_of(context))
    return await review_with(
        Role.SALES_MANAGER, PROMPT, check, drafts, context, round=round, model=model, meter=meter
    )
