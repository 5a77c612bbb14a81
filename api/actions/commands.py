"""Commands: one saved, one looked up."""

import json
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from api.actions.sites import require_site
from tools.db import commands as command_rows
from tools.db.commands import command_by_key, find_command, find_outcome, reviews_of
from tools.db.engine import Sessions, writing
from tools.db.follow_ups import changes_of_command, follow_ups_of
from tools.db.leases import lease_for
from tools.domain.caller import Caller
from tools.domain.command import Command, Outcome
from tools.domain.lead import LeadContext
from tools.domain.review import Review
from tools.domain.sequence import FollowUp, FollowUpChange
from tools.domain.vocabulary import CommandStatus
from tools.errors import CommandNotFound, InvalidRequest
from tools.intake.request import FollowUpRequest
from tools.lead_context import assemble, record_refusals
from tools.telemetry import span


class NewCommand(NamedTuple):
    """A command that was just saved, and what its request was accepted with."""

    command: Command
    context: LeadContext


class CommandRecord(NamedTuple):
    """A command, each round's reviews, its follow-ups, and what happened to them since."""

    command: Command
    reviews: tuple[Review, ...]
    follow_ups: tuple[FollowUp, ...]
    changes: tuple[FollowUpChange, ...]


class CommandAnswer(NamedTuple):
    """How a command stands, and its follow-ups."""

    outcome: Outcome
    follow_ups: tuple[FollowUp, ...]


async def create_command(
    *,
    sessions: Sessions,
    caller: Caller,
    request: FollowUpRequest,
    idempotency_key: str | None,
    owner: str,
    starts_now: bool,
    now: datetime,
) -> NewCommand | str:
    """Saves a command for `owner`, running if it starts now, else queued; or the id of the one that
    its key created.

    Raises what `assemble` raises, and InvalidRequest for a key that came with another request.
    """
    require_site(caller, request.site_id)
    plain = request.model_dump(mode="json")
    request_hash = sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    earlier_id = await _keyed_command(sessions, request.site_id, idempotency_key, request_hash)
    if earlier_id:
        return earlier_id
    await record_refusals(sessions, request, actor=caller.name, now=now)
    with span("load_context"):
        async with sessions() as session:
            context = await assemble(session, request, now)
    command = Command(
        id=f"cmd_{uuid4().hex[:16]}",
        site_id=request.site_id,
        lead_id=request.lead_id,
        status=CommandStatus.RUNNING if starts_now else CommandStatus.QUEUED,
        request=plain,
        created_at=now,
        started_at=now if starts_now else None,
        attempts=1 if starts_now else 0,
    )
    try:
        async with writing(sessions) as session:
            await command_rows.create_command(
                session,
                command,
                request_hash=request_hash,
                idempotency_key=idempotency_key,
                **lease_for(owner),
            )
    except IntegrityError:  # the same key, at the same time
        earlier_id = await _keyed_command(sessions, request.site_id, idempotency_key, request_hash)
        if earlier_id:
            return earlier_id
        raise
    return NewCommand(command, context)


async def _keyed_command(
    sessions: Sessions, site_id: str, key: str | None, request_hash: str
) -> str | None:
    """The id of the command that the idempotency key created."""
    if key is None:
        return None
    async with sessions() as session:
        keyed = await command_by_key(session, site_id, key)
    if keyed is None:
        return None
    if keyed.request_hash != request_hash:
        raise InvalidRequest(
            "Idempotency-Key: this key came with another body before: "
            "use a new key for a new request."
        )
    return keyed.command_id


async def show_command(*, sessions: Sessions, caller: Caller, command_id: str) -> CommandRecord:
    """All that is saved of a command. Raises CommandNotFound."""
    async with sessions() as session:
        command = await find_command(session, command_id)
        reviews = await reviews_of(session, command_id)
        follow_ups = await follow_ups_of(session, command_id)
        changes = await changes_of_command(session, command_id)
    if not caller.may_act_for(command.site_id):
        raise CommandNotFound
    return CommandRecord(command, reviews, follow_ups, changes)


async def answer_command(*, sessions: Sessions, caller: Caller, command_id: str) -> CommandAnswer:
    """How a command stands, and its follow-ups. Raises CommandNotFound."""
    async with sessions() as session:
        outcome = await find_outcome(session, command_id)
        follow_ups = await follow_ups_of(session, command_id)
    if not caller.may_act_for(outcome.site_id):
        raise CommandNotFound
    return CommandAnswer(outcome, follow_ups)
