"""Where things stand with a lead, read from its history; the stage only colours it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from agents.playbook.history.contacts import contact_kind
from agents.playbook.history.effects import MEETINGS, WEAK
from agents.playbook.history.ledger import read_history
from agents.playbook.history.points import Note, Point
from tools.domain.lead import Interaction, LeadContext
from tools.domain.situation import Situation
from tools.domain.situation import SituationKind as Kind
from tools.domain.vocabulary import Stage
from tools.text import fold

MAX_SUMMARY: Final = 2_000  # characters of a note that are read
MAX_NOTES: Final = 40  # the newest
MEETING_TYPES: Final = frozenset({"meeting", "demo", "visit", "video"})
MEETING_WORD: Final = re.compile(
    r"\b(?:meet\w*|met|mtg|survey|demo\w*|call\w*|visit\w*|appointment|screen|walk\w*|session|lunch|coffee"
    r"|show\w*|reunion|cita|llamada|visita\w*|videollamada|quedad[oa]s?|quedamos|sesion|comida|cafe)\b"
)
# Places that a lead comes from by an act of its own.
INBOUND_SOURCE: Final = re.compile(
    r"\b(?:form|enquiry|inquiry|demo request|download\w*|formulario|solicitud|descarga"
    r"|contacto web)\b"
)
# Of points of the same note, the one that counts most is first.
RANKS: Final = (
    Kind.COMPLAINT,
    Kind.SAID_NO,
    Kind.NOT_NOW,
    Kind.MEETING_AHEAD,
    Kind.CALL_ASKED,
    Kind.PRICE_ASKED,
    Kind.QUESTION_OPEN,
    Kind.CUSTOMER,
    Kind.PROPOSAL_OUT,
    Kind.MEETING_PASSED,
    Kind.SENT_AND_SILENT,
    Kind.IN_CONVERSATION,
    Kind.INBOUND,
)
BECAUSE: Final = {
    Kind.QUESTION_OPEN: "the lead asked a question, and no answer is noted",
    Kind.PRICE_ASKED: "the lead asked about the price or terms, and no answer is noted",
    Kind.PROPOSAL_OUT: "a proposal is with the lead, and no decision is noted",
    Kind.MEETING_AHEAD: "a meeting is agreed for a day to come",
    Kind.MEETING_PASSED: "a meeting was agreed; its day is past, and nobody noted how it went",
    Kind.NOT_NOW: "the lead does not want to go on now",
    Kind.SAID_NO: "the lead decided against us",
    Kind.CALL_ASKED: "the lead asked to be called, and no call is noted",
    Kind.SENT_AND_SILENT: "we wrote or tried to call, and no answer is noted",
    Kind.CUSTOMER: "the lead has bought, and nothing is open",
    Kind.COMPLAINT: "something went wrong for the lead, and no remedy is noted",
    Kind.IN_CONVERSATION: "we have been in touch, and nothing is open",
    Kind.INBOUND: "the lead came to us, and no answer of ours is noted",
}
# What a stage says where the history says nothing stronger.
STAGES: Final = {
    Stage.CUSTOMER: (Kind.CUSTOMER, "that this is a customer"),
    Stage.LOST: (Kind.SAID_NO, "that the lead is lost to us, and not why"),
    Stage.PROPOSAL: (Kind.PROPOSAL_OUT, "that a proposal is with the lead"),
    Stage.NEGOTIATION: (Kind.PROPOSAL_OUT, "that an offer is being negotiated"),
}


def situation_of(context: LeadContext) -> Situation:
    """Returns where things stand with a lead, and what that was read from."""
    is_customer = context.stage is Stage.CUSTOMER
    points = read_history(_notes(context), context.now, is_customer=is_customer)
    point = _foremost([point for point in points if not _lacks_meeting(point)])
    if point and point.kind in WEAK and context.stage is Stage.CUSTOMER:
        point = replace(point, kind=Kind.CUSTOMER)
    if point and point.kind is Kind.CUSTOMER:
        point = _latest_contact(point, points)
    if point is None or (point.kind in WEAK and context.stage in STAGES):
        return _of_stage(context)
    if context.stage is Stage.LOST and point.kind in MEETINGS | {Kind.PROPOSAL_OUT}:
        return _of_stage(context)
    return _of_point(point, points, context)


def _lacks_meeting(point: Point) -> bool:
    """Returns whether a meeting's day was read from a note that names no meeting."""
    is_noted = point.note.kind in MEETING_TYPES or MEETING_WORD.search(point.note.folded)
    return point.kind is Kind.MEETING_PASSED and not is_noted


def _notes(context: LeadContext) -> list[Note]:
    """Returns the interactions to be read, oldest first."""
    first = max(0, len(context.interactions) - MAX_NOTES)
    notes = []
    for index, interaction in enumerate(context.interactions[first:], start=first):
        notes.append(_note(index, interaction, context))
    return notes


def _note(index: int, interaction: Interaction, context: LeadContext) -> Note:
    words, small = _folded(interaction.summary[:MAX_SUMMARY])
    return Note(
        index=index,
        at=interaction.at.astimezone(ZoneInfo(context.timezone)),
        kind=contact_kind(interaction.type),
        words=words,
        folded=small,
        is_planned=interaction.at > context.now,
        month_first=context.country == "US",
    )


def _folded(text: str) -> tuple[str, str]:
    """Returns a text and its folded form, of the same length, so that places hold for both."""
    plain = text.replace("’", "'")
    small = fold(plain)
    return (plain, small) if len(small) == len(plain) else (small, small)


def _foremost(points: Sequence[Point]) -> Point | None:
    """Returns the point to start from: a complaint, a meeting ahead, else the newest."""
    best = None
    for point in points:
        if best is None or _weight(point) >= _weight(best):
            best = point
    return best


def _latest_contact(point: Point, points: Sequence[Point]) -> Point:
    """Returns a customer's point as the latest contact has it."""
    for other in points:
        if other.kind in WEAK and other.note.index >= point.note.index:
            point = replace(other, kind=Kind.CUSTOMER)
    return point


def _weight(point: Point) -> tuple[bool, bool, bool, int, int]:
    """Returns how much a point counts."""
    kind = point.kind
    return (
        kind is Kind.COMPLAINT,
        kind not in WEAK,
        kind is Kind.MEETING_AHEAD,
        point.note.index,
        -RANKS.index(kind),
    )


def _of_stage(context: LeadContext) -> Situation:
    """Returns what the stage alone says."""
    if context.stage not in STAGES:
        if INBOUND_SOURCE.search(fold(context.lead.source or "")):
            because = "No contact is noted, and the lead's source says that it came to us."
            return Situation(kind=Kind.INBOUND, source="lead.source", because=because)
        return Situation(kind=Kind.NOTHING_KNOWN, because="No contact with the lead is noted.")
    kind, meaning = STAGES[context.stage]
    return Situation(
        kind=kind,
        source="lead.stage",
        quote=context.stage_given or None,
        because=f"The stage says {meaning}.",
    )


def _of_point(point: Point, points: Sequence[Point], context: LeadContext) -> Situation:
    """Returns the situation of the foremost point, with all questions that are open."""
    questions: list[str] = []
    for ask in points:
        questions += ask.questions
    return Situation(
        kind=point.kind,
        source=f"interactions[{point.note.index}]",
        quote=point.quote or None,
        because=f"The note of {_day(point.note.at, context.now)} says that {BECAUSE[point.kind]}.",
        at=point.note.at,
        questions=tuple(dict.fromkeys(questions)),
        until=point.until,
        until_words=point.until_words,
        meeting_at=point.meeting_at,
        meeting_has_time=point.meeting_has_time,
        reason=point.reason,
    )


def _day(at: datetime, now: datetime) -> str:
    """Returns "19 November", with the year where it is not the present one."""
    day = f"{at.day} {at:%B}"
    return day if at.year == now.year else f"{day} {at.year}"
