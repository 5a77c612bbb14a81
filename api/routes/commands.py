"""GET /api/commands/{id} and its events: what became of a request, and how."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.actions.commands import CommandRecord, show_command
from api.dependencies import Acting, App, AppState
from api.progress import events_of
from api.schemas import CommandResponse, command_response, error_responses
from graph.events import Event
from tools.domain.caller import Caller
from tools.errors import DatabaseUnavailable

router = APIRouter(prefix="/api/commands", tags=["commands"])
POLL_S: Final = 1.0  # for a command that another process runs
ERRORS: Final = error_responses(
    "FORBIDDEN", "COMMAND_NOT_FOUND", "SYSTEM_ERROR", "DATABASE_UNAVAILABLE"
)


async def existing_command(app: App, caller: Acting, command_id: str) -> CommandRecord:
    """The command of the path. Raises CommandNotFound."""
    return await show_command(sessions=app.sessions, caller=caller, command_id=command_id)


Existing = Annotated[CommandRecord, Depends(existing_command)]


@router.get("/{command_id}", responses=ERRORS, summary="A command and what became of it")
async def get_command(record: Existing) -> CommandResponse:
    """Status, follow-ups, each round's drafts and reviews, and the time of each step."""
    return command_response(*record)


@router.get(
    "/{command_id}/events",
    response_class=EventSourceResponse,
    responses={200: {"description": "Server-sent events"}, **ERRORS},
    summary="A command's events, live or told again",
)
async def stream_events(
    app: App,
    caller: Acting,
    record: Existing,
    last_event_id: Annotated[
        str | None, Header(description="The id of the last event that came: go on behind it.")
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """`node_started`, `draft_ready`, `verdict`, then `saved` or `failed`, which is the last."""
    last_seen = int(last_event_id or 0) if re.fullmatch(r"\d{1,6}", last_event_id or "") else 0
    number = 0
    async for event in _events(app, caller, record.command.id):
        number += 1
        if number > last_seen:
            yield ServerSentEvent(id=str(number), event=event["event"], data=event["data"])


async def _events(app: AppState, caller: Caller, command_id: str) -> AsyncIterator[Event]:
    """Live from a run of this process; else, or where it was cut off, from the rows once it has
    ended.
    """
    count = 0
    last: Event | None = None
    if run := app.queue.live_run(command_id):
        async for event in run.listen():
            count, last = count + 1, event
            yield event
    if last and last["event"] in ("saved", "failed"):
        return
    while not app.queue.closing.is_set():
        try:
            record = await show_command(sessions=app.sessions, caller=caller, command_id=command_id)
        except DatabaseUnavailable:
            await asyncio.sleep(POLL_S)
            continue
        if record.command.status.ended:
            for event in list(events_of(record.command, record.reviews, record.follow_ups))[count:]:
                yield event
            return
        await asyncio.sleep(POLL_S)
