"""The embedded writer: words a planned touch from the playbook's templates.

It needs no key and no network, and writes the same words for the same lead each time.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from agents.facts import facts_of
from agents.measures import any_of, misfits
from agents.playbook.catalogue import PLAYBOOK, Language
from agents.playbook.render import EMPTY_BLOCK, Block, compiled, join, say
from agents.playbook.variables import Word, words_of
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft, Touch

# Steps by which a part may grow plainer, before greeting and signature do.
PLAINEST: Final = 8


def write(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    *,
    avoid: frozenset[str] = frozenset(),
    turn: int = 0,
) -> Draft:
    """Returns the draft of `plan[index]`, each part as personal as its channel's limits allow.

    Facts from the sources in `avoid` are not used. `turn` counts the rewrites, each of which reads
    differently.
    """
    plainness: Counter[str] = Counter()
    for _ in range(2 * PLAINEST):
        draft = _draft(plan, index, context, avoid, turn, plainness)
        fields = {misfit.field for misfit in misfits(draft, context.site)}
        if not fields:
            break
        plainness.update(fields)
    return draft


def _draft(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    avoid: frozenset[str],
    turn: int,
    plainness: Counter[str],
) -> Draft:
    """Returns a draft with each part (subject, content, script) at its grade of plainness."""
    touch = plan[index]
    language = PLAYBOOK[context.language]
    entry = language.entries[touch.template]
    avoided = any_of(context.site.words_to_avoid)
    words = _words(plan, index, context, language, avoid)
    seed = f"{context.lead.id}{touch.template}{turn or ''}"
    texts: dict[str, str] = {}
    sources: set[str] = set()
    for part, source in language.channels[touch.channel].items():
        blocks = _blocks(source, entry, language.blocks, words, avoided, seed, plainness[part])
        texts[part] = join(source, {name: block.text for name, block in blocks.items()})
        for block in blocks.values():
            sources |= block.sources
    return Draft(
        **touch.model_dump(),
        subject=texts["subject"],
        content=texts["content"],
        script=texts.get("script"),
        next_steps=(_no_answer(plan, index, language), *entry["next_steps"]),
        facts=tuple(fact for fact in facts_of(context) if fact.source in sources),
    )


def _blocks(
    source: str,
    entry: Mapping[str, Any],
    shared_blocks: Mapping[str, list[str]],
    words: Mapping[str, Word],
    avoided: re.Pattern[str],
    seed: str,
    plainness: int,
) -> dict[str, Block]:
    """Returns the blocks that a part's template names.

    Greeting and signature, which all entries share, are the last to grow plain; details are left
    out first.
    """
    blocks = {}
    for name in sorted(compiled(source)[1]):
        variants, grade = entry.get(name), plainness
        if not variants:
            variants, grade = shared_blocks[name], max(plainness - PLAINEST, 0)
        seed_of_block = f"{seed}{name}"
        blocks[name] = say(variants, words, seed=seed_of_block, avoided=avoided, plainness=grade)
    if plainness and "detail" in blocks:
        blocks["detail"] = EMPTY_BLOCK
    return blocks


def _words(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    language: Language,
    avoid: frozenset[str],
) -> dict[str, Word]:
    """Returns the variables for a touch, without those that hold a word the site avoids."""
    avoided = any_of(context.site.words_to_avoid)
    words = words_of(context, plan[index].position, avoid)
    words = {name: word for name, word in words.items() if not avoided.search(word.text)}
    if index:
        words["before"] = Word(language.phrases["before"][plan[index - 1].channel], ())
    return words


def _no_answer(plan: Sequence[Touch], index: int, language: Language) -> str:
    """Returns what to do when the lead does not answer: wait so many days, then the next touch."""
    phrases = language.phrases
    if index + 1 == len(plan):
        return str(phrases["last_step"])
    touch, next_touch = plan[index], plan[index + 1]
    days = (next_touch.scheduled_for.date() - touch.scheduled_for.date()).days
    wait = phrases["day"]
    if days > 1:
        wait = join(phrases["days"], {"n": str(days)})
    return join(phrases["no_answer"], {"days": wait, "next": phrases["next"][next_touch.channel]})
