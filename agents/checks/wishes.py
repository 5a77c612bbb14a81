"""What the site wants of its copy: words it avoids, its form of address, its prompts kept."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from agents.checks.reading import Reading
from agents.checks.repetition import runs_of
from agents.checks.scene import Scene
from agents.measures import any_of, mentions
from tools.domain.vocabulary import Channel

TU: Final = re.compile(
    r"\b(?:te|tu|tus|ti|contigo|tuy[oa]s?|tienes|puedes|quieres|prefieres|sabes|eres|dime|cuentame|avisame"
    r"|escribeme|llamame|respondeme|contestame|vosotros|vuestr[oa]s?|os)\b"
)
USTED: Final = re.compile(r"\b(?:ustedes|usted)\b")
NAMED: Final = {
    Channel.WHATSAPP: re.compile(r"\bwhatsapp\b"),
    Channel.SMS: re.compile(r"\b(?:sms|text message)\b"),
    Channel.LINKEDIN_MESSAGE: re.compile(r"\blinkedin\b"),
}
PROMPT_RUN: Final = 5  # words in a row of a prompt that copy may not repeat
INSTRUCTION_RUN: Final = 8  # of the site's own instructions, which may suggest a phrase or two


def avoided_words(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the words that the site avoids."""
    words = scene.context.site.words_to_avoid
    if words and mentions(reading.text, words):
        for match in any_of(words).finditer(reading.text):
            yield match.group()


def wrong_address(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the words that call a Spanish-speaking lead tú where the site says usted."""
    if scene.context.language != "es":
        return
    wrong = TU if scene.context.site.form_of_address == "usted" else USTED
    for match in wrong.finditer(reading.folded.text):
        yield reading.folded.quote(match.start(), match.end())


def closed_channels(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the channels that a next step would use and the lead is not open to."""
    if reading.field != "next_steps":
        return
    for channel, pattern in NAMED.items():
        match = pattern.search(reading.folded.text)
        if match and channel not in scene.context.channels:
            yield reading.folded.quote(match.start(), match.end())


def prompt_runs(reading: Reading, scene: Scene, prompts: tuple[str, ...]) -> Iterator[str]:
    """Yields a run of words that repeats a prompt, or the site's instructions to an agent."""
    instructions = tuple(scene.context.instructions.values())
    secret = _secret_runs(prompts, PROMPT_RUN) | _secret_runs(instructions, INSTRUCTION_RUN)
    if not secret:
        return
    runs = runs_of(reading.text, PROMPT_RUN) | runs_of(reading.text, INSTRUCTION_RUN)
    if runs & secret:
        yield " ".join(min(runs & secret))


@lru_cache(maxsize=16)
def _secret_runs(texts: tuple[str, ...], length: int) -> frozenset[tuple[str, ...]]:
    runs: frozenset[tuple[str, ...]] = frozenset()
    return runs.union(*(runs_of(text, length) for text in texts))
