"""The embedded writer: words a planned touch from the playbook's texts.

It needs no key and no network, and writes the same words for the same lead each time.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from agents.measures import any_of, misfits
from agents.playbook.assignment import Assignment
from agents.playbook.catalogue import KINDS, PLAYBOOK, Language, Message, Variant, language_for
from agents.playbook.languages import why_unwritten
from agents.playbook.proof import proof_of
from agents.playbook.render import Rendering, Word, fill, with_form
from agents.playbook.repeats import NEEDS, is_said
from agents.playbook.variables import words_of
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft, Fact, Touch
from tools.domain.situation import Situation
from tools.domain.vocabulary import Channel

FIELDS: Final[tuple[str, ...]] = ("subject", "content", "script")
SCRIPT_PARTS: Final = ("opening", "question", "offer", "voicemail")
# Facts that a rewrite may leave out; who writes to whom, and when, stays.
AVOIDABLE: Final = (
    "lead.pain_points",
    "lead.company",
    "interests",
    "interactions",
    "products",
    "knowledge",
    "site.about",
)
NEARLY: Final = 1  # variables by which a text may be poorer than the richest
# Variables that every lead has, or that say nothing of it: they make no text richer.
PLAIN_SOURCES: Final = ("sender.", "site.name", "lead.name", "plan.")


def write(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    situation: Situation,
    facts: Sequence[Fact],
    *,
    earlier: Sequence[Draft] = (),
    avoid: frozenset[str] = frozenset(),
    turn: int = 0,
) -> Draft:
    """Returns the draft of `plan[index]`, as personal as what is known and its limits allow.

    What the `earlier` touches of the sequence say is not said again. Facts from the sources in
    `avoid` are not used. `turn` counts the rewrites, each of which reads differently where there is
    another text.
    """
    language = language_for(context.language, context.site.language)
    assignment = Assignment(context, situation, plan, index, language)
    outside = frozenset(source for source in avoid if source.startswith(AVOIDABLE))
    known = _usable_words(assignment, outside | _omitted_sources(context, facts))
    words = {name: word for name, word in known.items() if not is_said(name, word, earlier)}
    if assignment.touch.channel is Channel.CALL:  # a note read aloud sounds like one
        words = {name: word for name, word in words.items() if name not in NEEDS}
    candidates = _candidates(assignment, words, known)
    first = turn % len(candidates)
    drafts = []
    for variant in candidates[first:] + candidates[:first]:
        draft = _draft(assignment, variant, known, facts)
        if not misfits(draft, context.site):
            return draft
        drafts.append(draft)
    return drafts[-1]  # the plainest comes nearest to the limits


def _omitted_sources(context: LeadContext, facts: Sequence[Fact]) -> frozenset[str]:
    """Returns the sources that are left out of the facts, since they read like an order."""
    sources = {fact.source.removesuffix(".remark") for fact in facts}
    known = [f"lead.pain_points[{i}]" for i in range(len(context.lead.pain_points))]
    known += [f"interests[{i}]" for i in range(len(context.interests))]
    known += [f"interactions[{i}]" for i in range(len(context.interactions))]
    known += [f"knowledge[{i}]" for i in range(len(context.knowledge))]
    return frozenset(known) - sources


def _usable_words(assignment: Assignment, avoid: frozenset[str]) -> dict[str, Word]:
    """Returns the variables, without those that hold a word the site avoids."""
    avoided = any_of(assignment.context.site.words_to_avoid)
    words = words_of(assignment, avoid)
    return {name: word for name, word in words.items() if not avoided.search(word.text)}


def _candidates(
    assignment: Assignment, words: Mapping[str, Word], known: Mapping[str, Word]
) -> list[Variant]:
    """Returns the texts that can be used, the richest first; the lead decides between those that
    are nearly as rich.

    Those with a word that the site avoids come last.
    """
    language = PLAYBOOK[assignment.language]
    touch = assignment.touch
    kind = KINDS[touch.channel]
    message = language.messages[touch.template]
    variants = message.variants.get(kind) or language.general[kind]
    avoided = any_of(assignment.context.site.words_to_avoid)
    seed = f"{assignment.context.lead.id}{touch.template}"

    usable = [
        variant
        for variant in variants
        if _is_usable(variant, words) and variant.brief_names <= known.keys()
    ]
    usable = usable or [_plainest(variants)]
    most = max(_richness(variant, words) for variant in usable)

    def rank(variant: Variant) -> tuple[bool, int, bytes]:
        source = "\n".join(variant.parts.values())
        is_avoided = avoided.search(source) is not None
        distance = most - _richness(variant, words)
        digest = sha256(f"{seed}{source}".encode()).digest()
        return is_avoided, 0 if distance <= NEARLY else distance, digest

    return sorted(usable, key=rank)


def _plainest(variants: Sequence[Variant]) -> Variant:
    """Returns the text that needs least, for a lead whom none fits."""
    return min(variants, key=lambda variant: len(variant.names | variant.needs))


def _is_usable(variant: Variant, words: Mapping[str, Word]) -> bool:
    """Returns whether all that a text needs is known, and nothing that rules it out."""
    if (variant.names | variant.needs) - words.keys() or variant.unless & words.keys():
        return False
    # A product stands beside a need only where it speaks of it.
    return not {"need", "product_line"} <= variant.names or "fits_need" in words


def _richness(variant: Variant, words: Mapping[str, Word]) -> int:
    """Returns how much a text says of this lead."""
    names = [name for name in variant.names if name in words]
    personal = [name for name in names if _is_personal(words[name])]
    return len(personal) + len(variant.needs) + variant.weight


def _is_personal(word: Word) -> bool:
    return any(not source.startswith(PLAIN_SOURCES) for source in word.sources)


def _draft(
    assignment: Assignment,
    variant: Variant,
    known: Mapping[str, Word],
    facts: Sequence[Fact],
) -> Draft:
    """Returns a touch with the words of one text, and what each sentence stands on."""
    touch = assignment.touch
    is_informal = assignment.is_informal
    names = variant.names | variant.brief_names
    known = {name: Word("") for name in names} | dict(known)
    parts = {
        name: fill(with_form(source, is_informal), known) for name, source in variant.parts.items()
    }
    language = PLAYBOOK[assignment.language]
    if "subject" not in parts:
        parts["subject"] = fill(language.phrases["subjects"]["short"], known)
    if touch.channel is Channel.CALL:
        parts["script"] = _script(parts, language)
    fields = {name: parts[name] for name in FIELDS if name in parts}
    proof = proof_of(fields, touch.channel, facts)
    used = {id for sentence in proof for id in sentence.facts}
    hold = touch.hold or why_unwritten(assignment.context.language)
    return Draft(
        **touch.model_dump(exclude={"hold"}),
        hold=hold,
        subject=fields["subject"].text,
        content=fields["content"].text,
        script=fields["script"].text if "script" in fields else None,
        next_steps=_next_steps(assignment, known),
        facts=tuple(fact for fact in facts if fact.id in used),
        proof=proof,
    )


def _script(parts: Mapping[str, Rendering], language: Language) -> Rendering:
    """Returns a call's script: each of its parts under its label."""
    script = Rendering("", ())
    for name in SCRIPT_PARTS:
        if name in parts:
            label = f"{language.phrases['script'][name]}: "
            script = script.joined(Rendering(label, ()).joined(parts[name], ""), "\n\n")
    return script


def _next_steps(assignment: Assignment, words: Mapping[str, Word]) -> tuple[str, ...]:
    """Returns what the representative does on each kind of answer, and on none."""
    language = PLAYBOOK[assignment.language]
    message: Message = language.messages[assignment.touch.template]
    steps = []
    for variant in message.next_steps:
        if _is_usable(variant, words):
            steps.append(fill(with_form(variant.parts["text"], False), words).text)
    return (*steps, *_no_answer(assignment, language))


def _no_answer(assignment: Assignment, language: Language) -> tuple[str, ...]:
    """Returns what to do when the lead does not answer: wait so many days, then the next touch.

    The texts of a last touch say it themselves.
    """
    phrases = language.phrases["steps"]
    following = assignment.following
    if following is None:
        return ()
    sent_on = assignment.touch.scheduled_for.date()
    days = (following.scheduled_for.date() - sent_on).days
    wait = phrases["day"] if days == 1 else phrases["days"].format(n=days)
    return (phrases["no_answer"].format(days=wait, next=phrases["next"][following.channel]),)
