"""Opens a chat model on an OpenAI-compatible server, and reads what such servers send."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from agents.chat.completions import error_in, read_completion
from agents.chat.refusals import text_in

MOST_BYTES: Final = 4_000_000  # of an answer
MOST_ERROR_BYTES: Final = 64_000
OPENAI_URL: Final = "https://api.openai.com/v1"
BODY_HEADERS: Final = ("content-encoding", "content-length", "transfer-encoding", "content-type")
ERROR_TEXT: Final = "error_text"  # in the extensions of a response that is a refusal


def open_openai(
    name: str,
    *,
    api_key: str | None,
    base_url: str | None,
    timeout_s: float,
    retries: int,
    temperature: float | None,
) -> tuple[Any, Callable[[], Awaitable[None]]]:
    """Returns (the chat model, what closes its connections)."""
    from langchain_openai import ChatOpenAI

    client = _client()
    chat = ChatOpenAI(
        model=name,
        api_key=api_key or "none",  # compatible servers need none, but the constructor does
        base_url=base_url or OPENAI_URL,
        timeout=timeout_s,
        max_retries=retries,
        temperature=temperature,
        use_responses_api=False,  # compatible servers have chat completions only
        disable_streaming=True,
        http_async_client=client,
    )
    return chat, client.aclose


def _client() -> Any:
    """Returns an HTTP client whose answers are bounded, and chat completions in shape."""
    import openai

    class Client(openai.DefaultAsyncHttpxClient):
        async def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:
            response = await super().send(request, stream=True, **options)
            try:
                return await _in_shape(response, request)
            finally:
                await response.aclose()

    return Client()


async def _in_shape(response: Any, request: Any) -> Any:
    """Returns the response with a body that the libraries can read, an error's words beside it."""
    is_error = response.status_code >= 400
    body = await _read(response, MOST_ERROR_BYTES if is_error else MOST_BYTES)
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name.lower() not in BODY_HEADERS
    ]
    status = response.status_code
    text = text_in(body.decode(errors="replace")) if is_error else ""
    if not is_error and (error := error_in(body)):
        status, text = _status_of(error), text_in(json.dumps(error))
    completion = {} if status >= 400 else await asyncio.to_thread(read_completion, body)
    return type(response)(
        status,
        headers=[*headers, ("content-type", "application/json")],
        content=json.dumps(completion).encode(),
        request=request,
        extensions={**response.extensions, ERROR_TEXT: text},
    )


async def _read(response: Any, most_bytes: int) -> bytes:
    """Returns the body up to a limit; what is longer is cut, and so no JSON."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        parts.append(part[: most_bytes - size])
        size += len(part)
        if size >= most_bytes:
            break
    return b"".join(parts)


def _status_of(error: dict[str, Any]) -> int:
    """Returns the status that an error with status 200 should have had."""
    code = error.get("code")
    if isinstance(code, int) and 400 <= code < 600:
        return code
    return 400
