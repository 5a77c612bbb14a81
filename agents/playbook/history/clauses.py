"""A clause of a note: what somebody did, who it was, and to what."""

from dataclasses import dataclass, field


@dataclass
class Clause:
    """A clause of a note; `start` and `end` are characters, `after` is where its head ends."""

    start: int
    end: int = 0
    after: int = 0
    head: frozenset[str] = frozenset()
    meanings: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)  # meanings that stand before the head
    negated: bool = False
    question_mark: bool = False
    is_direct: bool = False  # a question in the lead's own words
    contrast: bool = False  # it begins with "but"
    is_to_lead: bool = False  # "asked her", "thanked them"
    is_noun: bool = False  # its head is a noun, which a verb after it replaces
    replies: bool = False  # it stands after an arrow
    previous: "Clause | None" = None  # the one it goes on from, after a comma or "and"
