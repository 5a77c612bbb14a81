"""The body of a request, read with care: its size, its kind, its JSON; and how it is documented."""

import asyncio
import json
from typing import Any, Final, NoReturn, cast

from fastapi import Request
from pydantic import BaseModel
from pydantic.alias_generators import to_snake

from api.errors import BodyTooLarge, BodyTooSlow, NotJson
from tools.errors import InvalidRequest

MAX_BODY: Final = 256 * 1024  # bytes
TIMEOUT_S: Final = 30.0  # for the whole body
TOO_LARGE: Final = f"The body is larger than {MAX_BODY // 1024} KiB: send fewer or shorter texts."


async def read_json(request: Request, *, timeout_s: float = TIMEOUT_S) -> Any:
    """The JSON value in the body. Raises InvalidRequest, BodyTooLarge, BodyTooSlow or NotJson."""
    _require_plain_json(request)
    try:
        async with asyncio.timeout(timeout_s):
            body = await _bounded_body(request)
    except TimeoutError:
        raise BodyTooSlow(f"The body did not arrive within {timeout_s:g} seconds.") from None
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise InvalidRequest("The body is not UTF-8 text.") from None
    except RecursionError:
        raise InvalidRequest("The body is nested too deeply.") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InvalidRequest(f"The body is not valid JSON: {error.msg} at {where}.") from None
    except ValueError as error:  # integers of thousands of digits
        raise InvalidRequest("The body holds a number that is too long.") from error


def _require_plain_json(request: Request) -> None:
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise NotJson(
            f"The body is compressed ({encoding[:20]}): send it without Content-Encoding."
        )
    content_type = request.headers.get("content-type", "application/json")
    media_type = content_type.split(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise NotJson("The body must be JSON: send the header Content-Type: application/json.")


async def _bounded_body(request: Request) -> bytes:
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > MAX_BODY:
        raise BodyTooLarge(TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise BodyTooLarge(TOO_LARGE)
    return bytes(body)


def _refuse_constant(constant: str) -> NoReturn:
    raise InvalidRequest(f"{constant} is not JSON: send a finite number.")


def body_schema(kind: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a request, inlined, with every field in both spellings."""
    schema = kind.model_json_schema(by_alias=True)
    return cast(dict[str, Any], _both_spellings(schema, schema.pop("$defs", {})))


def _both_spellings(schema: Any, defs: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_both_spellings(part, defs) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if ref := schema.get("$ref"):
        return _both_spellings(defs[ref.rsplit("/")[-1]], defs)
    inlined = {
        key: _both_spellings(value, defs)
        for key, value in schema.items()
        if key not in ("title", "default")
    }
    if isinstance(fields := inlined.get("properties"), dict):
        required = inlined.pop("required", [])
        inlined["properties"] = fields | {to_snake(name): field for name, field in fields.items()}
        inlined["allOf"] = [
            {"anyOf": [{"required": [name]}, {"required": [to_snake(name)]}]} for name in required
        ]
    return inlined


def documented_body(kind: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    """The body of a route that reads its JSON itself."""
    content = {"schema": body_schema(kind), "example": example}
    return {"required": True, "content": {"application/json": content}}
