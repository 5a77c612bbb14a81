"""What copy may say: the facts, in the forms that words, numbers and addresses are compared in."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from agents.checks.addresses import addresses_in, host_of, in_e164, phones_in, region_of
from agents.checks.folding import folded
from agents.checks.money import Amount, amounts_in
from agents.checks.numbers import numbers_in
from agents.checks.words import stems_of
from tools.domain.lead import LeadContext
from tools.domain.sequence import Fact, Speaker
from tools.domain.vocabulary import Role

SPEAKERS: Final = (
    ("site.", Speaker.COMPANY),
    ("products", Speaker.COMPANY),
    ("user.", Speaker.REPRESENTATIVE),
    ("sender.", Speaker.REPRESENTATIVE),
    ("lead.", Speaker.LEAD),
    ("interests", Speaker.LEAD),
    ("visitor.", Speaker.LEAD),
    ("interactions", Speaker.NOTE),
    ("knowledge", Speaker.PAGE),
    ("plan.", Speaker.PLAN),
)
OURS: Final = frozenset({Speaker.COMPANY, Speaker.REPRESENTATIVE, Speaker.PAGE})
SAID: Final = frozenset({Speaker.COMPANY, Speaker.REPRESENTATIVE})
# A note on what we did: its prices are those of our own offer.
OUR_DOING: Final = ("sent", "quoted", "offered", "proposed", "envi", "presupuest", "ofrec", "mand")


class Source(NamedTuple):
    """One fact, folded, with the stems of its words."""

    text: str
    stems: frozenset[str]
    speaker: Speaker

    @property
    def is_ours(self) -> bool:
        """Whether the company, its representative or its pages say it."""
        return self.speaker in OURS


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


def speaker_of(fact: Fact) -> Speaker:
    """Returns who says a fact: as its source tells, where the fact itself does not."""
    if fact.said_by is not Speaker.COMPANY:
        return fact.said_by
    for prefix, speaker in SPEAKERS:
        if fact.source.startswith(prefix):
            return speaker
    return fact.said_by


@lru_cache(maxsize=8)
def ground_of(
    facts: tuple[Fact, ...], instructions: str, discount: int, country: str | None
) -> Ground:
    """Returns the ground that facts and the site's own instructions make."""
    sources = [_source(fact.text, speaker_of(fact)) for fact in facts]
    if instructions:
        sources.append(_source(instructions, Speaker.COMPANY))
    ours = [source for source in sources if source.is_ours]
    texts = " \n ".join(source.text for source in sources)
    our_text = " \n ".join(source.text for source in ours)
    phones, regions = _phones(ours, country)
    return Ground(
        sources=tuple(sources),
        stems=_stems(sources),
        our_stems=_stems(ours),
        numbers=frozenset(number.value for number in numbers_in(texts)) | {Decimal(discount)},
        our_amounts=frozenset(amounts_in(our_text)) | _offers(sources),
        amounts=frozenset(amounts_in(texts)),
        addresses=_addresses(ours),
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


def _source(text: str, speaker: Speaker) -> Source:
    plain = folded(text).text
    return Source(plain, stems_of(plain), speaker)


def _stems(sources: Iterable[Source]) -> frozenset[str]:
    stems: frozenset[str] = frozenset()
    return stems.union(*(source.stems for source in sources))


def _offers(sources: Iterable[Source]) -> frozenset[Amount]:
    """Returns the amounts of our own offers, which notes tell of."""
    amounts: set[Amount] = set()
    for source in sources:
        if source.speaker is not Speaker.NOTE:
            continue
        words = source.text.split(":", 1)[-1].split()
        if words and words[0].startswith(OUR_DOING):
            amounts.update(amounts_in(source.text))
    return frozenset(amounts)


def _addresses(ours: Sequence[Source]) -> frozenset[str]:
    """Returns our addresses; those on pages only where their host is the company's own.

    A page may hold what a visitor wrote there, or another company's address.
    """
    addresses: set[str] = set()
    hosts: set[str] = set()
    for source in ours:
        if source.speaker in SAID:
            keys = {address.key for address in addresses_in(source.text)}
            addresses |= keys
            hosts |= {host_of(key) for key in keys}
    for source in ours:
        for address in addresses_in(source.text):
            if host_of(address.key) in hosts:
                addresses.add(address.key)
    return frozenset(addresses)


def _phones(
    ours: Sequence[Source], country: str | None
) -> tuple[frozenset[str], tuple[str | None, ...]]:
    """Returns our numbers in E.164, and the countries they are dialled in."""
    phones: set[str] = set()
    regions: set[str | None] = {None, country}
    for source in ours:
        if source.speaker not in SAID:
            continue
        for phone in phones_in(source.text):
            number = in_e164(phone.digits, country)
            phones.add(number)
            regions.add(region_of(number))
    return frozenset(phones), tuple(sorted(regions, key=str))
