"""The points of a history that are open, and those that were settled."""

from collections.abc import Collection, Iterable
from datetime import datetime

from agents.playbook.history.effects import STANDING
from agents.playbook.history.points import Note, Point, Remark
from tools.domain.situation import SituationKind as Kind


class Book:
    """Keeps points while notes are read, the oldest first."""

    def __init__(self, now: datetime, *, is_customer: bool) -> None:
        self.now = now
        self.points: list[Point] = []
        self.settled: list[Point] = []
        self._is_customer = is_customer

    @property
    def is_customer(self) -> bool:
        """Whether the lead is a customer, by its stage or by what was read so far."""
        return self._is_customer or self.has([Kind.CUSTOMER])

    def of(self, kinds: Collection[Kind]) -> list[Point]:
        """Returns the open points of some kinds."""
        return [point for point in self.points if point.kind in kinds]

    def has(self, kinds: Collection[Kind]) -> bool:
        """Whether a point of some kinds is open."""
        return any(point.kind in kinds for point in self.points)

    def open(self, kind: Kind, remark: Remark) -> Point:
        """Opens a point that a remark makes."""
        point = Point(kind, remark.note, remark.clause.start, remark.clause.end)
        self.points.append(point)
        return point

    def open_whole(self, kind: Kind, note: Note) -> Point:
        """Opens a point that a note makes as a whole."""
        point = Point(kind, note, 0, len(note.words))
        self.points.append(point)
        return point

    def settle(self, points: Iterable[Point]) -> None:
        """Takes points that are no longer open off the list."""
        for point in list(points):
            self.points.remove(point)
            self.settled.append(point)

    def settle_kinds(self, kinds: Collection[Kind], small_talk: Note | None = None) -> None:
        """Settles points by kind; some stand against small talk in their own note."""
        for point in self.of(kinds):
            if point.note is small_talk and point.kind in STANDING:
                continue
            self.settle([point])
