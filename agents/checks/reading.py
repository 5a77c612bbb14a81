"""A field of a draft as the rules read it: whole, folded, and sentence by sentence."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from agents.checks.folding import Folded, folded
from tools.domain.sequence import Draft
from tools.domain.vocabulary import Channel

Audience = Literal["lead", "representative"]

LONGEST: Final = {"subject": 200, "content": 3000, "script": 3000, "next_steps": 400}  # characters
MOST_NEXT_STEPS: Final = 12
# A sentence ends at its mark or its line; "Mr.", "a.m.", "Inc." and "S.L." end none.
END: Final = re.compile(r"(?<=[.!?…])[\"')\]]*\s+|\s*\n+\s*")
UNENDED: Final = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|sr|sra|srta|dra|st|inc|ltd|co|approx|vs|etc|e\.g|i\.e|a\.m|p\.m"
    r"|s\.l|s\.a|p\.ej|ee\.uu|[a-z])\.$"
)
LABEL: Final = re.compile(
    r"^(?:opening|question|offer|close|voicemail|apertura|pregunta|oferta|propuesta|cierre"
    r"|buzon(?: de voz)?) ?: *"
)


class Sentence(NamedTuple):
    """A folded sentence of a field, and its place there."""

    text: str
    start: int
    end: int

    @property
    def asks(self) -> bool:
        """Whether it is a question."""
        return self.text.rstrip("\"') ").endswith("?")


class Reading(NamedTuple):
    """A field of a draft, read for whom it is written."""

    field: str
    text: str
    audience: Audience
    folded: Folded
    sentences: tuple[Sentence, ...]

    def quote(self, sentence: Sentence, start: int, end: int) -> str:
        """Returns the original's words between two places of a sentence."""
        return self.folded.quote(sentence.start + start, sentence.start + end)


def readings_of(draft: Draft) -> Iterator[Reading]:
    """Yields the fields of a draft, each next step as a field of its own.

    A call's subject and content are for the representative, and so are the next steps. Fields over
    the longest that a field may be are left out.
    """
    for_whom: Audience = "representative" if draft.channel is Channel.CALL else "lead"
    yield from _reading("subject", draft.subject, for_whom)
    yield from _reading("content", draft.content, for_whom)
    yield from _reading("script", draft.script or "", "lead")
    for step in draft.next_steps[:MOST_NEXT_STEPS]:
        yield from _reading("next_steps", step, "representative")


def _reading(field: str, text: str, audience: Audience) -> Iterator[Reading]:
    if text and len(text) <= LONGEST[field]:
        yield read(field, text, audience)


@lru_cache(maxsize=512)
def read(field: str, text: str, audience: Audience = "lead") -> Reading:
    """Returns a text as the rules read it."""
    plain = folded(text)
    return Reading(field, text, audience, plain, tuple(sentences_of(plain.text)))


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yields the sentences of a folded text; the labels of a script's parts are left out."""
    start = 0
    for match in END.finditer(text):
        is_line = "\n" in match.group()
        if not is_line and UNENDED.search(text[start : match.start()]):
            continue
        yield from _sentence(text, start, match.start())
        start = match.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    label = LABEL.match(text[start:end])
    if label:
        start += label.end()
    if text[start:end].strip():
        yield Sentence(text[start:end], start, end)
