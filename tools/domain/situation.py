"""Where things stand with a lead, as its history says."""

from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from tools.domain.vocabulary import Value


class SituationKind(StrEnum):
    """What a sequence has to start from."""

    QUESTION_OPEN = "question_open"  # the lead asked something, and no answer is noted
    PRICE_ASKED = "price_asked"  # it asked for a price or for terms, and no answer is noted
    PROPOSAL_OUT = "proposal_out"  # a proposal or quote is with the lead
    MEETING_AHEAD = "meeting_ahead"  # a meeting is agreed for a day to come
    MEETING_PASSED = "meeting_passed"  # a meeting's day is past, and nobody noted how it went
    NOT_NOW = "not_now"  # later, from a date or under a condition
    SAID_NO = "said_no"  # the lead decided against us
    CALL_ASKED = "call_asked"  # the lead asked to be called
    SENT_AND_SILENT = "sent_and_silent"  # we sent something, and no answer is noted
    CUSTOMER = "customer"  # a customer without a complaint
    COMPLAINT = "complaint"  # something went wrong for the lead, and no remedy is noted
    IN_CONVERSATION = "in_conversation"  # we have spoken, and nothing is open
    INBOUND = "inbound"  # the lead came to us, and nobody has answered
    NOTHING_KNOWN = "nothing_known"  # no contact in either direction is noted


class Situation(Value):
    """Where things stand with a lead, and what that was read from.

    `source` names the fact it was read from, such as "interactions[2]" or "lead.stage", and `quote`
    the words there. `at` is when it came about. `questions` are the lead's open ones, in the note's
    words. `until` and `until_words` say when "not now" ends, as far as the lead said. `meeting_at`
    is when a meeting is or was to be. `reason` is why the lead said no or not now.
    """

    kind: SituationKind
    source: str | None = None
    quote: str | None = None
    because: str
    at: AwareDatetime | None = None
    questions: tuple[str, ...] = ()
    until: date | None = None
    until_words: str | None = None
    meeting_at: AwareDatetime | None = None
    meeting_has_time: bool = False
    reason: str | None = None
