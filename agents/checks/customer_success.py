"""Customer success's rules: is every claim true, is the tone right, and is this person willing?"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from agents.checks.grounding import Ground, ground_of, ungrounded
from agents.checks.names import misnamed
from agents.checks.wording import broken_rules, reason, runs_of, texts_of
from agents.facts import facts_of
from agents.policy import CARE_RULES, FUNCTION_WORDS
from tools.domain.lead import LeadContext
from tools.domain.review import Reason
from tools.domain.sequence import Draft

PLACEHOLDER = re.compile(
    r"\{\{|\}\}|\{%|\[[^\]\n]{1,40}\]|</?[A-Za-z!][^\n]*|<[^>\n]{1,300}>|&#?\w{2,8};|\{\w+\}"
    r"|\b(?:None|null|undefined|NaN|lorem ipsum|TODO|TBD|XXX)\b"
)
UNREADABLE = re.compile(r"\S{41,}")  # longer than any word of ours: encoded text, or an address
# Latin letters beside look-alikes
MIXED = re.compile(r"[A-Za-zÀ-ɏ][Ͱ-ϿЀ-ӿ]|[Ͱ-ϿЀ-ӿ][A-Za-zÀ-ɏ]")


def check(
    drafts: Sequence[Draft], context: LeadContext, prompts: Sequence[str] = ()
) -> Iterator[Reason]:
    """Every reason to send the sequence back, in the order of its touches; `prompts` is what must
    not leak.
    """
    facts = facts_of(context)
    ground = ground_of(facts, context)
    secret = frozenset().union(
        *(runs_of(prompt, 5) for prompt in prompts),
        *(runs_of(instruction, 8) for instruction in context.instructions.values()),
    )
    for draft in drafts:
        yield from _claims(draft, ground)
        yield from _persons(draft, context)
        yield from _left_over(draft)
        yield from _leaked(draft, secret)
        yield from _language(draft, context.language)
        yield from broken_rules(draft, CARE_RULES, ground.our_text)
        yield from _willing(draft, context)
    yield from _too_many(drafts, context)


def _claims(draft: Draft, ground: Ground) -> Iterator[Reason]:
    for field, text in texts_of(draft):
        for kind, words in ungrounded(text, ground):
            yield reason(
                draft,
                field,
                "grounding",
                f"has a {kind} that stands in no fact",
                "only what the facts say",
                quote=words,
            )


def _persons(draft: Draft, context: LeadContext) -> Iterator[Reason]:
    for field, text in texts_of(draft):
        for kind, words in misnamed(text, context):
            problem = (
                "greets somebody else than the lead"
                if kind == "greeting"
                else "is sent in another's name"
            )
            yield reason(
                draft,
                field,
                "wrong_person",
                problem,
                "the lead's and the sender's own names",
                quote=words,
            )


def _left_over(draft: Draft) -> Iterator[Reason]:
    for field, text in texts_of(draft):
        if match := PLACEHOLDER.search(text):
            yield reason(
                draft,
                field,
                "placeholder",
                "holds a placeholder or markup",
                "plain, finished words",
                quote=match.group(),
            )
        if _has_hidden(text) or UNREADABLE.search(text) or MIXED.search(text):
            yield reason(
                draft, field, "hidden_text", "holds what a reader cannot see or read", "plain words"
            )


def _has_hidden(text: str) -> bool:
    """Whether there are control, format or unassigned characters, such as zero-width spaces."""
    lines = text.split("\n")
    if all(line.isprintable() for line in lines):
        return False
    return any(
        not character.isprintable() and unicodedata.category(character) != "Zs"
        for line in lines
        for character in line
    )


def _leaked(draft: Draft, secret: frozenset[tuple[str, ...]]) -> Iterator[Reason]:
    """Five words in a row of a prompt, or eight of the site's own instructions, which may suggest a
    phrase or two.
    """
    for field, text in texts_of(draft):
        runs = secret & (runs_of(text, 5) | runs_of(text, 8))
        if runs:
            quote = " ".join(next(iter(runs)))
            yield reason(
                draft, field, "prompt_text", "repeats the prompt", "words for the lead", quote=quote
            )


def _language(draft: Draft, language: str) -> Iterator[Reason]:
    words = re.findall(r"[^\W\d_]+", draft.content.casefold())
    counts = {code: sum(word in marks for word in words) for code, marks in FUNCTION_WORDS.items()}
    if (
        len(words) >= 8
        and counts[language] * 8 < len(words)
        and counts[language] <= max(n for c, n in counts.items() if c != language)
    ):
        yield reason(
            draft,
            "content",
            "language",
            f"is not written in {language}",
            f"the lead's language, {language}",
        )


def _willing(draft: Draft, context: LeadContext) -> Iterator[Reason]:
    if context.lead.opted_out or draft.channel not in context.channels:
        yield reason(
            draft,
            "type",
            "consent",
            f"the lead is not to be reached by {draft.channel}",
            "a channel the lead accepts",
        )


def _too_many(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Reason]:
    room = context.site.max_touches_in_30_days - context.touches_in_30_days
    for draft in drafts[max(room, 0) :]:
        limit = f"at most {context.site.max_touches_in_30_days} in 30 days"
        yield reason(
            draft, "scheduled_for", "too_many_touches", "is one touch too many for this lead", limit
        )
