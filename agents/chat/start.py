"""Whether a model can work, as far as its server says so without being asked for an answer."""

import asyncio
import json
from typing import Any, Final

import httpx

OPENAI_URL: Final = "https://api.openai.com/v1"
MOST_BYTES: Final = 2_000_000
MOST_NAMES: Final = 5
PATIENCE_S: Final = 3.0
# llama.cpp answers with the one model that it has, whatever name it is asked by.
ANY_NAME: Final = frozenset({"llamacpp"})


async def problem_at_start(
    name: str, *, api_key: str | None, base_url: str | None, patience_s: float = PATIENCE_S
) -> str | None:
    """Returns why a model cannot work, in a sentence; None where nothing speaks against it.

    It lists the server's models, which costs no tokens; many a server has no such list.
    """
    if base_url is None and api_key is None:
        return f"openai:{name} needs a key: set OPENAI_API_KEY, or another OPENAI_BASE_URL."
    try:
        async with asyncio.timeout(patience_s):
            status, body = await _get(f"{base_url or OPENAI_URL}/models", api_key)
    except TimeoutError:
        return f"The server of openai:{name} did not answer within {patience_s:g} seconds."
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        kind = type(error).__name__
        return f"The server of openai:{name} cannot be reached ({kind}): check OPENAI_BASE_URL."
    if status == 401:
        return f"The server of openai:{name} refuses the key: check OPENAI_API_KEY."
    if status == 200:
        return _problem_in_list(name, body)
    return None


async def _get(url: str, api_key: str | None) -> tuple[int, bytes]:
    """Returns the status and the body, up to a limit."""
    headers = {"Authorization": f"Bearer {api_key or 'none'}"}
    body = b""
    # In a thread, since a client reads files when it is made.
    opened_client = await asyncio.to_thread(httpx.AsyncClient, timeout=None, follow_redirects=True)
    async with (
        opened_client as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        async for part in response.aiter_bytes():
            body += part
            if len(body) > MOST_BYTES:
                break
        return response.status_code, body


def _problem_in_list(name: str, body: bytes) -> str | None:
    """Returns what is wrong where the server lists its models and this one is not among them."""
    models = _models_in(body)
    if models is None:
        return None
    names = [str(model.get("id")) for model in models if model.get("id")]
    has_any_name = any(model.get("owned_by") in ANY_NAME for model in models)
    if not names or has_any_name or any(_is_named(name, listed) for listed in names):
        return None
    listed = ", ".join(listed[:60] for listed in names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        listed += f" and {len(names) - MOST_NAMES} more"
    printable = "".join(sign if sign.isprintable() else "?" for sign in listed)
    return f"The server does not list the model {name}: it has {printable}."


def _models_in(body: bytes) -> list[dict[str, Any]] | None:
    """Returns the models of a list; None for a body that is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return None
    models = value.get("data") if isinstance(value, dict) else None
    if not isinstance(models, list):
        return None
    return [model for model in models if isinstance(model, dict)]


def _is_named(name: str, listed: str) -> bool:
    """Whether a listed model goes by the name: with a tag left out or added, or a proxy's `*`."""
    return "*" in listed or listed in (name, f"{name}:latest", name.split(":", maxsplit=1)[0])
