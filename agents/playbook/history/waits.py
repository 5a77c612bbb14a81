"""What is put off: until a day, after an event, until somebody is back or has decided.

The functions say what an act is in this history, as those of asks.py do.
"""

import re
from datetime import timedelta
from typing import Final

from agents.playbook.history.book import Book
from agents.playbook.history.effects import MEETINGS, WEAK
from agents.playbook.history.points import Point, Remark
from tools.domain.situation import SituationKind as Kind

NEAR: Final = timedelta(days=6)
FAR: Final = timedelta(days=21)  # a call asked for later than that is a "not now"
# "After the trade fair", "cuando acabe la obra": an event whose day nobody knows.
AFTER_EVENT: Final = re.compile(
    r"\b(?:after|once|when|un?till?|tras|despues de|cuando|hasta que?|a la vuelta de"
    r"|pasad[oa]s?(?= (?:el|las?|los)))"
    r" (?!\d|(?:that|this|it|all|lunch|work|school|one|two|three|four|five|six|eso|and|y"
    r"|puedas?|pueda[ni]s|quieras?|quiera[ni]s|podais)\b)"
    r"[a-z']+(?: (?!(?:and|y)\b)[a-z']+){0,5}"
)


def is_put_off(remark: Remark, *, by_day: bool = True) -> bool:
    """Whether a remark names a far day, or an event after which something is wanted."""
    if by_day and remark.is_later_by(FAR):
        return True
    return AFTER_EVENT.search(remark.words) is not None


def on_deferred(book: Book, remark: Remark) -> str | None:
    """A meeting put off is no longer agreed."""
    if "meeting" in remark.meanings:
        book.settle_kinds(MEETINGS)
    return "deferred"


def on_deferred_if_far(book: Book, remark: Remark) -> str | None:
    """ "Hasta septiembre no": nothing is wanted before a day or an event."""
    is_late = remark.is_later_by(NEAR) or AFTER_EVENT.search(remark.words)
    return "deferred" if is_late else None


def on_back_later(book: Book, remark: Remark) -> str | None:
    """To be in touch again: in March a "not now", on Thursday a call."""
    if remark.is_later_by(FAR) or "someday" in remark.meanings:
        return "deferred"
    return "asked_call" if "call" in remark.meanings else "talked"


def on_will_decide(book: Book, remark: Remark) -> str | None:
    """The lead will decide: on the proposal that is out, or else later, if it says when."""
    out = book.of([Kind.PROPOSAL_OUT])
    if not out:
        is_late = remark.day or AFTER_EVENT.search(remark.words)
        return "deferred" if is_late else "talked"
    book.settle(out)
    set_until(book.open(Kind.PROPOSAL_OUT, remark), remark)
    return None


def on_away(book: Book, remark: Remark) -> str | None:
    """Who is away until a day to come, with nothing else open, is to be left until then."""
    if len(book.of(WEAK)) < len(book.points):
        return None
    point = book.open(Kind.NOT_NOW, remark)
    set_until(point, remark)
    if point.until and point.until <= book.now.date():
        book.settle([point])
    else:
        book.settle_kinds(WEAK)
    return None


def set_until(point: Point, remark: Remark) -> None:
    """Adds until when, from the clause, else from the rest of the note, else from all of it."""
    note, clause = remark.note, remark.clause
    for start, end in ((clause.start, clause.end), (clause.start, None), (0, None)):
        day = remark.day_of(note.folded[start:end])
        if day:
            point.until = day.day
            point.until_words = note.words[start + day.start : start + day.end].strip()
            return
    event = AFTER_EVENT.search(note.folded, clause.start, clause.end)
    if event:
        point.until_words = note.words[event.start() : event.end()].strip()
