"""The body of a request, read with care: its size, its kind, its JSON."""

import json
from typing import Any, Final, NoReturn

from fastapi import Request

from api.errors import BodyTooLarge, NotJson
from tools.errors import InvalidRequest

MAX_BODY: Final = 256 * 1024  # bytes
TOO_LARGE: Final = f"The body is larger than {MAX_BODY // 1024} KiB: send fewer or shorter texts."


async def read_json(request: Request) -> Any:
    """The JSON value in the body; InvalidRequest, BodyTooLarge or NotJson where there is none."""
    kind = request.headers.get("content-type", "application/json").split(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise NotJson("The body must be JSON: send the header Content-Type: application/json.")
    body = await _bounded(request)
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_not_json)
    except UnicodeDecodeError:
        raise InvalidRequest("The body is not UTF-8 text.") from None
    except RecursionError:
        raise InvalidRequest("The body is nested too deeply.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidRequest(f"The body is not valid JSON: {error.msg} at {where}.") from None
    except ValueError as error:  # integers of thousands of digits
        raise InvalidRequest("The body holds a number that is too long.") from error


async def _bounded(request: Request) -> bytes:
    if int(length) > MAX_BODY if (length := request.headers.get("content-length", "")).isdecimal() else False:
        raise BodyTooLarge(TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise BodyTooLarge(TOO_LARGE)
    return bytes(body)


def _not_json(constant: str) -> NoReturn:
    raise InvalidRequest(f"{constant} is not JSON: send a finite number.")
