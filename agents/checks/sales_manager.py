"""The sales manager's rules: does this sequence sell well, and only what the site allows?"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations, pairwise

from agents.checks.wording import broken_rules, reason, runs_of, said_words, texts_of
from agents.measures import any_of, misfits
from agents.policy import MIN_GAP_HOURS, OUT_OF_STAGE, SELLING_RULES, SIMILAR, WORD_RULES
from tools.domain.lead import LeadContext
from tools.domain.review import Reason
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel


def check(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Reason]:
    """Every reason to send the sequence back, in the order of its touches."""
    for draft in drafts:
        yield from _call_to_action(draft)
        yield from (
            reason(draft, field, "length", what, right)
            for field, what, right in misfits(draft, context.site)
        )
        yield from _offer(draft, context)
        yield from broken_rules(draft, SELLING_RULES)
        yield from _shouting(draft)
        avoided = context.site.words_to_avoid
        yield from said_words(
            draft, "words_to_avoid", avoided, "is a word the site avoids", "other words"
        )
        yield from said_words(
            draft,
            "stage_fit",
            OUT_OF_STAGE.get(context.stage, ()),
            f"does not suit a lead at stage {context.stage}",
            "words for this stage",
        )
    yield from _rhythm(drafts)
    yield from _repetition(drafts)


def _call_to_action(draft: Draft) -> Iterator[Reason]:
    asks = draft.content.count("?")
    if asks == 0:
        yield reason(
            draft,
            "content",
            "call_to_action",
            "asks for nothing",
            "one clear question that is easy to answer",
        )
    elif asks > 1:
        yield reason(
            draft, "content", "call_to_action", f"asks {asks} questions", "one call to action"
        )
    if draft.channel is Channel.CALL and "?" not in (draft.script or ""):
        yield reason(
            draft,
            "script",
            "call_to_action",
            "has no question",
            "an opening, a question and a voicemail",
        )


def _offer(draft: Draft, context: LeadContext) -> Iterator[Reason]:
    allowed = context.site.discount_allowed_percent
    for field, text in texts_of(draft):
        percents = [int(n) for n in re.findall(r"\b(\d{1,3}) ?%", text)]
        words = any_of(WORD_RULES["discount"].words).findall(text)
        if words and (not allowed or any(percent > allowed for percent in percents)):
            limit = f"at most {allowed} %" if allowed else "no discount"
            yield reason(
                draft, field, "discount", WORD_RULES["discount"].problem, limit, quote=words[0]
            )


def _shouting(draft: Draft) -> Iterator[Reason]:
    for field, text in texts_of(draft):
        loud = re.search(r"!{2,}|(?:\b[A-ZÁÉÍÓÚÑ]{4,}\b[ ,]+){2,}\b[A-ZÁÉÍÓÚÑ]{4,}\b", text)
        if loud:
            yield reason(
                draft, field, "tone", "shouts", "a normal voice", quote=loud.group().strip()
            )


def _rhythm(drafts: Sequence[Draft]) -> Iterator[Reason]:
    for before, after in pairwise(drafts):
        if after.scheduled_for - before.scheduled_for < timedelta(hours=MIN_GAP_HOURS):
            yield reason(
                after,
                "scheduled_for",
                "rhythm",
                "comes too soon after the touch before",
                f"at least {MIN_GAP_HOURS} hours",
            )


def _repetition(drafts: Sequence[Draft]) -> Iterator[Reason]:
    for before, after in combinations(drafts, 2):
        first, second = runs_of(_spoken(before), 5), runs_of(_spoken(after), 5)
        if first and second and len(first & second) / min(len(first), len(second)) > SIMILAR:
            yield reason(
                after,
                "content",
                "repetition",
                f"repeats touch {before.position}",
                "a thought of its own",
            )


def _spoken(draft: Draft) -> str:
    return f"{draft.content} {draft.script or ''}"
