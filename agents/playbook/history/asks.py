"""Questions, prices and calls that a lead asks for, and what settles them.

Each function says what an act is in this history: the name of the act to take instead, its own
name to go on, or None where it has dealt with it.
"""

import re
from dataclasses import replace
from typing import Final

from agents.playbook.history.book import Book
from agents.playbook.history.effects import ASKS, TALKS, WEAK
from agents.playbook.history.points import Point, Remark
from agents.playbook.history.questions import topic_of
from agents.playbook.history.waits import is_put_off
from tools.domain.situation import SituationKind as Kind

# "Sent it", "sent same day", "enviado, 286 al mes".
POINTS_BACK: Final = re.compile(r"\s*(?:$|[^\s\w]|(?:it|them|this|that|both|all|same day|todo)\b)")


def on_asked_question(book: Book, remark: Remark) -> str | None:
    """A demo asked for with a form is what the form is for, and no question."""
    is_form = remark.note.kind == "event" and not remark.clause.is_direct
    if is_form and "meeting" in remark.meanings:
        return "arrived"
    if "request" in remark.clause.head and is_put_off(remark):
        return "deferred"
    return "asked_question"


def on_asked_call(book: Book, remark: Remark) -> str | None:
    """A call asked for in two months is a "not now"."""
    return "deferred" if is_put_off(remark) else "asked_call"


def on_answered(book: Book, remark: Remark) -> str | None:
    """An answer settles the questions it is about, else all of them."""
    if "answered_by_us" not in remark.meanings and "lead" in remark.clause.before:
        return "talked"
    asks = book.of(ASKS)
    book.settle(_about(remark, asks) or asks)
    return "answered"


def on_answered_last(book: Book, remark: Remark) -> str | None:
    """What stands after an arrow or begins with "yes" answers what stands before it."""
    book.settle(book.of(ASKS)[-1:])
    book.settle_kinds(WEAK)
    book.open(Kind.IN_CONVERSATION, remark)
    return None


def on_resolved(book: Book, remark: Remark) -> str | None:
    """Where nobody complains, what was resolved is a question."""
    return "resolved" if book.has([Kind.COMPLAINT]) else "answered"


def on_sent(book: Book, remark: Remark) -> str | None:
    """What was sent settles what it is about; "sent it" settles what was asked just before."""
    asks = book.of(ASKS)
    points = _about(remark, asks)
    if not points and POINTS_BACK.match(remark.note.folded, remark.clause.after, remark.clause.end):
        points = [point for point in asks if point.note is remark.note] or asks[-1:]
    book.settle(points)
    return "sent"


def on_sent_proposal_if_mail(book: Book, remark: Remark) -> str | None:
    """An e-mail that is noted as "Proposal v2" is one with the proposal."""
    is_ours = remark.note.kind == "email" and remark.meanings.isdisjoint({"not", "future"})
    return "sent_proposal" if is_ours else None


def on_will_send(book: Book, remark: Remark) -> str | None:
    """A price or proposal that we owe is as good as asked for."""
    is_owed = not remark.meanings.isdisjoint({"price", "proposal"})
    if is_owed and not book.has([Kind.PRICE_ASKED]):
        book.settle_kinds(WEAK)
        book.open(Kind.PRICE_ASKED, remark)
    return None


def on_owed(book: Book, remark: Remark) -> str | None:
    """A question that is still to be answered is open again."""
    if book.has(ASKS):
        return None
    asks = [point for point in book.settled if point.kind in ASKS]
    if not asks:
        return "asked_question"
    again = (_about(remark, asks) or asks)[-1]
    still = tuple(q for q in again.questions if remark.topic & topic_of(q.lower()))
    book.points.append(replace(again, questions=still or again.questions))
    return None


def on_talked(book: Book, remark: Remark) -> str | None:
    """A talk settles what it was about, and a "not now" whose time has come."""
    if "request" in remark.clause.head and is_put_off(remark, by_day=False):
        return "deferred"
    _settle_by_talk(book, remark)
    return "talked"


def on_agreed(book: Book, remark: Remark) -> str | None:
    """To agree to the price settles the question of it."""
    _settle_by_talk(book, remark)
    if "price" in remark.meanings:
        book.settle_kinds([Kind.PRICE_ASKED])
    return "agreed"


def on_wants_on(book: Book, remark: Remark) -> str | None:
    """To want to go on takes back a no."""
    book.settle_kinds(TALKS)
    return "agreed"


def _settle_by_talk(book: Book, remark: Remark) -> None:
    asks = [point for point in book.of(ASKS) if point.note is not remark.note]
    book.settle(_about(remark, asks))
    waits = book.of([Kind.NOT_NOW])
    book.settle(point for point in waits if point.until and point.until <= remark.note.day)


def _about(remark: Remark, points: list[Point]) -> list[Point]:
    """Returns the points that a remark has a word of their topic in common with."""
    return [point for point in points if remark.topic & point.topic]
