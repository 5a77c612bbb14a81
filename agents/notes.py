"""What of a colleague's note may be said to the lead it is about.

What passed between the lead and us may; a remark about its mood, its money, its people or our
rivals may not.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from agents.measures import any_of, mentions

SENTENCE_ENDS: Final = re.compile(r"(?<=[.!?;])\s+")


class Note(NamedTuple):
    """A note in two: the sentences that may be said to the lead, and the others."""

    said: str
    unsaid: str


def split_note(text: str) -> Note:
    """Returns a note's sentences, those that may be said apart from the others."""
    said: list[str] = []
    unsaid: list[str] = []
    for sentence in SENTENCE_ENDS.split(text.strip()):
        if _reports(sentence) and not is_remark(sentence):
            said.append(sentence)
        elif said and not unsaid and not is_remark(sentence) and sentence[:1].islower():
            said.append(sentence)  # it goes on after a semicolon
        else:
            unsaid.append(sentence)
    return Note(" ".join(said), " ".join(unsaid))


def is_remark(text: str) -> bool:
    """Returns whether a text remarks on the lead's mood, money or people, or on our rivals."""
    return mentions(text, _words("remarks"))


def is_act(source: str) -> bool:
    """Returns whether the place a lead came from is something that it did itself."""
    return mentions(source, _words("acts"))


def _reports(sentence: str) -> bool:
    """Returns whether a sentence begins as a report of what passed between a lead and us."""
    return any_of(_words("reports")).match(sentence) is not None


@cache
def _words(name: str) -> tuple[str, ...]:
    """Returns the words of one table of notes.toml."""
    return tuple(note_rules()[name]["words"])


@cache
def note_rules() -> dict[str, Any]:
    """Returns notes.toml, read once."""
    path = Path(__file__).with_name("notes.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
