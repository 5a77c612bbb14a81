"""What a sequence says twice: a sentence in a touch, or a touch that repeats an earlier one."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final

from agents.checks.folding import folded
from agents.checks.phrases import holds
from agents.checks.reading import Reading, Sentence, readings_of
from agents.checks.rules import rules
from agents.checks.words import conversation, stems_of
from agents.policy import SIMILAR
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft

VOICEMAIL: Final = re.compile(r"(?:^|\n)(?:voicemail|buzon)")
FEWEST_WORDS: Final = 6  # of a sentence that may stand once only
NEARLY: Final = 0.8  # shared words above which two sentences are one


def repetition(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """No sentence stands twice, in a touch or in two, and no touch repeats another."""
    rule = rules()["repetition"]
    sentences = {draft.position: tuple(_telling(draft, context)) for draft in drafts}
    for draft in drafts:
        own = [told for told in sentences[draft.position] if not _is_voicemail(told)]
        for (first, first_reading, _), (second, reading, sentence) in combinations(own, 2):
            if first_reading.field == reading.field and _are_one(first, second):
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
        if reading.field not in ("content", "script") or reading.audience != "lead":
            continue
        for sentence in reading.sentences:
            stems = stems_of(sentence.text)
            is_long = len(sentence.text.split()) >= FEWEST_WORDS
            if is_long and not holds("recap", sentence.text) and len(stems - known) > 1:
                yield stems, reading, sentence


def _is_voicemail(told: Telling) -> bool:
    """Returns whether a sentence stands in a voicemail, which is heard instead of the call."""
    _, reading, sentence = told
    return (
        reading.field == "script"
        and VOICEMAIL.search(reading.folded.text, 0, sentence.start) is not None
    )


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


@lru_cache(maxsize=512)
def runs_of(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Returns every run of `length` words in a row, in small letters."""
    words = re.findall(r"\w+", text.casefold())
    shifted_words = (words[start:] for start in range(length))
    return frozenset(zip(*shifted_words, strict=False))
