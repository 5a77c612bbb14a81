"""Kinds of OpenAI-compatible servers, each with what is its own in how it answers.

Each wraps a script, which says what its model would answer if it were asked as it wants to be.
"""

from tests.fakes import Json, Refusal, Script, text

PROSE = text("Of course! Which kind of follow-up did you have in mind?")


def llama_cpp(script: Script) -> Script:
    """Keeps to a schema; started without --jinja it takes no tools."""

    def answer(request: Json) -> Json:
        if "tools" in request:
            error = {"code": 500, "message": "tools param requires --jinja flag"}
            raise Refusal(500, {"error": error | {"type": "server_error"}})
        return script(request)

    return answer


def old_llama_cpp(script: Script) -> Script:
    """Knows no schema, and reads a named tool choice as "auto": its model talks instead."""

    def answer(request: Json) -> Json:
        if "response_format" in request or "tools" in request:
            return PROSE(request)
        return script(request)

    return answer


def deepseek(script: Script) -> Script:
    """Has tools, and refuses a schema."""

    def answer(request: Json) -> Json:
        if "response_format" in request:
            error = {"message": "This response_format type is unavailable now", "param": None}
            raise Refusal(400, {"error": error | {"type": "invalid_request_error"}})
        return script(request)

    return answer


def lm_studio(script: Script) -> Script:
    """An old one: it ignores a schema, and refuses a tool choice that is an object."""

    def answer(request: Json) -> Json:
        if "response_format" in request:
            return PROSE(request)
        if "tools" in request:
            kinds = "Supported string values: none, auto, required"
            raise Refusal(400, {"error": f"Invalid tool_choice type: 'object'. {kinds}"})
        return script(request)

    return answer


def openai_reasoning(script: Script, thinking_tokens: int = 3_000) -> Script:
    """Wants the limit under its new name, and spends tokens of it before it answers."""

    def answer(request: Json) -> Json:
        if "max_tokens" in request:
            words = "Unsupported parameter: 'max_tokens' is not supported with this model. "
            words += "Use 'max_completion_tokens' instead."
            error = {"message": words, "param": "max_tokens", "code": "unsupported_parameter"}
            raise Refusal(400, {"error": error | {"type": "invalid_request_error"}})
        if request["max_completion_tokens"] < thinking_tokens:
            return text("", "length")(request)
        return script(request)

    return answer


def vllm(script: Script, name: str = "test-model", context_tokens: int = 100_000) -> Script:
    """Knows its model by one name, and counts prompt and answer against the context length."""

    def answer(request: Json) -> Json:
        if request["model"] != name:
            words = f"The model `{request['model']}` does not exist."
            error = {"object": "error", "message": words, "type": "NotFoundError", "param": None}
            raise Refusal(404, error | {"code": 404})
        if request["max_tokens"] > context_tokens:
            words = f"This model's maximum context length is {context_tokens} tokens. However, "
            words += f"you requested {request['max_tokens']} tokens. Please reduce max_tokens."
            error = {"object": "error", "message": words, "type": "BadRequestError", "param": None}
            raise Refusal(400, error | {"code": 400})
        return script(request)

    return answer


def gemma(script: Script) -> Script:
    """Takes no system message."""

    def answer(request: Json) -> Json:
        if request["messages"][0]["role"] == "system":
            raise Refusal(500, {"error": {"message": "System role not supported"}})
        return script(request)

    return answer


def ollama(script: Script) -> Script:
    """Keeps to a schema; with a model that has no tools, it refuses them."""

    def answer(request: Json) -> Json:
        if "tools" in request:
            words = "registry.ollama.ai/library/test-model:latest does not support tools"
            raise Refusal(400, {"error": {"message": words, "type": "api_error", "code": None}})
        return script(request)

    return answer
