"""Customer success's rules: every claim is true, the tone right, and the lead willing."""

from collections.abc import Iterator, Sequence

from agents.checks.rulebook import findings
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft, Fact
from tools.domain.vocabulary import Role


def check(
    drafts: Sequence[Draft],
    context: LeadContext,
    facts: Sequence[Fact],
    prompts: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yields what customer success's rules find in a sequence that may say the facts.

    `prompts` are the agents' prompts, of which copy must repeat nothing.
    """
    yield from findings(drafts, context, facts, Role.CUSTOMER_SUCCESS, prompts)
