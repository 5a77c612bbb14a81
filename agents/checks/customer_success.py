"""Customer success's rules: every claim is true, the tone right, and the lead willing."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from agents.checks.grounding import Ground, ground_of, ungrounded
from agents.checks.names import misnamed
from agents.checks.wording import broken_rules, finding, runs_of, texts_of
from agents.facts import facts_of
from agents.policy import CARE_RULES, FUNCTION_WORDS
from tools.domain.lead import LeadContext
from tools.domain.review import Finding
from tools.domain.sequence import Draft
from tools.limits import with_room
from tools.reachability import has_refused

PLACEHOLDER = re.compile(
    r"\{\{|\}\}|\{%|\[[^\]\n]{1,40}\]|</?[A-Za-z!][^\n]*|<[^>\n]{1,300}>|&#?\w{2,8};|\{\w+\}"
    r"|\b(?:None|null|undefined|NaN|lorem ipsum|TODO|TBD|XXX)\b"
)
# Longer than any word of our copy: encoded text, or an address.
UNREADABLE = re.compile(r"\S{41,}")
# Latin letters beside look-alikes of another script.
MIXED = re.compile(r"[A-Za-zÀ-ɏ][Ͱ-ϿЀ-ӿ]|[Ͱ-ϿЀ-ӿ][A-Za-zÀ-ɏ]")

MISNAMED = {
    "greeting": "greets somebody else than the lead",
    "sender": "is sent in another's name",
}


def check(
    drafts: Sequence[Draft], context: LeadContext, prompts: Sequence[str] = ()
) -> Iterator[Finding]:
    """Yields every reason to send the sequence back: touch by touch, then their number.

    `prompts` are the agents' prompts, of which copy must repeat nothing.
    """
    ground = ground_of(facts_of(context), context)
    secret = _secret_runs(prompts, context)
    for draft in drafts:
        yield from _claims(draft, ground)
        yield from _persons(draft, context)
        yield from _placeholders(draft)
        yield from _prompt_text(draft, secret)
        yield from _language(draft, context.language)
        yield from broken_rules(draft, CARE_RULES, ground.our_text)
        yield from _willing(draft, context)
    yield from _too_many(drafts, context)


def _claims(draft: Draft, ground: Ground) -> Iterator[Finding]:
    """Every name, number, date, price, address and quotation stands in a fact."""
    remedy = "only what the facts say"
    for field, text in texts_of(draft):
        for kind, words in ungrounded(text, ground):
            problem = f"has a {kind} that stands in no fact"
            yield finding(draft, field, "grounding", problem, remedy, quote=words)


def _persons(draft: Draft, context: LeadContext) -> Iterator[Finding]:
    """The lead is greeted by its own name, and the sender introduced by theirs."""
    remedy = "the lead's and the sender's own names"
    for field, text in texts_of(draft):
        for kind, words in misnamed(text, context):
            problem = MISNAMED[kind]
            yield finding(draft, field, "wrong_person", problem, remedy, quote=words)


def _placeholders(draft: Draft) -> Iterator[Finding]:
    """The words are finished, and a reader sees all of them."""
    for field, text in texts_of(draft):
        if match := PLACEHOLDER.search(text):
            yield finding(
                draft,
                field,
                "placeholder",
                "holds a placeholder or markup",
                "plain, finished words",
                quote=match.group(),
            )
        if _has_hidden(text) or UNREADABLE.search(text) or MIXED.search(text):
            yield finding(
                draft, field, "hidden_text", "holds what a reader cannot see or read", "plain words"
            )


def _has_hidden(text: str) -> bool:
    """Returns whether there are control, format or unassigned characters, as zero-width spaces."""
    line = text.replace("\n", "")
    if line.isprintable():
        return False
    return any(
        not character.isprintable() and unicodedata.category(character) != "Zs"
        for character in line
    )


def _secret_runs(prompts: Sequence[str], context: LeadContext) -> frozenset[tuple[str, ...]]:
    """Returns the runs of words that must not stand in copy.

    They are five words long for prompts, and eight for the site's own instructions, which may
    suggest a phrase or two.
    """
    runs: frozenset[tuple[str, ...]] = frozenset()
    for prompt in prompts:
        runs |= runs_of(prompt, 5)
    for instruction in context.instructions.values():
        runs |= runs_of(instruction, 8)
    return runs


def _prompt_text(draft: Draft, secret: frozenset[tuple[str, ...]]) -> Iterator[Finding]:
    """Nothing of the prompts is repeated."""
    for field, text in texts_of(draft):
        runs = secret & (runs_of(text, 5) | runs_of(text, 8))
        if runs:
            quote = " ".join(min(runs))
            yield finding(
                draft, field, "prompt_text", "repeats the prompt", "words for the lead", quote=quote
            )


def _language(draft: Draft, language: str) -> Iterator[Finding]:
    """The content is in the lead's language, as far as its commonest short words tell."""
    words = re.findall(r"[^\W\d_]+", draft.content.casefold())
    counts = {code: sum(word in marks for word in words) for code, marks in FUNCTION_WORDS.items()}
    own_count = counts.pop(language)
    is_rare = own_count * 8 < len(words)
    if len(words) >= 8 and is_rare and own_count <= max(counts.values()):
        problem = f"is not written in {language}"
        yield finding(draft, "content", "language", problem, f"the lead's language, {language}")


def _willing(draft: Draft, context: LeadContext) -> Iterator[Finding]:
    """The lead has not opted out, and can be reached on the touch's channel."""
    if draft.channel not in context.channels or has_refused(context.lead, draft.channel):
        yield finding(
            draft,
            "type",
            "consent",
            f"the lead is not to be reached by {draft.channel}",
            "a channel the lead accepts",
        )


def _too_many(drafts: Sequence[Draft], context: LeadContext) -> Iterator[Finding]:
    """A lead gets no more touches than the site allows."""
    moments = [draft.scheduled_for for draft in drafts]
    others = [touch.at for touch in context.earlier_touches]
    limits = with_room(moments, others, context.site, context.timezone)
    for draft, limit in zip(drafts, limits, strict=True):
        if limit:
            problem = "is one touch too many for this lead"
            yield finding(draft, "scheduled_for", "too_many_touches", problem, limit)
