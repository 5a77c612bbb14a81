"""The sales manager's rules: a sequence sells well, and offers only what the site allows."""

from collections.abc import Iterator, Sequence

from agents.checks.rulebook import findings
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft, Fact
from tools.domain.vocabulary import Role


def check(
    drafts: Sequence[Draft], context: LeadContext, facts: Sequence[Fact]
) -> Iterator[Finding]:
    """Yields what the sales manager's rules find in a sequence that may say the facts."""
    yield from findings(drafts, context, facts, Role.SALES_MANAGER)
