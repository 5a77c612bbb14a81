"""Stand-ins that are real on the wire: an OpenAI-compatible chat server on loopback, scripted by the test."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
Script = Callable[[Json], Json]


@dataclass
class ChatServer:
    """`script` turns a request's body into a reply's message; every request is kept."""

    script: Script
    requests: list[Json] = field(default_factory=list)
    url: str = ""


def tool_call(arguments: Any) -> Script:
    """A message that calls the tool it was given with these arguments (an object, or text as it is)."""

    def answer(request: Json) -> Json:
        name = request["tools"][0]["function"]["name"]
        text = arguments if isinstance(arguments, str) else json.dumps(arguments)
        call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": text}}
        return {"message": {"role": "assistant", "content": None, "tool_calls": [call]}, "finish_reason": "tool_calls"}

    return answer


def text(content: str, finish_reason: str = "stop") -> Script:
    return lambda request: {"message": {"role": "assistant", "content": content}, "finish_reason": finish_reason}


def by_tool(**scripts: Script) -> Script:
    """One script for each answer type that is asked for."""
    return lambda request: scripts[request["tools"][0]["function"]["name"]](request)


def asked_positions(request: Json) -> list[int]:
    """The positions of the touches in the plan that the request shows."""
    material = request["messages"][1]["content"]
    plan = json.loads(material.split("Plan:\n<data>\n")[1].split("\n</data>")[0])
    return [touch["position"] for touch in plan["touches"]]


@contextmanager
def chat_server(script: Script) -> Iterator[ChatServer]:
    """An OpenAI-compatible server on a free loopback port."""
    state = ChatServer(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.requests.append(request)
            choice = {"index": 0, **state.script(request)}
            body = {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 1,
                "model": request["model"],
                "choices": [choice],
                "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
            }
            reply = json.dumps(body).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
