"""The facts of a lead: the numbered list of all that a sequence may say."""

from collections.abc import Iterator
from typing import Final

from agents.injection import reads_like_order
from agents.playbook.needs import note_rule_for
from tools.domain.lead import LeadContext
from tools.domain.sequence import Fact

USER_FIELDS: Final = ("name", "title", "email", "phone")
LEAD_FIELDS: Final = (
    "name",
    "company",
    "position",
    "email",
    "phone",
    "linkedin",
    "budget_range",
    "source",
)


def facts_of(context: LeadContext) -> tuple[Fact, ...]:
    """Returns all facts of a context, numbered from 1.

    A fact's `source` is the field it comes from, such as "lead.name" or "products[0]".
    """
    facts: list[Fact] = []
    for source, text in _sources(context):
        line = " ".join((text or "").split())
        if line:
            facts.append(Fact(id=len(facts) + 1, source=source, text=line))
    return tuple(facts)


def _sources(context: LeadContext) -> Iterator[tuple[str, str | None]]:
    """Yields (source, text) for every field, in the order that the facts are numbered in."""
    yield "site.name", context.site.name
    yield "site.url", context.site.url
    for name in USER_FIELDS:
        yield f"user.{name}", getattr(context.user, name)
    for name in LEAD_FIELDS:
        yield f"lead.{name}", getattr(context.lead, name)
    for i, text in enumerate(context.lead.pain_points):
        # A note to colleagues is no fact to write on; an order stays, so that it is found.
        is_note = note_rule_for(text) is not None and not reads_like_order(text)
        yield f"lead.pain_points[{i}]", None if is_note else text
    yield from _numbered("interests", context.interests)
    for i, interaction in enumerate(context.interactions):
        day = f"{interaction.at:%Y-%m-%d}"
        yield f"interactions[{i}]", f"{day} {interaction.type}: {interaction.summary}"
    for i, product in enumerate(context.products):
        texts = (product.name, product.description, product.price)
        yield f"products[{i}]", ". ".join(filter(None, texts))
    for i, passage in enumerate(context.knowledge):
        yield f"knowledge[{i}]", ": ".join(filter(None, (passage.title, passage.text)))
    if context.visitor:
        yield "visitor.source", context.visitor.source
        yield from _numbered("visitor.pages", context.visitor.pages)


def _numbered(source: str, texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yields each text with its source: "interests[0]", "interests[1]" and so on."""
    for i, text in enumerate(texts):
        yield f"{source}[{i}]", text
