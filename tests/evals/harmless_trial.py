"""Which texts are kept from the model though they order nothing."""

from collections.abc import Iterator, Sequence
from typing import Any

from agents.facts import omissions_of
from tests.evals.words import DocumentationPassage, HarmlessText
from tests.factories import context, interaction, lead
from tools.domain.lead import LeadContext
from tools.domain.site import Passage

SOURCE = "https://plumeworks.example.com/help"


def withheld_texts(texts: Sequence[HarmlessText]) -> list[str]:
    """The ids of the harmless texts that a model would not see."""
    return [text.id for text in texts if omissions_of(_context_with(text.field, text.text))]


def withheld_passages(passages: Sequence[DocumentationPassage]) -> list[str]:
    """The passages of documentation that a model would not see."""
    return list(_withheld(passages))


def _withheld(passages: Sequence[DocumentationPassage]) -> Iterator[str]:
    for passage in passages:
        if omissions_of(_context_with("page", passage.text)):
            yield passage.text


def _context_with(field: str, text: str) -> LeadContext:
    """A lead with nothing but a text in one of its fields, or in a page of the site."""
    nothing: dict[str, Any] = {"interactions": (), "interests": (), "products": ()}
    if field == "interactions":
        nothing["interactions"] = (interaction(summary=text),)
    elif field == "interests":
        nothing["interests"] = (text,)
    elif field in ("page", "knowledge"):
        nothing["knowledge"] = (Passage(source=SOURCE, title=None, text=text),)
    fields: dict[str, Any] = {"pain_points": (), "budget_range": None}
    if field == "pain_points":
        fields["pain_points"] = (text,)
    elif field in ("company", "position"):
        fields[field] = text
    return context(lead=lead(**fields), **nothing)
