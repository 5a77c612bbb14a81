"""Who writes to whom, and when: what a rule knows besides the facts."""

from datetime import date
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from agents.checks.folding import folded
from agents.checks.ground import Ground
from tools.domain.lead import LeadContext
from tools.domain.sequence import Draft

MARKS: Final = str.maketrans(dict.fromkeys("'.,-_()|/&@", " "))


class Scene(NamedTuple):
    """The touch that is read, as the rules need it."""

    draft: Draft
    context: LeadContext
    ground: Ground
    day: date  # of the touch, where the lead is
    touch_days: frozenset[date]  # of all touches of the sequence
    today: date


def scenes_of(drafts: tuple[Draft, ...], context: LeadContext, ground: Ground) -> tuple[Scene, ...]:
    """Returns a scene for each draft."""
    zone = ZoneInfo(context.timezone)
    days = [draft.scheduled_for.astimezone(zone).date() for draft in drafts]
    today = context.now.astimezone(zone).date()
    return tuple(
        Scene(draft, context, ground, day, frozenset(days), today)
        for draft, day in zip(drafts, days, strict=True)
    )


def words_in(*texts: str | None) -> frozenset[str]:
    """Returns the folded words of texts: names, titles and the like."""
    text = " ".join(filter(None, texts)).translate(MARKS)
    return frozenset(folded(text).text.split())
