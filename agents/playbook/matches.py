"""The products of the catalogue that a lead is interested in."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from agents.playbook.fit import LONGEST_NOTE
from tools.domain.lead import LeadContext
from tools.domain.site import Product
from tools.text import fold

FEWEST_LETTERS: Final = 5  # of a word that makes a need and a product akin
PLURAL: Final = re.compile(r"(?<=\w{3})(?:es|s)$")


class Match(NamedTuple):
    """A product of the catalogue, its place there, and the interest that names it, if one does."""

    product: Product
    place: int
    interest: str | None
    is_named: bool = False  # in the newest note

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the facts that speak of it."""
        own = (f"products[{self.place}]",)
        return (*own, self.interest) if self.interest else own


def catalogue_matches(context: LeadContext, avoid: frozenset[str]) -> list[Match]:
    """Returns the products that the interests name, in their order; the only one of a catalogue
    needs no naming.
    """
    matches: dict[int, Match] = {}
    for i, interest in enumerate(context.interests):
        source = f"interests[{i}]"
        index = None if source in avoid else _index_of(interest, context.products)
        if index is not None:
            matches.setdefault(index, Match(context.products[index], index, source))
    for place in _named_in_notes(context):
        source = f"interactions[{len(context.interactions) - 1}]"
        matches[place] = Match(context.products[place], place, source, is_named=True)
    if not context.interests and len(context.products) == 1:
        return [Match(context.products[0], 0, None)]
    return list(matches.values())


def asked_about(matches: Sequence[Match]) -> Sequence[Match]:
    """Returns the products that the newest note names; all of them where it names none."""
    return [match for match in matches if match.is_named] or matches


def kinship(product: Product, need: str) -> int:
    """Returns how many words of a need a product's name and description hold."""
    words = _stems(f"{product.name} {product.description or ''}")
    return len({stem for stem in _stems(need) & words if len(stem) >= FEWEST_LETTERS})


def is_in_question(match: Match, questions: Sequence[str]) -> bool:
    """Returns whether the lead's questions hold a word of a product's name."""
    return bool(_stems(" ".join(questions)) & _stems(match.product.name))


def _named_in_notes(context: LeadContext) -> Iterator[int]:
    """Yields the places of the products that the newest note names."""
    if not context.interactions:
        return
    noted = _stems(context.interactions[-1].summary[:LONGEST_NOTE])
    for place, product in enumerate(context.products):
        stems = _stems(product.name)
        if stems and stems <= noted:
            yield place


def _index_of(interest: str, products: tuple[Product, ...]) -> int | None:
    """Returns the place of the product whose name holds the interest's words, or the other way
    round; of several that hold them, none.
    """
    wanted = _stems(interest)
    for i, product in enumerate(products):
        if wanted and wanted == _stems(product.name):
            return i
    for i, product in enumerate(products):
        stems = _stems(product.name)
        if stems and stems <= wanted:
            return i
    holders = [i for i, product in enumerate(products) if wanted <= _stems(product.name)]
    return holders[0] if wanted and len(holders) == 1 else None


def _stems(text: str) -> frozenset[str]:
    """Returns a text's words without the ending of the plural."""
    return frozenset(PLURAL.sub("", word) for word in re.findall(r"\w+", fold(text)))
