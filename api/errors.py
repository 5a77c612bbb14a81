"""Every error in the contract's envelope, and the one place where a code gets its HTTP status."""

import logging
from typing import Any, Final
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tools.errors import InvalidRequest, LeadFollowUpError

log = logging.getLogger("lead_followup")

STATUSES: Final = {
    "INVALID_REQUEST": 400,
    "INVALID_FOLLOW_UP_TYPE": 400,
    "SITE_NOT_FOUND": 404,
    "LEAD_NOT_FOUND": 404,
    "USER_NOT_FOUND": 404,
    "AGENT_NOT_FOUND": 404,
    "COMMAND_NOT_FOUND": 404,
    "NOT_FOUND": 404,
    "LEAD_OPTED_OUT": 409,
    "LEAD_NOT_REACHABLE": 409,
    "SYSTEM_ERROR": 500,
}


def envelope(code: str, message: str, *, status: int | None = None, **headers: str) -> JSONResponse:
    body = {"success": False, "error": {"code": code, "message": message}}
    return JSONResponse(body, status or STATUSES[code], headers=headers or None)


def system_error(where: str, error: BaseException) -> tuple[str, str]:
    """(code, message) for a fault of ours: an id that is in the log too, and nothing of the inside.

    The log gets the kind of error and where it was raised, not its message: that may hold a lead's data.
    """
    error_id = f"err_{uuid4().hex[:12]}"
    log.error("%s in %s: %s at %s", error_id, where, type(error).__name__, _raised_at(error))
    return "SYSTEM_ERROR", f"An internal error occurred; its id in the log is {error_id}."


def _raised_at(error: BaseException) -> str:
    trace, frames = error.__traceback__, []
    while trace:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames[-6:])


def install(app: FastAPI) -> None:
    """Maps everything that can be raised to the envelope."""

    @app.exception_handler(LeadFollowUpError)
    async def told(request: Request, error: LeadFollowUpError) -> JSONResponse:
        return envelope(error.code, str(error), status=getattr(error, "status", None))

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> JSONResponse:
        headers: dict[str, str] = dict(error.headers or {})
        if error.status_code == 404:
            return envelope("NOT_FOUND", f"There is nothing at {request.url.path[:200]}.")
        if error.status_code == 405:
            message = f"{request.method} is not offered here; allowed: {headers.get('Allow', 'see /docs')}."
            return envelope("INVALID_REQUEST", message, status=405, **headers)
        return envelope("INVALID_REQUEST", str(error.detail), status=error.status_code, **headers)

    @app.exception_handler(RequestValidationError)
    async def unreadable(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = (f"{fault['loc'][-1]}: {fault['msg']}." for fault in error.errors()[:5])
        return envelope("INVALID_REQUEST", " ".join(faults))

    app.add_middleware(FaultsTold)


class FaultsTold:
    """Answers for what nothing else caught, before the server would log it with whatever data it holds."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answered = False

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = answered or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = envelope(*system_error(f"{scope['method']} {scope['path'][:80]}", error))
            if not answered:
                await response(scope, receive, send)


class BodyTooLarge(InvalidRequest):
    status: Any = 413


class NotJson(InvalidRequest):
    status: Any = 415
