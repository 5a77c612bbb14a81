"""Every error in the contract's envelope, and the one place where a code gets its HTTP status."""

import logging
from typing import Any, Final
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tools.errors import InvalidRequest, LeadFollowUpError, SequenceActive

log = logging.getLogger("lead_followup")
OWN_PATHS: Final = "/api/"  # beside the Agent Server, which has all others

STATUSES: Final = {
    "INVALID_REQUEST": 400,
    "INVALID_FOLLOW_UP_TYPE": 400,
    "FORBIDDEN": 403,
    "SITE_NOT_FOUND": 404,
    "LEAD_NOT_FOUND": 404,
    "USER_NOT_FOUND": 404,
    "AGENT_NOT_FOUND": 404,
    "COMMAND_NOT_FOUND": 404,
    "NOT_FOUND": 404,
    "LEAD_OPTED_OUT": 409,
    "LEAD_HELD": 409,
    "LEAD_NOT_REACHABLE": 409,
    "SEQUENCE_ACTIVE": 409,
    "TOUCH_LIMIT_REACHED": 409,
    "SYSTEM_ERROR": 500,
    "QUEUE_FULL": 503,
    "DATABASE_UNAVAILABLE": 503,
}
RETRY_AFTER_S: Final = {"QUEUE_FULL": 5, "DATABASE_UNAVAILABLE": 5}


class BodyTooLarge(InvalidRequest):
    """The body is larger than is read."""

    status: Any = 413


class NotJson(InvalidRequest):
    """The body is said to be something else than plain JSON."""

    status: Any = 415


class BodyTooSlow(InvalidRequest):
    """The body did not arrive in time."""

    status: Any = 408


def envelope(code: str, message: str, *, status: int | None = None, **headers: str) -> JSONResponse:
    """The answer for an error."""
    body = {"success": False, "error": {"code": code, "message": message}}
    if code in RETRY_AFTER_S:
        headers["Retry-After"] = str(RETRY_AFTER_S[code])
    return JSONResponse(body, status or STATUSES[code], headers=headers or None)


def system_error(where: str, error: BaseException) -> tuple[str, str]:
    """(code, message) for a fault of ours: an id that is in the log too, and nothing of the inside.

    The log gets the kind of error and where it was raised, not its message: that may hold a lead's
    data.
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


async def answer_error(request: Request, error: Exception) -> JSONResponse:
    """An error of ours: its code says the status."""
    assert isinstance(error, LeadFollowUpError)
    headers = {}
    if isinstance(error, SequenceActive):
        headers["Location"] = command_address(request, error.command_id)
    return envelope(error.code, str(error), status=getattr(error, "status", None), **headers)


def command_address(request: Request, command_id: str) -> str:
    """A command's address as the client sees it, behind a proxy's prefix too."""
    return f"{request.scope.get('root_path', '')}/api/commands/{command_id}"


async def answer_framework_error(request: Request, error: Exception) -> JSONResponse:
    """What the framework raises: no such path, no such method."""
    assert isinstance(error, HTTPException)
    headers: dict[str, str] = dict(error.headers or {})
    if error.status_code == 404:
        return envelope("NOT_FOUND", f"There is nothing at {request.url.path[:200]}.")
    if error.status_code == 405:
        allowed = headers.get("Allow", "see /docs")
        message = f"{request.method} is not offered here; allowed: {allowed}."
        return envelope("INVALID_REQUEST", message, status=405, **headers)
    return envelope("INVALID_REQUEST", str(error.detail), status=error.status_code, **headers)


async def answer_beside_agent_server(request: Request, error: Exception) -> Response:
    """The envelope under /api/; elsewhere the Agent Server's own form, `{"detail": ...}`."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(OWN_PATHS):
        return await answer_framework_error(request, error)
    return await http_exception_handler(request, error)


async def answer_value_error_beside_agent_server(request: Request, error: Exception) -> Response:
    """A fault of ours under /api/; elsewhere what the Agent Server makes of it."""
    if request.url.path.startswith(OWN_PATHS):
        where = f"{request.method} {request.url.path[:80]}"
        return envelope(*system_error(where, error))
    return await http_exception_handler(request, HTTPException(400, str(error)))


async def answer_unreadable(request: Request, error: Exception) -> JSONResponse:
    """Headers and path parameters that cannot be read."""
    assert isinstance(error, RequestValidationError)
    faults = (f"{fault['loc'][-1]}: {fault['msg']}." for fault in error.errors()[:5])
    return envelope("INVALID_REQUEST", " ".join(faults))


def install(app: FastAPI, *, beside_agent_server: bool = False) -> None:
    """Maps what can be raised to the envelope; the Agent Server's own errors keep their form."""
    app.add_exception_handler(LeadFollowUpError, answer_error)
    app.add_exception_handler(RequestValidationError, answer_unreadable)
    if beside_agent_server:
        app.add_exception_handler(HTTPException, answer_beside_agent_server)
        app.add_exception_handler(ValueError, answer_value_error_beside_agent_server)
        app.add_middleware(UncaughtErrors, prefix=OWN_PATHS)
    else:
        app.add_exception_handler(HTTPException, answer_framework_error)
        app.add_middleware(UncaughtErrors, prefix="/")


class UncaughtErrors:
    """Answers for what nothing else caught, before the server would log it with whatever data it
    holds.
    """

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(self.prefix):
            await self.app(scope, receive, send)
            return
        has_begun = False

        async def send_watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = has_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_watched)
        except ClientDisconnect:
            return  # nobody is there to be answered
        except Exception as error:
            where = f"{scope['method']} {scope['path'][:80]}"
            response = envelope(*system_error(where, error))
            if not has_begun:
                await response(scope, receive, send)
