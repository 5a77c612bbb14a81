"""The plan of a sequence: the steps of the lead's stage, each on a channel that reaches it."""

from typing import NamedTuple

from agents.playbook.catalogue import PLANS, PLAYBOOK, Step
from tools.domain.lead import LeadContext
from tools.domain.vocabulary import Channel, Interval


class PlannedStep(NamedTuple):
    """A touch without a time; `gap` is how long after the touch before it is due."""

    template: str
    channel: Channel
    purpose: str
    gap: Interval


def plan(context: LeadContext) -> list[PlannedStep]:
    """Returns the steps of the lead's stage.

    The first is on the channel that the request asks for, if it asks for one. The gaps are the
    request's interval, else the playbook's.
    """
    entries = PLAYBOOK[context.language].entries
    steps: list[PlannedStep] = []
    for step in PLANS[context.stage]:
        if not steps and context.first_channel:
            channel = context.first_channel
        else:
            before = steps[-1].channel if steps else None
            channel = _channel(step, context.channels, before)
        gap = context.interval or Interval(amount=step.gap, unit="business_days")
        steps.append(PlannedStep(step.template, channel, entries[step.template]["purpose"], gap))
    return steps


def _channel(step: Step, reachable: tuple[Channel, ...], before: Channel | None) -> Channel:
    """Returns the best channel for a step; not that of the touch before, if there is another."""
    channels = [channel for channel in step.channels if channel in reachable] or list(reachable)
    for channel in channels:
        if channel != before:
            return channel
    return channels[0]
