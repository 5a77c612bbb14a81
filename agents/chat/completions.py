"""A server's answer as a chat completion of the few parts that are read, in the documented types.

Servers send arguments as an object, content as a list, no choices, an error with status 200 or a
page. All of it becomes a completion, or an error text: the libraries that read it next raise errors
of their own for most of these, and take seconds for a long answer of many parts.
"""

import json
from typing import Any, Final

from agents.chat.refusals import MOST_READ

Json = dict[str, Any]
NO_COMPLETION: Final = "no_completion"  # the finish reason of what is no chat completion
MOST_CALLS: Final = 32
MOST_CHARACTERS: Final = 500_000  # more than is read of an answer, where it is refused
MOST_PARTS: Final = 1_000
MOST_WRAPPERS: Final = 3
COUNTS: Final = ("prompt_tokens", "completion_tokens", "total_tokens")
DETAILS: Final = {
    "prompt_tokens_details": "cached_tokens",
    "completion_tokens_details": "reasoning_tokens",
}
CUT_OFF: Final = frozenset({"length", "max_tokens", "max_output_tokens"})


def read_completion(body: bytes) -> Json:
    """Returns the body as a chat completion, with the finish reason NO_COMPLETION if it is none."""
    value = _decoded(body)
    if not isinstance(value, dict):
        value = {}
    choices = value.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        return _completion(value, {}, NO_COMPLETION)
    return _completion(value, message, _finish_reason(choice.get("finish_reason")))


def error_in(body: bytes) -> Json | None:
    """Returns the error in a body that came with status 200, as its own object."""
    if b'"error"' not in body[:MOST_READ]:
        return None
    value = _decoded(body)
    if not isinstance(value, dict) or value.get("choices") or not value.get("error"):
        return None
    error = value["error"]
    return error if isinstance(error, dict) else {"message": str(error)[:MOST_READ]}


def _decoded(body: str | bytes) -> Any:
    """Returns the JSON value, None where there is none."""
    try:
        return json.loads(body, strict=False)
    except (ValueError, RecursionError):
        return None


def _completion(value: Json, message: Json, finish_reason: str | None) -> Json:
    """Returns a completion with one choice."""
    content = _content(message)
    calls: list[Json] = []
    for name, arguments in _calls(message):
        if isinstance(arguments, dict):
            function = {"name": name, "arguments": json.dumps(arguments)}
            calls.append({"id": f"call_{len(calls)}", "type": "function", "function": function})
        else:  # as words: the reader of answers looks for JSON in them
            content += f"\n{arguments}"
    answer: Json = {"role": "assistant", "content": content[:MOST_CHARACTERS], "refusal": None}
    if isinstance(message.get("refusal"), str):
        answer["refusal"] = message["refusal"][:MOST_READ]
    if calls:
        answer["tool_calls"] = calls
    if not content and not calls and finish_reason != "length":
        answer["content"] = _thoughts(message)[:MOST_CHARACTERS]
    return {
        "id": "chatcmpl",
        "object": "chat.completion",
        "created": 0,
        "model": "",
        "choices": [{"index": 0, "message": answer, "finish_reason": finish_reason}],
        "usage": _usage(value.get("usage")),
    }


def _finish_reason(reason: Any) -> str | None:
    """Returns why an answer ended, in OpenAI's word for an answer that was cut off."""
    if not isinstance(reason, str):
        return None
    return "length" if reason.lower() in CUT_OFF else reason[:40]


def _content(message: Json) -> str:
    """Returns the text of a message: of a list of parts, their texts; of an object, its JSON."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    if isinstance(content, dict):
        return json.dumps(content)
    texts = []
    for part in content[:MOST_PARTS] if isinstance(content, list) else ():
        text = part.get("text") if isinstance(part, dict) else part
        if isinstance(text, str):
            texts.append(text)
    return "".join(texts)


def _thoughts(message: Json) -> str:
    """Returns a message's reasoning: some servers put the whole answer there."""
    for name in ("reasoning_content", "reasoning"):
        if isinstance(message.get(name), str):
            return str(message[name])
    return ""


def _calls(message: Json) -> list[tuple[str, Any]]:
    """Returns the name and the arguments of each tool call; those that hold no object as text."""
    entries = message.get("tool_calls")
    functions = [message.get("function_call")]
    if isinstance(entries, list):
        functions += [entry.get("function") for entry in entries if isinstance(entry, dict)]
    calls = []
    for function in functions[: MOST_CALLS + 1]:
        if isinstance(function, dict):
            calls.append((str(function.get("name") or ""), _arguments(function.get("arguments"))))
    return calls


def _arguments(arguments: Any) -> Any:
    """Returns a call's arguments as an object, also out of JSON text in JSON text, else as text."""
    for _ in range(MOST_WRAPPERS):
        if isinstance(arguments, dict):
            return arguments
        if not isinstance(arguments, str):
            return json.dumps(arguments or {})
        value = _decoded(arguments)
        if value is None:
            return arguments
        arguments = value
    return arguments if isinstance(arguments, dict) else ""


def _usage(usage: Any) -> Json | None:
    """Returns the numbers of tokens that a server reports; None where it reports none."""
    if not isinstance(usage, dict):
        return None
    counts: Json = {name: _number(usage.get(name)) for name in COUNTS}
    for name, count in DETAILS.items():
        details = usage.get(name)
        if isinstance(details, dict):
            counts[name] = {count: _number(details.get(count))}
    return counts


def _number(value: Any) -> int:
    """Returns a count as a number; 0 for what is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return min(max(value, 0), 10**9) if is_number else 0
