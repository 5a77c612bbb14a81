"""The variables of the templates: what is known of a lead, as it may stand in a sentence."""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from agents.playbook.display import (
    company_name,
    full_name,
    given_name,
    job_title,
    phrase,
    topic,
    visible,
)
from agents.playbook.needs import needs_in
from agents.playbook.recap import recap_of
from tools.domain.lead import LeadContext

# The commonest short words, by which a need in the other language is told from one in the copy's.
ENGLISH_MARKS = frozenset("the and of our with for to in on is are by time too not".split())
SPANISH_MARKS = frozenset(
    "el la los las de del en con para por y un una que es son al se no".split()
)

# A need noted as a sentence ("reports take too long") can only be quoted. A clause after "that" or
# "que" makes no sentence of it.
SENTENCE: Final = re.compile(
    r"^(?:we|our|i|my|they|there|it|nos|nuestr[oa]s?|no se)\b"
    r"|(?<!to )\b(?:is|are|was|were|\w+n't|do not|does not|cannot|takes?|has|have|loses?|keeps?"
    r"|gets?|"
    r"es|son|está|están|tiene|tienen|tenemos|perdemos|gastamos|tardan?|tardamos|cuestan?|hay|"
    r"no \w+(?:[ae]n?|[aei]mos))\b",
    re.IGNORECASE,
)
RELATIVE: Final = re.compile(r"\b(?:that|which|who|que|donde|cuando)\b.*", re.IGNORECASE)


Variable = tuple[str, str, tuple[str, ...]]  # name, text, sources


class Word(NamedTuple):
    """The text of a variable, and the sources of the facts that it states."""

    text: str
    sources: tuple[str, ...]


def words_of(
    context: LeadContext, position: int, avoid: frozenset[str] = frozenset()
) -> dict[str, Word]:
    """Returns the variables for the touch at `position`, by name.

    What is unknown, or comes from a source in `avoid`, is left out. Pain points and products take
    turns, so that each touch of a sequence has a subject of its own.
    """
    words = {}
    for name, text, sources in _variables(context, position, avoid):
        if text and not avoid.intersection(sources):
            words[name] = Word(text, sources)
    return words


def _variables(context: LeadContext, position: int, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields every variable; the text of one that is unknown is empty."""
    lead = context.lead
    yield "us", visible(context.site.name), ("site.name",)
    yield "me", visible(context.user.name), ("sender.name",)
    yield "me_title", visible(context.user.title or ""), ("sender.title",)
    yield "first", given_name(lead.name), ("lead.name",)
    if given_name(lead.name):
        yield "full", full_name(lead.name), ("lead.name",)
    yield "company", company_name(lead.company), ("lead.company",)
    yield "role", job_title(lead.position), ("lead.position",)
    yield "budget", phrase(lead.budget_range, 40), ("lead.budget_range",)
    language = context.language
    pains = _usable(lead.pain_points, "lead.pain_points", language, avoid, parts_of=needs_in)
    yield from _turns("pain", pains, position)
    yield from _products(context, position, avoid)
    yield from _recap(context)


def _usable(
    texts: tuple[str, ...],
    source: str,
    language: str,
    avoid: frozenset[str],
    *,
    parts_of: Callable[[str], list[str]],
) -> list[tuple[str, str]]:
    """Returns the texts that may stand in a sentence, each once and with its source.

    One that comes again is spelled as at first, and stands where it came last.
    A text that is no phrase of the copy's language stands in quotation marks.
    """
    unique: dict[str, tuple[str, str]] = {}
    for i, text in enumerate(texts):
        source_of_text = f"{source}[{i}]"
        if source_of_text in avoid:
            continue
        for part in parts_of(text):
            words = _quote(part, language)
            if words:
                key = words.casefold()
                unique[key] = unique.pop(key, (words, source_of_text))
    return list(unique.values())


def _topics_in(text: str) -> list[str]:
    """Returns the products or subjects in a text, as they stand inside a sentence."""
    return [topic(part) for part in re.split(r"[;|\n]", text)]


def _quote(text: str, language: str) -> str:
    """Returns a text, in quotation marks where it is a sentence or in the other language."""
    is_phrase = not SENTENCE.search(RELATIVE.sub("", text)) and not _is_foreign(text, language)
    if not text or is_phrase:
        return text
    if language == "es":
        return f"«{text}»"
    return f"“{text}”"


def _is_foreign(text: str, language: str) -> bool:
    """Returns whether a text is in the other of the two languages."""
    words = set(text.casefold().split())
    english = len(words & ENGLISH_MARKS)
    spanish = len(words & SPANISH_MARKS)
    if language == "es":
        return english > spanish or any(word.endswith("ing") for word in words)
    return spanish > english


def _turns(name: str, usable: list[tuple[str, str]], position: int) -> Iterator[Variable]:
    """Yields the text whose turn it is at `position`, and as NAME_other another one."""
    count = len(usable)
    if count:
        text, source = usable[(position - 1) % count]
        yield name, text, (source,)
    if count > 1:
        other_turn = 1 if position == 1 else position - 2
        text, source = usable[other_turn % count]
        yield f"{name}_other", text, (source,)


def _products(context: LeadContext, position: int, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields the product whose turn it is, and a sentence about it."""
    usable = _usable(context.interests, "interests", context.language, avoid, parts_of=_topics_in)
    yield from _turns("product", usable, position)
    if not usable:
        return
    interest_text, interest = usable[(position - 1) % len(usable)]
    line, source = _line_about(interest_text.strip("«»“”"), context)
    yield "product_line", line, (source, interest)


def _line_about(product: str, context: LeadContext) -> tuple[str, str]:
    """Returns a sentence about a product and its source: the catalogue's words, else a page's.

    Both are empty where there is none.
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
            if is_about and not _is_foreign(sentence, context.language):
                return sentence, f"knowledge[{i}]"
    return "", ""


def _recap(context: LeadContext) -> Iterator[Variable]:
    """Yields what is said of an earlier contact."""
    recap = recap_of(context.interactions, context.language, locale_of(context), context.now)
    if recap:
        sources = (f"interactions[{recap.position}]",)
        yield "contact", recap.contact, sources
        yield "recap", recap.clause, sources
        yield "about", recap.about, sources


def locale_of(context: LeadContext) -> str:
    """Returns the locale of dates: that of the lead's country, else of the United States."""
    if context.language == "es":
        return "es"
    return "en_US" if context.country in (None, "US", "CA", "PH") else "en_GB"
