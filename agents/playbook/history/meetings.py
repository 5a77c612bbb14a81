"""Meetings that are agreed, moved, missed, or past without a word on how they went.

The functions say what an act is in this history, as those of asks.py do.
"""

import re
from datetime import datetime, time
from typing import Final

from agents.playbook.history.book import Book
from agents.playbook.history.effects import MEETINGS, NO, WEAK
from agents.playbook.history.hours import time_in
from agents.playbook.history.points import Note, Remark
from tools.domain.situation import SituationKind as Kind

FIRST: Final = 3  # a clause that begins before this character is the first of its note
MOVED_TO: Final = re.compile(r"\bfrom\b.{1,30}?\bto\b|\bdel?\b.{1,30}?\bal?\b")


def on_planned(book: Book, remark: Remark) -> str | None:
    """A meeting agreed for a day; without a day, it is agreed only."""
    book.settle_kinds(WEAK | NO | {Kind.CALL_ASKED, Kind.NOT_NOW})
    if remark.day is None and _is_own(remark):
        open_own_meeting(book, remark.note)
    elif not _open_meeting(book, remark):
        book.open(Kind.IN_CONVERSATION, remark)
    return None


def on_planned_if_day(book: Book, remark: Remark) -> str | None:
    """ "Agreed on Thursday" is a meeting, "agreed" is not."""
    has_head = bool(remark.clause.head)
    if (remark.day and remark.day.is_exact) or (has_head and _is_own(remark)):
        return "planned"
    return "agreed" if has_head else None


def on_moved(book: Book, remark: Remark) -> str | None:
    """What was moved is a meeting, where one is agreed or the words say so."""
    is_meeting = "meeting" in remark.meanings or book.has(MEETINGS)
    if not is_meeting and not (remark.day and remark.day.is_exact):
        return "talked"
    book.settle_kinds(MEETINGS)
    return "planned"


def on_missed(book: Book, remark: Remark) -> str | None:
    """An engineer who did not come is a customer's complaint."""
    return "complained" if book.is_customer and not book.has(MEETINGS) else "missed"


def open_own_meeting(book: Book, note: Note) -> None:
    """Opens the meeting that a note itself is: ahead, or past without a word on how it went."""
    book.settle_kinds(WEAK | MEETINGS)
    kind = Kind.MEETING_AHEAD if note.is_planned else Kind.MEETING_PASSED
    point = book.open_whole(kind, note)
    # Midnight stands for a day without a time.
    point.meeting_at, point.meeting_has_time = note.at, note.at.time() != time()


def _is_own(remark: Remark) -> bool:
    """Whether a remark is about the meeting that its note is."""
    return remark.note.kind == "meeting" and remark.clause.start < FIRST


def _open_meeting(book: Book, remark: Remark) -> bool:
    """Opens a meeting on the day that a remark names, the second one where it was moved."""
    text = remark.words
    moved_to = MOVED_TO.search(text) if "move" in remark.clause.head else None
    if moved_to:
        text = text[moved_to.end() :]
    day = remark.day_of(text)
    if day is None or not day.is_exact:
        return False
    hour = time_in(text[day.end :]) or time_in(text[: day.start])
    at = datetime.combine(day.day, time(*hour or ()), tzinfo=remark.note.at.tzinfo)
    today = book.now.astimezone(at.tzinfo).date()
    is_ahead = at > book.now or (hour is None and day.day >= today)
    book.settle_kinds(MEETINGS)
    point = book.open(Kind.MEETING_AHEAD if is_ahead else Kind.MEETING_PASSED, remark)
    point.meeting_at, point.meeting_has_time = at, hour is not None
    return True
