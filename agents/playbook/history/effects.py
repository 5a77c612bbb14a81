"""What each act does to the open points: those it settles, and the one it opens."""

from typing import Final, NamedTuple

from tools.domain.situation import SituationKind as Kind


class Effect(NamedTuple):
    """The kinds of points that an act settles, and the kind that it opens."""

    settles: frozenset[Kind] = frozenset()
    opens: Kind | None = None


ALL: Final = frozenset(Kind)
# Contacts that leave nothing open: anything else counts more.
WEAK: Final = frozenset([Kind.SENT_AND_SILENT, Kind.IN_CONVERSATION, Kind.INBOUND])
ASKS: Final = frozenset([Kind.QUESTION_OPEN, Kind.PRICE_ASKED])
MEETINGS: Final = frozenset([Kind.MEETING_AHEAD, Kind.MEETING_PASSED])
NO: Final = frozenset([Kind.SAID_NO])
# What a talk settles by taking place.
TALKS: Final = WEAK | NO | {Kind.CALL_ASKED}
# What stands against small talk in the same note.
STANDING: Final = NO | {Kind.NOT_NOW, Kind.CALL_ASKED}

EFFECTS: Final[dict[str, Effect]] = {
    "agreed": Effect(TALKS, Kind.IN_CONVERSATION),
    "answered": Effect(WEAK, Kind.IN_CONVERSATION),
    "arrived": Effect(WEAK | NO, Kind.INBOUND),
    "asked_call": Effect(WEAK | NO, Kind.CALL_ASKED),
    "asked_price": Effect(WEAK | NO, Kind.PRICE_ASKED),
    "asked_question": Effect(WEAK | NO, Kind.QUESTION_OPEN),
    "cancelled": Effect(MEETINGS | WEAK, Kind.IN_CONVERSATION),
    "complained": Effect(WEAK, Kind.COMPLAINT),
    "declined": Effect(ALL - {Kind.COMPLAINT}, Kind.SAID_NO),
    "deferred": Effect(WEAK | NO | {Kind.CALL_ASKED}, Kind.NOT_NOW),
    "held": Effect(TALKS | MEETINGS, Kind.IN_CONVERSATION),
    "missed": Effect(MEETINGS, Kind.MEETING_PASSED),
    "resolved": Effect(frozenset([Kind.COMPLAINT])),
    "sent": Effect(WEAK, Kind.SENT_AND_SILENT),
    "sent_price": Effect(WEAK | {Kind.PRICE_ASKED}, Kind.SENT_AND_SILENT),
    "sent_proposal": Effect(WEAK | NO | {Kind.PRICE_ASKED, Kind.PROPOSAL_OUT}, Kind.PROPOSAL_OUT),
    "signed": Effect(ALL - {Kind.COMPLAINT}, Kind.CUSTOMER),
    "talked": Effect(WEAK, Kind.IN_CONVERSATION),
    "tried": Effect(WEAK - {Kind.INBOUND}, Kind.SENT_AND_SILENT),
    "we_asked": Effect(WEAK, Kind.SENT_AND_SILENT),
    "wrote_to_us": Effect(TALKS, Kind.IN_CONVERSATION),
}
