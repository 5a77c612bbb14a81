"""The numbered list of what the copy may say: every claim stands on one of these."""

from collections.abc import Iterator

from tools.domain.lead import LeadContext
from tools.domain.sequence import Fact


def facts_of(context: LeadContext) -> tuple[Fact, ...]:
    """All facts of a context, numbered from 1; `source` says which field each one stands in."""
    texts = (
        (source, " ".join(text.split()))
        for source, text in _sources(context)
        if text and text.strip()
    )
    return tuple(
        Fact(id=number, source=source, text=text)
        for number, (source, text) in enumerate(texts, start=1)
    )


def _sources(context: LeadContext) -> Iterator[tuple[str, str | None]]:
    lead, site, user = context.lead, context.site, context.user
    yield "site.name", site.name
    yield "site.url", site.url
    yield from (
        (f"user.{name}", getattr(user, name)) for name in ("name", "title", "email", "phone")
    )
    for name in (
        "name",
        "company",
        "position",
        "email",
        "phone",
        "linkedin",
        "budget_range",
        "source",
    ):
        yield f"lead.{name}", getattr(lead, name)
    yield from ((f"lead.pain_points[{i}]", text) for i, text in enumerate(lead.pain_points))
    yield from ((f"interests[{i}]", text) for i, text in enumerate(context.interests))
    for i, interaction in enumerate(context.interactions):
        yield (
            f"interactions[{i}]",
            f"{interaction.at:%Y-%m-%d} {interaction.type}: {interaction.summary}",
        )
    for i, product in enumerate(context.products):
        yield (
            f"products[{i}]",
            ". ".join(filter(None, (product.name, product.description, product.price))),
        )
    for i, passage in enumerate(context.knowledge):
        yield f"knowledge[{i}]", ": ".join(filter(None, (passage.title, passage.text)))
    if context.visitor:
        yield "visitor.source", context.visitor.source
        yield from ((f"visitor.pages[{i}]", page) for i, page in enumerate(context.visitor.pages))
