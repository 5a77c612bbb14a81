"""A client and a model server for benchmarks: as cheap as can be, so that the product's own cost is
what is measured.
"""

import asyncio
import json
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from tests.model_answers import APPROVE, touch
from tests.processes import free_port

Json = dict[str, Any]


async def read_message(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    """(first line, body) of an HTTP message that has a Content-Length."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    lines = head.decode("latin-1").split("\r\n")
    for line in lines[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    return lines[0], await reader.readexactly(length)


class Client:
    """Posts JSON, each over a connection of its own, or over ones that stay open."""

    def __init__(self, port: int, *, keep_open: bool = True) -> None:
        self._port = port
        self._keep_open = keep_open
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, path: str, body: Mapping[str, Any]) -> tuple[int, Json]:
        """(status, answer)."""
        if self._idle:
            reader, writer = self._idle.pop()
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        text = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        writer.write(head.encode() + text)
        first_line, answer = await read_message(reader)
        if self._keep_open:
            self._idle.append((reader, writer))
        else:
            writer.close()
        return int(first_line.split()[1]), json.loads(answer)

    async def __aenter__(self) -> "Client":
        return self

    async def __aexit__(self, *_: object) -> None:
        for connection in self._idle:
            connection[1].close()


def completion(tool: str, arguments: Json) -> bytes:
    """A chat completion that calls the tool."""
    call = {
        "id": "call_1",
        "type": "function",
        "function": {"name": tool, "arguments": json.dumps(arguments)},
    }
    message = {"role": "assistant", "content": None, "tool_calls": [call]}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "test-model",
        "choices": [{"index": 0, "message": message, "finish_reason": "tool_calls"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }
    text = json.dumps(body).encode()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
    )
    return head.encode() + text


def serve_model(port: int, delay_s: float) -> None:
    """Answers each request after a fixed time: a draft of three touches, or an approval."""
    draft = completion("SequenceAnswer", {"touches": [touch(position) for position in (1, 2, 3)]})
    approval = completion("ReviewAnswer", APPROVE)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                _, body = await read_message(reader)
                await asyncio.sleep(delay_s)
                writer.write(draft if b"SequenceAnswer" in body else approval)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def serve() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", port, backlog=1024)
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def model_server(delay_s: float) -> Iterator[str]:
    """The address of a model server in a process of its own."""
    port = free_port()
    process = multiprocessing.get_context("spawn").Process(
        target=serve_model, args=(port, delay_s), daemon=True
    )
    process.start()
    try:
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.join()
