"""The variables of the templates: what is known of a lead, as it may stand in a sentence."""

from collections.abc import Iterator
from typing import Final

from agents.playbook.assignment import Assignment, Variable
from agents.playbook.catalogue import PLAYBOOK
from agents.playbook.days import day_variables
from agents.playbook.display import company_name, full_name, given_name, visible
from agents.playbook.mentions import mention_variables, was_sent
from agents.playbook.noted import need_variables
from agents.playbook.products import product_variables
from agents.playbook.render import Word, compiled, fill
from tools.domain.situation import SituationKind
from tools.domain.vocabulary import Channel, Stage

ANSWERS: Final = frozenset({"answer", "price", "total"})  # told of by a flag once they are said


def words_of(assignment: Assignment, avoid: frozenset[str] = frozenset()) -> dict[str, Word]:
    """Returns the variables for a touch, by name.

    What is unknown, or comes from a source in `avoid`, is left out. A flag has an empty text.
    """
    words = {}
    for name, text, sources in _variables(assignment, avoid):
        if text and not avoid.intersection(sources):
            words[name] = Word(text, sources)
    if "question_list" in words:
        words["has_questions"] = Word("")
    if "need" in words and not words["need"].text[:1].isalnum():
        words["need_is_quoted"] = Word("")
    flags = [*_flags(assignment), *(f"has_{name}" for name in ANSWERS & words.keys())]
    words |= dict.fromkeys(flags, Word(""))
    words |= _phrases(words, assignment)
    return words


def _variables(assignment: Assignment, avoid: frozenset[str]) -> Iterator[Variable]:
    """Yields every variable; the text of one that is unknown is empty."""
    yield from _people(assignment)
    yield from need_variables(assignment, avoid)
    yield from product_variables(assignment, avoid)
    yield from mention_variables(assignment)
    yield from day_variables(assignment)


def _people(assignment: Assignment) -> Iterator[Variable]:
    context = assignment.context
    lead = context.lead
    site = context.site
    user = context.user
    yield "us", visible(site.name), ("site.name",)
    yield "about", _sentence(site.about), ("site.about",)
    yield "me", visible(user.name), ("sender.name",)
    yield "me_title", visible(user.title or ""), ("sender.title",)
    yield "signed", user.signature or "", ("sender.signature",)
    yield "first", given_name(lead.name), ("lead.name",)
    if given_name(lead.name):
        yield "full", full_name(lead.name), ("lead.name",)
    yield "company", company_name(lead.company), ("lead.company",)


def _sentence(text: str | None) -> str:
    """Returns a text as a sentence, with its full stop."""
    words = visible(text or "").rstrip(".")
    return f"{words}." if words else ""


def _flags(assignment: Assignment) -> Iterator[str]:
    """Yields what only decides which texts may be used."""
    context = assignment.context
    is_customer = context.stage is Stage.CUSTOMER
    yield "is_customer" if is_customer else "is_prospect"
    if context.stage is Stage.NEGOTIATION:
        yield "is_negotiation"
    if context.stage in (Stage.PROPOSAL, Stage.NEGOTIATION):
        yield "is_proposal"
    if Channel.CALL in context.channels:
        yield "has_phone"
    if assignment.touch.position == len(assignment.plan):
        yield "last_touch"
    if any(interaction.at <= context.now for interaction in context.interactions):
        yield "knows_us"
    if assignment.situation.kind is SituationKind.SENT_AND_SILENT:
        yield "was_sent" if was_sent(assignment) else "was_called"


def _phrases(words: dict[str, Word], assignment: Assignment) -> dict[str, Word]:
    """Returns the texts that every message shares: greetings, and the signature."""
    phrases = {}
    for name, sources in PLAYBOOK[assignment.language].phrases["shared"].items():
        for source in sources:
            phrase = _filled(source, words | _time_of_day(assignment))
            if phrase is not None:
                phrases[name] = phrase
                break
    return phrases


def _filled(source: str, words: dict[str, Word]) -> Word | None:
    """Returns a text with its sources; None where one of its variables is not known."""
    names = compiled(source)[1]
    if not names <= words.keys():
        return None
    sources: list[str] = []
    for name in sorted(names):
        sources += words[name].sources
    return Word(fill(source, words).text, tuple(dict.fromkeys(sources)))


def _time_of_day(assignment: Assignment) -> dict[str, Word]:
    """Returns how one greets at the hour of the touch."""
    hour = assignment.local(assignment.touch.scheduled_for).hour
    phrases = PLAYBOOK[assignment.language].phrases["time_of_day"]
    noon = phrases["noon"].get(assignment.context.country, phrases["noon"]["elsewhere"])
    key = "morning" if hour < noon else "afternoon"
    return {"good_day": Word(phrases[key])}
