"""GET /api/commands/{id} and its events: what became of a request, and how."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from api.schemas import CommandResponse, ErrorResponse, command_response
from api.state import AppState, state_of
from api.story import Event, story
from tools.db import repository
from tools.domain import Command, FollowUp, Review

router = APIRouter(prefix="/api/commands")
POLL_S: Final = 1.0  # for a command that another process runs
ERRORS: Final[dict[int | str, dict[str, Any]]] = {status: {"model": ErrorResponse} for status in (404, 500)}


@router.get(
    "/{command_id}", response_model=CommandResponse, responses=ERRORS, summary="A command and what became of it"
)
async def show_command(request: Request, command_id: str) -> CommandResponse:
    return command_response(*await _load(state_of(request), command_id))


@router.get(
    "/{command_id}/events",
    summary="A command's events, live or told again",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "server-sent events"}, **ERRORS},
)
async def follow_command(request: Request, command_id: str) -> StreamingResponse:
    app = state_of(request)
    await _load(app, command_id)
    return StreamingResponse(
        _stream(app, command_id), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


async def _load(app: AppState, command_id: str) -> tuple[Command, tuple[Review, ...], tuple[FollowUp, ...]]:
    async with app.sessions() as session:
        command = await repository.find_command(session, command_id)
        reviews = await repository.reviews_of(session, command_id)
        return command, reviews, await repository.follow_ups_of(session, command_id)


async def _stream(app: AppState, command_id: str) -> AsyncIterator[str]:
    number = 0
    async for event in _events(app, command_id):
        number += 1
        yield f"id: {number}\nevent: {event['event']}\ndata: {json.dumps(event['data'], ensure_ascii=False)}\n\n"


async def _events(app: AppState, command_id: str) -> AsyncIterator[Event]:
    if run := app.worker.run_of(command_id):
        async for event in run.listen():
            yield event
        return
    while True:
        command, reviews, follow_ups = await _load(app, command_id)
        if command.status.ended:
            break
        await asyncio.sleep(POLL_S)
    for event in story(command, reviews, follow_ups):
        yield event
