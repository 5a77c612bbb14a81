"""An OpenAI-compatible chat server on loopback, real on the wire, that answers by a script."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Script = Callable[[Json], Json]
Handling = Callable[[BaseHTTPRequestHandler], None]


class Refusal(Exception):
    """Raised by a script for a request that its server refuses."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body if isinstance(body, str) else json.dumps(body)


@dataclass
class ChatServer:
    """`script` turns a request's body into a reply's message; every request is kept.

    `models` answers GET /models; without it there is no such list.
    """

    script: Script
    models: Handling | None = None
    requests: list[Json] = field(default_factory=list)
    url: str = ""


def tool_call(arguments: Any) -> Script:
    """A message that calls the first tool with these arguments, an object or text as it is."""

    def answer(request: Json) -> Json:
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        function = {"name": tool_of(request), "arguments": text}
        call = {"id": "call_1", "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        return {"message": message, "finish_reason": "tool_calls"}

    return answer


def text(content: str, finish_reason: str = "stop") -> Script:
    """A message of text alone."""
    return lambda request: {
        "message": {"role": "assistant", "content": content},
        "finish_reason": finish_reason,
    }


def as_text(script: Script, wrap: str) -> Script:
    """The script's answer in other words: `wrap` with its {name} and its {arguments}."""

    def answer(request: Json) -> Json:
        content = script(request)["message"]["content"]
        return text(wrap.format(name=tool_of(request), arguments=content))(request)

    return answer


def answer_of(arguments: Any) -> Script:
    """A message with this object, in the format that the request wants."""

    def answer(request: Json) -> Json:
        if "tools" in request:
            return tool_call(arguments)(request)
        return text(json.dumps(arguments))(request)

    return answer


def tool_of(request: Json) -> str:
    """The name of the type of answer that a request wants, by whichever format."""
    if "response_format" in request:
        return str(request["response_format"]["json_schema"]["name"])
    if "tools" in request:
        return str(request["tools"][0]["function"]["name"])
    words = str(request["messages"][-1]["content"])
    return words.rpartition("Answer with a ")[2].split(",")[0]


def by_tool(**scripts: Script) -> Script:
    """One script for each type of answer."""
    return lambda request: scripts[tool_of(request)](request)


def requests_for(tool: str, server: "ChatServer") -> list[Json]:
    """The requests that wanted this type of answer, in order."""
    return [request for request in server.requests if tool_of(request) == tool]


def asked_positions(request: Json) -> list[int]:
    """The positions of the touches that the request asks for, named in its last line."""
    numbers = re.findall(r"Write (?:only )?touch ([\d, ]+)", request["messages"][1]["content"])[-1]
    return [int(number) for number in numbers.split(",")]


def asked_sentences(request: Json) -> list[int]:
    """The numbers of the sentences that the request asks to be judged."""
    material = request["messages"][1]["content"]
    if "judge every sentence" not in material:
        return []
    return [int(number) for number in re.findall(r"\[(\d+)\] ", material)]


def send(handler: BaseHTTPRequestHandler, status: int, body: str, **headers: str) -> None:
    """A whole HTTP answer."""
    reply = body.encode()
    handler.send_response(status)
    for name, value in ({"Content_Type": "application/json"} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(reply)))
    handler.end_headers()
    handler.wfile.write(reply)


def model_list(*names: str, owner: str = "somebody") -> Handling:
    """Answers with a list of models."""
    models = [{"id": name, "object": "model", "owned_by": owner} for name in names]
    body = json.dumps({"object": "list", "data": models})
    return lambda handler: send(handler, 200, body)


@contextmanager
def chat_server(script: Script, models: Handling | None = None) -> Iterator[ChatServer]:
    """An OpenAI-compatible server on a free loopback port that answers as the script says."""
    state = ChatServer(script, models)

    def answer(handler: BaseHTTPRequestHandler, request: Json) -> None:
        try:
            choice = state.script(request)
        except Refusal as refusal:
            send(handler, refusal.status, refusal.body)
            return
        body = {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 1,
            "model": request["model"],
            "choices": [{"index": 0, **choice}],
            "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
        }
        send(handler, 200, json.dumps(body))

    with _listening(state, answer):
        yield state


@contextmanager
def misbehaving_server(handling: Handling) -> Iterator[ChatServer]:
    """A server that does with each request what `handling` does."""
    state = ChatServer(script=text(""))

    def answer(handler: BaseHTTPRequestHandler, _: Json) -> None:
        handling(handler)
        handler.close_connection = True

    with _listening(state, answer):
        yield state


@contextmanager
def _listening(
    state: ChatServer, answer: Callable[[BaseHTTPRequestHandler, Json], None]
) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        # Connections stay open, as a real server's do, and no answer waits for an acknowledgement.
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(request)
            with suppress(BrokenPipeError, ConnectionResetError):  # the client has gone
                answer(self, request)

        def do_GET(self) -> None:
            if state.models is None:
                send(self, 404, '{"detail": "Not Found"}')
            else:
                state.models(self)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
