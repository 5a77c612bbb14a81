"""What a cell says in a column that is about being contacted, by what the column is about."""

import re
from collections.abc import Callable
from typing import Final

from tools.domain.permission import Cause
from tools.intake.permissions.answers import SILENCE, Permissions, Question
from tools.intake.permissions.headers import EVERY
from tools.intake.permissions.statuses import Status, channels_in, status_of
from tools.intake.permissions.texts import refusal_in
from tools.intake.permissions.values import NO, YES

ANSWER: Final = re.compile(r"([^\W\d_]+)(?=\s*[,.;:!/(–-])")
MAX_PLAIN: Final = 2  # words of a value that is no reason
BASES: Final = {  # what a law calls a basis, by words that say so
    "legitimate_interest": re.compile(r"legitim|leg[ií]tim|berechtigt", re.IGNORECASE),
    "contract": re.compile(r"contra(?:c?t|to)|vertrag|performance", re.IGNORECASE),
    "customer": re.compile(r"customer|client|kunde|soft opt", re.IGNORECASE),
}


def cell_answer(question: Question) -> Permissions:
    """What the cell says in its column; a cell that is not understood is an unclear refusal."""
    if question.cell.kind == "blank":
        return SILENCE
    return ANSWERS[question.reading.reads](question)


def _in_refusal(question: Question) -> Permissions:
    """Yes, a time, a count and a reason refuse; no says nothing."""
    kind = _plain_kind(question)
    if kind == "no":
        return SILENCE
    if kind != "text":
        return question.refusal()
    status = status_of(question.cell.words)
    if status and status.says == "refusal":
        return question.refusal(_graver(status.cause, question.reading.cause), status.channels)
    if status and _stands_against(question, status):
        return SILENCE
    return question.refusal(channels=channels_in(question.cell.words) or EVERY)


def _stands_against(question: Question, status: Status) -> bool:
    """Whether a value such as "Allow" speaks against its column, and is no reason or remark."""
    if status.says == "cleared":
        return True
    return status.says == "consent" and len(question.cell.words.split()) <= MAX_PLAIN


def _graver(first: Cause, second: Cause) -> Cause:
    """The cause that is understood, the value's before the column's."""
    return second if first is Cause.UNCLEAR else first


def _in_fact(question: Question) -> Permissions:
    """Yes and a time tell of the fact, and a text only where it says so itself."""
    kind = _plain_kind(question)
    if kind in ("yes", "date", "number"):
        return question.refusal()
    return _in_remark(question)


def _in_absence(question: Question) -> Permissions:
    """A column such as "Not unsubscribed": no refuses, and yes is no consent."""
    if _plain_kind(question) == "no":
        return question.refusal()
    return _in_remark(question)


def _in_consent(question: Question) -> Permissions:
    """Yes and a time agree, no refuses; a text agrees or refuses where it is understood."""
    kind = _plain_kind(question)
    if kind == "no":
        return question.refusal()
    if kind in ("yes", "date"):
        return question.consent()
    return _in_status(question)


def _in_status(question: Question) -> Permissions:
    """A word for how things stand."""
    kind = _plain_kind(question)
    if kind == "no":
        return question.refusal()
    if kind in ("yes", "date"):
        return SILENCE
    status = status_of(question.cell.words)
    if status:
        return _as_said(question, status)
    refusal = refusal_in(question.cell.words)
    if refusal:
        return question.refusal(refusal.cause, refusal.channels)
    channels = channels_in(question.cell.words)
    if channels and question.reading.reads == "consent":
        return question.consent(channels)
    return question.refusal(Cause.UNCLEAR)


def _as_said(question: Question, status: Status) -> Permissions:
    if status.says == "refusal":
        return question.refusal(status.cause, status.channels)
    if status.says == "consent":
        return question.consent(status.channels, _basis_of(question.cell.words))
    return SILENCE


def _basis_of(words: str) -> str:
    for basis, pattern in BASES.items():
        if pattern.search(words):
            return basis
    return "opt_in"


def _in_topic(question: Question) -> Permissions:
    """A mailing by its name: yes agrees, no refuses, and another text is its title."""
    kind = _plain_kind(question)
    if kind == "no":
        return question.refusal()
    if kind in ("yes", "date"):
        return question.consent()
    return _in_remark(question)


def _in_remark(question: Question) -> Permissions:
    """A text that refuses where it says so, and says nothing else."""
    if question.cell.kind != "text":
        return SILENCE
    status = status_of(question.cell.words)
    if status and status.says == "refusal" and status.cause is not Cause.UNCLEAR:
        return question.refusal(status.cause, status.channels)
    refusal = refusal_in(question.cell.words)
    if refusal:
        return question.refusal(refusal.cause, refusal.channels)
    return SILENCE


def _plain_kind(question: Question) -> str:
    """The cell's kind; a text that begins with yes or no, such as "Yes - by phone", is that.

    "No longer subscribed" is a text: what a status says counts first.
    """
    kind = question.cell.kind
    match = ANSWER.match(question.cell.words)
    if kind != "text" or not match or status_of(question.cell.words):
        return kind
    if match[1].casefold() in YES:
        return "yes"
    if match[1].casefold() in NO:
        return "no"
    return kind


ANSWERS: Final[dict[str, Callable[[Question], Permissions]]] = {
    "refusal": _in_refusal,
    "fact": _in_fact,
    "absence": _in_absence,
    "consent": _in_consent,
    "topic": _in_topic,
    "status": _in_status,
    "remark": _in_remark,
}
