"""The variables of the templates: what is known of a lead, as it may stand in a sentence, with its
sources.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from agents.playbook.display import company_name, given_name, job_title, phrase, topic, visible
from agents.playbook.recap import recap_of
from tools.domain.lead import LeadContext

ENGLISH_MARKS = frozenset("the and of our with for to in on is are by time too not".split())
SPANISH_MARKS = frozenset(
    "el la los las de del en con para por y un una que es son al se no".split()
)


# A need noted as a sentence ("reports take too long") can only be quoted; what follows "that" or
# "que" is none.
SENTENCE: Final = re.compile(
    r"^(?:we|our|i|my|they|there|it|nos|nuestr[oa]s?|no se)\b"
    r"|(?<!to )\b(?:is|are|was|were|\w+n't|do not|does not|cannot|takes?|has|have|loses?|keeps?"
    r"|gets?|"
    r"es|son|está|están|tiene|tienen|tenemos|perdemos|gastamos|tardan?|tardamos|cuestan?|hay|"
    r"no \w+(?:[ae]n?|[aei]mos))\b",
    re.IGNORECASE,
)
RELATIVE: Final = re.compile(r"\b(?:that|which|who|que|donde|cuando)\b.*", re.IGNORECASE)


class Word(NamedTuple):
    text: str
    sources: tuple[str, ...]


def words_of(
    context: LeadContext, position: int, avoid: frozenset[str] = frozenset()
) -> dict[str, Word]:
    """The variables known for the touch at `position`; what is unknown, or stands in `avoid`, is
    left out.

    Pain points and products take turns, so that each touch of a sequence has a subject of its
    own.
    """
    variables = {
        name: Word(text, sources)
        for name, text, sources in _variables(context, position, avoid)
        if text
    }
    return {name: word for name, word in variables.items() if not avoid.intersection(word.sources)}


def _variables(
    context: LeadContext, position: int, avoid: frozenset[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    lead = context.lead
    yield "us", visible(context.site.name), ("site.name",)
    yield "me", visible(context.user.name), ("user.name",)
    yield "me_title", visible(context.user.title or ""), ("user.title",)
    yield "first", given_name(lead.name), ("lead.name",)
    yield "full", phrase(lead.name, 60) if given_name(lead.name) else "", ("lead.name",)
    yield "company", company_name(lead.company), ("lead.company",)
    yield "role", job_title(lead.position), ("lead.position",)
    yield "budget", phrase(lead.budget_range, 40), ("lead.budget_range",)
    yield from _turns(
        "pain", _usable(lead.pain_points, "lead.pain_points", context.language, avoid), position
    )
    yield from _products(context, position, avoid)
    yield from _recap(context, avoid)


def _usable(
    texts: tuple[str, ...], source: str, language: str, avoid: frozenset[str]
) -> list[tuple[str, str]]:
    """Those that may stand in a sentence, each with its source; what is no phrase of the copy's
    language is quoted.
    """
    parts = ((part, i) for i, text in enumerate(texts) for part in re.split(r"[;|\n]", text))
    phrases = ((_quoted(topic(part), language), f"{source}[{i}]") for part, i in parts)
    unique = {
        text.casefold(): (text, source)
        for text, source in reversed([*phrases])
        if text and source not in avoid
    }
    return list(reversed(unique.values()))


def _quoted(text: str, language: str) -> str:
    if not text or not (_foreign(text, language) or SENTENCE.search(RELATIVE.sub("", text))):
        return text
    return f"«{text}»" if language == "es" else f"“{text}”"


def _foreign(text: str, language: str) -> bool:
    """Whether a text is in the other of the two languages."""
    words = set(text.casefold().split())
    english, spanish = len(words & ENGLISH_MARKS), len(words & SPANISH_MARKS)
    if language == "es":
        return english > spanish or any(word.endswith("ing") for word in words)
    return spanish > english


def _turns(
    name: str, usable: list[tuple[str, str]], position: int
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if usable:
        text, source = usable[(position - 1) % len(usable)]
        yield name, text, (source,)
    if len(usable) > 1:
        text, source = usable[
            position % len(usable) if position == 1 else (position - 2) % len(usable)
        ]
        yield f"{name}_other", text, (source,)


def _products(
    context: LeadContext, position: int, avoid: frozenset[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    usable = _usable(context.interests, "interests", context.language, avoid)
    yield from _turns("product", usable, position)
    if not usable:
        return
    interest_text, interest = usable[(position - 1) % len(usable)]
    line, source = _line_about(interest_text.strip("«»“”"), context)
    yield "product_line", line, (source, interest)


def _line_about(product: str, context: LeadContext) -> tuple[str, str]:
    """(what we say of a product, where it stands): the catalogue's words, else a sentence of the
    site's own pages.
    """
    for i, entry in enumerate(context.products):
        if product.casefold() == entry.name.strip().casefold() and entry.description:
            return visible(entry.description).rstrip(".") + ".", f"products[{i}]"
    opening = re.compile(
        rf"(?:(?:our|the|nuestr[oa]|el|la) )?{re.escape(product)} [a-záéíóúñ]", re.IGNORECASE
    )
    for i, passage in enumerate(context.knowledge):
        for sentence in re.split(r"(?<=[.!?])\s+", passage.text):
            is_about = opening.match(sentence) and sentence.endswith(".") and phrase(sentence, 160)
            if is_about and not _foreign(sentence, context.language):
                return sentence, f"knowledge[{i}]"
    return "", ""


def _recap(
    context: LeadContext, avoid: frozenset[str]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    recap = recap_of(context.interactions, context.language, locale_of(context), context.now)
    if recap:
        sources = (f"interactions[{recap.position}]",)
        yield "contact", recap.contact, sources
        yield "recap", recap.clause, sources
        yield "about", recap.about, sources


def locale_of(context: LeadContext) -> str:
    """How dates are written: as in the lead's country where that is known, else as in the United
    States.
    """
    if context.language == "es":
        return "es"
    return "en_US" if context.country in (None, "US", "CA", "PH") else "en_GB"
