"""Reads the notes of a history from the oldest to the newest, and keeps what is open."""

import re
from collections.abc import Callable
from datetime import datetime
from types import ModuleType
from typing import Final

from agents.playbook.history import asks, decisions, meetings, waits
from agents.playbook.history.acts import Act, acts_of
from agents.playbook.history.book import Book
from agents.playbook.history.effects import ASKS, EFFECTS, MEETINGS, TALKS, WEAK
from agents.playbook.history.hours import time_in
from agents.playbook.history.points import Note, Point, Remark
from agents.playbook.history.questions import questions_in, topic_of
from agents.playbook.history.reasons import reason_in
from tools.domain.situation import SituationKind as Kind

Reading = Callable[[Book, Remark], str | None]


def _readings(*modules: ModuleType) -> dict[str, Reading]:
    """Returns what says what an act is in a history, by the act: `on_sent` for "sent"."""
    readings = {}
    for module in modules:
        for name, function in vars(module).items():
            if name.startswith("on_"):
                readings[name.removeprefix("on_")] = function
    return readings


READINGS: Final = _readings(asks, decisions, meetings, waits)
# "Turned down the warranty, but wants the planner" is no no.
WILLING: Final = frozenset(["agreed", "wants_on", "planned", "asked_price", "talked"])
NOT_REACHED: Final = frozenset(["tried", "silent", "missed", "cancelled", "away"])
REPLIES: Final = frozenset(["nothing", "talked", "agreed", "answered"])
ASIDE: Final = REPLIES | {"wants_on", "troubled"}  # acts that may be more than they look
TROUBLES: Final = ASIDE | {"back_later", "will_send", "deferred_if_far"}
REFUSALS: Final = frozenset(["nothing", "talked", "deferred_if_far", "troubled"])
EMPTY: Final = frozenset(["nothing", "planned_if_day", "troubled"])
PAST: Final = frozenset(["talk", "hold"])  # what is over names its own day
WRITTEN: Final = frozenset(["chat", "email", "event", "call"])
TWO_SIDED: Final = frozenset(["call", "meeting", "chat"])
# "Que en enero", as what the lead said.
QUE_WHEN: Final = re.compile(r"[^.;]*\bque (?:en|a partir de|despues de|hasta|para|mejor) ")
# "A blunt no", "nos han dicho que no".
ENDS_IN_NO: Final = re.compile(r"^\W*(?:[a-z']+ ){0,3}nope?\W*$|\bque no\b(?:\W*$|,)")
# "Oye, cómo doy de alta ...", "is there a version for ...": a question without its mark.
QUESTION: Final = re.compile(
    r"\W*(?:(?:oye|hola|buenas|hi|hey|hello|and|y|so|also|quick one|una cosa),? ){0,2}"
    r"(?:(?:how|what|whether|como|cuant[oa]s?|que si|cual(?:es)?|se puede|hay forma)\b"
    r"|(?:can|could|do|does|is|are|would|will|should)"
    r" (?:we|you|they|it|i|there|the|an?|your|our|any|these|this)\b)"
)


def read_history(notes: list[Note], now: datetime, *, is_customer: bool) -> list[Point]:
    """Returns the points that the notes of a history leave open."""
    book = Book(now, is_customer=is_customer)
    for note in notes:
        acts = acts_of(note.folded)
        if note.is_planned:
            _read_planned(book, note, acts)
        else:
            _read(book, note, acts)
    return book.points


def _read_planned(book: Book, note: Note, acts: list[Act]) -> None:
    """Takes in an interaction that lies ahead: a meeting, unless it is called off."""
    if note.kind in TWO_SIDED and "cancelled" not in {act.name for act in acts}:
        book.settle_kinds(TALKS | {Kind.NOT_NOW})
        meetings.open_own_meeting(book, note)


def _read(book: Book, note: Note, acts: list[Act]) -> None:
    """Takes in a note of what was."""
    _settle_by_contact(book, note, acts)
    before = list(book.points)
    for act in acts:
        if act.clause.contrast and act.name in WILLING:
            book.settle(p for p in book.points if p.note is note and _is_soft(p))
        is_reply = act.clause.replies and act.name in REPLIES
        _take(book, "answered_last" if is_reply else act.name, Remark(note, act.clause))
    if book.points == before:
        _read_plain(book, note, {act.name for act in acts}, len(acts))


def _settle_by_contact(book: Book, note: Note, acts: list[Act]) -> None:
    """Settles what a contact with the lead settles by taking place."""
    if note.kind not in TWO_SIDED:
        return
    is_reached = NOT_REACHED.isdisjoint(act.name for act in acts)
    if note.kind != "chat" and is_reached:
        book.settle_kinds([Kind.CALL_ASKED])
    book.settle(p for p in book.points if p.meeting_at and p.meeting_at.date() <= note.day)


def _read_plain(book: Book, note: Note, names: set[str], count: int) -> None:
    """Takes in a note of which no clause opens anything, by the kind of contact alone."""
    is_bare = names <= EMPTY and count <= 1
    if note.kind == "meeting" and (is_bare or "planned" in names):
        meetings.open_own_meeting(book, note)
    elif note.kind == "event":
        book.settle_kinds(WEAK)
        book.open_whole(Kind.INBOUND, note)
    elif note.kind == "failed":
        book.settle_kinds(WEAK)
        book.open_whole(Kind.SENT_AND_SILENT, note)
    elif note.kind in TWO_SIDED or (note.kind == "email" and names != {"silent"}):
        book.settle_kinds(TALKS | MEETINGS if note.kind in TWO_SIDED else WEAK)
        book.open_whole(Kind.IN_CONVERSATION, note)


def _take(book: Book, name: str, remark: Remark) -> None:
    """Takes in one act, as what it is in this history."""
    taken: str | None = _closer_look(book, name, remark)
    seen: set[str] = set()
    while taken in READINGS and taken not in seen:
        seen.add(taken)
        taken = READINGS[taken](book, remark)
    if taken in EFFECTS:
        _apply(book, taken, remark)


def _closer_look(book: Book, name: str, remark: Remark) -> str:
    """Returns what an act may be that looks plain: a question, a wish, or a meeting agreed."""
    note, clause = remark.note, remark.clause
    if name in REFUSALS and _is_plain_no(book, remark):
        return "declined"
    if name in TROUBLES and book.is_customer and "trouble" in clause.meanings:
        return "troubled"
    if name not in ASIDE or clause.replies or not clause.head.isdisjoint(PAST):
        return name
    if note.kind in WRITTEN and QUESTION.match(note.folded, clause.start, clause.end):
        return "asked_price" if "price" in clause.meanings else "asked_question"
    is_wish = "touch" in clause.meanings or QUE_WHEN.match(remark.words)
    if is_wish and remark.is_later_by(waits.FAR):
        return "deferred"
    return "planned" if _names_meeting(remark) else name


def _is_plain_no(book: Book, remark: Remark) -> bool:
    """Whether a remark ends in "no", and neither answers a question nor names a day."""
    if book.has(ASKS) or remark.day or remark.clause.replies:
        return False
    return ENDS_IN_NO.search(remark.words) is not None


def _names_meeting(remark: Remark) -> bool:
    """Whether a remark names a day and an hour, or a day and a meeting."""
    if not remark.meanings.isdisjoint({"price", "offer", "back", "call"}):
        return False
    if "meeting" not in remark.meanings and time_in(remark.words) is None:
        return False
    return remark.day is not None and remark.day.is_exact


def _apply(book: Book, name: str, remark: Remark) -> None:
    """Settles and opens what an act does."""
    effect = EFFECTS[name]
    book.settle_kinds(effect.settles, remark.note if effect.opens in WEAK else None)
    if effect.opens is None:
        return
    kind = effect.opens
    if kind is Kind.IN_CONVERSATION and _is_inbound(remark.note):
        kind = Kind.INBOUND
    _fill(book.open(kind, remark), remark)


def _is_inbound(note: Note) -> bool:
    """Whether a contact is one that the lead began: a form and the like, or a first chat."""
    return note.kind == "event" or (note.kind == "chat" and note.index == 0)


def _fill(point: Point, remark: Remark) -> None:
    """Adds what a remark says of a point: questions, until when, why."""
    note, clause = remark.note, remark.clause
    if point.kind in ASKS:
        point.questions = questions_in(note.words, note.folded, clause)
        point.topic = topic_of(note.folded[clause.after : clause.end])
    elif point.kind is Kind.NOT_NOW:
        waits.set_until(point, remark)
    if point.kind in (Kind.NOT_NOW, Kind.SAID_NO):
        point.reason = reason_in(note.words, note.folded, clause)


def _is_soft(point: Point) -> bool:
    """Whether "but ..." takes a point back: a no, or a not now without a time."""
    return point.kind is Kind.SAID_NO or (point.kind is Kind.NOT_NOW and not point.until_words)
