"""Rules on whole touches and between touches: length, the ask, repetition, rhythm, reach."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Final

from agents.checks.folding import folded
from agents.checks.phrases import holds
from agents.checks.reading import Reading, Sentence, read, readings_of
from agents.checks.rules import rules
from agents.checks.words import conversation, stems_of
from agents.measures import misfits
from agents.policy import MIN_GAP_HOURS, SIMILAR
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel
from tools.limits import with_room
from tools.reachability import has_refused

QUOTED: Final = re.compile(r"\"[^\"\n]{0,200}\"")
FEWEST_WORDS: Final = 6  # of a sentence that may stand once only
NEARLY: Final = 0.8  # shared words above which two sentences are one


def asks(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """A touch asks for one thing, and a call's script has a question."""
    rule = rules()["call_to_action"]
    for draft in drafts:
        if draft.channel is Channel.CALL:
            if "?" not in (draft.script or ""):
                yield rule.finding(draft.position, "script", problem="has no question")
            continue
        reading = read("content", draft.content[:3000])
        questions = [s for s in reading.sentences if "?" in QUOTED.sub(" ", s.text)]
        if len(questions) == 1 and holds("second_ask", questions[0].text):
            quote = reading.quote(questions[0], 0, len(questions[0].text))
            yield rule.finding(draft.position, "content", quote, problem="asks two things in one")
        elif len(questions) > 1:
            quotes = [reading.quote(s, 0, len(s.text)) for s in questions]
            problem = f"asks {len(questions)} questions"
            yield rule.finding(draft.position, "content", *quotes, problem=problem)
        elif not questions and not _asks_otherwise(reading):
            yield rule.finding(draft.position, "content", problem="asks for nothing")


def _asks_otherwise(reading: Reading) -> bool:
    """Returns whether a message asks by a statement, or closes, which needs no ask."""
    return any(
        holds("asks", sentence.text) or holds("closes", sentence.text)
        for sentence in reading.sentences
    )


def lengths(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """A touch keeps to its channel's and the site's limits."""
    for draft in drafts:
        for misfit in misfits(draft, context.site):
            finding = rules()["length"].finding(
                draft.position, misfit.field, problem=misfit.problem
            )
            yield finding.model_copy(update={"remedy": misfit.limit})


def rhythm(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Two touches lie at least MIN_GAP_HOURS apart."""
    for before, after in pairwise(drafts):
        if after.scheduled_for - before.scheduled_for < timedelta(hours=MIN_GAP_HOURS):
            finding = rules()["rhythm"].finding(after.position, "scheduled_for")
            yield finding.model_copy(update={"remedy": f"at least {MIN_GAP_HOURS} hours"})


def repetition(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """No sentence stands twice, in a touch or in two, and no touch repeats another."""
    rule = rules()["repetition"]
    sentences = {draft.position: tuple(_telling(draft, context)) for draft in drafts}
    for draft in drafts:
        own = sentences[draft.position]
        for (first, _, _), (second, reading, sentence) in combinations(own, 2):
            if _are_one(first, second):
                quote = reading.quote(sentence, 0, len(sentence.text))
                problem = "says the same twice"
                yield rule.finding(draft.position, reading.field, quote, problem=problem)
                break
    for before, after in combinations(drafts, 2):
        yield from _repeats(before, after, sentences)


Telling = tuple[frozenset[str], Reading, Sentence]


def _telling(draft: Draft, context: LeadContext) -> Iterator[Telling]:
    """Yields the sentences of content and script that say something, with their stems.

    Greetings, introductions and signatures say nothing new each time.
    """
    names = (context.user.name, context.user.title, context.site.name, context.lead.name)
    known = conversation() | stems_of(folded(" ".join(filter(None, names))).text)
    for reading in readings_of(draft):
        if reading.field not in ("content", "script"):
            continue
        for sentence in reading.sentences:
            stems = stems_of(sentence.text)
            is_long = len(sentence.text.split()) >= FEWEST_WORDS
            if is_long and not holds("recap", sentence.text) and len(stems - known) > 1:
                yield stems, reading, sentence


def _are_one(first: frozenset[str], second: frozenset[str]) -> bool:
    return len(first & second) >= NEARLY * len(first | second)


def _repeats(
    before: Draft, after: Draft, sentences: dict[int, tuple[Telling, ...]]
) -> Iterator[Finding]:
    """Yields a finding where a touch says again what an earlier one says."""
    rule = rules()["repetition"]
    quotes: dict[str, list[str]] = {}
    for stems, reading, sentence in sentences[after.position]:
        if any(_are_one(earlier, stems) for earlier, _, _ in sentences[before.position]):
            quote = reading.quote(sentence, 0, len(sentence.text))
            quotes.setdefault(reading.field, []).append(quote)
    problem = f"repeats touch {before.position}"
    for field, words in quotes.items():
        yield rule.finding(after.position, field, *words, problem=problem)
    if not quotes and _share(before, after) > SIMILAR:
        yield rule.finding(after.position, "content", problem=problem)


def _share(before: Draft, after: Draft) -> float:
    """Returns the share of runs of five words that the shorter touch has in common."""
    runs_before, runs_after = runs_of(before.content, 5), runs_of(after.content, 5)
    shorter = min(len(runs_before), len(runs_after))
    return len(runs_before & runs_after) / shorter if shorter else 0.0


def runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Returns every run of `length` words in a row, in small letters."""
    words = re.findall(r"\w+", text.casefold())
    shifted_words = (words[start:] for start in range(length))
    return frozenset(zip(*shifted_words, strict=False))


def reach(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """The lead can be reached on the touch's channel, and gets no more than the site allows."""
    for draft in drafts:
        if draft.channel not in context.channels or has_refused(context.lead, draft.channel):
            yield rules()["consent"].finding(draft.position, "type")
    moments = [draft.scheduled_for for draft in drafts]
    others = [touch.at for touch in context.earlier_touches]
    limits = with_room(moments, others, context.site, context.timezone)
    for draft, limit in zip(drafts, limits, strict=True):
        if limit:
            finding = rules()["too_many_touches"].finding(draft.position, "scheduled_for")
            yield finding.model_copy(update={"remedy": limit})
