"""The sales manager's rules: a sequence sells well, and offers only what the site allows."""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations, pairwise
from typing import Final

from agents.checks.wording import broken_rules, finding, findings_against, runs_of, texts_of
from agents.measures import any_of, misfits
from agents.policy import MIN_GAP_HOURS, OUT_OF_STAGE, SELLING_RULES, SIMILAR, WORD_RULES
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel

PERCENT: Final = re.compile(r"\b(\d{1,3}) ?%")
SHOUT: Final = re.compile(r"!{2,}|(?:\b[A-ZÁÉÍÓÚÑ]{4,}\b[ ,]+){2,}\b[A-ZÁÉÍÓÚÑ]{4,}\b")


def check(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """Yields every reason to send the sequence back: touch by touch, then between touches."""
    for draft in drafts:
        yield from _call_to_action(draft)
        yield from _length(draft, context)
        yield from _offer(draft, context)
        yield from broken_rules(draft, SELLING_RULES)
        yield from _shouting(draft)
        yield from _words_to_avoid(draft, context)
        yield from _stage_fit(draft, context)
    yield from _rhythm(drafts)
    yield from _repetition(drafts)


def _call_to_action(draft: Draft) -> Iterator[Finding]:
    """A touch asks exactly one question, and a call's script has one too."""
    questions = draft.content.count("?")
    if questions == 0:
        yield finding(
            draft,
            "content",
            "call_to_action",
            "asks for nothing",
            "one clear question that is easy to answer",
        )
    elif questions > 1:
        problem = f"asks {questions} questions"
        yield finding(draft, "content", "call_to_action", problem, "one call to action")
    if draft.channel is Channel.CALL and "?" not in (draft.script or ""):
        yield finding(
            draft,
            "script",
            "call_to_action",
            "has no question",
            "an opening, a question and a voicemail",
        )


def _length(draft: Draft, context: LeadContext) -> Iterator[Finding]:
    """A touch keeps to its channel's and the site's limits."""
    for misfit in misfits(draft, context.site):
        yield finding(draft, misfit.field, "length", misfit.problem, misfit.limit)


def _offer(draft: Draft, context: LeadContext) -> Iterator[Finding]:
    """A discount is offered only where the site allows one, and no higher."""
    most = context.site.discount_allowed_percent
    rule = WORD_RULES["discount"]
    limit = f"at most {most} %" if most else "no discount"
    for field, text in texts_of(draft):
        words = any_of(rule.words).findall(text)
        if not words:
            continue
        is_allowed = most and all(int(percent) <= most for percent in PERCENT.findall(text))
        if not is_allowed:
            yield finding(draft, field, "discount", rule.problem, limit, quote=words[0])


def _shouting(draft: Draft) -> Iterator[Finding]:
    """Nothing is shouted: no rows of exclamation marks, or of words in capitals."""
    for field, text in texts_of(draft):
        match = SHOUT.search(text)
        if match:
            quote = match.group().strip()
            yield finding(draft, field, "tone", "shouts", "a normal voice", quote=quote)


def _words_to_avoid(draft: Draft, context: LeadContext) -> Iterator[Finding]:
    """The words that a site avoids are not used."""
    words = context.site.words_to_avoid
    problem = "is a word the site avoids"
    yield from findings_against(words, draft, "words_to_avoid", problem, "other words")


def _stage_fit(draft: Draft, context: LeadContext) -> Iterator[Finding]:
    """A lead is addressed as one at its own stage."""
    words = OUT_OF_STAGE.get(context.stage, ())
    problem = f"does not suit a lead at stage {context.stage}"
    yield from findings_against(words, draft, "stage_fit", problem, "words for this stage")


def _rhythm(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """Two touches lie at least MIN_GAP_HOURS apart."""
    for before, after in pairwise(drafts):
        if after.scheduled_for - before.scheduled_for < timedelta(hours=MIN_GAP_HOURS):
            yield finding(
                after,
                "scheduled_for",
                "rhythm",
                "comes too soon after the touch before",
                f"at least {MIN_GAP_HOURS} hours",
            )


def _repetition(drafts: Sequence[Draft]) -> Iterator[Finding]:
    """No touch repeats an earlier one: few of their runs of five words are the same."""
    for before, after in combinations(drafts, 2):
        runs_before = runs_of(_spoken(before), 5)
        runs_after = runs_of(_spoken(after), 5)
        shorter = min(len(runs_before), len(runs_after))
        if shorter and len(runs_before & runs_after) / shorter > SIMILAR:
            yield finding(
                after,
                "content",
                "repetition",
                f"repeats touch {before.position}",
                "a thought of its own",
            )


def _spoken(draft: Draft) -> str:
    """Returns content and script as one text."""
    return f"{draft.content} {draft.script or ''}"
