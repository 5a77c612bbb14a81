"""POST /api/agents/sales/leadFollowUp: a lead in, a reviewed and saved sequence out."""

import json
import re
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Header, Request, Response
from pydantic import BaseModel

from api.actions.commands import CommandAnswer, NewCommand, answer_command, create_command
from api.dependencies import Acting, App
from api.errors import command_address, envelope
from api.json_body import documented_body, read_json
from api.schemas import (
    AcceptedResponse,
    SequenceResponse,
    accepted_response,
    error_responses,
    sequence_response,
)
from api.worker.live import LiveRun
from graph.state import Output
from tools.domain.command import Notice, Outcome
from tools.domain.sequence import FollowUp
from tools.domain.vocabulary import CommandStatus, FollowUpStatus
from tools.errors import InvalidRequest, SequenceActive
from tools.intake.request import FollowUpRequest, read_request

router = APIRouter(tags=["sequences"])
PATH: Final = "/api/agents/sales/leadFollowUp"
EXAMPLE_FILE: Final = Path(__file__).parent.parent / "example_request.json"
EXAMPLE: Final = json.loads(EXAMPLE_FILE.read_text(encoding="utf-8"))
RETRY_AFTER_S: Final = 2  # when to ask again for a sequence that is still being made
ADDRESS_HEADER: Final = {
    "Location": {"description": "the command's address", "schema": {"type": "string"}}
}
ACCEPTED_HEADERS: Final = ADDRESS_HEADER | {
    "Retry-After": {"description": "seconds", "schema": {"type": "integer"}},
    "Preference-Applied": {"description": "RFC 7240", "schema": {"type": "string"}},
}


RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    200: {"headers": ADDRESS_HEADER},
    202: {
        "model": AcceptedResponse,
        "description": "Still being made: see `Location`",
        "headers": ACCEPTED_HEADERS,
    },
    **error_responses(
        "INVALID_REQUEST",
        "INVALID_FOLLOW_UP_TYPE",
        "FORBIDDEN",
        "SITE_NOT_FOUND",
        "LEAD_NOT_FOUND",
        "USER_NOT_FOUND",
        "AGENT_NOT_FOUND",
        "LEAD_OPTED_OUT",
        "LEAD_HELD",
        "LEAD_NOT_REACHABLE",
        "SEQUENCE_ACTIVE",
        "TOUCH_LIMIT_REACHED",
        "SYSTEM_ERROR",
        "QUEUE_FULL",
        "DATABASE_UNAVAILABLE",
        slow_body=408,
        large_body=413,
        not_json=415,
    ),
}


@router.post(
    PATH,
    response_model=SequenceResponse,
    responses=RESPONSES,
    summary="Create a lead's follow-up sequence",
    openapi_extra={"requestBody": documented_body(FollowUpRequest, EXAMPLE)},
)
async def create_follow_up_sequence(
    request: Request,
    app: App,
    caller: Acting,
    prefer: Annotated[
        list[str] | None,
        Header(
            description="RFC 7240: `respond-async`, or `wait=5` for seconds", examples=["wait=5"]
        ),
    ] = None,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="The same request with the same key is one command", examples=["7d0a1c"]
        ),
    ] = None,
) -> Response:
    """Drafts, reviews and saves the sequence; 202 where it takes longer than the client waits."""
    preferences = ",".join(prefer or [])
    wait_s = wait_of(preferences, app.wait_s)
    key = key_of(idempotency_key)
    now = app.clock()
    follow_up_request = read_request(await read_json(request), now)
    app.queue.require_room()
    new = await create_command(
        sessions=app.sessions,
        caller=caller,
        request=follow_up_request,
        idempotency_key=key,
        owner=app.queue.owner,
        starts_now=app.queue.has_free_slot(),
        now=now,
    )
    if isinstance(new, NewCommand):
        command_id = new.command.id
        run: LiveRun | None = app.queue.submit(command_id, new)
    else:
        command_id = new
        run = app.queue.live_run(command_id)
    if run and wait_s > 0:
        await app.queue.wait(run, wait_s)
    answer = saved_answer(run.output if run else None)
    if answer is None:
        answer = await answer_command(sessions=app.sessions, caller=caller, command_id=command_id)
    if answer.outcome.error_code:
        return _error_answer(request, answer.outcome)
    headers = {"Location": command_address(request, command_id)}
    if answer.outcome.status.ended:
        return _json(sequence_response(*answer), 200, headers)
    headers["Retry-After"] = str(RETRY_AFTER_S)
    if wait_s != app.wait_s:
        headers["Preference-Applied"] = f"wait={wait_s:g}" if wait_s else "respond-async"
    return _json(accepted_response(answer.outcome), 202, headers)


def _error_answer(request: Request, outcome: Outcome) -> Response:
    """The error a command ended with; the address of the sequence that was in its way, if one
    was.
    """
    code, message = outcome.error_code or "", outcome.error_message or ""
    headers: dict[str, Any] = {}
    other = re.search(r"command (cmd_\w+)", message)
    if code == SequenceActive.code and other:
        headers["Location"] = command_address(request, other[1])
    return envelope(code, message, **headers)


def saved_answer(output: Output | None) -> CommandAnswer | None:
    """The answer from what a run in this process has just saved, without a look at the database."""
    if not output or not output.get("follow_ups"):
        return None
    follow_ups = tuple(map(FollowUp.model_validate, output["follow_ups"]))
    first = follow_ups[0]
    is_held = any(follow_up.status is FollowUpStatus.NEEDS_REVIEW for follow_up in follow_ups)
    outcome = Outcome(
        id=first.command_id,
        site_id=first.site_id,
        lead_id=first.lead_id,
        status=CommandStatus.NEEDS_REVIEW if is_held else CommandStatus.COMPLETED,
        warnings=tuple(map(Notice.model_validate, output.get("warnings", ()))),
    )
    return CommandAnswer(outcome, follow_ups)


def _json(body: BaseModel, status: int, headers: dict[str, str]) -> Response:
    return Response(body.model_dump_json(), status, headers=headers, media_type="application/json")


def wait_of(preferences: str, longest: float) -> float:
    """Seconds to wait, by Prefer headers (RFC 7240): `respond-async` none, `wait=N` at most N."""
    if re.search(r"(?:^|[,;\s])respond-async(?:$|[,;\s])", preferences, re.IGNORECASE):
        return 0
    wait = re.search(
        r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})(?:$|[,;\s\"])", preferences, re.IGNORECASE
    )
    return min(float(wait[1]), longest) if wait else longest


def key_of(header: str | None) -> str | None:
    """The idempotency key. Raises InvalidRequest."""
    if header is None:
        return None
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", header):
        raise InvalidRequest(
            "Idempotency-Key: expected 1 to 255 visible ASCII characters, for example a UUID."
        )
    return header
