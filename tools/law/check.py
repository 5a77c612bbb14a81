"""What the law where a lead is wants of a touch, and the touch lacks. Not legal advice.

Pure functions: a touch is planned with them, and asked again when it is sent.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tools.domain.lead import EarlierTouch, Lead, LeadContext
from tools.domain.site import WEEKDAYS
from tools.domain.vocabulary import Channel
from tools.law.rules import LawRule


class Moment(NamedTuple):
    """A touch as the law sees it: how, when, and what the person was sent before."""

    channel: Channel
    at: datetime
    before: Sequence[EarlierTouch]


def rules_for(rules: Sequence[LawRule], country: str | None, region: str | None) -> list[LawRule]:
    """The rules that hold where the lead is; a region's own hours come beside the country's."""
    return [
        rule
        for rule in rules
        if rule.country == country and (not rule.regions or region in rule.regions)
    ]


def lacks(rule: LawRule, moment: Moment, context: LeadContext) -> bool:
    """Whether the touch lacks what the rule wants of it."""
    if moment.channel not in rule.channels:
        return False
    if rule.wants == "basis":
        return not _has_basis(context.lead, moment.channel, rule.bases)
    if rule.wants == "hours":
        return _is_outside(rule, moment.at.astimezone(ZoneInfo(context.timezone)))
    if rule.wants == "most":
        return _is_too_many(rule, moment, context.lead)
    if rule.wants == "site":
        return not getattr(context.site, rule.field or "")
    return True


def _has_basis(lead: Lead, channel: Channel, bases: Sequence[str]) -> bool:
    """Whether the lead agreed to the channel on one of the bases."""
    for consent in lead.consents:
        is_general = consent.channel is None and channel is Channel.EMAIL
        if consent.basis in bases and (consent.channel is channel or is_general):
            return True
    return False


def _is_outside(rule: LawRule, local: datetime) -> bool:
    if rule.weekdays and WEEKDAYS[local.weekday()] not in rule.weekdays:
        return False
    assert rule.from_time  # a rule without them is refused when it is read
    assert rule.until
    return not rule.from_time <= local.time() <= rule.until


def _is_too_many(rule: LawRule, moment: Moment, lead: Lead) -> bool:
    if rule.unless_bases and _has_basis(lead, moment.channel, rule.unless_bases):
        return False
    assert rule.days
    assert rule.count is not None
    since = moment.at - timedelta(days=rule.days)
    count = 0
    for touch in moment.before:
        if touch.channel in rule.channels and since < touch.at <= moment.at:
            count += 1
    return count >= rule.count
