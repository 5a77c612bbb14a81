"""The facts of a plan: today, when each touch goes out, and which hours it can propose."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from agents.statements import Statement
from tools.domain.lead import LeadContext
from tools.domain.sequence import Speaker, Touch
from tools.domain.situation import Situation
from tools.times.hours import hours_for
from tools.times.proposals import proposals


def plan_facts(
    context: LeadContext, plan: Sequence[Touch], situation: Situation | None
) -> Iterator[Statement]:
    """Yields what the plan says; nothing without a plan."""
    if situation:
        yield Statement("situation", _standing(situation), Speaker.PLAN, may_be_said=False)
        yield from _named_days(context, situation)
    if not plan:
        return
    hours = hours_for(context)
    today = day_and_date(context.now.astimezone(hours.zone))
    yield Statement("plan.today", f"Today is {today}; all hours are the lead's", Speaker.PLAN)
    if context.interval:
        unit = context.interval.unit.replace("_", " ")
        text = f"Asked for: {context.interval.amount} {unit} between two touches."
        yield Statement("plan.interval", text, Speaker.PLAN, may_be_said=False)
    for index, touch in enumerate(plan):
        leaves = moment_of(touch.scheduled_for.astimezone(hours.zone))
        slots = " or ".join(
            moment_of(slot, year=False) for slot in proposals(touch.scheduled_for, hours)
        )
        text = f"Touch {touch.position} goes out on {leaves}"
        if slots:
            text += f" and can propose {slots}"
        yield Statement(f"plan.touches[{index}]", text, Speaker.PLAN)


def _named_days(context: LeadContext, situation: Situation) -> Iterator[Statement]:
    """Yields the day of a meeting, and the one that the lead asked to be left alone until."""
    if situation.meeting_at:
        local = situation.meeting_at.astimezone(hours_for(context).zone)
        day = moment_of(local) if situation.meeting_has_time else day_and_date(local)
        yield Statement("situation.meeting", f"The meeting is or was on {day}", Speaker.PLAN)
    if situation.until:
        midnight = datetime.combine(situation.until, time())
        yield Statement("situation.until", f"Until {day_and_date(midnight)}", Speaker.PLAN)


def _standing(situation: Situation) -> str:
    """Returns where things stand, what is open, and until when the lead asked for time."""
    parts = [situation.because]
    if situation.questions:
        parts.append("Open: " + "; ".join(situation.questions))
    if situation.until:
        parts.append(f"Not before {situation.until:%Y-%m-%d}.")
    return " ".join(parts)


def day_and_date(local: datetime, *, year: bool = True) -> str:
    """Returns "Thursday 26 November 2026"."""
    day = f"{local:%A} {local.day} {local:%B}"
    return f"{day} {local.year}" if year else day


def moment_of(local: datetime, *, year: bool = True) -> str:
    """Returns "Thursday 26 November 2026 at 10:05"."""
    return f"{day_and_date(local, year=year)} at {local:%H:%M}"
