"""Both supervisors' rules, walked over a sequence: one finding for a touch, a field and a rule."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

from agents.checks import dates, figures, form, names, persons, quotes, sequence
from agents.checks.ground import ground_for
from agents.checks.language import is_written_in, load_languages
from agents.checks.names import known_words
from agents.checks.patterns import broken_rules, patterns
from agents.checks.phrases import phrases_in
from agents.checks.places import foreign_addresses, foreign_phones
from agents.checks.reading import Audience, Reading, readings_of
from agents.checks.repetition import repetition
from agents.checks.rules import Rule, rules
from agents.checks.scene import Scene, scenes_of
from agents.checks.wishes import avoided_words, closed_channels, prompt_runs, wrong_address
from agents.checks.words import conversation
from agents.playbook.catalogue import language_for
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import PLAYBOOK as PLAYBOOK_WRITER
from tools.domain.sequence import Draft, Fact
from tools.domain.vocabulary import Role

Finder = Callable[[Reading, Scene], Iterator[str]]

# The rules that code looks for; those on whole touches and sequences are in sequence.py.
FINDERS: Final[dict[str, Finder]] = {
    "foreign_price": figures.foreign_prices,
    "foreign_address": foreign_addresses,
    "foreign_phone": foreign_phones,
    "wrong_greeting": persons.greeted,
    "wrong_sender": persons.introduced,
    "markup": form.markup,
    "placeholder": form.placeholders,
    "hidden_text": form.hidden,
    "quotation": quotes.unsaid,
    "figure": figures.foreign_figures,
    "date": dates.unnoted_dates,
    "weekday": dates.misplaced_weekdays,
    "name": names.unknown_names,
    "emoji": form.emoji,
    "shouting": form.shouting,
    "words_to_avoid": avoided_words,
    "closed_channel": closed_channels,
    "form_of_address": wrong_address,
}
# What a brief or a next step may hold, which the lead never reads.
FOR_THE_LEAD: Final = frozenset(
    {"wrong_greeting", "wrong_sender", "quotation", "weekday", "form_of_address", "exclamation"}
)


def warm() -> None:
    """Makes ready what the first command would wait for: patterns, and the languages' library.

    It takes about half a second, so that a server does it in a thread as it starts.
    """
    patterns()
    phrases_in("")
    known_words()
    conversation()
    load_languages()


def findings(
    drafts: Sequence[Draft],
    context: LeadContext,
    facts: Sequence[Fact],
    role: Role,
    prompts: Sequence[str] = (),
) -> Iterator[Finding]:
    """Yields what a supervisor's rules find: touch by touch, then between touches.

    `prompts` are the agents' prompts, of which copy must repeat nothing.
    """
    ground = ground_for(facts, context)
    for scene in scenes_of(tuple(drafts), context, ground):
        yield from _in_touch(scene, role, prompts)
    yield from _between(drafts, context, role)


def _in_touch(scene: Scene, role: Role, prompts: Sequence[str]) -> Iterator[Finding]:
    """Yields the findings in the fields of one touch, those of a rule in a field as one."""
    quotes_of: dict[tuple[str, str], list[str]] = {}
    for reading in readings_of(scene.draft):
        for rule, quote in _quotes(reading, scene, role, prompts):
            quotes_of.setdefault((reading.field, rule.name), []).append(quote)
    for (field, name), words in quotes_of.items():
        yield rules()[name].finding(scene.draft.position, field, *words)
    if role is Role.CUSTOMER_SUCCESS:
        yield from form.misshapen(scene.draft)
        if not is_written_in(scene.draft.content, _language_of(scene)):
            yield rules()["language"].finding(scene.draft.position, "content")


def _quotes(
    reading: Reading, scene: Scene, role: Role, prompts: Sequence[str]
) -> Iterator[tuple[Rule, str]]:
    """Yields the rules that a field breaks, with the words concerned."""
    yield from broken_rules(reading, scene.ground, role)
    for rule, finder in _finders(role, reading.audience):
        for quote in finder(reading, scene):
            yield rule, quote
    if role is Role.CUSTOMER_SUCCESS:
        for quote in prompt_runs(reading, scene, tuple(prompts)):
            yield rules()["prompt_text"], quote


@cache
def _finders(role: Role, audience: Audience) -> tuple[tuple[Rule, Finder], ...]:
    """Returns what a supervisor looks for by code in words for a lead or a representative."""
    finders = []
    for name, finder in FINDERS.items():
        is_meant = audience == "lead" or name not in FOR_THE_LEAD
        if is_meant and rules()[name].asked_by is role:
            finders.append((rules()[name], finder))
    return tuple(finders)


def _between(drafts: Sequence[Draft], context: LeadContext, role: Role) -> Iterator[Finding]:
    """Yields the findings on whole touches and between touches."""
    if role is Role.CUSTOMER_SUCCESS:
        yield from sequence.reach(drafts, context)
        return
    yield from sequence.asks(drafts)
    yield from sequence.lengths(drafts, context)
    yield from sequence.rhythm(drafts)
    yield from repetition(drafts, context)


def _language_of(scene: Scene) -> str:
    """Returns the language that a draft has to be in: the lead's, or the one that the playbook
    writes in its place, whose drafts then wait for a person.
    """
    language = scene.context.language
    if scene.draft.drafted_by == PLAYBOOK_WRITER:
        return language_for(language, scene.context.site.language)
    return language
