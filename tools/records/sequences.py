"""A sequence saved so that its lead has one live sequence, and no touch too many.

All is decided in the transaction that saves it, whatever the plan was made with: commands of the
same lead wait for each other there.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from tools.addresses import addresses_of
from tools.db.follow_ups import (
    Touches,
    change_status,
    insert_follow_ups,
    record_changes,
    touches_of_person,
)
from tools.db.permissions import lock_addresses, refusals_of
from tools.domain.lead import LeadContext
from tools.domain.permission import Refusal
from tools.domain.sequence import ChangeCause, FollowUp, FollowUpChange
from tools.domain.vocabulary import FollowUpStatus, OnActive
from tools.errors import SequenceActive
from tools.law.rules import LawRule
from tools.limits import with_room
from tools.records.refusals import require_contact_allowed

ACTOR: Final = "command"


class Saving(NamedTuple):
    """Which command saves a sequence: when it was asked for, and when it is saved."""

    command_id: str
    asked_at: datetime
    now: datetime
    on_active: OnActive


async def save_sequence(
    session: AsyncSession,
    follow_ups: Sequence[FollowUp],
    context: LeadContext,
    saving: Saving,
    held: Sequence[tuple[FollowUp, LawRule]] = (),
) -> tuple[FollowUp, ...]:
    """Writes the follow-ups, in the status that each has now, and cancels those they replace.

    Those `held` by a law wait for a person. Raises LeadOptedOut, LeadHeld, and SequenceActive
    where nothing is to be replaced.
    """
    lead, site = context.lead, context.site
    addresses = addresses_of(lead, site.country)
    await lock_addresses(session, site.id, addresses, whole_domains=False)
    refusals = await refusals_of(session, site.id, addresses)
    require_contact_allowed(lead.model_copy(update={"refusals": refusals}))
    touches = await touches_of_person(session, site.id, lead.id, lead.email, saving.now)
    newer = _newer_command(touches, saving)
    if newer:
        changes = [_replaced(follow_up.id, newer, saving.now) for follow_up in follow_ups]
    else:
        await _replace(session, touches, context, saving)
        changes = _without_room(follow_ups, refusals, touches, context, saving)
        stopped = {change.follow_up_id for change in changes}
        for follow_up, rule in held:
            if follow_up.id not in stopped:
                stopped.add(follow_up.id)
                changes.append(_held(follow_up, rule, saving))
    saved = with_changes(follow_ups, changes)
    await insert_follow_ups(session, saved)
    await record_changes(session, changes)
    return saved


def with_changes(
    follow_ups: Sequence[FollowUp], changes: Sequence[FollowUpChange]
) -> tuple[FollowUp, ...]:
    """The follow-ups in the status that the changes give them."""
    statuses = {change.follow_up_id: change.status for change in changes}
    return tuple(
        follow_up.model_copy(update={"status": statuses.get(follow_up.id, follow_up.status)})
        for follow_up in follow_ups
    )


def _newer_command(touches: Touches, saving: Saving) -> str | None:
    """The command of the lead's live sequence, if it was asked for after ours."""
    for touch in touches.live:
        if touch.asked_at > saving.asked_at:
            return touch.command_id
    return None


async def _replace(
    session: AsyncSession, touches: Touches, context: LeadContext, saving: Saving
) -> None:
    if touches.live and saving.on_active == "refuse":
        raise SequenceActive(context.lead.id, touches.live[0].command_id)
    changes = [_replaced(touch.id, saving.command_id, saving.now) for touch in touches.live]
    await change_status(session, changes)


def _replaced(follow_up_id: str, command_id: str, now: datetime) -> FollowUpChange:
    return FollowUpChange(
        follow_up_id=follow_up_id,
        at=now,
        status=FollowUpStatus.CANCELLED,
        cause=ChangeCause.REPLACED,
        detail=f"by {command_id}",
        actor=ACTOR,
        command_id=command_id,
    )


def _without_room(
    follow_ups: Sequence[FollowUp],
    refusals: Sequence[Refusal],
    touches: Touches,
    context: LeadContext,
    saving: Saving,
) -> list[FollowUpChange]:
    """The follow-ups that must not go out, each with what is in its way."""
    refused = {refusal.channel: refusal.cause for refusal in refusals}
    changes = []
    possible = []
    for follow_up in follow_ups:
        cause = refused.get(follow_up.type)
        if cause:
            changes.append(_skipped(follow_up, ChangeCause.REFUSED, cause, saving))
        else:
            possible.append(follow_up)
    limits = with_room(
        [follow_up.scheduled_for for follow_up in possible],
        [touch.scheduled_for for touch in touches.past],
        context.site,
        context.timezone,
    )
    for follow_up, limit in zip(possible, limits, strict=True):
        if limit:
            changes.append(_skipped(follow_up, ChangeCause.LIMIT, limit, saving))
    return changes


def _held(follow_up: FollowUp, rule: LawRule, saving: Saving) -> FollowUpChange:
    return FollowUpChange(
        follow_up_id=follow_up.id,
        at=saving.now,
        status=FollowUpStatus.NEEDS_REVIEW,
        cause=ChangeCause.LAW,
        detail=f"{rule.text} ({rule.source})",
        actor=ACTOR,
        command_id=saving.command_id,
    )


def _skipped(
    follow_up: FollowUp, cause: ChangeCause, detail: str, saving: Saving
) -> FollowUpChange:
    return FollowUpChange(
        follow_up_id=follow_up.id,
        at=saving.now,
        status=FollowUpStatus.SKIPPED,
        cause=cause,
        detail=detail,
        actor=ACTOR,
        command_id=saving.command_id,
    )
