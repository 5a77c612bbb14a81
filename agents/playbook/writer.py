"""The embedded writer: a planned touch and a context in, the words out.

No key, no network, no chance.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from agents.facts import facts_of
from agents.measures import any_of, misfits
from agents.playbook.catalogue import PLAYBOOK, Language
from agents.playbook.render import Said, compiled, join, say
from agents.playbook.variables import Word, words_of
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft, Touch

PLAINEST: Final = 8


def write(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    *,
    avoid: frozenset[str] = frozenset(),
    turn: int = 0,
) -> Draft:
    """The draft of `plan[index]`, each part of it as rich as its channel's limits allow.

    `avoid` holds the sources that must not be used. `turn` counts the rewrites: each of them
    reads differently.
    """
    plainness: Counter[str] = Counter()
    for _ in range(2 * PLAINEST):
        draft = _draft(plan, index, context, avoid, turn, plainness)
        plainness.update(unfit := {misfit.field for misfit in misfits(draft, context.site)})
        if not unfit:
            break
    return draft


def _draft(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    avoid: frozenset[str],
    turn: int,
    plainness: Counter[str],
) -> Draft:
    touch, language = plan[index], PLAYBOOK[context.language]
    words, avoided = (
        _known_words(plan, index, context, language, avoid),
        any_of(context.site.words_to_avoid),
    )
    seed = f"{context.lead.id}{touch.template}{turn or ''}"
    parts = {
        part: _blocks(
            source,
            language.entries[touch.template],
            language.blocks,
            words,
            avoided,
            seed,
            plainness[part],
        )
        for part, source in language.channels[touch.channel].items()
    }
    texts = {
        part: join(
            language.channels[touch.channel][part],
            {name: block.text for name, block in blocks.items()},
        )
        for part, blocks in parts.items()
    }
    sources = frozenset().union(
        *(block.sources for blocks in parts.values() for block in blocks.values())
    )
    return Draft(
        **touch.model_dump(),
        subject=texts["subject"],
        content=texts["content"],
        script=texts.get("script"),
        next_steps=(
            _no_answer(plan, index, language),
            *language.entries[touch.template]["next_steps"],
        ),
        facts=tuple(fact for fact in facts_of(context) if fact.source in sources),
    )


def _blocks(
    source: str,
    entry: Mapping[str, Any],
    shared: Mapping[str, list[str]],
    words: Mapping[str, Word],
    avoided: re.Pattern[str],
    seed: str,
    plainness: int,
) -> dict[str, Said]:
    """What the blocks of a part say.

    Greeting and signature, which every entry shares, grow plain last.
    """
    blocks = {}
    for name in sorted(compiled(source)[1]):
        variants = entry.get(name)
        grade = plainness if variants else max(plainness - PLAINEST, 0)
        blocks[name] = say(
            variants or shared[name], words, seed=f"{seed}{name}", avoided=avoided, plainness=grade
        )
    if plainness and "detail" in blocks:
        blocks["detail"] = Said("", frozenset())
    return blocks


def _known_words(
    plan: Sequence[Touch],
    index: int,
    context: LeadContext,
    language: Language,
    avoid: frozenset[str],
) -> dict[str, Word]:
    avoided = any_of(context.site.words_to_avoid)
    words = words_of(context, plan[index].position, avoid)
    words = {name: word for name, word in words.items() if not avoided.search(word.text)}
    if index:
        words["before"] = Word(language.phrases["before"][plan[index - 1].channel], ())
    return words


def _no_answer(plan: Sequence[Touch], index: int, language: Language) -> str:
    phrases: dict[str, Any] = language.phrases
    if index + 1 == len(plan):
        return str(phrases["last_step"])
    days = max((plan[index + 1].scheduled_for.date() - plan[index].scheduled_for.date()).days, 1)
    steps = phrases["day"] if days == 1 else join(phrases["days"], {"n": str(days)})
    return join(
        phrases["no_answer"], {"days": steps, "next": phrases["next"][plan[index + 1].channel]}
    )
