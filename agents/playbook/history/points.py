"""Points of a history: what is open with a lead, and where that was read."""

from dataclasses import dataclass, field
from datetime import date, datetime

from tools.domain.situation import SituationKind


@dataclass
class Note:
    """An interaction to be read: its words as written and folded, of the same length."""

    index: int
    at: datetime
    day: date  # in the lead's zone
    kind: str  # what sort of contact it is: see contacts.toml
    words: str
    folded: str
    is_planned: bool  # it lies ahead


@dataclass
class Point:
    """Something open; `start` and `end` are characters of its note."""

    kind: SituationKind
    note: Note
    start: int
    end: int
    questions: list[str] = field(default_factory=list)
    topic: frozenset[str] = frozenset()  # the words that say what it is about
    until: date | None = None
    until_words: str | None = None
    meeting_at: datetime | None = None
    meeting_has_time: bool = False
    reason: str | None = None

    @property
    def quote(self) -> str:
        """Returns the words of the note."""
        return self.note.words[self.start : self.end].strip(" ,;:-–—")
