"""Days and hours as copy names them: those it proposes, and those of the touches themselves."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from babel.dates import format_datetime

from agents.playbook.assignment import Assignment, Variable
from agents.playbook.catalogue import PLAYBOOK
from tools.domain.sequence import Touch
from tools.domain.vocabulary import Channel
from tools.times.hours import hours_for
from tools.times.proposals import proposals

WRITTEN: Final = (
    Channel.EMAIL,
    Channel.LINKEDIN_MESSAGE,
    Channel.WHATSAPP,
    Channel.SMS,
)
A_WEEK: Final = 6  # days in which a weekday alone is clear
# By locale, in the pattern language of CLDR.
PATTERNS: Final[dict[str, dict[str, str]]] = {
    "en_US": {"day": "EEEE, MMMM d", "date": "MMMM d", "year": "MMMM d, y", "time": "h:mm a"},
    "en_GB": {"day": "EEEE d MMMM", "date": "d MMMM", "year": "d MMMM y", "time": "HH:mm"},
    "es": {
        "day": "EEEE d 'de' MMMM",
        "date": "d 'de' MMMM",
        "year": "d 'de' MMMM 'de' y",
        "time": "H:mm",
    },
}


def spelled(moment: datetime | date, pattern: str, locale: str) -> str:
    """Returns a moment by one of the patterns: day, date, year or time."""
    return format_datetime(moment, PATTERNS[locale][pattern], locale=locale)


def weekday(moment: datetime, since: datetime, locale: str) -> str:
    """Returns "Thursday", or "Monday 4 January" for a day further away than a week."""
    is_near = abs((moment.date() - since.date()).days) <= A_WEEK
    if is_near:
        return format_datetime(moment, "EEEE", locale=locale)
    return spelled(moment, "day", locale)


def day_variables(assignment: Assignment) -> Iterator[Variable]:
    """Yields the days that the touch proposes, and those of its neighbours, a meeting and a date
    that the lead named.
    """
    yield from _proposals(assignment)
    yield from _neighbour(assignment)
    yield from _meeting(assignment)
    yield from _until(assignment)


def _proposals(assignment: Assignment) -> Iterator[Variable]:
    sent = assignment.local(assignment.touch.scheduled_for)
    slots = proposals(assignment.touch.scheduled_for, hours_for(assignment.context))
    sources = (f"plan.touches[{assignment.place}]",)
    phrases = PLAYBOOK[assignment.language].phrases["days"]
    for name, moment in zip(("one", "two"), slots, strict=False):
        day = phrases["day"].format(day=weekday(moment, sent, assignment.locale))
        time = spelled(moment, "time", assignment.locale)
        yield f"day_{name}", day, sources
        yield f"slot_{name}", phrases["slot"].format(day=day, time=time), sources
    if not slots:
        for name in ("one", "two"):
            yield f"day_{name}", phrases[f"week_{name}"], ()
            yield f"slot_{name}", phrases[f"week_{name}"], ()


def _neighbour(assignment: Assignment) -> Iterator[Variable]:
    """Yields when the touch before went out, by the kind it was."""
    before = assignment.previous
    if before is None:
        return
    name = "called_on" if before.channel is Channel.CALL else "wrote_on"
    if before.channel in (*WRITTEN, Channel.CALL):
        yield name, _on_day(before, assignment), (f"plan.touches[{assignment.place - 1}]",)


def _on_day(touch: Touch, assignment: Assignment) -> str:
    """Returns the day of another touch: "on Tuesday"."""
    sent = assignment.local(assignment.touch.scheduled_for)
    day = weekday(assignment.local(touch.scheduled_for), sent, assignment.locale)
    return str(PLAYBOOK[assignment.language].phrases["days"]["on"].format(day=day))


def _meeting(assignment: Assignment) -> Iterator[Variable]:
    situation = assignment.situation
    if situation.meeting_at is None:
        return
    phrases = PLAYBOOK[assignment.language].phrases["days"]
    moment = assignment.local(situation.meeting_at)
    sources = (situation.source or "situation",)
    day = spelled(moment, "day", assignment.locale)
    yield "meeting_day", phrases["day"].format(day=day), sources
    if situation.meeting_has_time:
        yield "meeting_time", spelled(moment, "time", assignment.locale), sources


def _until(assignment: Assignment) -> Iterator[Variable]:
    situation = assignment.situation
    sources = (situation.source or "situation",)
    yield "until_words", situation.until_words or "", sources
    if situation.until is None:
        return
    phrases = PLAYBOOK[assignment.language].phrases["days"]
    if situation.until.day == 1:
        month = format_datetime(situation.until, "MMMM", locale=assignment.locale)
        yield "until", phrases["in_month"].format(month=month), sources
        return
    day = spelled(situation.until, "date", assignment.locale)
    yield "until", phrases["week_of"].format(day=day), sources
