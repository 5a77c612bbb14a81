"""What copy may say: the facts, in the forms that words, numbers and addresses are compared in."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from agents.checks.addresses import in_e164
from agents.checks.money import Amount, amounts_in
from agents.checks.numbers import numbers_in
from agents.checks.sources import (
    Source,
    offers_in,
    our_addresses,
    our_phones,
    source_of,
)
from tools.domain.lead import LeadContext
from tools.domain.sequence import Fact, Speaker
from tools.domain.vocabulary import Role


class Ground(NamedTuple):
    """What copy may say."""

    sources: tuple[Source, ...]
    stems: frozenset[str]
    our_stems: frozenset[str]
    numbers: frozenset[Decimal]
    our_amounts: frozenset[Amount]
    amounts: frozenset[Amount]
    addresses: frozenset[str]
    phones: frozenset[str]
    regions: tuple[str | None, ...]
    texts: str
    days: frozenset[date]
    discount: int

    def is_our_phone(self, digits: str) -> bool:
        """Returns whether digits are one of our numbers, as they are dialled from its country."""
        return any(in_e164(digits, region) in self.phones for region in self.regions)


@lru_cache(maxsize=8)
def ground_of(
    facts: tuple[Fact, ...], instructions: str, discount: int, country: str | None
) -> Ground:
    """Returns the ground that facts and the site's own instructions make."""
    sources = [source_of(fact.text, fact.said_by) for fact in facts]
    if instructions:
        sources.append(source_of(instructions, Speaker.COMPANY))
    ours = [source for source in sources if source.is_ours]
    texts = " \n ".join(source.text for source in sources)
    phones, regions = our_phones(ours, country)
    return Ground(
        sources=tuple(sources),
        stems=_stems(sources),
        our_stems=_stems(ours),
        numbers=_numbers(sources) | {Decimal(discount)},
        our_amounts=_amounts(ours) | offers_in(sources),
        amounts=_amounts(sources),
        addresses=our_addresses(ours),
        phones=phones,
        regions=regions,
        texts=texts,
        days=frozenset(),
        discount=discount,
    )


def ground_for(facts: Sequence[Fact], context: LeadContext) -> Ground:
    """Returns the ground of a sequence."""
    ground = ground_of(
        tuple(facts),
        context.instructions.get(Role.SALES, ""),
        context.site.discount_allowed_percent,
        context.site.country,
    )
    zone = ZoneInfo(context.timezone)
    days = {interaction.at.astimezone(zone).date() for interaction in context.interactions}
    days |= {interaction.at.date() for interaction in context.interactions}
    days.add(context.now.astimezone(zone).date())
    return ground._replace(days=frozenset(days))


def _stems(sources: Iterable[Source]) -> frozenset[str]:
    stems: frozenset[str] = frozenset()
    return stems.union(*(source.stems for source in sources))


def _amounts(sources: Iterable[Source]) -> frozenset[Amount]:
    amounts: frozenset[Amount] = frozenset()
    return amounts.union(*(amounts_in(source.text) for source in sources))


def _numbers(sources: Iterable[Source]) -> frozenset[Decimal]:
    """Returns the numbers of facts; the plan's days and hours are no figures."""
    numbers: set[Decimal] = set()
    for source in sources:
        if source.speaker is not Speaker.PLAN:
            numbers |= {number.value for number in numbers_in(source.text)}
    return frozenset(numbers)
