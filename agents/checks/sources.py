"""Facts as the rules read them: folded, with who says each, and what in them is ours."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from agents.checks.addresses import addresses_in, host_of, in_e164, phones_in, region_of
from agents.checks.folding import folded
from agents.checks.money import Amount, amounts_in
from agents.checks.words import stems_of
from tools.domain.sequence import Speaker

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


@lru_cache(maxsize=2048)
def source_of(text: str, speaker: Speaker) -> Source:
    """Returns a fact as the rules read it."""
    plain = folded(text).text
    return Source(plain, stems_of(plain), speaker)


def offers_in(sources: Iterable[Source]) -> frozenset[Amount]:
    """Returns the amounts of our own offers, which notes tell of."""
    amounts: set[Amount] = set()
    for source in sources:
        if source.speaker is not Speaker.NOTE:
            continue
        words = source.text.split(":", 1)[-1].split()
        if words and words[0].startswith(OUR_DOING):
            amounts.update(amounts_in(source.text))
    return frozenset(amounts)


def our_addresses(ours: Sequence[Source]) -> frozenset[str]:
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


def our_phones(
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
