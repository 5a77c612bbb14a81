"""The plan of a sequence: the touches of a situation, each on a channel that reaches the lead."""

from datetime import datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from agents.playbook.catalogue import PLANS, PLAYBOOK, Step, language_for
from agents.playbook.time_wishes import names_times
from tools.domain.lead import LeadContext
from tools.domain.situation import Situation, SituationKind
from tools.domain.vocabulary import Channel, Interval
from tools.times.hours import Hours, hours_for

LONG_AGO: Final = timedelta(days=45)  # a no that may be asked about once more
# An older "not now" is not acknowledged any more: the lead hears from us when its time has come.
RECENT: Final = timedelta(days=30)
TIMES_NAMED: Final = "The lead has said when it can be reached: choose the time by that."
NOTICE: Final = timedelta(hours=3)  # between a note and the meeting that it is about


class PlannedStep(NamedTuple):
    """A touch without a time.

    `gap` is how long after the touch before it is due; with `after` it counts from that moment
    instead. It is left out if it cannot go out before `until`. `hold` is why a person looks first.
    """

    template: str
    channel: Channel
    purpose: str
    gap: Interval
    after: datetime | None = None
    until: datetime | None = None
    hold: str | None = None


class Plan(NamedTuple):
    """The touches of a sequence, and why they are so."""

    steps: tuple[PlannedStep, ...]
    reason: str


def plan(context: LeadContext, situation: Situation) -> Plan:
    """Returns the touches of a situation.

    The first is on the channel that the request asks for, if it asks for one. The gaps are the
    request's interval, else the playbook's.
    """
    language = language_for(context.language, context.site.language)
    messages = PLAYBOOK[language].messages
    entry = PLANS[_plan_name(situation, context.now)]
    steps: list[PlannedStep] = []
    wish = TIMES_NAMED if names_times(context.interactions) else None
    for step in entry.steps:
        channel = _channel(step, context, before=steps[-1].channel if steps else None)
        planned = PlannedStep(
            template=step.message,
            channel=channel,
            purpose=messages[step.message].purpose,
            gap=Interval(amount=step.gap, unit="business_days"),
            hold=step.hold or wish,
        )
        steps.append(_timed(planned, step, context, situation, is_later=bool(steps)))
    return Plan(tuple(steps), entry.reason)


def _plan_name(situation: Situation, now: datetime) -> str:
    """Returns the name of a situation's plan: its kind, or where time has passed another one."""
    age = now - situation.at if situation.at else None
    if situation.kind is SituationKind.NOT_NOW and situation.until:
        is_over = situation.until <= now.date()
        if is_over or (age is not None and age > RECENT):
            return "not_now_due"
    if situation.kind is SituationKind.SAID_NO and (age is None or age > LONG_AGO):
        return "said_no_long_ago"
    return situation.kind.value


def _channel(step: Step, context: LeadContext, before: Channel | None) -> Channel:
    """Returns the best channel for a step; not that of the touch before, if there is another."""
    if before is None and context.first_channel:
        return context.first_channel
    channels = [channel for channel in step.channels if channel in context.channels]
    channels = channels or list(context.channels)
    for channel in channels:
        if channel != before:
            return channel
    return channels[0]


def _timed(
    planned: PlannedStep,
    step: Step,
    context: LeadContext,
    situation: Situation,
    *,
    is_later: bool,
) -> PlannedStep:
    """Returns a touch with what its time counts from: a meeting, the day that the lead named, or
    the touch before.

    A "not now" is acknowledged at once; with a day named in any other situation, such as that of a
    decision, the first touch waits for it.
    """
    if step.starts == "meeting" and situation.meeting_at:
        return planned._replace(after=situation.meeting_at)
    if step.starts == "before_meeting" and situation.meeting_at:
        start = _two_working_days_before(situation.meeting_at, hours_for(context))
        until = situation.meeting_at - NOTICE
        return planned._replace(after=max(start, context.now), until=until)
    waits = not is_later and situation.kind is not SituationKind.NOT_NOW
    if situation.until and (step.starts == "until" or waits):
        zone = ZoneInfo(context.timezone)
        eve = datetime.combine(situation.until - timedelta(days=1), time(12), tzinfo=zone)
        return planned._replace(after=max(eve, context.now))
    if step.soon:
        return planned
    return planned._replace(gap=context.interval or planned.gap)


def _two_working_days_before(moment: datetime, hours: Hours) -> datetime:
    """Returns noon of the working day before the one before a moment's day."""
    day = moment.astimezone(hours.zone).date()
    working_days = 0
    for _ in range(30):
        day -= timedelta(days=1)
        working_days += not hours.reason_closed(day)
        if working_days == 2:
            break
    return datetime.combine(day, time(12), tzinfo=hours.zone)
