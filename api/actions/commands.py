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
from tools.db.follow_ups import follow_ups_of
from tools.db.leases import lease_for
from tools.domain.caller import Caller
from tools.domain.command import Command, Outcome
from tools.domain.review import Review
from tools.domain.sequence import FollowUp
from tools.domain.vocabulary import CommandStatus
from tools.errors import CommandNotFound, InvalidRequest
from tools.intake.request import FollowUpRequest
from tools.lead_context import look_up


class SavedCommand(NamedTuple):
    """The id of a command, and whether this request created it."""

    id: str
    is_new: bool


class CommandRecord(NamedTuple):
    """A command, each round's reviews, and its follow-ups."""

    command: Command
    reviews: tuple[Review, ...]
    follow_ups: tuple[FollowUp, ...]


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
    now: datetime,
) -> SavedCommand:
    """Saves a command, queued for `owner`, or finds the one that its idempotency key created.

    Raises what `look_up` raises, and InvalidRequest for a key that came with another request.
    """
    require_site(caller, request.site_id)
    plain = request.model_dump(mode="json")
    request_hash = sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    command = Command(
        id=f"cmd_{uuid4().hex[:16]}",
        site_id=request.site_id,
        lead_id=request.lead_id,
        status=CommandStatus.QUEUED,
        request=plain,
        created_at=now,
    )
    known = await _known_command(sessions, request.site_id, idempotency_key, request_hash)
    if known:
        return known
    try:
        async with writing(sessions) as session:
            await look_up(session, request)
            await command_rows.create_command(
                session,
                command,
                request_hash=request_hash,
                idempotency_key=idempotency_key,
                **lease_for(owner),
            )
    except IntegrityError:  # the same key, at the same time
        known = await _known_command(sessions, request.site_id, idempotency_key, request_hash)
        if known:
            return known
        raise
    return SavedCommand(command.id, is_new=True)


async def _known_command(
    sessions: Sessions, site_id: str, key: str | None, request_hash: str
) -> SavedCommand | None:
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
    return SavedCommand(keyed.command_id, is_new=False)


async def show_command(*, sessions: Sessions, caller: Caller, command_id: str) -> CommandRecord:
    """All that is saved of a command. Raises CommandNotFound."""
    async with sessions() as session:
        command = await find_command(session, command_id)
        reviews = await reviews_of(session, command_id)
        follow_ups = await follow_ups_of(session, command_id)
    if not caller.may_act_for(command.site_id):
        raise CommandNotFound
    return CommandRecord(command, reviews, follow_ups)


async def answer_command(*, sessions: Sessions, caller: Caller, command_id: str) -> CommandAnswer:
    """How a command stands, and its follow-ups. Raises CommandNotFound."""
    async with sessions() as session:
        outcome = await find_outcome(session, command_id)
        follow_ups = await follow_ups_of(session, command_id)
    if not caller.may_act_for(outcome.site_id):
        raise CommandNotFound
    return CommandAnswer(outcome, follow_ups)
