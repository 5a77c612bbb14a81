"""Words between quotation marks, which somebody on file must have said."""

import re
from collections.abc import Iterator
from typing import Final

from agents.checks.phrases import holds
from agents.checks.reading import Reading
from agents.checks.scene import Scene
from agents.checks.words import stems_of

QUOTED: Final = re.compile(r"\"([^\"\n]{3,300})\"")
FEWEST_WORDS: Final = 3
ENOUGH: Final = 0.7  # share of the words that one fact must hold


def unsaid(reading: Reading, scene: Scene) -> Iterator[str]:
    """Yields the quotations that stand in no fact."""
    for sentence in reading.sentences:
        for match in QUOTED.finditer(sentence.text):
            words = match[1].strip(" .,?!:")
            if len(words.split()) < FEWEST_WORDS or words in scene.ground.texts:
                continue
            if not holds("attributes", sentence.text):
                continue
            around = sentence.text[: match.start()] + sentence.text[match.end() :]
            if holds("offered_words", around):
                continue
            if not _is_said(words, scene):
                yield reading.quote(sentence, match.start(), match.end())


def _is_said(words: str, scene: Scene) -> bool:
    """Returns whether one fact holds most of the words."""
    stems = stems_of(words)
    if not stems:
        return True
    return any(len(stems & source.stems) >= ENOUGH * len(stems) for source in scene.ground.sources)
