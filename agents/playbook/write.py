"""The embedded writer: a planned touch and a context in, the words out. No key, no network, no chance."""

from collections.abc import Sequence
from typing import Any, Final

from agents.facts import facts_of
from agents.playbook.catalogue import PLAYBOOK, Language
from agents.playbook.render import Said, compiled, join, say
from agents.playbook.words import Word, words_of
from agents.texts import fits
from tools.domain import Draft, LeadContext, Touch

PLAINEST: Final = 8


def write(
    plan: Sequence[Touch], index: int, context: LeadContext, *, avoid: frozenset[str] = frozenset(), turn: int = 0
) -> Draft:
    """The draft of `plan[index]`, as rich as its channel's limits allow.

    `avoid` holds the sources that must not be used; `turn` counts the rewrites, each of which reads differently.
    """
    for plainness in range(PLAINEST + 1):
        draft = _draft(plan, index, context, avoid, turn, plainness)
        if fits(draft):
            break
    return draft


def _draft(
    plan: Sequence[Touch], index: int, context: LeadContext, avoid: frozenset[str], turn: int, plainness: int
) -> Draft:
    touch, language = plan[index], PLAYBOOK[context.language]
    entry = language.entries[touch.template]
    words = _known_words(plan, index, context, language, avoid)
    seed = f"{context.lead.id}{touch.template}{turn or ''}"
    parts = language.channels[touch.channel]
    needed = frozenset().union(*(compiled(source)[1] for source in parts.values()))
    said = {
        name: say(
            (entry.get(name) or language.blocks.get(name) or [])[:], words, seed=f"{seed}{name}", plainness=plainness
        )
        for name in sorted(needed)
    }
    if plainness and "detail" in said:
        said["detail"] = Said("", frozenset())
    texts = {part: join(source, {name: block.text for name, block in said.items()}) for part, source in parts.items()}
    sources = frozenset().union(*(block.sources for block in said.values()))
    return Draft(
        **touch.model_dump(),
        subject=texts["subject"],
        content=texts["content"],
        script=texts.get("script"),
        next_steps=(_no_answer(plan, index, language), *entry["next_steps"]),
        facts=tuple(fact for fact in facts_of(context) if fact.source in sources),
    )


def _known_words(
    plan: Sequence[Touch], index: int, context: LeadContext, language: Language, avoid: frozenset[str]
) -> dict[str, Word]:
    words = words_of(context, plan[index].position, avoid)
    if index:
        words["before"] = Word(language.phrases["before"][plan[index - 1].channel], ())
    return words


def _no_answer(plan: Sequence[Touch], index: int, language: Language) -> str:
    phrases: dict[str, Any] = language.phrases
    if index + 1 == len(plan):
        return str(phrases["last_step"])
    days = max((plan[index + 1].scheduled_for.date() - plan[index].scheduled_for.date()).days, 1)
    said = phrases["day"] if days == 1 else join(phrases["days"], {"n": str(days)})
    return join(phrases["no_answer"], {"days": said, "next": phrases["next"][plan[index + 1].channel]})
