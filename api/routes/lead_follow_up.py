"""POST /api/agents/sales/leadFollowUp: a lead in, a reviewed and saved sequence out."""

import json
import re
from hashlib import sha256
from typing import Any, Final, cast
from uuid import uuid4

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic.alias_generators import to_snake
from sqlalchemy.exc import IntegrityError

from api.body import read_json
from api.errors import envelope
from api.schemas import AcceptedData, AcceptedResponse, ErrorResponse, SequenceResponse, sequence_response
from api.state import AppState, state_of
from tools.db import repository
from tools.db.engine import writing
from tools.domain import Command, CommandStatus
from tools.errors import InvalidRequest
from tools.lead_context import look_up
from tools.request import FollowUpRequest, read_request

router = APIRouter()
PATH: Final = "/api/agents/sales/leadFollowUp"


def body_schema() -> dict[str, Any]:
    """The request's JSON schema, inlined, with every field in both spellings."""
    schema = FollowUpRequest.model_json_schema(by_alias=True)
    return cast(dict[str, Any], _both_spellings(schema, schema.pop("$defs")))


def _both_spellings(schema: Any, defs: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_both_spellings(part, defs) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if ref := schema.get("$ref"):
        return _both_spellings(defs[ref.rsplit("/")[-1]], defs)
    inlined = {key: _both_spellings(value, defs) for key, value in schema.items() if key not in ("title", "default")}
    if isinstance(fields := inlined.get("properties"), dict):
        required = inlined.pop("required", [])
        inlined["properties"] = fields | {to_snake(name): field for name, field in fields.items()}
        inlined["allOf"] = [{"anyOf": [{"required": [name]}, {"required": [to_snake(name)]}]} for name in required]
    return inlined


@router.post(
    PATH,
    response_model=SequenceResponse,
    responses={
        202: {"model": AcceptedResponse, "description": "Still being made: see `Location`"},
        **{status: {"model": ErrorResponse} for status in (400, 404, 409, 413, 415, 500)},
    },
    summary="Create a lead's follow-up sequence",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": body_schema()}}}},
)
async def create_follow_up_sequence(request: Request) -> Response:
    app, now = state_of(request), state_of(request).clock()
    wait_s = wait_of(request.headers.get("prefer", ""), app.wait_s)
    key = key_of(request.headers.get("idempotency-key"))
    asked = read_request(await read_json(request), now)
    command_id = await _saved_command(app, asked, key)
    if wait_s > 0:
        await app.worker.wait(command_id, wait_s)
    return await _answer(app, command_id)


def wait_of(prefer: str, longest: float) -> float:
    """Seconds to wait, from a Prefer header (RFC 7240): `respond-async` is none, `wait=N` at most N."""
    if re.search(r"(?:^|[,;\s])respond-async(?:$|[,;\s])", prefer, re.IGNORECASE):
        return 0
    wait = re.search(r"(?:^|[,;\s])wait\s*=\s*\"?(\d{1,6})(?:$|[,;\s\"])", prefer, re.IGNORECASE)
    return min(float(wait[1]), longest) if wait else longest


def key_of(header: str | None) -> str | None:
    if header is None:
        return None
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", header):
        raise InvalidRequest("Idempotency-Key: expected 1 to 255 visible ASCII characters, for example a UUID.")
    return header


async def _saved_command(app: AppState, asked: FollowUpRequest, key: str | None) -> str:
    """The command's id: a new one, queued and handed to the worker, or the one that its idempotency key created."""
    wanted = asked.model_dump(mode="json")
    request_hash = sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
    if key and (known := await _known(app, asked.site_id, key, request_hash)):
        return known
    command_id = f"cmd_{uuid4().hex[:16]}"
    try:
        async with writing(app.sessions) as session:
            await look_up(session, asked)
            command = Command(
                id=command_id,
                site_id=asked.site_id,
                lead_id=asked.lead_id,
                status=CommandStatus.QUEUED,
                request=wanted,
                created_at=app.clock(),
            )
            await repository.create_command(session, command, request_hash=request_hash, key=key)
    except IntegrityError:  # the same key, at the same time
        if key and (known := await _known(app, asked.site_id, key, request_hash)):
            return known
        raise
    app.worker.submit(command_id)
    return command_id


async def _known(app: AppState, site_id: str, key: str, request_hash: str) -> str | None:
    async with app.sessions() as session:
        known = await repository.command_by_key(session, site_id, key)
    if known and known[1] != request_hash:
        raise InvalidRequest(
            "Idempotency-Key: this key came with another body before: use a new key for a new request."
        )
    return known[0] if known else None


async def _answer(app: AppState, command_id: str) -> Response:
    async with app.sessions() as session:
        command = await repository.find_outcome(session, command_id)
        follow_ups = await repository.follow_ups_of(session, command_id)
    if command.error_code:
        return envelope(command.error_code, command.error_message or "")
    headers = {"Location": f"/api/commands/{command_id}"}
    if command.status.ended:
        return JSONResponse(sequence_response(command, follow_ups).model_dump(), headers=headers)
    data = AcceptedData(command_id=command.id, siteId=command.site_id, leadId=command.lead_id, status=command.status)
    return JSONResponse(AcceptedResponse(data=data).model_dump(), 202, headers=headers)
