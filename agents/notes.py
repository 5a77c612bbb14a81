"""What of a colleague's note may be said to the lead it is about.

What passed between the lead and us may; a remark about its mood, its money, its people or our
rivals may not.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from agents.measures import mentions

# Where a clause ends: a note's remark stands beside what may be said, with a comma or a dash.
CLAUSE: Final = re.compile(r"[^.!?;,]+(?:[.,]\d+[^.!?;,]*)*(?:[.!?;,]+|$)\s*")


class Note(NamedTuple):
    """A note in two: the clauses that may be said to the lead, and the others."""

    said: str
    unsaid: str


def split_note(text: str) -> Note:
    """Returns a note's clauses, those that may be said apart from the others."""
    said, unsaid = "", ""
    for clause in CLAUSE.findall(" ".join(text.split())):
        if is_remark(clause):
            unsaid += clause
        else:
            said += clause
    return Note(said.strip(" ,;"), unsaid.strip(" ,;"))


def is_remark(text: str) -> bool:
    """Returns whether a text remarks on the lead's mood, money or people, or on our rivals."""
    return mentions(text, _words("remarks"))


def is_act(source: str) -> bool:
    """Returns whether the place a lead came from is something that it did itself."""
    return mentions(source, _words("acts"))


@cache
def _words(name: str) -> tuple[str, ...]:
    """Returns the words of one table of notes.toml."""
    return tuple(note_rules()[name]["words"])


@cache
def note_rules() -> dict[str, Any]:
    """Returns notes.toml, read once."""
    path = Path(__file__).with_name("notes.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
