"""Which touches a sequence has: the stage's steps, each on a channel the lead can be reached on."""

from typing import NamedTuple

from agents.playbook.catalogue import PLANS, PLAYBOOK, Step
from tools.domain.lead import LeadContext
from tools.domain.vocabulary import Channel, Interval


class PlannedStep(NamedTuple):
    """A touch that has no time yet; `gap` counts from the one before."""

    template: str
    channel: Channel
    purpose: str
    gap: Interval


def plan(context: LeadContext) -> list[PlannedStep]:
    """The steps of the lead's stage: the first on the channel asked for, in the rhythm asked for or
    the playbook's.
    """
    entries = PLAYBOOK[context.language].entries
    steps: list[PlannedStep] = []
    for step in PLANS[context.stage]:
        before = steps[-1].channel if steps else None
        channel = (
            context.first_channel
            if not steps and context.first_channel
            else _channel(step, context.channels, before)
        )
        gap = context.interval or Interval(amount=step.gap, unit="business_days")
        steps.append(PlannedStep(step.template, channel, entries[step.template]["purpose"], gap))
    return steps


def _channel(step: Step, reachable: tuple[Channel, ...], before: Channel | None) -> Channel:
    """The best channel for a step; another than the touch before used, where there is one."""
    suited = [channel for channel in step.channels if channel in reachable] or list(reachable)
    return next((channel for channel in suited if channel != before), suited[0])
